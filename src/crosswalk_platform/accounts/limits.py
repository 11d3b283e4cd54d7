"""How often the doors may be knocked at: sign-in, sign-up, forgotten passwords, proofs, my doors.

The counts lie in the database, so that they hold over every thread and process; allauth keeps them. How fast an account
may go through pages is another matter: see authorization/pace.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse

from crosswalk_platform.config.installation import installation

__all__ = ["LIMITED", "Door", "Limits"]


@dataclass(frozen=True, slots=True)
class Door:
    """A form that is counted.

    Attributes:
        action: Its line in config.counts.RATES.
        field: The field that names an account; None counts the account that is signed in, or else the address.
    """

    action: str
    field: str | None = None


#: By the name of the address.
LIMITED = {
    "account_login": Door("sign_in", "login"),
    "mfa_login_webauthn": Door("sign_in"),
    "openid_connect_login": Door("sign_in"),
    "account_signup": Door("sign_up", "email"),
    "socialaccount_signup": Door("sign_up", "email"),
    "account_reset_password": Door("reset", "email"),
    "account_reset_password_from_key": Door("new_password"),
    "proof": Door("proof"),
    **dict.fromkeys(("doors", "doors_wishes", "doors_question", "doors_forget", "door"), Door("doors")),
}


class Limits:
    """Answers status 429 and a plain page where a form is sent too often; what was sent is then not looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Count before the view and its transaction begin, so that nobody waits for somebody else's count."""
        match = request.resolver_match
        door = LIMITED.get(match.url_name or "") if match else None
        if door is None or request.method != "POST" or not installation().paced:
            return None
        named = request.POST.get(door.field, "").strip().lower() if door.field else ""
        if not named:
            known = request.user.is_authenticated
            named = str(request.user.pk) if known else get_adapter().get_client_ip(request)
        answer: HttpResponse | None = consume_or_429(request, action=door.action, key=named)
        return answer
