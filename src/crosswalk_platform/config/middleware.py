"""What wraps every request: page and database learn who asks, and browsers keep nothing of an answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from crosswalk_platform.accounts.second_factor import is_missing
from crosswalk_platform.authorization.viewer import Viewer, behind_the_wall, viewer_of

__all__ = ["METHODS", "headers", "methods", "viewer"]

#: The answers to somebody signed in who asks for what is not theirs.
REFUSED = frozenset({403, 404})
#: All that pages and forms need.
METHODS = ("GET", "HEAD", "POST")

Answer = Callable[[HttpRequest], HttpResponse]


def viewer(get_response: Answer) -> Answer:
    """Sets `request.viewer`, and row-level security to the same account, for the length of the request.

    Where a second proof is asked for and was not given, the viewer has no seats, and `authorization.page` leads to it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with behind_the_wall(request.user.pk if request.user.is_authenticated else None):
            found = viewer_of(request.user)
            held = bool(found.seats) and is_missing(request)
            request.viewer = Viewer(user=found.user) if held else found  # type: ignore[attr-defined]
            request.second_factor_missing = held  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def headers(get_response: Answer) -> Answer:
    """Headers beside those of Django: pages of people are never kept, and no sensor or payment is ever asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")  # also where another middleware answers
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def methods(get_response: Answer) -> Answer:
    """Refuses every method that no page of the site takes, before anything else is done."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware
