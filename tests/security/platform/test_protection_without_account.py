"""Somebody without an account agrees to protection before a protection officer of whoever keeps their record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from people_world import person_registered_by
from site_world import LOGINS, client_of, organisation_of, seen_by

if TYPE_CHECKING:
    from crosswalk_platform.people.models import Person

pytestmark = pytest.mark.usefixtures("database")

SECRET = {"legal_status": "refugee", "reasons": "canary-reasons"}


def agreed(person: Person, login: str = "protection", purpose: str = "protection") -> Any:
    """Their consent, as somebody writes it down who read them the words."""
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken, take_consent

    place = organisation_of("caseworker")
    taken = Taken(how="in_person", on=timezone.localdate(), language="ar")
    with seen_by(login) as by:
        return take_consent(by=by, organisation=place, person=person, purpose=purpose, taken=taken)


def test_an_officer_writes_down_that_they_agreed_and_then_what_they_confide() -> None:
    from django.utils import timezone

    person = person_registered_by()
    officer, here = client_of("protection"), f"/people/{person.pk}/"
    assert officer.get(f"{here}protection").status_code == 404
    assert officer.post(here, {"purpose": "They came to our office."}).status_code == 302
    page = officer.get(f"{here}consents/new").content.decode()
    assert "The protection officers of this organisation may see" in page
    assert "may be counted in statistics" not in page, "a caseworker writes that down"
    told = {"language": "ar", "how": "in_person", "on": timezone.localdate().isoformat()}
    form = {"purpose": "protection"} | {f"protection-{name}": value for name, value in told.items()}
    answer = officer.post(f"{here}consents/new", form)
    assert answer.status_code == 422, "they say that they read the words"
    assert officer.post(f"{here}consents/new", form | {"protection-agreed": "on"}).status_code == 302
    assert officer.post(f"{here}protection", SECRET).status_code == 302
    assert "canary-reasons" in officer.get(f"{here}protection").content.decode()
    assert str(person.pk)[:8] in officer.get("/people/confided").content.decode()
    assert "Advice on protection" in officer.get(here).content.decode()


def test_an_officer_finds_those_whom_the_caseworkers_of_the_organisation_registered() -> None:
    person = person_registered_by()
    assert f"/people/{person.pk}/" in client_of("protection").get("/people/").content.decode()
    assert f"/people/{person.pk}/" not in client_of("caseworker").get("/people/?agreed").content.decode()
    for login in ("employer", "origin", "destination"):
        assert f"/people/{person.pk}/" not in client_of(login).get("/people/?agreed").content.decode()


@pytest.mark.parametrize("login", [*(each for each in LOGINS if each != "protection"), None])
def test_nobody_else_learns_of_it_with_or_without_the_filters_of_the_site(login: str | None) -> None:
    from crosswalk_platform.consent.models import Consent
    from crosswalk_platform.people.actions import confide
    from crosswalk_platform.people.models import Confided
    from crosswalk_platform.people.queries import confided_to

    person = person_registered_by()
    agreed(person)
    with seen_by("protection") as by:
        confide(by=by, person=person, confided=SECRET)
    with seen_by(login) as by:
        assert confided_to(by, person) is None
        assert not Confided.objects.exists()
        assert not Consent.objects.filter(purpose="protection").exists()
    client = client_of(login)
    for page in ("", "protection", "consents/new"):
        told = client.get(f"/people/{person.pk}/{page}").content.decode()
        assert "rotection officers" not in told
        assert "canary-reasons" not in told


def test_the_log_tells_it_from_no_other_change() -> None:
    from crosswalk_platform.audit.models import Event

    person = person_registered_by()
    agreed(person)
    with seen_by("auditor"):
        told = [(each.action, each.details) for each in Event.objects.filter(subject=person.pk)]
    assert not any("protection" in str(each) for each in told)


@pytest.mark.parametrize(("nationalities", "why"), [(["JOR"], "your own country"), (None, "your nationality first")])
def test_nothing_is_confided_in_a_body_of_their_country_or_where_that_is_unknown(
    nationalities: list[str] | None, why: str
) -> None:
    from django.core.exceptions import ValidationError

    assert organisation_of("protection").country == "JOR"
    person = person_registered_by(nationalities=nationalities)
    with pytest.raises(ValidationError, match=why):
        agreed(person)


def test_once_no_nationality_is_recorded_the_officers_of_a_country_read_nothing() -> None:
    from crosswalk_platform.consent.models import Consent
    from crosswalk_platform.people.actions import change_record, confide
    from crosswalk_platform.people.models import Confided
    from crosswalk_platform.people.queries import confided_to

    person = person_registered_by()
    agreed(person)
    with seen_by("protection") as by:
        confide(by=by, person=person, confided=SECRET)
    with seen_by("caseworker") as by:
        change_record(by=by, person=person, revision=person.revision, parts={"nationalities": None})
    with seen_by("protection") as by:
        person.refresh_from_db()
        assert confided_to(by, person) is None
        assert not Confided.objects.exists()
        assert not Consent.objects.filter(purpose="protection").exists()


@pytest.mark.parametrize(
    ("login", "purpose"), [("caseworker", "protection"), ("protection", "statistics"), ("protection", "advice")]
)
def test_each_purpose_is_written_down_by_those_whom_it_concerns(login: str, purpose: str) -> None:
    from django.core.exceptions import PermissionDenied
    from django.db import DatabaseError, transaction
    from django.utils import timezone

    from crosswalk_platform.consent.models import Consent

    person = person_registered_by()
    with pytest.raises(PermissionDenied):
        agreed(person, login, purpose)
    with seen_by(login) as by, pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Consent.objects.create(
            person=person, organisation=organisation_of(login), purpose=purpose, version=1, language="en",
            how="in_person", taken_by=by.user, until=timezone.localdate(),
        )  # fmt: skip


def test_it_is_given_anew_when_it_ran_out_and_withdrawn_at_once() -> None:
    from django.utils import timezone

    from crosswalk_platform.consent.actions import withdraw_consent
    from crosswalk_platform.consent.models import Consent
    from crosswalk_platform.people.queries import confided_to

    person = person_registered_by()
    former = agreed(person)
    with seen_by("protection") as by:
        assert Consent.objects.filter(pk=former.pk).update(until=timezone.localdate() - timedelta(days=1)) == 1
        assert confided_to(by, person) is None
    agreed(person)
    with seen_by("protection") as by:
        assert confided_to(by, person) == {}
        withdraw_consent(by=by, consent=Consent.objects.get(person=person, purpose="protection", withdrawn_at=None))
        assert confided_to(by, person) is None


def test_advice_that_runs_out_is_agreed_to_again() -> None:
    from django.utils import timezone

    from crosswalk_platform.consent.models import Consent

    person = person_registered_by()
    adviser, here = client_of("caseworker"), f"/people/{person.pk}/"
    assert "consents/new" in adviser.get(here).content.decode()
    told = {"language": "ar", "how": "by_phone", "on": timezone.localdate().isoformat(), "agreed": "on"}
    form = {"purpose": "advice"} | {f"advice-{name}": value for name, value in told.items()}
    assert adviser.post(f"{here}consents/new", form).status_code == 302
    with seen_by("caseworker"):
        assert [each.how for each in Consent.objects.filter(person=person, withdrawn_at=None)] == ["by_phone"]
