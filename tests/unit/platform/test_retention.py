"""Retention: what is due on which day, what holds it, and what a run leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from site_world import organisation_of, seen_by, user

if TYPE_CHECKING:
    from datetime import date

    from crosswalk_platform.people.models import Person

pytestmark = pytest.mark.usefixtures("database")


def person_last_changed(day: date) -> Person:
    from datetime import UTC, datetime, time

    from crosswalk_platform.people.actions import begin_own_record
    from crosswalk_platform.people.models import Person

    at = datetime.combine(day, time(23, 59), UTC)
    with seen_by("person") as by:
        person = begin_own_record(by=by, user=user("person"))
        Person.objects.filter(pk=person.pk).update(changed_at=at, confirmed_at=at)
    return person


def anniversary(years: int) -> date:
    """The day so many years before today, as the database counts them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT (current_date - make_interval(years => %s))::date", [years])
        day: date = cursor.fetchone()[0]
    return day


def still_there(person: Person) -> bool:
    from crosswalk_platform.people.models import Person

    with seen_by("person"):
        return Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize(("days_before", "stays"), [(0, True), (1, False), (-1, True)])
def test_a_record_is_kept_through_its_last_day_and_erased_the_day_after(days_before: int, stays: bool) -> None:
    from crosswalk_platform.retention.run import apply, due

    person = person_last_changed(anniversary(2) - timedelta(days=days_before))
    assert next(each.count for each in due() if each.schedule.name == "people") == (0 if stays else 1)
    assert apply()["people"] == (0 if stays else 1)
    assert still_there(person) is stays


def test_saying_that_a_record_is_still_right_keeps_it() -> None:
    from django.utils import timezone

    from crosswalk_platform.people.models import Person
    from crosswalk_platform.retention.run import apply

    person = person_last_changed(anniversary(5))
    with seen_by("person"):
        Person.objects.filter(pk=person.pk).update(confirmed_at=timezone.now())
    assert apply()["people"] == 0


@pytest.mark.parametrize(("days", "stays"), [(0, True), (-1, False)])
def test_a_held_record_stays_through_the_last_day_of_the_hold(days: int, stays: bool) -> None:
    from django.utils import timezone

    from crosswalk_platform.people.models import Person
    from crosswalk_platform.retention.run import apply

    person = person_last_changed(anniversary(5))
    with seen_by("person"):
        until = timezone.localdate() + timedelta(days=days)
        Person.objects.filter(pk=person.pk).update(held_until=until, hold_reason="court")
    apply()
    assert still_there(person) is stays


def test_what_a_run_erases_leaves_a_proof_and_takes_along_what_nobody_may_see() -> None:
    from crosswalk_platform.audit.models import Event
    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.people.actions import change_record, confide
    from crosswalk_platform.people.models import Confided
    from crosswalk_platform.retention.proof import erased_on
    from crosswalk_platform.retention.run import apply

    partner = organisation_of("protection")
    person = person_last_changed(anniversary(5))
    with seen_by("person") as by:
        change_record(by=by, person=person, revision=person.revision, parts={"nationalities": ["MAR"]})
        confide(by=by, person=person, confided={"legal_status": "refugee"})
        give_consent(by=by, person=person, partner=partner, purpose="protection", language="en")
        from datetime import UTC, datetime, time

        at = datetime.combine(anniversary(3), time(), UTC)
        type(person).objects.filter(pk=person.pk).update(changed_at=at, confirmed_at=at)
    assert apply()["people"] == 1
    assert not still_there(person)
    with seen_by("person"):
        assert not Confided.objects.exists()
    from django.db import connection

    with connection.cursor() as cursor:  # the events themselves are for auditors
        cursor.execute("SELECT erased_on('nothing')")
        assert cursor.fetchone() == (None,)
    assert not Event.objects.exists()
    from crosswalk_platform.retention.proof import proof_of_person

    assert erased_on(proof_of_person(person)) == anniversary(0)


def test_outside_a_run_nobody_finds_what_is_due() -> None:
    from crosswalk_platform.people.models import Person
    from crosswalk_platform.retention.run import retaining

    person_last_changed(anniversary(5))
    assert not Person.objects.exists()
    with retaining():
        assert Person.objects.count() == 1
    assert not Person.objects.exists()


def test_a_run_finds_nothing_that_is_not_due() -> None:
    from crosswalk_platform.people.models import Person
    from crosswalk_platform.retention.run import retaining

    person_last_changed(anniversary(1))
    with retaining():
        assert not Person.objects.exists()
        assert Person.objects.all().delete()[0] == 0


def test_a_seat_loses_its_name_after_seven_years_and_stays_a_seat() -> None:
    from datetime import UTC, datetime, time

    from crosswalk_platform.organisations.models import Membership
    from crosswalk_platform.retention.run import apply

    place = organisation_of("coordinator")
    ended = datetime.combine(anniversary(7) - timedelta(days=1), time(12), UTC)
    with seen_by("coordinator"):
        seat = Membership.objects.get(organisation=place, user=user("caseworker"))
        Membership.objects.filter(pk=seat.pk).update(ended_at=ended)
    assert apply()["memberships"] == 1
    assert apply()["memberships"] == 0
    with seen_by("coordinator"):
        seat.refresh_from_db()
    assert (seat.name, seat.roles) == ("", ["caseworker"])


def test_every_word_about_keeping_on_a_model_has_a_schedule() -> None:
    from django.apps import apps

    from crosswalk_platform.retention.schedules import SCHEDULES

    known = {(each.model, each.words) for each in SCHEDULES}
    said = {
        (model._meta.label, each.retention)
        for model in apps.get_models()
        if model.__module__.startswith("crosswalk_platform")
        for each in model.classification.values()
    }
    assert said == known


def test_the_worker_plans_the_next_night_once() -> None:
    from django_tasks_db.models import DBTaskResult

    from crosswalk_platform.retention.tasks import HOUR, keep_house, plan

    DBTaskResult.objects.all().delete()
    plan()
    plan()
    keep_house.call()
    (planned,) = DBTaskResult.objects.all()
    assert planned.run_after.hour == HOUR


def test_the_proof_of_an_erasure_covers_the_family_and_nothing_of_the_family_stays() -> None:
    from django.db import connection

    from crosswalk_platform.people.actions import change_family, erase_person
    from crosswalk_platform.retention.proof import erased_on, proof_of_person
    from people_world import person_of

    person = person_of()
    without = proof_of_person(person)
    with seen_by("person") as by:
        family = [{"kinship": "child", "birth_year": 1987, "moves": True}]
        change_family(by=by, person=person, revision=person.revision, family=family)
        proof = proof_of_person(person)
        assert proof != without
        assert erase_person(by=by, person=person) == proof
    assert erased_on(proof) == anniversary(0)
    assert erased_on(without) is None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'family'"
        )
        assert cursor.fetchall() == [("people_person",)]


def test_a_merge_undone_or_not_keeps_no_family_of_an_erased_record() -> None:
    from crosswalk_platform.duplicates.actions import decide_same, propose_duplicates
    from crosswalk_platform.duplicates.models import Merge, Proposal
    from crosswalk_platform.people.actions import change_family, erase_person
    from people_world import person_registered_by

    place = organisation_of("caseworker")
    kept, gone = person_registered_by("caseworker"), person_registered_by("caseworker")
    with seen_by("caseworker") as by:
        change_family(by=by, person=gone, revision=1, family=[{"kinship": "child", "birth_year": 1987}])
        propose_duplicates(by=by, organisation=place)
        proposal, revisions = Proposal.objects.get(), {kept.pk: kept.revision, gone.pk: gone.revision}
        decide_same(by=by, organisation=place, proposal=proposal, keep=kept.pk, revisions=revisions, takes={})
        assert "1987" in str(Merge.objects.get().copy)
        kept.refresh_from_db()
        assert kept.family == [{"kinship": "child", "birth_year": 1987}]
    with seen_by("records") as by:
        erase_person(by=by, person=kept)
    with seen_by("caseworker"):
        assert not Merge.objects.exists()
