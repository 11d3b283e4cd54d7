"""People whom a viewer may find; what they confided has a query of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from crosswalk_platform.audit.models import Event
from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.consent.models import Consent, How
from crosswalk_platform.consent.purposes import purpose_named
from crosswalk_platform.design.paging import page_after
from crosswalk_platform.people.keys import SealError, open_sealed
from crosswalk_platform.people.models import Confided, Person
from crosswalk_platform.people.search import named
from crosswalk_platform.people.visibility import Sight, sight

__all__ = [
    "as_listed", "caseload", "confided_to", "confiding", "confiding_person", "consents_now", "looks_at",
    "named_to", "own_person", "people_agreed", "people_seen", "seen_how",
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


def caseload(by: Viewer, words: str = "") -> tuple[QuerySet[Person], ...]:
    """People whose record the viewer's organisations hold; with words those whom they name, in lists one by one."""
    held = Person.objects.filter(organisation__in=by.organisations(Permission.REGISTER_PERSON))
    words = words.replace("\x00", "").strip()  # the database knows no such letter
    return named(held, words) if words else (held,)


def as_listed(people: QuerySet[Person]) -> QuerySet[Person]:
    """People with what a list tells of them, and without their records, which are large."""
    told = {name: KT(f"record__{name}") for name in ("given_names", "family_name", "headline")}
    return people.only("changed_at", "organisation").annotate(**told)


def people_agreed(by: Viewer, after: str, many: int) -> tuple[list[Person], str | None]:
    """People who agreed to be advised, or offered work, by the viewer's organisations; the last one first.

    Whoever agreed before an adviser stands in a caseload: here they are for those alone who have none there, such as a
    protection officer.

    Consents are found first, and then their people: the wall of the database is asked for these alone.

    Args:
        by: Who asks.
        after: Where the page begins; see design.paging.
        many: People on this page.

    Returns:
        People as listed, and where the next page begins.
    """
    advised = [(place, "advice") for place in by.organisations(Permission.EDIT_PERSON)]
    hires = purpose_named("offers").partners
    offered = [
        (each.organisation, "offers") for each in by.seats if each.kind in hires and Permission.SEE_PEOPLE in each.may
    ]
    elsewhere = Q(how=How.ON_SITE) | ~Q(organisation__in=by.organisations(Permission.REGISTER_PERSON))
    given, following = page_after(after, many, _once_each(advised + offered).filter(elsewhere))
    found = as_listed(Person.objects.all()).in_bulk([each.person_id for each in given])
    return [found[each.person_id] for each in given if each.person_id in found], following


def named_to(by: Viewer, people: Iterable[Person]) -> set[UUID]:
    """Of these people, those whose names the viewer reads: of the own caseload, or who agreed to be advised by them.

    Whoever agreed to be offered work alone is not named, whatever else the viewer may elsewhere.
    """
    held, advised = by.organisations(Permission.REGISTER_PERSON), by.organisations(Permission.EDIT_PERSON)
    mine = {each.pk for each in people if each.organisation_id in held}
    others = {each.pk for each in people} - mine
    if not others or not advised:
        return mine
    agreed = consents_now().filter(person__in=others, organisation__in=advised, purpose="advice")
    return mine | set(agreed.values_list("person_id", flat=True))


def _once_each(agreed: list[tuple[UUID, str]]) -> QuerySet[Consent]:
    """Of each person the last consent to one of these purposes of these organisations."""
    wanted = Q(pk__in=[])
    for place, purpose in agreed:
        wanted |= Q(organisation=place, purpose=purpose)
    given = consents_now().filter(wanted).order_by("-given_at", "pk")
    if len(agreed) < 2:  # nobody gives the same consent twice at a time
        return given
    later = Q(given_at__gt=OuterRef("given_at")) | Q(given_at=OuterRef("given_at"), pk__lt=OuterRef("pk"))
    return given.filter(~Exists(given.filter(later, person=OuterRef("person"))))


def own_person(by: Viewer) -> Person | None:
    """The viewer's own record."""
    return Person.objects.filter(account_id=by.user).first() if by.user else None


def seen_how(by: Viewer, person: Person) -> Sight | None:
    """Why the viewer sees this person; None where there is no reason."""
    agreed = (
        consents_now().filter(person=person).exclude(purpose="protection").values_list("organisation_id", "purpose")
    )
    seen = sight(by, person, agreed)
    if seen is None and (place := _protecting_place(by, person)):
        return Sight("protection", place)
    return seen


def confiding(by: Viewer) -> QuerySet[Consent]:
    """Consents by which people let protection officers of the viewer's organisations see what they confided.

    Their records are not for the viewer: the wall hides them unless the person also agreed to be advised. It also
    leaves out whoever has the nationality of the organisation's country.
    """
    return _once_each([(place, "protection") for place in by.organisations(Permission.SEE_PROTECTION)])


def confiding_person(by: Viewer, pk: UUID) -> Person | None:
    """The number, and nothing else, of somebody who confided in the viewer's organisation; no query for others."""
    if not by.may(Permission.SEE_PROTECTION):
        return None
    return Person(pk=pk) if confiding(by).filter(person=pk).exists() else None


def confided_to(by: Viewer, person: Person) -> dict[str, Any] | None:
    """What the person confided, for themselves or a protection officer whom they chose; else None, and no query."""
    mine = by.user is not None and person.account_id == by.user
    if not mine and _protecting_place(by, person) is None:
        return None
    try:
        return _opened(person)
    except SealError:  # a rotation may have sealed it anew, and removed the old key, since the row was read
        return _opened(person)


def _opened(person: Person) -> dict[str, Any]:
    row = Confided.objects.filter(person=person).first()
    return open_sealed(row.key, bytes(row.sealed), person.pk) if row else {}


def _protecting_place(by: Viewer, person: Person) -> UUID | None:
    """The organisation in which the viewer is a protection officer whom the person chose; else None.

    Never one of the person's own country; nor one that may be, where no nationality is recorded: the wall of the
    database then finds none that they chose.
    """
    own = set(person.record.get("nationalities") or [])
    seats: list[UUID] = [
        seat.organisation for seat in by.seats if Permission.SEE_PROTECTION in seat.may and seat.country not in own
    ]
    if not seats:
        return None
    chosen = consents_now().filter(person=person, organisation__in=seats, purpose="protection")
    return chosen.values_list("organisation_id", flat=True).first()


def looks_at(person: Person) -> QuerySet[Event]:
    """What others did with a record, the newest first; who they are by name is not told, and not asked."""
    return Event.objects.filter(subject_kind="people.person", subject=person.pk).exclude(actor=person.account_id)
