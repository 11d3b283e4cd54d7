"""Every write about keeping and erasing; see authorization.access.action for what they have in common."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk_platform.accounts.models import User
from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import Permission, Viewer, action
from crosswalk_platform.organisations.models import Membership, Organisation
from crosswalk_platform.people.actions import erase_person
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import own_person
from crosswalk_platform.retention.closing import end_account
from crosswalk_platform.retention.proof import proof_of

__all__ = ["erase_account", "lift_hold", "place_hold", "take_out"]

#: A hold ends by itself; who still needs it places it again.
LONGEST_HOLD = timedelta(days=5 * 365)


@action(Permission.HOLD_RECORDS)
def place_hold(*, by: Viewer, organisation: Organisation, person: Person, until: date, reason: str) -> None:
    """Keep a record of the organisation from being erased, up to and with that day.

    Raises:
        PermissionDenied: Another organisation holds the record.
        ValidationError: The day is past or too far, or no reason is given.
    """
    if person.organisation_id != organisation.pk:
        raise PermissionDenied
    today = timezone.localdate()
    if not today < until <= today + LONGEST_HOLD:
        raise ValidationError(_("Choose a day after today, and at most five years ahead."))
    if not reason.strip():
        raise ValidationError(_("Say why the record must be kept."))
    person.held_until, person.hold_reason = until, reason.strip()
    person.save(update_fields=["held_until", "hold_reason"])
    record("record.held", by=by, subject=person, organisation=organisation.pk, purpose=reason, until=str(until))


@action(Permission.HOLD_RECORDS)
def lift_hold(*, by: Viewer, organisation: Organisation, person: Person, reason: str) -> None:
    """End a hold, at once.

    Raises:
        PermissionDenied: Another organisation holds the record.
        ValidationError: The record is not held.
    """
    if person.organisation_id != organisation.pk:
        raise PermissionDenied
    if person.held_until is None:
        raise ValidationError(_("This record is not held."))
    person.held_until, person.hold_reason = None, ""
    person.save(update_fields=["held_until", "hold_reason"])
    record("record.released", by=by, subject=person, organisation=organisation.pk, purpose=reason)


@action("own")
def take_out(*, by: Viewer, user: User) -> None:
    """Note that somebody took out everything that is kept of them.

    Raises:
        PermissionDenied: It is another account.
    """
    if user.pk != by.user:
        raise PermissionDenied
    record("person.taken_out", by=by, subject=own_person(by))


@action("own")
def erase_account(*, by: Viewer, user: User) -> str:
    """Erase an account, with the record and all that hangs on it.

    Somebody who once sat in an organisation leaves a seat there that is kept for years; it then belongs to an account
    without an address that nobody can enter.

    Returns:
        The proof, as it stands in the log.

    Raises:
        PermissionDenied: It is another account.
        ValidationError: The record is held, or the account still has a seat in an organisation.
    """
    if user.pk != by.user:
        raise PermissionDenied
    seats = Membership.objects.filter(user=user)
    if seats.filter(ended_at=None).exists():
        raise ValidationError(_("You have a seat in an organisation. Ask its coordinator to take it away first."))
    person = own_person(by)
    proof = erase_person(by=by, person=person) if person else proof_of(f"{user.pk} {user.email} {user.date_joined}")
    record("account.erased", by=by, subject=user, proof=proof)
    end_account(user, sat=seats.exists())
    return proof
