"""The end of an account: what it leaves behind is nobody's, and nobody enters it again."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection

from crosswalk_platform.accounts.models import User
from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import NOBODY

__all__ = ["close_unused", "end_account", "sign_everybody_out", "sign_out_everywhere"]


def end_account(user: User, *, sat: bool) -> None:
    """Remove an account; one that once sat in an organisation stays, without an address, for the sake of the seat."""
    sign_out_everywhere(user)
    if not sat:
        user.delete()
        return
    for others in (EmailAddress, Authenticator, SocialAccount, UserSession):
        others.objects.filter(user=user).delete()
    user.email, user.is_active, user.last_login, user.language = f"{user.pk}@erased.invalid", False, None, "en"
    user.set_unusable_password()
    user.save()


def close_unused(user: User) -> None:
    """Close an account that nobody uses, in a retention run; a record that an organisation holds too stays with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT leave_record_to_organisation(%s), account_sat(%s)", [user.pk, user.pk])
        sat = bool(cursor.fetchone()[1])
    record("account.closed", by=NOBODY, subject=user)
    end_account(user, sat=sat)


def sign_out_everywhere(user: User) -> int:
    """End every session of an account; gives how many there were."""
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    UserSession.objects.filter(user=user).delete()
    return Session.objects.filter(session_key__in=keys).delete()[0]


def sign_everybody_out() -> int:
    """End every session of the site; gives how many there were."""
    UserSession.objects.all().delete()
    return Session.objects.all().delete()[0]
