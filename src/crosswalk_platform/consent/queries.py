"""What a person has agreed to, and with whom they could agree."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.consent.models import Consent
from crosswalk_platform.consent.purposes import PURPOSES, Purpose
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.organisations.queries import organisations_seen
from crosswalk_platform.people.models import Person

__all__ = ["TAKEN_BY", "consents_of", "consents_read", "country_unknown", "partners", "purposes_taken", "purposes_with"]

#: What an adviser may need to write down that somebody agreed to a purpose; to others only the person agrees.
TAKEN_BY = {
    "advice": Permission.REGISTER_PERSON,
    "statistics": Permission.REGISTER_PERSON,
    "protection": Permission.EDIT_PROTECTION,
}


def consents_of(person: Person) -> QuerySet[Consent]:
    """Consents of a person, the newest first, with those that ended."""
    return Consent.objects.filter(person=person).select_related("organisation")


def consents_read(by: Viewer, person: Person) -> QuerySet[Consent]:
    """Consents of a person that an adviser reads; to protection only those to their own protection officers."""
    return consents_of(person).filter(
        ~Q(purpose="protection") | Q(organisation__in=by.organisations(Permission.SEE_PROTECTION))
    )


def partners(by: Viewer, name: str = "") -> QuerySet[Organisation]:
    """Active organisations that somebody can agree with, by a part of their name."""
    active = organisations_seen(by).filter(status=Organisation.Status.ACTIVE).exclude(kind="operator")
    return active.filter(name__icontains=name.replace("\x00", ""))  # which PostgreSQL takes in no text


def purposes_with(person: Person, partner: Organisation) -> list[Purpose]:
    """What can be agreed with an organisation; protection never with one of the person's own country."""
    own = person.record.get("nationalities") or []
    return [
        purpose
        for purpose in PURPOSES
        if partner.kind in purpose.partners and not (purpose.name == "protection" and partner.country in own)
    ]


def purposes_taken(by: Viewer, person: Person) -> list[Purpose]:
    """What an adviser can write down that somebody without an account agreed to, with whoever keeps their record.

    Protection only by a protection officer: nobody else learns of it.
    """
    place = person.organisation
    if person.account_id or place is None:
        return []
    return [
        purpose
        for purpose in purposes_with(person, place)
        if purpose.name in TAKEN_BY and by.may(TAKEN_BY[purpose.name], place.pk)
    ]


def country_unknown(person: Person, partner: Organisation) -> bool:
    """Whether nobody can tell if an organisation is of the person's own country: no nationality is recorded."""
    return bool(partner.country) and not person.record.get("nationalities")
