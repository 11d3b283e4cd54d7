"""The page on which people see their sessions and end them, and when each was last used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from crosswalk_platform.config.counts import hidden_key

__all__ = ["OpenSessions", "activity", "open_sessions"]

#: Seconds in which a session is noted once: with every page it would be a write with every page.
_ONCE_IN = 60


def activity(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Notes a session that is used, at once where its address or its browser is another than before."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (session := request.session.session_key):
            client = f"{session} {get_adapter().get_client_ip(request)} {request.headers.get('User-Agent', '')}"
            if caches["process"].add(hidden_key(client, "activity", 1), True, _ONCE_IN):
                UserSession.objects.create_from_request(request)
        return get_response(request)

    return middleware


class OpenSessions(ListUserSessionsView):  # type: ignore[misc]
    """One's sessions, the oldest first; allauth's own page looks each of them up by itself."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Sessions that have not run out, and were opened since the password was last changed."""
        mine, user = UserSession.objects.filter(user_id=self.request.user.pk).order_by("created_at"), self.request.user
        kept = Session.objects.filter(pk__in=mine.values("session_key"), expire_date__gt=timezone.now())
        valid = user.get_session_auth_hash()
        opened = {
            each.pk for each in kept if constant_time_compare(each.get_decoded().get(HASH_SESSION_KEY, ""), valid)
        }
        found = [each for each in mine if each.session_key in opened]
        told: dict[str, Any] = super(ListUserSessionsView, self).get_context_data(**given)
        return told | {"sessions": found, "session_count": len(found), "show_last_seen_at": True}


open_sessions = reauthentication_required(allow_get=True)(OpenSessions.as_view())
