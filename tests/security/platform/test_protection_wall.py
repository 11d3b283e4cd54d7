"""What somebody confides for their protection: who sees it, and that nobody else can tell whether it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_world import LOGINS, organisation_of, seen_by, user

if TYPE_CHECKING:
    from crosswalk_platform.people.models import Person

pytestmark = pytest.mark.usefixtures("database")

SECRET = {"legal_status": "refugee", "reasons": "canary-reasons"}


def confiding_person(*purposes: tuple[str, str]) -> Person:
    """A Moroccan who confided, and agreed to these purposes of these people's organisations."""
    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.people.actions import begin_own_record, change_record, confide

    partners = {login: organisation_of(login) for login, _ in purposes}
    with seen_by("person") as by:
        person = begin_own_record(by=by, user=user("person"))
        change_record(by=by, person=person, revision=1, parts={"nationalities": ["MAR"], "headline": "Electrician"})
        confide(by=by, person=person, confided=SECRET)
        for login, purpose in purposes:
            give_consent(by=by, person=person, partner=partners[login], purpose=purpose, language="en")
    return person


def test_the_person_and_the_protection_officer_whom_they_chose_read_it() -> None:
    from crosswalk_platform.people.queries import confided_to

    person = confiding_person(("protection", "protection"))
    for login in ("person", "protection"):
        with seen_by(login) as by:
            assert confided_to(by, person) == SECRET


@pytest.mark.parametrize("login", [*(each for each in LOGINS if each not in {"person", "protection"}), None])
def test_nobody_else_reads_it_with_or_without_the_filters_of_the_site(login: str | None) -> None:
    from crosswalk_platform.people.models import Confided
    from crosswalk_platform.people.queries import confided_to

    person = confiding_person(("protection", "protection"), ("caseworker", "advice"))
    with seen_by(login) as by:
        assert confided_to(by, person) is None
        assert not Confided.objects.exists()


def test_without_consent_or_after_it_is_withdrawn_the_protection_officer_reads_nothing() -> None:
    from crosswalk_platform.consent.actions import withdraw_consent
    from crosswalk_platform.people.queries import confided_to

    person = confiding_person(("protection", "protection"))
    with seen_by("person") as by:
        withdraw_consent(by=by, consent=person.consents.get())
    with seen_by("protection") as by:
        assert confided_to(by, person) is None


def test_an_organisation_of_the_persons_own_country_is_never_chosen() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.organisations.models import Organisation

    with seen_by("admin"):
        Organisation.objects.filter(pk=organisation_of("protection").pk).update(country="MAR")
    with pytest.raises(ValidationError, match="your own country"):
        confiding_person(("protection", "protection"))


def test_the_status_cannot_stand_in_the_record_itself() -> None:
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError, transaction

    from crosswalk_platform.people.actions import change_record
    from crosswalk_platform.people.models import Person

    person = confiding_person()
    with seen_by("person") as by:
        with pytest.raises(ValidationError, match="no part legal_status"):
            change_record(by=by, person=person, revision=2, parts={"legal_status": "refugee"})
        with pytest.raises(IntegrityError, match="behind_the_wall"), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(record={"legal_status": "refugee"})


def test_what_is_sealed_opens_in_its_own_row_only() -> None:
    from uuid import uuid4

    from crosswalk_platform.people.keys import SealError, open_sealed, seal

    mine = uuid4()
    key, sealed = seal(SECRET, mine)
    assert open_sealed(key, sealed, mine) == SECRET
    assert b"refugee" not in sealed
    with pytest.raises(SealError):
        open_sealed(key, sealed, uuid4())


def test_the_log_does_not_tell_that_anything_was_confided() -> None:
    from crosswalk_platform.audit.models import Event

    person = confiding_person(("protection", "protection"))
    with seen_by("person"):
        told = [(event.action, event.organisation, event.details) for event in Event.objects.filter(subject=person.pk)]
    assert not any("protection" in str(each) or "confide" in str(each) or "refugee" in str(each) for each in told)


def test_an_employer_sees_skills_and_neither_name_nor_nationality() -> None:
    from crosswalk_platform.people.actions import change_record
    from crosswalk_platform.people.queries import people_seen, seen_how
    from crosswalk_platform.people.visibility import shown

    person = confiding_person(("employer", "offers"))
    with seen_by("person") as by:
        change_record(by=by, person=person, revision=2, parts={"given_names": "Amina", "skills": [{"text": "wiring"}]})
    with seen_by("employer") as by:
        found = people_seen(by).get(pk=person.pk)
        seen = seen_how(by, found)
        assert seen is not None
        assert {"headline", "skills"} == set(shown(found, seen))
        assert "given_names" not in shown(found, seen)
        assert "nationalities" not in shown(found, seen)
    with seen_by("origin") as by:
        assert not people_seen(by).exists()
