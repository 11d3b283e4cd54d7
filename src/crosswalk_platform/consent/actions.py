"""Giving and withdrawing consent: the person does either, or tells the adviser who keeps their record for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import Permission, Viewer, action
from crosswalk_platform.consent.models import Consent, How
from crosswalk_platform.consent.purposes import purpose_named
from crosswalk_platform.consent.queries import TAKEN_BY, country_unknown
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.models import Person

__all__ = ["Taken", "give_consent", "take_consent", "withdraw_consent"]

#: A consent runs out unless it is given again.
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How somebody without an account agreed before an adviser: in which way, when, in which language."""

    how: str
    on: date
    language: str


@action("own")
def give_consent(
    *, by: Viewer, person: Person, partner: Organisation, purpose: str, language: str, until: date | None = None
) -> Consent:
    """Agree to one purpose of one organisation, in the words shown in that language.

    Raises:
        PermissionDenied: It is somebody else's record.
        ValidationError: The purpose is not for this kind of organisation, or the organisation is of the country that
            the person would be protected from, or may be: no nationality is recorded.
    """
    if person.account_id != by.user:
        raise PermissionDenied
    wanted = purpose_named(purpose)
    if partner.kind not in wanted.partners or partner.status != Organisation.Status.ACTIVE:
        raise ValidationError(_("This cannot be agreed with this organisation."))
    if purpose == "protection":
        _is_of_another_country(person, partner)
    latest = timezone.localdate() + timedelta(days=LONGEST_DAYS)
    _end_former(person, partner, purpose)
    given = Consent.objects.create(
        person=person,
        organisation=partner,
        purpose=purpose,
        version=wanted.version,
        language=language,
        until=min(until or latest, latest),
    )
    if purpose == "protection":  # whoever reads the log cannot tell it from any other change of one's own record
        record("person.changed", by=by, subject=person, parts=[])
    else:
        record("consent.given", by=by, subject=person, organisation=partner.pk, what=purpose, version=wanted.version)
    return given


@action(Permission.EDIT_PERSON)
def take_consent(*, by: Viewer, organisation: Organisation, person: Person, purpose: str, taken: Taken) -> Consent:
    """Write down that somebody without an account agreed, before an adviser, to a purpose of their organisation.

    Raises:
        PermissionDenied: The record is not one that this organisation keeps for somebody without an account, or this
            purpose is for others there to write down: protection for its officers, the rest for caseworkers.
        ValidationError: It was not before today, or the purpose is one that only the person agrees to, or, for
            protection, the organisation is or may be of the person's own country.
    """
    if person.account_id or person.organisation_id != organisation.pk:
        raise PermissionDenied
    wanted = purpose_named(purpose)
    if purpose not in TAKEN_BY or organisation.kind not in wanted.partners:
        raise ValidationError(_("To this only the person can agree, from an account of their own."))
    by.require(TAKEN_BY[purpose], organisation.pk)
    if purpose == "protection":
        _is_of_another_country(person, organisation)
    today = timezone.localdate()
    if (
        taken.how == How.ON_SITE
        or taken.how not in How.values
        or not today - timedelta(LONGEST_DAYS) < taken.on <= today
    ):
        raise ValidationError(_("Say how and when the person agreed: within the last year, and not in the future."))
    _end_former(person, organisation, purpose)
    given = Consent.objects.create(
        person=person,
        organisation=organisation,
        purpose=purpose,
        version=wanted.version,
        language=taken.language,
        how=taken.how,
        taken_by=by.user,
        given_at=timezone.make_aware(datetime.combine(taken.on, time(12))) if taken.on < today else timezone.now(),
        until=taken.on + timedelta(days=LONGEST_DAYS),
    )
    if purpose == "protection":
        record("person.changed", by=by, subject=person, organisation=organisation.pk, parts=[])
        return given
    record(
        "consent.taken",
        by=by,
        subject=person,
        organisation=organisation.pk,
        what=purpose,
        version=wanted.version,
        how=taken.how,
        language=taken.language,
    )
    return given


@action("own")
def withdraw_consent(*, by: Viewer, consent: Consent) -> None:
    """Withdraw it, from this moment.

    Raises:
        PermissionDenied: It is somebody else's. For a person without an account an adviser of the organisation that
            keeps their record withdraws what was agreed before it.
    """
    person = consent.person
    kept = person.account_id is None and person.organisation_id == consent.organisation_id
    adviser = kept and consent.purpose in TAKEN_BY and by.may(TAKEN_BY[consent.purpose], person.organisation_id)
    if not adviser and (by.user is None or person.account_id != by.user):
        raise PermissionDenied
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    if consent.purpose == "protection":
        record("person.changed", by=by, subject=person, parts=[])
    else:
        record("consent.withdrawn", by=by, subject=person, organisation=consent.organisation_id, what=consent.purpose)


def _is_of_another_country(person: Person, partner: Organisation) -> None:
    """Nothing of protection reaches the country of origin.

    Raises:
        ValidationError: The organisation is of that country, or may be: no nationality is recorded.
    """
    if partner.country in (person.record.get("nationalities") or []):
        raise ValidationError(_("What you confided is never shown to an organisation of your own country."))
    if country_unknown(person, partner):
        raise ValidationError(
            _("Write down your nationality first, or that you are stateless: nothing may reach your own country.")
        )


def _end_former(person: Person, partner: Organisation, purpose: str) -> None:
    Consent.objects.filter(person=person, organisation=partner, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
