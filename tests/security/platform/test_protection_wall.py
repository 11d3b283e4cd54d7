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


def test_consent_to_protection_alone_opens_what_was_confided_and_nothing_more() -> None:
    from crosswalk_platform.people.actions import change_record
    from site_world import client_of

    person = confiding_person(("protection", "protection"))
    with seen_by("person") as by:
        change_record(by=by, person=person, revision=2, parts={"given_names": "Amina", "skills": [{"text": "wiring"}]})
    officer = client_of("protection")
    listed = officer.get("/people/confided").content.decode()
    assert f"/people/{person.pk}/" in listed
    assert "Why do you look" in officer.get(f"/people/{person.pk}/").content.decode()
    assert officer.get(f"/people/{person.pk}/protection").status_code == 302, "a purpose is asked first"
    assert officer.post(f"/people/{person.pk}/", {"purpose": "counselling"}).status_code == 302
    pages = [officer.get(f"/people/{person.pk}/{where}") for where in ("", "protection")]
    assert [each.status_code for each in pages] == [200, 200]
    assert "canary-reasons" in pages[1].content.decode()
    told = " ".join([listed, *(each.content.decode() for each in pages)])
    assert not [word for word in ("Amina", "wiring", "Electrician", "Morocco") if word in told]
    for where in ("profile/name", "profile/work/new", "known/skills/abcdef012345", "cv", "unpaid"):
        assert officer.get(f"/people/{person.pk}/{where}").status_code == 404, where
    assert str(person.pk) not in officer.get("/people/").content.decode()
    assert "counselling" in client_of("person").get("/me/looked").content.decode()


@pytest.mark.parametrize("login", [*(each for each in LOGINS if each not in {"person", "protection"}), None])
def test_nobody_else_finds_who_confided(login: str | None) -> None:
    from site_world import client_of

    person = confiding_person(("protection", "protection"))
    client = client_of(login)
    answer = client.get("/people/confided")
    assert answer.status_code in {302, 403}
    assert str(person.pk) not in answer.content.decode()
    assert client.get(f"/people/{person.pk}/").status_code in {302, 403, 404}


def test_the_wall_hides_the_record_of_who_only_confided_from_the_officer_too() -> None:
    from crosswalk_platform.consent.models import Consent
    from crosswalk_platform.people.models import Confided, Person
    from crosswalk_platform.people.queries import people_seen

    person = confiding_person(("protection", "protection"), ("employer", "offers"))
    with seen_by("protection") as by:
        assert not people_seen(by).exists()
        assert not Person.objects.exists()
        assert Person.objects.filter(pk=person.pk).update(record={}) == 0
        assert [each.purpose for each in Consent.objects.all()] == ["protection"]
        assert Confided.objects.count() == 1


def test_who_becomes_a_national_of_the_organisations_country_is_found_no_more() -> None:
    from crosswalk_platform.organisations.models import Organisation
    from crosswalk_platform.people import queries

    person = confiding_person(("protection", "protection"))
    with seen_by("admin"):
        Organisation.objects.filter(pk=organisation_of("protection").pk).update(country="MAR")
    with seen_by("protection") as by:
        assert not queries.confiding(by).exists()
        assert queries.confiding_person(by, person.pk) is None


def test_consent_that_is_withdrawn_takes_the_person_off_the_list_at_once() -> None:
    from crosswalk_platform.consent.actions import withdraw_consent
    from site_world import client_of

    person = confiding_person(("protection", "protection"))
    officer = client_of("protection")
    officer.post(f"/people/{person.pk}/", {"purpose": "counselling"})
    with seen_by("person") as by:
        withdraw_consent(by=by, consent=person.consents.get())
    assert str(person.pk) not in officer.get("/people/confided").content.decode()
    assert officer.get(f"/people/{person.pk}/protection").status_code == 404


def test_no_body_takes_out_the_nationality_that_closes_confided_data_to_it() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.people.actions import begin_own_record, change_record

    own = organisation_of("origin").country
    with seen_by("person") as by:
        person = begin_own_record(by=by, user=user("person"))
        change_record(by=by, person=person, revision=1, parts={"nationalities": [own, "FRA"]})
        for login in ("origin", "destination"):
            give_consent(by=by, person=person, partner=organisation_of(login), purpose="advice", language="en")
        person.refresh_from_db()
    for changed in (["FRA"], None, []):
        with seen_by("origin") as by, pytest.raises(ValidationError, match="Only the person"):
            change_record(by=by, person=person, revision=person.revision, parts={"nationalities": changed})
    with seen_by("origin") as by:
        change_record(by=by, person=person, revision=person.revision, parts={"nationalities": [own]})
    with seen_by("person") as by:
        person.refresh_from_db()
        change_record(by=by, person=person, revision=person.revision, parts={"nationalities": ["FRA"]})
