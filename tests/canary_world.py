"""The example site filled to the brim: one of everything for each organisation, and a canary in each sensitive field.

Import it inside a test, once Django is set up. `fill` writes behind the walls, as those who may; the test's transaction
takes it all back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from site_world import LOGINS, organisation_of, seen_by, user

if TYPE_CHECKING:
    from crosswalk_platform.organisations.models import Organisation

__all__ = ["OFFICERS", "Canary", "Target", "World", "canary", "fill", "routes", "savepoint", "url_of"]

#: Who signs in besides the example's own people: an NGO and a recruiter that nobody works with, an auditor of the NGO.
MORE = {
    "stranger": ("Far Shore Advice (canary)", "ngo", "KEN", "caseworker"),
    "stranger.protection": ("Far Shore Advice (canary)", "ngo", "KEN", "protection_officer"),
    "recruiter": ("Bridge Staffing (canary)", "recruiter", "PHL", "recruitment_officer"),
}
#: People with accounts: one who agreed to much, and one who only let an NGO know what they confide.
OWN_RECORDS = ("person", "confider")
CASEWORKERS = ("caseworker", "origin", "destination", "stranger")
OFFICERS = ("protection", "stranger.protection")
CONFIDED = ("reasons", "refugee_documents", "places_to_avoid")


@dataclass(frozen=True, slots=True)
class Canary:
    """A word that stands in one field only, with the class of that field and whose it is."""

    text: str
    where: str
    audience: str
    owner: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the parts of an address are filled with, so that all of it belongs to one organisation or person."""

    name: str
    ids: dict[str, str]


@dataclass(slots=True)
class World:
    """Everything that was made: viewers with role and organisation, targets, canaries."""

    seats: dict[str, tuple[str, str]] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)
    partners: set[frozenset[str]] = field(default_factory=set)
    agreed: dict[str, set[str]] = field(default_factory=dict)

    def relation(self, login: str | None, target: Target) -> str:
        """own, same (organisation), consent, confided, agreement or none."""
        if target.name in OWN_RECORDS:
            mine = self.seats.get(login or "", ("", ""))[1]
            relation = "consent" if target.name == "person" else "confided"
            return "own" if login == target.name else relation if mine in self.agreed[target.name] else "none"
        _, place = self.seats.get(login or "", ("", ""))
        if place == target.name:
            return "same"
        return "agreement" if frozenset({place, target.name}) in self.partners else "none"

    def canary(self, where: str, audience: str, owner: str) -> str:
        """A new canary for a field."""
        made = Canary(canary(f"{where} of {owner}"), where, audience, owner)
        self.canaries.append(made)
        return made.text


def canary(of: str) -> str:
    """A word that nobody writes, always the same for the same field."""
    return "Qzx" + "".join(chr(ord("a") + int(digit, 16)) for digit in hashlib.sha256(of.encode()).hexdigest()[:12])


def routes() -> Iterator[tuple[str, Any]]:
    """Every address of the site as it is written, with its view."""
    from django.urls import URLPattern, get_resolver

    def walk(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
        for each in patterns:
            where = before + str(each.pattern)
            yield from [(where, each.callback)] if isinstance(each, URLPattern) else walk(each.url_patterns, where)

    yield from walk(get_resolver().url_patterns, "")


#: What `pk` stands for, by the beginning of the address.
PK = {"organisations/": "organisation", "people/": "person", "records/": "person", "duplicates/look/": "organisation",
      "duplicates/": "proposal"}  # fmt: skip


def url_of(route: str, target: Target) -> str | None:
    """The address for this target; None where the target has no such thing. KeyError for a part that nobody knows."""
    import re

    missing = False

    def filled(match: re.Match[str]) -> str:
        nonlocal missing
        name = match.group(1)
        if name in WORDS:
            return _door() if route.startswith("doors/") else WORDS[name]
        kind = next(kind for start, kind in PK.items() if route.startswith(start)) if name == "pk" else NUMBERS[name]
        missing = missing or kind not in target.ids
        return target.ids.get(kind, "")

    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", filled, route)
    return None if missing else address


#: Other numbers in addresses, and parts that are no number.
NUMBERS = {"membership": "membership", "agreement": "agreement", "consent": "consent", "partner": "organisation",
           "fact": "fact", "invitation": "invitation"}  # fmt: skip
WORDS = {"name": "work", "key": "new", "token": "no-such-token"}


def _door() -> str:
    from crosswalk_platform.doors.catalogue import every_pathway

    return every_pathway()[0].id


def fill() -> World:
    """Make one of everything."""
    world = World()
    places = _seats(world)
    for login in CASEWORKERS:
        _caseload(world, login, places[login])
    for login in OFFICERS:
        _confided_before_an_officer(world, login, places[login])
    _own_record(world, places)
    for name, place in {place.name: place for place in places.values()}.items():
        _organisation(world, name, place)
    _agreements(world)
    return world


def _seats(world: World) -> dict[str, Organisation]:
    from crosswalk_platform.accounts.models import User
    from crosswalk_platform.organisations.models import Membership

    for login, (name, kind, country, role) in MORE.items():
        User.objects.create_user(f"{login}@example.org")
        _seat(login, _organisation_named(name, kind, country), role)
    User.objects.create_user("confider@example.org")
    User.objects.create_user("ngo.auditor@example.org")
    _seat("ngo.auditor", organisation_of("caseworker"), "auditor")
    places = {}
    for login in (*LOGINS, *MORE, "ngo.auditor", "confider"):
        if login in OWN_RECORDS:
            world.seats[login] = ("person", "")
            continue
        with seen_by(login):
            seat = Membership.objects.select_related("organisation").get(user=user(login))
            world.seats[login] = (seat.roles[0], seat.organisation.name)
            places[login] = seat.organisation
    return places


def _organisation_named(name: str, kind: str, country: str) -> Organisation:
    from crosswalk_platform.organisations import actions
    from crosswalk_platform.organisations.models import Organisation

    with seen_by("admin") as by:
        if there := Organisation.objects.filter(name=name).first():
            return there
        made = actions.register_organisation(by=by, name=name, kind=kind, country=country, licence=canary(name))
    with seen_by("approver") as by:
        actions.approve_organisation(by=by, registered=made)
    return made


def _seat(login: str, place: Organisation, role: str) -> None:
    from django.utils import timezone

    from crosswalk_platform.organisations.actions import accept_invitation, digest
    from crosswalk_platform.organisations.models import Invitation

    with seen_by("admin") as by:
        Invitation.objects.create(
            organisation=place, email=f"{login}@example.org", name=login.title(), roles=[role], digest=digest(login),
            invited_by=by.user, until=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    with seen_by(login) as by:
        accept_invitation(by=by, user=user(login), token=login)


def record_with_canaries(world: World, owner: str) -> dict[str, Any]:
    """A record whose every text is a canary of its own."""
    case, agreed = (
        (lambda where: world.canary(where, "caseload", owner)),
        (lambda where: world.canary(where, "consented", owner)),
    )
    return {
        "given_names": case("given_names"), "family_name": case("family_name"),
        "email": f"{case('email').lower()}@example.org", "birth_date": "1991-02-03", "nationalities": ["MAR"],
        "headline": agreed("headline"), "summary": agreed("summary"),
        "experience": [{"title": agreed("experience.title"), "employer": agreed("experience.employer")}],
        "education": [{"title": agreed("education.title"), "institution": agreed("education.institution")}],
        "skills": [{"text": agreed("skills.text")}],
        "credentials": [{"name": agreed("credentials.name"), "kind": "licence"}],
        "employers_excluded": [case("employers_excluded")],
    }  # fmt: skip


def _caseload(world: World, login: str, place: Organisation) -> None:
    """Two alike people of an organisation, with a proposal, a consent and a hold."""
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken
    from crosswalk_platform.consent.models import Consent
    from crosswalk_platform.duplicates.actions import propose_duplicates
    from crosswalk_platform.duplicates.models import Proposal
    from crosswalk_platform.people.actions import look_at, register_person
    from crosswalk_platform.people.entries import entry_key
    from crosswalk_platform.people.models import Person

    parts = record_with_canaries(world, place.name)
    taken = Taken(how="in_person", on=timezone.localdate(), language="en")
    with seen_by(login) as by:
        person = register_person(by=by, organisation=place, parts=parts, taken=taken)
        register_person(by=by, organisation=place, parts=parts | {"summary": "Twice"}, taken=taken)
        propose_duplicates(by=by, organisation=place)
        look_at(by=by, person=person, purpose=world.canary("audit.purpose", "auditors", place.name))
        Person.objects.filter(pk=person.pk).update(
            held_until=timezone.localdate() + timedelta(days=30),
            hold_reason=world.canary("hold_reason", "hold", place.name),
        )
        ids = {
            "person": str(person.pk),
            "consent": str(Consent.objects.get(person=person).pk),
            "fact": entry_key(person.record["experience"][0]),
            "proposal": str(Proposal.objects.get(organisation=place).pk),
        }
    world.targets.append(Target(place.name, ids))


def _confided_before_an_officer(world: World, login: str, place: Organisation) -> None:
    """Somebody without an account, whose record an organisation keeps, confided before its protection officer."""
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken, take_consent
    from crosswalk_platform.people.actions import confide
    from crosswalk_platform.people.models import Person

    (target,) = (each for each in world.targets if each.name == place.name)
    taken = Taken(how="in_person", on=timezone.localdate(), language="en")
    with seen_by(login) as by:
        person = Person.objects.get(pk=target.ids["person"])
        take_consent(by=by, organisation=place, person=person, purpose="protection", taken=taken)
        told = {name: world.canary(name, "protection", place.name) for name in CONFIDED}
        confide(by=by, person=person, confided={"legal_status": "refugee"} | told)


def _own_record(world: World, places: dict[str, Organisation]) -> None:
    """The record of `person`, who agreed with the NGO and the employer, and of `confider`; both confided in the NGO."""
    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.people.actions import begin_own_record, change_record, confide
    from crosswalk_platform.people.entries import entry_key

    purposes = {
        "person": (("caseworker", "advice"), ("employer", "offers"), ("protection", "protection")),
        "confider": (("protection", "protection"),),
    }
    for owner, agreed in purposes.items():
        with seen_by(owner) as by:
            person = begin_own_record(by=by, user=user(owner))
            change_record(by=by, person=person, revision=1, parts=record_with_canaries(world, owner))
            told = {name: world.canary(name, "protection", owner) for name in CONFIDED}
            confide(by=by, person=person, confided={"legal_status": "refugee"} | told)
            for login, purpose in agreed:
                given = give_consent(by=by, person=person, partner=places[login], purpose=purpose, language="en")
        world.agreed[owner] = {places[login].name for login, _ in agreed}
        ids = {"person": str(person.pk), "consent": str(given.pk), "fact": entry_key(person.record["experience"][0])}
        world.targets.append(Target(owner, ids))


def _organisation(world: World, name: str, place: Organisation) -> None:
    """An invitation with canaries, and the numbers of an organisation."""
    from django.utils import timezone

    from crosswalk_platform.organisations.models import Invitation, Membership

    with seen_by("admin") as by:
        email = world.canary("invitation.email", "organisation", name).lower()
        invitation = Invitation.objects.create(
            organisation=place, email=f"{email}@example.org", name=world.canary("invitation.name", "organisation", name),
            roles=["coordinator"] if place.kind != "operator" else ["auditor"], digest=canary(f"digest {name}"),
            invited_by=by.user, until=timezone.now() + timedelta(days=5),
        )  # fmt: skip
        membership = Membership.objects.filter(organisation=place).order_by("-name").first()
    ids = {"organisation": str(place.pk), "membership": str(membership.pk), "invitation": str(invitation.pk)}
    there = next((each for each in world.targets if each.name == name), None)
    if there is None:
        world.targets.append(Target(name, ids))
    else:
        there.ids.update(ids)


def _agreements(world: World) -> None:
    """The numbers of agreements, and who has one with whom."""
    from crosswalk_platform.organisations.models import Agreement

    named = {each.name: each for each in world.targets}
    for login in ("coordinator", "employer.lead"):
        with seen_by(login):
            for each in Agreement.objects.select_related("proposer", "partner"):
                world.partners.add(frozenset({each.proposer.name, each.partner.name}))
                for side in (each.proposer.name, each.partner.name):
                    named[side].ids["agreement"] = str(each.pk)


@contextmanager
def savepoint() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
