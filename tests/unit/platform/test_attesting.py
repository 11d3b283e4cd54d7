"""How facts are known: who says it, on what it rests, what takes it back, and that nobody says it of themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from people_world import person_of, person_registered_by
from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")


def fresh(person: Any, login: str = "caseworker") -> Any:
    from crosswalk_platform.people.models import Person

    with seen_by(login):
        return Person.objects.get(pk=person.pk)


def key_of(person: Any, part: str) -> str:
    from crosswalk_platform.people.entries import entry_key

    return entry_key(fresh(person).record[part][0])


def attest(person: Any, part: str, login: str = "caseworker", kind: str = "tested", document: str = "") -> Any:
    from crosswalk_platform.people.actions import attest as act
    from crosswalk_platform.people.attesting import Attestation

    now = fresh(person, login)
    key = part if part == "birth_date" else key_of(person, part)
    said = Attestation(assurance=kind, on=date(2026, 1, 2), document=document)
    with seen_by(login) as by:
        return act(by=by, person=now, revision=now.revision, part=part, key=key, said=said)


def told(person: Any, **given: str) -> dict[str, str]:
    return {"revision": str(fresh(person).revision), "assurance": "tested", "on": "2026-01-02", **given}


def test_an_adviser_says_how_an_entry_is_known_and_the_person_reads_which_organisation_said_it() -> None:
    person = person_of("person", ("caseworker", "advice"))
    client = client_of("caseworker")
    client.post(f"/people/{person.pk}/", {"purpose": "assessment"})
    where = f"/people/{person.pk}/known/skills/{key_of(person, 'skills')}"
    assert where in client.get(f"/people/{person.pk}/").content.decode()
    assert "How do you know?" in client.get(where).content.decode()
    assert client.post(where, told(person)).status_code == 302
    (skill,) = fresh(person).record["skills"]
    place = organisation_of("caseworker").name
    assert skill["evidence"] == {"assurance": "tested", "by": place, "on": "2026-01-02"}
    page = client_of("person").get("/me/profile/skills").content.decode()
    assert "tested by Harbour of Skills" in page
    looked = client_of("person").get("/me/looked").content.decode()
    assert "said how a fact of your record is known" in looked
    assert "Skills" in looked


def test_a_fact_rests_on_a_document_of_the_record_and_ends_with_it() -> None:
    person = person_registered_by("caseworker")
    found = attest(person, "birth_date", kind="attested", document=key_of(person, "credentials"))
    (known,) = found.record["evidence"]
    assert known["field"] == "birth_date"
    assert known["evidence"]["source"] == "Passport"
    assert known["evidence"]["until"] == "2027-01-01"
    page = client_of("caseworker").get(f"/people/{person.pk}/").content.decode()
    assert "Passport" in page
    assert "until Jan. 1, 2027" in page


def test_a_document_that_ran_out_or_is_gone_is_refused_beside_the_field() -> None:
    from django.utils import timezone

    over = (timezone.localdate() - timedelta(days=1)).isoformat()
    person = person_registered_by("caseworker", credentials=[{"name": "Old licence", "until": over}])
    client = client_of("caseworker")
    where = f"/people/{person.pk}/known/skills/{key_of(person, 'skills')}"
    answer = client.post(where, told(person, document=key_of(person, "credentials")))
    assert answer.status_code == 422
    assert "The document has run out" in answer.content.decode()
    assert client.post(where, told(person, document="abcdef012345")).status_code == 422
    assert client.post(where, told(person, on="2999-01-01")).status_code == 422
    assert "evidence" not in fresh(person).record["skills"][0]


def test_without_papers_skills_are_assessed_or_confirmed_by_a_sworn_statement() -> None:
    person = person_registered_by("caseworker", credentials=[])
    page = client_of("caseworker").get(f"/people/{person.pk}/known/work/{key_of(person, 'experience')}")
    assert "no papers are needed" in page.content.decode()
    assert "sworn statement" in page.content.decode()
    assert attest(person, "experience", kind="attested").record["experience"][0]["evidence"]["assurance"] == "attested"


def test_nobody_attests_their_own_facts_even_from_a_seat() -> None:
    from django.core.exceptions import PermissionDenied

    from crosswalk_platform.people.models import Person

    person = person_registered_by("caseworker")
    with seen_by("caseworker") as by:
        Person.objects.filter(pk=person.pk).update(account=by.user)
    with pytest.raises(PermissionDenied):
        attest(person, "skills")
    assert (
        client_of("caseworker").get(f"/people/{person.pk}/known/skills/{key_of(person, 'skills')}").status_code == 404
    )


@pytest.mark.parametrize("login", ["employer", "origin", "records", "person"])
def test_who_does_not_advise_a_person_attests_nothing(login: str) -> None:
    from django.core.exceptions import PermissionDenied

    from crosswalk_platform.people.actions import attest as act
    from crosswalk_platform.people.attesting import Attestation

    person = person_registered_by("caseworker")
    said = Attestation(assurance="tested", on=date(2026, 1, 2))
    with seen_by(login) as by, pytest.raises(PermissionDenied):
        act(by=by, person=person, revision=1, part="skills", key=key_of(person, "skills"), said=said)


def test_a_fact_that_the_person_changes_is_their_own_word_again_and_they_are_told_before() -> None:
    person = person_of("person", ("caseworker", "advice"))
    attest(person, "skills")
    attest(person, "birth_date", kind="attested")
    client, where = client_of("person"), f"/me/profile/skills/{key_of(person, 'skills')}"
    page = client.get(where).content.decode()
    assert "counts as said by the person again" in page
    assert "tested by Harbour of Skills" in page
    kept = {"revision": fresh(person).revision, "text": "pull cables", "level": ""}
    assert client.post(where, kept).status_code == 302
    assert fresh(person).record["skills"][0]["evidence"]["assurance"] == "tested", "nothing was changed"
    assert client.post(where, {**kept, "revision": fresh(person).revision, "text": "splice cables"}).status_code == 302
    assert fresh(person).record["skills"][0]["evidence"]["assurance"] == "self_declared"
    assert "counts as said by the person again" in client.get("/me/profile/about").content.decode()
    about = {"revision": fresh(person).revision, "birth_date": "1993-05-06", "nationalities": "Morocco"}
    assert client.post("/me/profile/about", about).status_code == 302
    assert not fresh(person).record.get("evidence")


def test_evidence_cannot_be_carried_over_to_another_value() -> None:
    from crosswalk_platform.people.actions import change_record

    person = person_of("person", ("caseworker", "advice"))
    known = attest(person, "birth_date", kind="verified").record["evidence"]
    with seen_by("person") as by:
        now = fresh(person)
        parts = {"birth_date": "1990-01-01", "evidence": known}
        assert not change_record(by=by, person=now, revision=now.revision, parts=parts).record.get("evidence")


def test_what_was_said_is_taken_back_by_the_organisation_that_said_it_and_by_no_other() -> None:
    from django.core.exceptions import PermissionDenied

    from crosswalk_platform.people.actions import withdraw_attestation

    person = person_of("person", ("caseworker", "advice"), ("destination", "advice"))
    attest(person, "skills")
    given = {"part": "skills", "key": key_of(person, "skills")}
    with seen_by("destination") as by, pytest.raises(PermissionDenied):
        withdraw_attestation(by=by, person=fresh(person), revision=fresh(person).revision, **given)
    client = client_of("caseworker")
    client.post(f"/people/{person.pk}/", {"purpose": "assessment"})
    where = f"/people/{person.pk}/known/skills/{given['key']}"
    assert "Take it back" in client.get(where).content.decode()
    assert client.post(where, {"end": "yes", "revision": fresh(person).revision}).status_code == 302
    assert fresh(person).record["skills"][0]["evidence"] == {"assurance": "self_declared"}
    assert "took back how a fact of your record is known" in client_of("person").get("/me/looked").content.decode()


def test_another_organisation_reads_how_and_when_and_not_who_or_on_which_document() -> None:
    person = person_of("person", ("caseworker", "advice"), ("origin", "advice"), ("employer", "offers"))
    attest(person, "skills", document=key_of(person, "credentials"))
    for login in ("origin", "employer"):
        client = client_of(login)
        client.post(f"/people/{person.pk}/", {"purpose": "asking"})
        pages = [client.get(f"/people/{person.pk}/{where}") for where in ("", "profile/skills")]
        text = " ".join(each.content.decode() for each in pages)
        assert "tested, Jan. 2, 2026" in text
        assert "Harbour of Skills" not in text


def test_what_is_known_better_is_not_lowered_by_somebody_else() -> None:
    from django.core.exceptions import ValidationError

    person = person_of("person", ("caseworker", "advice"), ("destination", "advice"))
    attest(person, "skills", kind="verified")
    with pytest.raises(ValidationError, match="known better"):
        attest(person, "skills", login="destination", kind="attested")
    assert attest(person, "skills", kind="attested").record["skills"][0]["evidence"]["assurance"] == "attested"


def test_two_who_attest_at_once_are_told_and_freshness_stays_as_it_was() -> None:
    person = person_registered_by("caseworker")
    client, old = client_of("caseworker"), told(person)
    before = fresh(person)
    where = f"/people/{person.pk}/known/skills/{key_of(person, 'skills')}"
    assert client.post(where, old).status_code == 302
    now = fresh(person)
    assert (now.revision, now.confirmed, now.confirmed_at) == (2, before.confirmed, before.confirmed_at)
    answer = client.post(where, old)
    assert answer.status_code == 422
    assert "This record was changed meanwhile" in answer.content.decode()
    assert client.post(where, told(person)).status_code == 302
    assert client.get(f"/people/{person.pk}/known/skills/abcdef012345").status_code == 302, "the entry is gone"
    assert client.get(f"/people/{person.pk}/known/where/destinations").status_code == 404, (
        "a wish is nobody's to attest"
    )


def test_each_attestation_is_an_event_of_the_organisation() -> None:
    from crosswalk_platform.audit.models import Event

    person = person_of("person", ("caseworker", "advice"))
    attest(person, "skills")
    with seen_by("person"):
        event = Event.objects.get(action="person.attested", subject=person.pk)
    assert event.organisation == organisation_of("caseworker").pk
    assert event.details == {"parts": ["skills"], "assurance": "tested"}


def test_an_employer_does_not_read_when_the_document_under_a_fact_runs_out() -> None:
    permit = {"name": "Permit to stay", "kind": "identity_document", "until": "2028-03-04"}
    person = person_of("person", ("caseworker", "advice"), ("employer", "offers"), credentials=[permit])
    attest(person, "skills", document=key_of(person, "credentials"))
    pages = {}
    for login in ("caseworker", "employer"):
        client = client_of(login)
        client.post(f"/people/{person.pk}/", {"purpose": "asking"})
        pages[login] = client.get(f"/people/{person.pk}/").content.decode()
    assert "until March 4, 2028" in pages["caseworker"]
    assert "tested, Jan. 2, 2026" in pages["employer"]
    for hidden in ("until", "2028", "Permit to stay", "Harbour of Skills"):
        assert hidden not in pages["employer"], hidden


@pytest.mark.parametrize("change", [{"end": "yes"}, {"kind": "licence", "name": "Licence", "until": "2030-01-01"}])
def test_what_rests_on_a_document_falls_back_with_it_and_the_person_is_told_before(change: dict[str, str]) -> None:
    documents = [{"name": "Licence", "kind": "licence"}, {"name": "Diploma", "kind": "certificate"}]
    person = person_of("person", ("caseworker", "advice"), credentials=documents)
    licence = key_of(person, "credentials")
    attest(person, "skills", document=licence)
    attest(person, "experience")
    attest(person, "birth_date", document=licence)
    client, where = client_of("person"), f"/me/profile/documents/{licence}"
    page = client.get(where).content.decode()
    assert "counts as said by the person again" in page
    assert "Date of birth: tested by Harbour of Skills" in page
    assert client.post(where, {"revision": fresh(person).revision, **change}).status_code == 302
    record = fresh(person).record
    assert record["skills"][0]["evidence"] == {"assurance": "self_declared"}
    assert not record.get("evidence")
    assert record["experience"][0]["evidence"]["assurance"] == "tested", "it rests on no document"
