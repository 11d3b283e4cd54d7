"""People whom a viewer may find; what they confided has a query of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from crosswalk.types import fold_name
from crosswalk_platform.audit.models import Event
from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.consent.models import Consent, How
from crosswalk_platform.people.keys import SealError, open_sealed
from crosswalk_platform.people.models import Confided, Person
from crosswalk_platform.people.visibility import Sight, sight

__all__ = [
    "caseload", "confided_to", "consents_now", "looks_at", "own_person", "people_agreed", "people_seen", "seen_how",
]  # fmt: skip


def consents_now() -> QuerySet[Consent]:
    """Consents that hold at this moment."""
    return Consent.objects.filter(withdrawn_at=None, until__gte=timezone.localdate())


def people_seen(by: Viewer) -> QuerySet[Person]:
    """People of the viewer's caseload, and people who agreed to be seen by the viewer's organisation."""
    caseload = by.organisations(Permission.REGISTER_PERSON)
    advised, offered = by.organisations(Permission.EDIT_PERSON), by.organisations(Permission.SEE_PEOPLE)
    agreed = consents_now().filter(person=OuterRef("pk"))
    return Person.objects.filter(
        Q(organisation__in=caseload)
        | Exists(agreed.filter(organisation__in=advised, purpose="advice"))
        | Exists(agreed.filter(organisation__in=offered, purpose="offers"))
    )


def caseload(by: Viewer, name: str = "") -> QuerySet[Person]:
    """People whose record the viewer's organisations hold; with words, those one of whose names begins like each."""
    found = Person.objects.filter(organisation__in=by.organisations(Permission.REGISTER_PERSON))
    for word in fold_name(name).split():
        after = word[:-1] + chr(ord(word[-1]) + 1)  # a range, for the database looks at no row behind its wall first
        found = found.filter(
            Q(given_key__gte=word, given_key__lt=after) | Q(family_key__gte=word, family_key__lt=after)
        )
    return found


def people_agreed(by: Viewer, start: int, many: int) -> list[Person]:
    """People who agreed themselves to be advised, or offered work, by the viewer's organisations; the last one first.

    Consents are found first, and then their people: the wall of the database is asked for these alone.

    Args:
        by: Who asks.
        start: Consents that were on earlier pages.
        many: Consents on this page.
    """
    advised, offered = by.organisations(Permission.EDIT_PERSON), by.organisations(Permission.SEE_PEOPLE)
    agreed = Q(organisation__in=advised, purpose="advice") | Q(organisation__in=offered, purpose="offers")
    given = consents_now().filter(agreed, how=How.ON_SITE).order_by("-given_at")
    page = list(given.values_list("person", flat=True)[start : start + many])
    found = Person.objects.in_bulk(page)
    return [found[pk] for pk in page if pk in found]


def own_person(by: Viewer) -> Person | None:
    """The viewer's own record."""
    return Person.objects.filter(account_id=by.user).first() if by.user else None


def seen_how(by: Viewer, person: Person) -> Sight | None:
    """Why the viewer sees this person; None where there is no reason."""
    agreed = (
        consents_now().filter(person=person).exclude(purpose="protection").values_list("organisation_id", "purpose")
    )
    return sight(by, person, agreed)


def confided_to(by: Viewer, person: Person) -> dict[str, Any] | None:
    """What the person confided, for themselves or a protection officer whom they chose; else None, and no query."""
    mine = by.user is not None and person.account_id == by.user
    if not mine and not _protects(by, person):
        return None
    try:
        return _opened(person)
    except SealError:  # a rotation may have sealed it anew, and removed the old key, since the row was read
        return _opened(person)


def _opened(person: Person) -> dict[str, Any]:
    row = Confided.objects.filter(person=person).first()
    return open_sealed(row.key, bytes(row.sealed), person.pk) if row else {}


def _protects(by: Viewer, person: Person) -> bool:
    own = set(person.record.get("nationalities") or [])
    seats: list[UUID] = [
        seat.organisation for seat in by.seats if Permission.SEE_PROTECTION in seat.may and seat.country not in own
    ]
    return bool(seats) and consents_now().filter(person=person, organisation__in=seats, purpose="protection").exists()


def looks_at(person: Person) -> QuerySet[Event]:
    """What others did with a record, the newest first; who they are by name is not told, and not asked."""
    return Event.objects.filter(subject_kind="people.person", subject=person.pk).exclude(actor=person.account_id)
