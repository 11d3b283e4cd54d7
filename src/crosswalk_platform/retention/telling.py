"""Mail to people before a record is erased or an account closed, so that they can still say otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models.expressions import RawSQL
from django.db.models.fields import DateField
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crosswalk_platform.accounts.models import User
from crosswalk_platform.retention.models import Notice
from crosswalk_platform.retention.run import retaining
from crosswalk_platform.retention.schedules import LAST_USE, TOLD_BEFORE, UNUSED

__all__ = ["tell"]


def tell() -> dict[str, int]:
    """Send what is due and was not sent: a month before a record is erased, and a month before an account is closed.

    Returns:
        Number of mails, by what they are about.
    """
    return {"record": sum(map(_of_record, _records())), "account": sum(map(_of_account, _accounts()))}


def _records() -> list[tuple[UUID, UUID, date]]:
    """Record, account and day of erasure of each record that ends soon."""
    with retaining(), connection.cursor() as cursor:
        cursor.execute("SELECT person, account, day FROM records_ending(%s)", [TOLD_BEFORE.days])
        return list(cursor.fetchall())


def _accounts() -> list[User]:
    """Accounts that somebody used once, and nobody for long; those that are told already are left out."""
    unused = RawSQL(f"({LAST_USE} + interval '{UNUSED}')::date", (), output_field=DateField())  # noqa: S611
    needed = RawSQL("account_sits(accounts_user.id) OR account_keeps_record(accounts_user.id)", ())
    found = User.objects.filter(is_active=True, emailaddress__verified=True, emailaddress__primary=True)
    return list(found.annotate(over=unused, needed=needed).filter(over__lt=timezone.localdate(), needed=False))


def _of_record(row: tuple[UUID, UUID, date]) -> bool:
    person, account, day = row
    user = User.objects.filter(pk=account, is_active=True, emailaddress__verified=True).first()
    return user is not None and _tell_once("record", person, day, user, title=_record_title)


def _of_account(user: User) -> bool:
    last: Any = user.last_login or user.date_joined
    with retaining():
        if Notice.objects.filter(kind="account", subject=user.pk, sent_on__gt=last.date()).exists():
            return False
    return _tell_once("account", user.pk, timezone.localdate() + TOLD_BEFORE + timedelta(days=1), user, _account_title)


def _tell_once(kind: str, subject: UUID, day: date, user: User, title: Any) -> bool:
    """Send one mail and note it together; no mail names what stands in a record."""
    with transaction.atomic(), retaining(), translation.override(user.language):
        _told, new = Notice.objects.get_or_create(kind=kind, subject=subject, day=day)
        if new:
            send_mail(title(), render_to_string(f"retention/{kind}_ends.txt", {"day": day}), None, [user.email])
    return new


def _record_title() -> str:
    return _("Your profile will be erased soon")


def _account_title() -> str:
    return _("Your account will be closed soon")
