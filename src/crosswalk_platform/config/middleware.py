"""What wraps every request: page and database learn who asks, and browsers keep nothing of an answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of

__all__ = ["headers", "viewer"]

Answer = Callable[[HttpRequest], HttpResponse]


def viewer(get_response: Answer) -> Answer:
    """Sets `request.viewer`, and row-level security to the same account, for the length of the request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with behind_the_wall(request.user.pk if request.user.is_authenticated else None):
            request.viewer = viewer_of(request.user)  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def headers(get_response: Answer) -> Answer:
    """Headers beside those of Django: pages of people are never kept, and no sensor or payment is ever asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware
