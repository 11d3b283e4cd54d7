"""How often the doors may be knocked at: sign-in, sign-up, forgotten passwords, proofs, my doors.

The counts lie in the database, so that they hold over every thread and process; allauth keeps them. How fast an account
may go through pages is another matter: see authorization/pace.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import consume, consume_or_429
from django.http import HttpRequest, HttpResponse

from crosswalk_platform.config.installation import installation

__all__ = ["LIMITED", "Door", "Limits", "may_be_sent"]


@dataclass(frozen=True, slots=True)
class Door:
    """A form that is counted.

    Attributes:
        action: Its line in config.counts.RATES.
        field: The field that names an account; None counts the account that is signed in, or else the address.
        apart: Whether that account is counted for each address apart: else anybody could shut it from afar. Where
            all addresses together knock too often, each of them has fewer tries left, and none is shut out.
    """

    action: str
    field: str | None = None
    apart: bool = False


#: By the name of the address.
LIMITED = {
    "account_login": Door("sign_in", "login", apart=True),
    "mfa_login_webauthn": Door("sign_in_otherwise"),
    "openid_connect_login": Door("sign_in_otherwise"),
    "account_signup": Door("sign_up", "email"),
    "socialaccount_signup": Door("sign_up", "email"),
    "account_reset_password": Door("reset"),
    "account_reset_password_from_key": Door("new_password"),
    "proof": Door("proof"),
    **dict.fromkeys(("doors", "doors_wishes", "doors_question", "doors_forget", "door"), Door("doors")),
}

#: What the form for a forgotten password sends, with an account and without.
_ASKED_FOR_BY_ANYBODY = frozenset({"account/email/password_reset_key", "account/email/unknown_account"})


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
            named = str(request.user.pk) if request.user.is_authenticated else get_ip(request)
        key = f"{get_ip(request)} {named}" if door.apart else named
        answer: HttpResponse | None = consume_or_429(request, action=door.action, key=key)
        if answer is None and door.apart and not consume(request, action=f"{door.action}_everywhere", key=named):
            answer = consume_or_429(request, action=f"{door.action}_pressed", key=key)
        return answer


def may_be_sent(request: HttpRequest, template: str, email: str) -> bool:
    """Count a letter that anybody can have sent to any address, and say whether it goes.

    Args:
        request: Of the page that sends it.
        template: What allauth calls it.
        email: Where to.
    """
    if template not in _ASKED_FOR_BY_ANYBODY or not installation().paced:
        return True
    return bool(consume(request, action="reset_letters", key=email.strip().lower()))
