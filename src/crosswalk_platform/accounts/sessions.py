"""How long a session lasts, how many there are, and what ends them: docs/explanation/security.md tells it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, get_reauthentication_flows
from allauth.socialaccount.providers.base import AuthProcess
from allauth.usersessions.models import UserSession
from allauth.utils import get_request_param
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from crosswalk_platform.accounts.models import User
from crosswalk_platform.accounts.second_factor import note_it

__all__ = ["LONGEST", "MOST", "Lifetime", "connect", "proof_before_connecting"]

#: Seconds that a session lasts at most, however much it is used; unused it lasts settings.SESSION_COOKIE_AGE.
LONGEST = 12 * 3600
#: Sessions of one account at the same time; the next one ends the one that was used least recently.
MOST = 10
#: The time of the last use is written down no more often.
_NOTED_EVERY = 300
#: Pages of allauth, by the name of their address, that change how somebody signs in.
SENSITIVE = frozenset(
    {"account_email", "account_set_password", "socialaccount_connections", "mfa_activate_totp", "mfa_deactivate_totp",
     "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_generate_recovery_codes",
     "mfa_view_recovery_codes", "mfa_download_recovery_codes", "usersessions_list"}
)  # fmt: skip


class Lifetime:
    """Ends sessions that are over, and has those sign in again who have nothing here to prove themselves with."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A session that is over is ended before anything is done with it."""
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.setdefault("began", now) > LONGEST:
                logout(request)
            elif now - request.session.get("used", 0) > _NOTED_EVERY:
                request.session["used"] = now  # writes the session, and with it the day on which it runs out
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before a page that changes how one signs in opens, its viewer has proved lately who they are."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if name == "openid_connect_login" and get_request_param(request, "process") == AuthProcess.CONNECT:
            return proof_before_connecting(request, request.get_full_path())
        return _fresh_sign_in(request, request.get_full_path()) if name in SENSITIVE else None


def proof_before_connecting(request: HttpRequest, then: str) -> HttpResponse | None:
    """Where somebody is led who wants to connect a provider and has not proved lately who they are.

    Nothing of the provider waits in the session meanwhile: the next proof, given for something else, would connect it.

    Args:
        request: Of whom.
        then: The address to go on at.
    """
    user = request.user
    if isinstance(user, User) and get_reauthentication_flows(user):
        if did_recently_reauthenticate(request):
            return None
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': then})}")
    return _fresh_sign_in(request, then)


def _fresh_sign_in(request: HttpRequest, then: str) -> HttpResponse | None:
    """An account of a provider alone has no password to ask again for: its last sign-in must be fresh."""
    user = request.user
    if not isinstance(user, User) or get_reauthentication_flows(user):
        return None
    proofs = get_authentication_records(request, user)
    if proofs and time.time() - proofs[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return None
    logout(request)
    messages.info(request, _("Sign in once more, then go on."))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': then})}")


def connect() -> None:
    """Have the signals of sign-in do what this module says."""
    from allauth.account import signals as account  # noqa: PLC0415 - apps are loaded by now
    from allauth.mfa import signals as mfa  # noqa: PLC0415
    from allauth.socialaccount import signals as social  # noqa: PLC0415

    account.user_logged_in.connect(_begin, dispatch_uid="accounts.begin")
    account.authentication_step_completed.connect(_proved, dispatch_uid="accounts.proved")
    mfa.authenticator_added.connect(note_it, dispatch_uid="accounts.added")
    changes = (
        account.password_set, account.password_changed, account.email_added, account.email_changed,
        account.email_removed, mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset,
    )  # fmt: skip
    for each in changes:
        each.connect(_end_others, dispatch_uid="accounts.end_others")
    for each in (social.social_account_added, social.social_account_removed):
        each.connect(_provider_changed, dispatch_uid="accounts.provider_changed")


def _begin(request: HttpRequest, user: User, **told: Any) -> None:
    """A session begins: it has its full length, and an account no more than so many."""
    request.session["began"] = request.session["used"] = int(time.time())
    login = told.get("sociallogin")
    if login is not None and "mfa" in (login.account.extra_data or {}).get("amr", ()):
        note_it(request)
    known = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
    for session in known.order_by("-last_seen_at")[MOST - 1 :]:
        session.end()


def _proved(request: HttpRequest, method: str, **told: Any) -> None:
    """Somebody proved who they are: a second proof is remembered, and proving it again renews the session's key."""
    if method == "mfa":
        note_it(request)
    if told.get("reauthenticated"):
        old = request.session.session_key
        request.session.cycle_key()
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def _end_others(request: HttpRequest, user: User, **told: Any) -> None:
    """How somebody signs in has changed: every other device signs in anew."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


def _provider_changed(request: HttpRequest, **told: Any) -> None:
    """A provider was connected with the account of this session, or taken from it."""
    if isinstance(request.user, User):
        _end_others(request, request.user)
