"""The plan by hand: dates, intakes, slack, papers that expire, people expected, and what the pathway says."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from crosswalk.partnerships import load_partnership, plan
from crosswalk.partnerships.planning.plan import Plan, PlannedStep
from crosswalk.partnerships.planning.schedule import schedule
from partnership_files import CORRIDOR, with_steps

START = date(2027, 1, 1)


def step(found: Plan, name: str) -> PlannedStep:
    return next(each for each in found.steps if each.name == name)


def small(**steps: dict[str, Any]) -> Plan:
    return plan(with_steps(steps))


def test_a_step_begins_when_the_last_before_it_has_ended() -> None:
    found = small(a={"weeks": 2}, b={"weeks": 5}, c={"weeks": 1, "after": ["a", "b"]})
    assert step(found, "c").start == START + timedelta(weeks=5)
    assert (step(found, "a").slack, step(found, "b").slack, step(found, "c").slack) == (21, 0, 0)
    assert found.tracks[0].critical == ("b", "c")
    assert found.tracks[0].days == (42, 42, 42)


def test_the_tracks_have_first_days_of_their_own() -> None:
    found = small(
        a={"weeks": 2}, home={"weeks": 1, "after": ["a"], "track": "home"}, away={"weeks": 9, "track": "away"}
    )
    home, away = found.tracks
    assert home.first_day[1] == START + timedelta(weeks=3)
    assert away.first_day[1] == START + timedelta(weeks=9)
    assert step(found, "a").slack == 0  # it has seven weeks on the away track, none on the home track
    assert step(found, "a").critical_for == ("home",)


def test_an_intake_makes_wait_and_gives_slack_to_what_is_before_it() -> None:
    found = small(a={"weeks": 2}, b={"weeks": 4, "after": ["a"], "starts_in": [3, 9]})
    assert step(found, "b").start == date(2027, 3, 1)
    assert step(found, "b").waited == 45
    # b can begin on any day of March, but the first day at work would then move
    assert (step(found, "a").slack, step(found, "b").slack) == (45, 0)
    assert found.tracks[0].waited == 45


def test_quick_and_slow_bound_the_first_day_at_work() -> None:
    found = small(a={"weeks": {"low": 1, "likely": 2, "high": 9}}, b={"weeks": 1, "after": ["a"], "starts_in": [2]})
    assert found.tracks[0].first_day == (date(2027, 2, 8), date(2027, 2, 8), date(2028, 2, 8))
    assert (step(found, "b").earliest_start, step(found, "b").latest_start) == (date(2027, 2, 1), date(2028, 2, 1))


def test_a_step_at_work_holds_nothing_up() -> None:
    found = small(a={"weeks": 2}, b={"weeks": 30, "at_work": True})
    assert found.tracks[0].days == (14, 14, 14)
    assert step(found, "b").start == START + timedelta(weeks=2)
    assert step(found, "b").slack is None


def test_a_paper_that_expires_can_be_mended_within_the_slack() -> None:
    found = small(
        test={"weeks": 1, "yields": [{"paper": "certificate", "valid_months": 2}]},
        course={"weeks": 20},
        visa={"weeks": 1, "after": ["test", "course"], "needs": ["certificate"]},
    )
    (expiry,) = found.expiries
    assert expiry.use.good_until == date(2027, 3, 8) < expiry.use.needed_on == date(2027, 5, 21)
    # two months before 21 May is 21 March; the test takes the week before it
    assert expiry.begin_from == date(2027, 3, 14)
    assert expiry.begin_by == date(2027, 5, 14)
    assert expiry.hold_for == "course"
    assert expiry.cases == ("low", "likely", "high")


def test_a_paper_that_lies_on_the_critical_path_cannot_be_mended() -> None:
    found = small(
        test={"weeks": 1, "yields": [{"paper": "certificate", "valid_months": 1}]},
        course={"weeks": 20, "after": ["test"]},
        visa={"weeks": 1, "after": ["course"], "needs": ["certificate"]},
    )
    (expiry,) = found.expiries
    assert (expiry.begin_from, expiry.begin_by) == (None, None)


def test_a_paper_that_expires_in_the_slow_case_only_is_told_as_such() -> None:
    found = small(
        test={"weeks": 1, "yields": [{"paper": "certificate", "valid_months": 3}]},
        course={"weeks": {"low": 2, "likely": 4, "high": 30}, "after": ["test"]},
        visa={"weeks": 1, "after": ["course"], "needs": ["certificate"]},
    )
    (expiry,) = found.expiries
    assert expiry.cases == ("high",)


def test_a_paper_without_a_term_never_expires() -> None:
    found = small(
        a={"weeks": 1, "yields": [{"paper": "diploma"}]}, b={"weeks": 500, "after": ["a"]},
        c={"weeks": 1, "after": ["b"], "needs": ["diploma"]},
    )  # fmt: skip
    assert found.expiries == ()


def test_a_paper_that_is_renewed_counts_from_its_last_giving() -> None:
    paper = {"yields": [{"paper": "medical", "valid_months": 1}]}
    found = small(
        a={"weeks": 1, **paper}, b={"weeks": 20, "after": ["a"], **paper},
        c={"weeks": 1, "after": ["b"], "needs": ["medical"]},
    )  # fmt: skip
    assert found.expiries == ()


def test_remedies_of_two_papers_hold_together() -> None:
    partnership = with_steps(
        {
            "medical": {"weeks": 1, "yields": [{"paper": "medical", "valid_months": 1}]},
            "test": {"weeks": 2, "after": ["medical"], "yields": [{"paper": "language", "valid_months": 2}]},
            "course": {"weeks": 30},
            "visa": {"weeks": 1, "after": ["test", "course"], "needs": ["medical", "language"]},
        }
    )
    held = {each.use.given_by: each.begin_by for each in plan(partnership).expiries}
    assert set(held) == {"medical", "test"} and None not in held.values()
    after = schedule(partnership, not_before={name: day for name, day in held.items() if day})
    assert after.first_days == schedule(partnership).first_days
    assert after.slots["visa"].start <= after.slots["medical"].end + timedelta(days=28)


def test_people_who_left_are_not_expected_later() -> None:
    found = small(
        a={"weeks": 1, "attrition": {"low": 0, "likely": "0.5", "high": 1}} | {"attrition": 0.5},
        b={"weeks": 1, "after": ["a"], "attrition": 0.2},
        c={"weeks": 1, "after": ["b"]},
    )
    assert step(found, "a").people["home"] == (10, 10, 10)
    assert step(found, "b").people["home"] == (5, 5, 5)
    assert step(found, "c").people["away"] == (4, 4, 4)
    assert found.tracks[0].finish == (4, 4, 4)


def test_where_employment_at_home_is_not_stated_it_is_unknown() -> None:
    home, away = small(a={"weeks": 1}).tracks
    assert home.work is None
    assert away.work == (10, 10, 10)


@pytest.mark.parametrize(("facts", "verdict"), [({}, "unknown"), ({"job_offer": False}, "not_met")])
def test_the_pathway_is_put_to_what_is_stated_and_no_more(facts: dict[str, Any], verdict: str) -> None:
    found = small(a={"weeks": 1, "kind": "mobility", "pathway": "deu.recognition_partnership", "facts": facts})
    (door,) = found.doors
    assert door.verdict == verdict
    assert door.missing if verdict == "unknown" else door.fails == ("A concrete job offer",)


def test_the_plan_of_the_corridor_finds_the_medical_that_is_taken_too_early() -> None:
    found = plan(load_partnership(CORRIDOR))
    (expiry,) = found.expiries
    assert (expiry.use.paper, expiry.hold_for) == ("medical_certificate", "offer")
    (door,) = found.doors
    assert door.verdict == "unknown" and door.fails == ()
    home, away = found.tracks
    assert home.first_day[1] < away.first_day[1]
    assert away.finish[1] < 24


def test_the_plan_is_plain_data_for_machines() -> None:
    data = plan(load_partnership(CORRIDOR)).as_json()
    assert json.loads(json.dumps(data, default=str))["tracks"][0]["begin"] == 40
    assert all(not isinstance(each, Fraction) for each in data["tracks"][0]["finish"])
