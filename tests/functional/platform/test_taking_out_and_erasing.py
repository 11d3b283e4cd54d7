"""Somebody takes everything out, erases the account, and proves it; a records officer holds and erases records."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from site_world import client_of, organisation_of, seen_by, user

if TYPE_CHECKING:
    from crosswalk_platform.people.models import Person

pytestmark = pytest.mark.usefixtures("database")

#: One word for each thing of their own that somebody may write.
RECORD: dict[str, Any] = {
    "given_names": "CanaryGiven", "family_name": "CanaryFamily", "email": "canary@example.org", "phone": "+33612345678",
    "birth_date": "1991-03-04", "sex": "female", "nationalities": ["MAR"], "residence": "JOR", "headline": "CanaryHeadline",
    "summary": "CanarySummary", "destinations": ["DEU"], "destinations_excluded": ["FRA"],
    "employers_excluded": ["CanaryEmployerExcluded"], "available_from": "2027-01-15",
    "experience": [{"title": "CanaryJob", "employer": "CanaryShop", "description": "CanaryDescription"}],
    "education": [{"title": "CanarySchool", "institution": "CanaryInstitute"}],
    "skills": [{"text": "CanarySkill"}], "languages": [{"language": "ar", "native": True}],
    "credentials": [{"name": "CanaryLicence"}],
}  # fmt: skip
CONFIDED = {"legal_status": "refugee", "reasons": "CanaryReasons", "places_to_avoid": "CanaryPlaces"}


def full_person(login: str = "person") -> Person:
    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.people.actions import begin_own_record, change_record, confide

    partner = organisation_of("caseworker")
    with seen_by(login) as by:
        person = begin_own_record(by=by, user=user(login))
        change_record(by=by, person=person, revision=1, parts=RECORD)
        confide(by=by, person=person, confided=CONFIDED)
        give_consent(by=by, person=person, partner=partner, purpose="advice", language="en")
    return person


def taken_out(login: str = "person") -> dict[str, bytes]:
    answer = client_of(login).post("/me/export")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for each in value.values() for word in words(each)]
    if isinstance(value, list):
        return [word for each in value for word in words(each)]
    return [value] if isinstance(value, str) else []


def test_everything_that_somebody_wrote_and_agreed_to_is_in_the_file() -> None:
    from crosswalk_platform.people.actions import look_at

    person = full_person()
    with seen_by("caseworker") as by:
        look_at(by=by, person=person, purpose="canary purpose")
    files = taken_out()
    assert {"crosswalk.json", "json-resume.json", "talentlift.json", "record.pdf", "README.txt"} <= set(files)
    text = files["crosswalk.json"].decode()
    missing = [
        word
        for word in (*words(RECORD), *words(CONFIDED), "canary purpose", "person@example.org", "advice")
        if word not in text
    ]
    assert not missing
    told = json.loads(text)
    assert any(
        each["action"] == "person.looked_at" and each["organisation"] == "Harbour of Skills" for each in told["log"]
    )
    assert told["consent.consent"][0]["organisation"] == "Harbour of Skills"


def test_programs_that_take_the_record_over_are_not_told_what_was_confided() -> None:
    full_person()
    files = taken_out()
    for name in ("json-resume.json", "talentlift.json"):
        text = files[name].decode()
        assert "CanaryHeadline" in text or "CanarySkill" in text
        assert not [word for word in ("CanaryReasons", "CanaryPlaces", "refugee") if word in text]


def test_the_document_holds_the_record_and_what_was_confided() -> None:
    from pypdf import PdfReader

    full_person()
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(taken_out()["record.pdf"])).pages)
    assert not [word for word in ("CanaryGiven", "CanaryJob", "CanaryReasons", "Morocco") if word not in text]


def test_nothing_of_others_and_no_secret_comes_along() -> None:
    from crosswalk_platform.accounts.models import User

    full_person()
    account = user("person")
    stranger = user("caseworker")
    with seen_by("caseworker") as by:
        from crosswalk_platform.people.models import Person

        Person.objects.create(organisation_id=by.seats[0].organisation, record={"headline": "StrangerCanary"})
    everything = b"".join(taken_out().values()).decode("utf-8", "replace")
    assert "StrangerCanary" not in everything
    assert stranger.email not in everything
    assert str(stranger.pk) not in everything
    assert User.objects.get(pk=account.pk).password not in everything


def test_a_caseworker_takes_out_their_own_account_and_nobody_else() -> None:
    person = full_person()
    with seen_by("caseworker") as by:
        from crosswalk_platform.people.actions import look_at

        look_at(by=by, person=person, purpose="purpose about another")
    text = taken_out("caseworker")["crosswalk.json"].decode()
    assert "caseworker@example.org" in text
    assert "purpose about another" not in text
    assert str(person.pk) not in text


def test_where_pdfs_cannot_be_made_the_rest_comes_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk_platform.retention import pdf

    full_person()
    monkeypatch.setattr(pdf, "why_no_pdf", lambda: pdf.PdfError("PDFs cannot be made.", remedy="Install Pango."))
    files = taken_out()
    assert "record.pdf" not in files
    assert "Install Pango." in files["README.txt"].decode()
    assert "CanaryGiven" in files["crosswalk.json"].decode()


def test_an_account_is_erased_after_its_address_was_typed_again_and_the_proof_holds() -> None:
    from crosswalk_platform.accounts.models import User
    from crosswalk_platform.consent.models import Consent

    person = full_person()
    browser = client_of("person")
    refused = browser.post("/me/erase", {"email": "another@example.org"})
    assert refused.status_code == 422
    assert "another address" in refused.content.decode()
    answer = browser.post("/me/erase", {"email": "Person@example.org"})
    assert answer.status_code == 200
    found = re.search(r"((?:[0-9A-F]{4} ){5}[0-9A-F]{4})", answer.content.decode())
    assert found
    assert not User.objects.filter(email="person@example.org").exists()
    assert browser.get("/account").status_code == 302
    checked = client_of(None).post("/proof/", {"number": found[1].lower()})
    assert "Erased on" in checked.content.decode()
    assert str(person.pk) not in checked.content.decode()
    assert not Consent.objects.filter(person=person.pk).exists()


@pytest.mark.parametrize("number", ["", "1234", "0" * 24, "' OR 1=1 --", "f" * 80])
def test_a_number_that_proves_nothing_gets_one_quiet_answer(number: str) -> None:
    answer = client_of(None).post("/proof/", {"number": number})
    assert answer.status_code == (404 if number else 422)
    assert "Erased on" not in answer.content.decode()


def test_who_sits_in_an_organisation_leaves_it_first_and_the_seat_stays_without_a_name() -> None:
    from django.utils import timezone

    from crosswalk_platform.organisations.models import Membership

    browser = client_of("caseworker")
    refused = browser.post("/me/erase", {"email": "caseworker@example.org"})
    assert refused.status_code == 422
    account = user("caseworker")
    with seen_by("coordinator"):
        Membership.objects.filter(user=account).update(ended_at=timezone.now())
    assert browser.post("/me/erase", {"email": "caseworker@example.org"}).status_code == 200
    account.refresh_from_db()
    assert account.email == f"{account.pk}@erased.invalid"
    assert not account.is_active
    assert not account.has_usable_password()


def held_by_organisation() -> Person:
    from crosswalk_platform.people.models import Person

    with seen_by("caseworker") as by:
        return Person.objects.create(organisation_id=by.seats[0].organisation, record={"given_names": "CanaryGiven"})


def test_a_records_officer_holds_a_record_and_it_cannot_be_erased_until_released() -> None:
    from django.utils import timezone

    person = held_by_organisation()
    officer = client_of("records")
    listed = officer.get("/records/").content.decode()
    assert str(person.pk) in listed
    assert "CanaryGiven" not in listed
    until = str(timezone.localdate() + timedelta(days=30))
    assert officer.post(f"/records/{person.pk}/hold", {"until": "2020-01-01", "reason": "court"}).status_code == 422
    assert officer.post(f"/records/{person.pk}/hold", {"until": until, "reason": "court"}).status_code == 302
    assert str(person.pk) in officer.get("/records/?show=held").content.decode()
    assert officer.post(f"/records/{person.pk}/erase", {"number": str(person.pk)}).status_code == 422
    assert officer.post(f"/records/{person.pk}/release", {"reason": "over"}).status_code == 302
    wrong = officer.post(f"/records/{person.pk}/erase", {"number": "x"})
    assert wrong.status_code == 422
    proven = officer.post(f"/records/{person.pk}/erase", {"number": str(person.pk)})
    assert "proves it" in proven.content.decode()
    assert officer.get(f"/records/{person.pk}/").status_code == 404


@pytest.mark.parametrize("login", ["caseworker", "origin", "employer", "admin", "person", "auditor"])
def test_nobody_else_opens_records(login: str) -> None:
    person = held_by_organisation()
    for path in ("/records/", f"/records/{person.pk}/", f"/records/{person.pk}/hold", f"/records/{person.pk}/erase"):
        assert client_of(login).get(path).status_code in {403, 404}


def test_an_erasure_by_an_officer_is_the_same_with_and_without_what_was_confided() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from crosswalk_platform.people.keys import seal
    from crosswalk_platform.people.models import Confided, Person
    from crosswalk_platform.retention.proof import in_groups, proof_of_person

    seen = []
    for confides in (False, True):
        person = held_by_organisation()
        if confides:
            with seen_by("coordinator"):
                account = user("person")
            with seen_by("caseworker"):
                Person.objects.filter(pk=person.pk).update(account=account)
            with seen_by("person"):
                key, sealed = seal(CONFIDED, person.pk)
                Confided.objects.create(person=person, key=key, sealed=sealed)
        officer = client_of("records")
        with CaptureQueriesContext(connection) as queries:
            answer = officer.post(f"/records/{person.pk}/erase", {"number": str(person.pk)})
        text = answer.content.decode().replace(in_groups(proof_of_person(person)), "")
        seen.append((answer.status_code, len(re.sub(r'value="[^"]{60,}"', "", text)), len(queries)))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert seen[0] == seen[1]
    assert seen[0][0] == 200
    with seen_by("person"):
        assert not Confided.objects.exists()
