"""What an answer leaves behind: an event where somebody was refused, and nothing in the browser of who signed out."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization.viewer import viewer_in

__all__ = ["afterwards"]

#: The answers to somebody signed in who asks for what is not theirs.
REFUSED = frozenset({403, 404})


def afterwards(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Comes after `viewer`, so that it knows who asked before the page was made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = viewer_in(request)
        response = get_response(request)
        match = request.resolver_match
        if asked.user is None:
            return response
        if match is not None and response.status_code in REFUSED and not connection.needs_rollback:
            record("access.refused", by=asked, route=match.route, method=str(request.method))
        if not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'  # the session's cookie is ended by itself
        return response

    return middleware
