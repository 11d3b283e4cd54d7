"""Consent on pages: what is agreed, with whom, what they would see, and that it ends at once."""

from __future__ import annotations

import re

import pytest

from people_world import person_of, person_registered_by
from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")


def test_what_a_partner_would_see_is_shown_before_agreeing() -> None:
    person_of()
    partner = organisation_of("employer")
    page = client_of("person").get(f"/me/consents/new/{partner.pk}").content.decode()
    assert "pull cables" in page
    assert "I wire houses." in page
    assert "Amina" not in page
    assert "Passport" not in page
    assert "Advice" not in page


def test_consent_is_kept_with_its_version_and_withdrawn_at_once() -> None:
    person = person_of()
    partner = organisation_of("employer")
    client = client_of("person")
    assert client_of("employer").get(f"/people/{person.pk}/").status_code == 404
    assert client.post(f"/me/consents/new/{partner.pk}", {"purpose": "offers", "offers-until": ""}).status_code == 302
    page = client.get("/me/consents").content.decode()
    assert partner.name.split()[0] in page
    assert "version 1 of these words" in page
    assert client_of("employer").get(f"/people/{person.pk}/").status_code == 200
    with seen_by("person"):
        given = person.consents.get()
    assert client.post(f"/me/consents/{given.pk}/withdraw").status_code == 302
    assert client_of("employer").get(f"/people/{person.pk}/").status_code == 404
    assert "You have agreed to nothing" in client.get("/me/consents").content.decode()


def test_consent_runs_a_year_at_most() -> None:
    person_of()
    partner = organisation_of("employer")
    told = {"purpose": "offers", "offers-until": "2099-01-01"}
    answer = client_of("person").post(f"/me/consents/new/{partner.pk}", told)
    assert answer.status_code == 422
    assert "within the next year" in answer.content.decode()


def test_protection_is_not_offered_with_an_organisation_of_the_own_country() -> None:
    person_of(nationalities=["JOR"])
    page = client_of("person").get(f"/me/consents/new/{organisation_of('caseworker').pk}").content.decode()
    assert "Advice" in page
    assert "protection officers of this organisation" not in page


def test_protection_asks_for_the_nationality_first_for_nothing_may_reach_the_own_country() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.organisations.models import Organisation
    from crosswalk_platform.people.actions import change_record

    partner = organisation_of("protection")
    person = person_of(nationalities=None)
    asked = {"partner": partner, "purpose": "protection", "language": "en"}
    with seen_by("person") as by:
        with pytest.raises(ValidationError, match="your nationality first"):
            give_consent(by=by, person=person, **asked)
        change_record(by=by, person=person, revision=person.revision, parts={"nationalities": ["XXA"]})
        give_consent(by=by, person=person, **asked)
        change_record(by=by, person=person, revision=person.revision, parts={"nationalities": None})
    with seen_by("admin"):
        Organisation.objects.filter(pk=partner.pk).update(kind="international_organisation", country="")
    with seen_by("person") as by:
        partner.refresh_from_db()
        give_consent(by=by, person=person, **asked)  # it is of no country


def test_the_way_to_the_nationality_stands_beside_protection_before_it_is_refused() -> None:
    person_of(nationalities=None)
    where = f"/me/consents/new/{organisation_of('protection').pk}"
    client = client_of("person")
    assert 'href="/me/profile/about"' in client.get(where).content.decode()
    refused = client.post(where, {"purpose": "protection"})
    assert refused.status_code == 422
    assert 'tabindex="-1" autofocus id="errors"' in refused.content.decode(), "of several forms the wrong one is shown"


def test_a_page_that_is_sent_twice_registers_once() -> None:
    from django.utils import timezone

    from crosswalk_platform.people.models import Person

    client = client_of("caseworker")
    number = re.search(r'name="number" value="([^"]+)"', client.get("/people/new").content.decode())
    assert number is not None
    told = {
        "organisation": str(organisation_of("caseworker").pk), "given_names": "Sami", "agreed": "on",
        "language": "ar", "how": "in_person", "on": timezone.localdate().isoformat(), "number": number[1],
    }  # fmt: skip
    answers = [client.post("/people/new", told) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    other = client.post("/people/new", {**told, "given_names": "Amina"})
    assert other.status_code == 422
    assert "sent already" in other.content.decode()
    with seen_by("caseworker"):
        assert Person.objects.get().consents.count() == 1


def test_what_somebody_agreed_to_already_stands_where_it_is_written_down() -> None:
    from django.utils import timezone

    client = client_of("caseworker")
    told = {
        "organisation": str(organisation_of("caseworker").pk), "given_names": "Sami", "agreed": "on",
        "language": "ar", "how": "in_person", "on": timezone.localdate().isoformat(),
    }  # fmt: skip
    home = client.post("/people/new", told)["Location"]
    page = client.get(f"{home}consents/new").content.decode()
    assert page.count("They agreed to this until") == 1, "to advice, and not to statistics"


def test_who_registers_somebody_writes_down_how_they_agreed() -> None:
    from django.utils import timezone

    from crosswalk_platform.people.models import Person

    client = client_of("caseworker")
    told = {
        "organisation": str(organisation_of("caseworker").pk), "given_names": "Sami", "family_name": "Example",
        "language": "ar", "how": "in_person", "on": timezone.localdate().isoformat(),
    }  # fmt: skip
    refused = client.post("/people/new", told)
    assert refused.status_code == 422, "without agreement nobody is registered"
    assert "Sami" in refused.content.decode()
    assert client.post("/people/new", {**told, "agreed": "on"}).status_code == 302
    with seen_by("caseworker"):
        person = Person.objects.get(given_key="sami")
        given = person.consents.get()
    assert (given.purpose, given.how, given.language) == ("advice", "in_person", "ar")
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "To an adviser, in person" in page
    assert client.post(f"/people/{person.pk}/consents/{given.pk}/withdraw").status_code == 302
    with seen_by("caseworker"):
        given.refresh_from_db()
    assert given.withdrawn_at is not None


def test_no_adviser_agrees_for_somebody_who_has_an_account() -> None:
    from django.core.exceptions import PermissionDenied
    from django.db import ProgrammingError, transaction
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken, take_consent
    from crosswalk_platform.consent.models import Consent

    person = person_of("person", ("caseworker", "advice"))
    place = organisation_of("caseworker")
    taken = Taken(how="in_person", on=timezone.localdate(), language="en")
    with seen_by("caseworker") as by:
        with pytest.raises(PermissionDenied):
            take_consent(by=by, organisation=place, person=person, purpose="statistics", taken=taken)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Consent.objects.create(
                person=person, organisation=place, purpose="statistics", version=1, language="en", how="in_person",
                taken_by=by.user, until=timezone.localdate(),
            )  # fmt: skip


def test_an_adviser_never_takes_consent_to_offers_of_work() -> None:
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken, take_consent

    person = person_registered_by("caseworker")
    taken = Taken(how="in_person", on=timezone.localdate(), language="en")
    with seen_by("caseworker") as by, pytest.raises(ValidationError, match="only the person"):
        take_consent(by=by, organisation=organisation_of("caseworker"), person=person, purpose="offers", taken=taken)
