"""Every proof of who somebody is, accepted or not, and every change of how they sign in leaves an event in the log."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils.translation import get_language

from crosswalk_platform.accounts.models import User
from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import NOBODY, Viewer
from crosswalk_platform.authorization.viewer import behind_the_wall

__all__ = ["connect"]

#: What has changed, by the signal that tells of it.
CHANGES = {
    "account.password_set": account.password_set,
    "account.password_changed": account.password_changed,
    "account.password_reset": account.password_reset,
    "account.address_added": account.email_added,
    "account.address_changed": account.email_changed,
    "account.address_removed": account.email_removed,
    "account.proof_added": mfa.authenticator_added,
    "account.proof_removed": mfa.authenticator_removed,
    "account.proof_renewed": mfa.authenticator_reset,
}
#: Proofs that were wrong, where it is known whose they would be.
REFUSALS = {
    "password reset code": account.password_reset_code_rejected,
    "address code": account.email_verification_code_rejected,
    "second proof": mfa.authentication_failed,
}
_KEPT: list[Any] = []


def connect() -> None:
    """Have every signal of sign-in leave its event."""
    account.authentication_step_completed.connect(_step, dispatch_uid="traces.step")
    account.user_logged_in.connect(_signed_in, dispatch_uid="traces.in")
    user_logged_out.connect(_signed_out, dispatch_uid="traces.out")
    user_login_failed.connect(_refused, dispatch_uid="traces.refused")
    for action, signal in CHANGES.items():
        _listen(signal, lambda user, action=action, **_: _leave(action, user))
    for kind, signal in REFUSALS.items():
        _listen(signal, lambda user, kind=kind, **_: _leave_refusal(user, kind))
    _listen(social.social_account_added, lambda sociallogin, **_: _leave("account.provider_added", sociallogin.user))
    _listen(social.social_account_removed, lambda request, **_: _leave("account.provider_removed", request.user))


def _listen(signal: Any, receiver: Any) -> None:
    _KEPT.append(receiver)  # a signal alone holds nobody
    signal.connect(receiver, dispatch_uid=f"traces.{id(receiver)}")


def _leave(action: str, user: User | None, method: str | None = None) -> None:
    if isinstance(user, User) and user.pk is not None:
        details: dict[str, Any] = {"method": method} if method else {}
        with behind_the_wall(user.pk):
            record(action, by=Viewer(user=user.pk), subject=user, **details)


def _step(user: User, method: str, **told: Any) -> None:
    kind = str(told.get("type") or ("passkey" if told.get("passwordless") else method))
    action = "account.proved_again" if told.get("reauthenticated") else "account.proved"
    _leave(action, user, method=kind)


def _signed_in(user: User, **_: Any) -> None:
    _leave("account.signed_in", user)
    language = get_language() or user.language
    if language != user.language:  # of letters that others have written to them
        User.objects.filter(pk=user.pk).update(language=language)


def _signed_out(user: User | None, **_: Any) -> None:
    _leave("account.signed_out", user)


def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong password. The address that was typed is kept only as the account that it belongs to, if any."""
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    _leave_refusal(User.objects.filter(email=typed[:254].replace("\x00", "")).first(), "password")


def _leave_refusal(user: User | None, method: str) -> None:
    with behind_the_wall(None):
        record("account.refused", by=NOBODY, subject=user, method=method)
