"""Pages leave compressed, unless another site had them asked for: then their length could tell what stands in them.

Whoever can make a browser ask for pages with words of their choosing, and sees how long the answers are, may guess what
else stands there (the BREACH attack). A browser says whether a page of the site itself, or the person, asked.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

__all__ = ["compressed"]

#: What Sec-Fetch-Site says of requests that no other site can cause.
_OURS = frozenset({"same-origin", "none"})


def compressed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Compress the answer where the site itself or the person asked, or where nobody is signed in."""
    smaller = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        ours = request.headers.get("Sec-Fetch-Site") in _OURS or settings.SESSION_COOKIE_NAME not in request.COOKIES
        return smaller(request) if ours else get_response(request)  # type: ignore[return-value]

    return middleware
