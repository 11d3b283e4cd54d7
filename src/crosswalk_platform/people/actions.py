"""Every write about people; see authorization.access.action for what they have in common."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import Permission, Viewer, action
from crosswalk_platform.consent.actions import Taken, take_consent
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.attesting import (
    Attestation,
    attested_by,
    evidence_of,
    fact_entry,
    says_more,
    with_evidence,
)
from crosswalk_platform.people.fields import CONFIDED
from crosswalk_platform.people.keeping import checked_family, checked_record
from crosswalk_platform.people.keys import seal
from crosswalk_platform.people.models import Confided, Person
from crosswalk_platform.people.queries import confided_to, seen_how
from crosswalk_platform.people.search import keys_of
from crosswalk_platform.people.steps import step_named, steps_of
from crosswalk_platform.people.visibility import Sight
from crosswalk_platform.retention.proof import proof_of_person

__all__ = [
    "attest", "begin_own_record", "change_family", "change_record", "confide", "confirm_step", "erase_person",
    "list_people", "look_at", "name_concepts", "register_person", "withdraw_attestation",
]  # fmt: skip


@action("own")
def begin_own_record(*, by: Viewer, user: Any) -> Person:
    """Make the viewer's own record, empty; once.

    Raises:
        PermissionDenied: It is another account.
    """
    if user.pk != by.user:
        raise PermissionDenied
    person = Person.objects.create(account=user)
    record("person.begun", by=by, subject=person)
    return person


@action(Permission.REGISTER_PERSON)
def register_person(
    *, by: Viewer, organisation: Organisation, parts: dict[str, Any], taken: Taken, number: UUID | None = None
) -> Person:
    """Register somebody who has no account with an organisation that advises them, as they agreed.

    Args:
        by: The adviser.
        organisation: Where they sit, and who holds the record.
        parts: What is known from the beginning.
        taken: How, when and in which language the person agreed to be advised.
        number: The record's, made of the page on which it was typed; a page that is sent twice registers once.

    Raises:
        ValidationError: A part is unknown, or not as the standard asks; what is confided has no place here; or this
            page was sent already.
    """
    person = Person(organisation=organisation, pk=number or uuid4())
    person.record = checked_record({}, parts, person, trusted=True)
    for name, value in keys_of(person.record).items():
        setattr(person, name, value)
    person.confirmed = dict.fromkeys(steps_of(set(parts)), timezone.localdate().isoformat())
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        if "people_person_pkey" not in str(error):
            raise
        raise ValidationError(_("This page was sent already. Open it anew to register somebody else.")) from None
    record("person.registered", by=by, subject=person, organisation=organisation.pk, parts=sorted(parts))
    take_consent(by=by, organisation=organisation, person=person, purpose="advice", taken=taken)
    return person


@action("own")
def change_record(*, by: Viewer, person: Person, revision: int, parts: dict[str, Any]) -> Person:
    """Change parts of a record; None takes a part out.

    Raises:
        PermissionDenied: It is neither the viewer's own nor on their caseload.
        ValidationError: Somebody else changed it meanwhile, or a part is not as the standard asks.
    """
    seen = _may_change(by, person)
    if seen.reason != "self" and "nationalities" in parts:
        _keeps_nationalities(by, person, parts["nationalities"])
    changed = checked_record(person.record, parts, person, trusted=seen.reason != "self")
    _save(person, revision, set(parts), record=changed, **keys_of(changed))
    record("person.changed", by=by, subject=person, organisation=seen.organisation, parts=sorted(parts))
    return person


def _keeps_nationalities(by: Viewer, person: Person, changed: list[str] | None) -> None:
    """Whoever has an account may have confided something, which is closed to bodies of a nationality of theirs.

    Raises:
        ValidationError: A body of a country would take that nationality out, and open to itself what was confided.
    """
    gone = set(person.record.get("nationalities") or []) - set(changed or [])
    if person.account_id is not None and gone & {seat.country for seat in by.seats}:
        raise ValidationError({"nationalities": _("Only the person can take out the nationality of your country.")})


@action("own")
def change_family(*, by: Viewer, person: Person, revision: int, family: list[dict[str, Any]] | None) -> Person:
    """Change who belongs to the family and would move along; None where it is not known.

    Raises:
        PermissionDenied: As for `change_record`.
        ValidationError: As for `change_record`.
    """
    seen = _may_change(by, person)
    _save(person, revision, {"family"}, family=checked_family(family))
    record("person.changed", by=by, subject=person, organisation=seen.organisation, parts=["family"])
    return person


@action("own")
def confirm_step(*, by: Viewer, person: Person, step: str) -> None:
    """Say that a step of the profile is still right.

    Raises:
        PermissionDenied: As for `change_record`.
    """
    seen = _may_change(by, person)
    parts = step_named(step).parts
    today = timezone.localdate().isoformat()
    person.confirmed = {**person.confirmed, step: today}
    Person.objects.filter(pk=person.pk).update(confirmed=person.confirmed, confirmed_at=timezone.now())
    record("person.confirmed", by=by, subject=person, organisation=seen.organisation, parts=list(parts))


@action(Permission.ATTEST_FACTS)
def attest(*, by: Viewer, person: Person, revision: int, part: str, key: str, said: Attestation) -> Person:
    """Say how a fact of somebody else is known, in the name of the viewer's organisation.

    Args:
        by: Who attests.
        person: Whose record it is.
        revision: Of the record, as it was when they looked.
        part: The part in which the fact stands.
        key: Of the entry, as entries.entry_key makes it; the name of the part where it is no list.
        said: How they know it.

    Raises:
        PermissionDenied: The record is their own, or they may not change it or not attest for that organisation.
        ValidationError: The fact or the record has changed, or somebody else knows it better.
    """
    seen, place = _may_attest(by, person)
    former = _evidence(person, part, key)
    evidence = said.evidence(place, person.record, fact_entry(person.record, part, key))
    if says_more(former, evidence):
        raise ValidationError(_("This is known better already. Only who confirmed it can take that back."))
    _save_evidence(person, revision, with_evidence(person.record, part, key, evidence))
    place_id, kind = seen.organisation, said.assurance
    record("person.attested", by=by, subject=person, organisation=place_id, parts=[part], assurance=kind)
    return person


@action(Permission.ATTEST_FACTS)
def withdraw_attestation(*, by: Viewer, person: Person, revision: int, part: str, key: str) -> Person:
    """Take back what the viewer's organisation said of how a fact is known: it is the person's own word again.

    Raises:
        PermissionDenied: As for `attest`, or another organisation said it.
        ValidationError: As for `attest`.
    """
    seen, place = _may_attest(by, person)
    if not attested_by(_evidence(person, part, key), place):
        raise PermissionDenied
    _save_evidence(person, revision, with_evidence(person.record, part, key, {"assurance": "self_declared"}))
    record("person.attestation_withdrawn", by=by, subject=person, organisation=seen.organisation, parts=[part])
    return person


@action("own")
def name_concepts(*, by: Viewer, person: Person, revision: int, parts: dict[str, Any]) -> bool:
    """Add to a record the concepts of the taxonomy that its words name.

    It is no new revision: whoever has a page of the record open may still save it.

    Returns:
        Whether it was done; not where the record has changed meanwhile, for then its words are read once more.

    Raises:
        PermissionDenied: As for `change_record`.
        ValidationError: As for `change_record`.
    """
    seen = _may_change(by, person)
    named = checked_record(person.record, parts, person, trusted=True)
    done = Person.objects.filter(pk=person.pk, revision=revision).update(record=named, words_read=revision)
    record("person.words_read", by=by, subject=person, organisation=seen.organisation, parts=sorted(parts))
    return bool(done)


@action("own")
def confide(*, by: Viewer, person: Person, confided: dict[str, Any]) -> None:
    """Keep what a person confides for their protection, sealed; an empty answer erases it.

    Raises:
        PermissionDenied: The viewer is neither the person nor a protection officer whom they chose.
        ValidationError: Something else than what can be confided.
    """
    if confided_to(by, person) is None:
        raise PermissionDenied
    if unknown := set(confided) - set(CONFIDED):
        raise ValidationError(_("%(part)s is nothing that is confided.") % {"part": min(unknown)})
    if not any(confided.values()):
        Confided.objects.filter(person=person).delete()
    else:
        key, sealed = seal(confided, person.pk)
        Confided.objects.update_or_create(
            person=person, defaults={"key": key, "sealed": sealed, "changed_at": timezone.now()}
        )
    record("person.changed", by=by, subject=person, parts=[])  # the log does not tell that anything was confided


@action(Permission.SEE_PEOPLE, savepoint=False)
def list_people(*, by: Viewer, opens: Permission, listed: int, searched: bool) -> None:
    """Note that somebody saw a page of a list of people: one event, in the log of each organisation whose list it is.

    It is the list of those in which they have the permission that `opens` it.
    """
    for place in by.organisations(opens):
        record("people.listed", by=by, organisation=place, listed=listed, searched=searched)


@action("own", savepoint=False)
def look_at(*, by: Viewer, person: Person, purpose: str) -> None:
    """Note that somebody looked at a record that is not their own, in which roles, and why.

    Raises:
        PermissionDenied: There is no reason for which they see it.
        ValidationError: They look from outside their caseload and do not say why.
    """
    seen = seen_how(by, person)
    if seen is None or seen.reason == "self":
        raise PermissionDenied
    if seen.reason != "caseload" and not purpose.strip():
        raise ValidationError(_("Say why you look at this record; the person can read it."))
    roles = sorted(role for seat in by.seats if seat.organisation == seen.organisation for role in seat.roles)
    record("person.looked_at", by=by, subject=person, organisation=seen.organisation, purpose=purpose, roles=roles)


@action("own")
def erase_person(*, by: Viewer, person: Person) -> str:
    """Erase a record with everything that hangs on it.

    Returns:
        The proof: a digest of what was erased. It stands in the log, and says nothing of the content.

    Raises:
        PermissionDenied: The viewer is neither the person nor a records officer of the organisation that holds it.
        ValidationError: The record is held.
    """
    officer = person.organisation_id and by.may(Permission.ERASE_RECORDS, person.organisation_id)
    if person.account_id != by.user and not officer:
        raise PermissionDenied
    if person.held_until and person.held_until >= timezone.localdate():
        raise ValidationError(
            _("This record is held until %(day)s, and can be erased then.") % {"day": person.held_until}
        )
    proof = proof_of_person(person)
    record("person.erased", by=by, subject=person, organisation=person.organisation_id, proof=proof)
    person.delete()
    return proof


def _may_change(by: Viewer, person: Person) -> Sight:
    """Why the viewer may change this record; PermissionDenied where they may not."""
    seen = seen_how(by, person)
    if seen is None or not seen.changes:
        raise PermissionDenied
    return seen


def _may_attest(by: Viewer, person: Person) -> tuple[Sight, str]:
    """Why the viewer may attest facts of this record, and the name of the organisation for which they do."""
    seen = _may_change(by, person)
    if seen.organisation is None:
        raise PermissionDenied
    by.require(Permission.ATTEST_FACTS, seen.organisation)
    return seen, Organisation.objects.get(pk=seen.organisation).name


def _evidence(person: Person, part: str, key: str) -> dict[str, Any]:
    found = evidence_of(person.record, part, key)
    if found is None:
        raise _conflict()
    return found


def _save_evidence(person: Person, revision: int, parts: dict[str, Any]) -> None:
    """Nothing is fresher for it, and no word has to be looked up again."""
    changes: dict[str, Any] = {"record": checked_record(person.record, parts, person, trusted=True)}
    if person.words_read == revision:
        changes["words_read"] = revision + 1
    _save(person, revision, set(), **changes)


def _conflict() -> ValidationError:
    return ValidationError(
        _("This record was changed meanwhile, by somebody else or in another window. Look at it, then save again."),
        code="conflict",
    )


def _save(person: Person, revision: int, parts: set[str], **changes: Any) -> None:
    """Save unless somebody else has since that revision; the steps of these parts are as fresh as today."""
    now = timezone.now()
    fresh = dict.fromkeys(steps_of(parts), timezone.localdate().isoformat())
    days = {"changed_at": now} | ({"confirmed_at": now} if parts else {})
    changes |= {"confirmed": person.confirmed | fresh, "revision": revision + 1}
    saved = Person.objects.filter(pk=person.pk, revision=revision).update(**days, **changes)
    if not saved:
        raise _conflict()
    for name, value in changes.items():
        setattr(person, name, value)
