"""Points systems recalculated in plain Python, straight from the published tables, for random people.

The figures are those of the project's notes on the law, typed in by hand and not taken from the catalogue, so that a
slip of the pen in a file shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

import pytest

from crosswalk.pathways import CATALOGUE, assess, encode_facts, load_pathway
from crosswalk.pathways.loading import load_cases
from points_by_hand.canada import crs, crs_person, fsw, fsw_person
from points_by_hand.europe import (
    austria,
    austria_person,
    austrian_age_points,
    opportunity_card,
    opportunity_card_person,
)
from points_by_hand.pacific import australia, australian, japan, japan_person, new_zealand, new_zealand_person
from points_by_hand.people import Person

PEOPLE = 500


@dataclass(frozen=True, slots=True)
class System:
    """A points system: the folder of its file, who to draw, and the plain calculation."""

    folder: str
    draw: Callable[[Random], tuple[Person, date]]
    points: Callable[[Person, date], int]


BEFORE_AND_AFTER = (date(2018, 7, 1), date(2019, 11, 15), date(2019, 11, 16), date(2026, 11, 22))
SYSTEMS = [
    System("can/express_entry_crs", crs_person, crs),
    System("can/federal_skilled_worker", fsw_person, fsw),
    System("deu/opportunity_card", opportunity_card_person, opportunity_card),
    System("aut/red_white_red_shortage", austria_person, austria),
    System(
        "aus/skilled_independent_189",
        australian(*BEFORE_AND_AFTER, asks=()),
        lambda who, day: australia(who, day, nomination=0),
    ),
    System(
        "aus/skilled_nominated_190",
        australian(*BEFORE_AND_AFTER, asks=("nominated_for_190",)),
        lambda who, day: australia(who, day, nomination=5),
    ),
    System(
        "aus/skilled_work_regional_491",
        australian(*BEFORE_AND_AFTER[2:], asks=("nominated_for_491", "sponsored_by_relative")),
        lambda who, day: australia(who, day, nomination=15),
    ),
    System("jpn/highly_skilled_professional_1b", japan_person, japan),
    System("nzl/skilled_migrant", new_zealand_person, new_zealand),
]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.folder)
def test_the_points_are_those_of_the_published_tables(system: System) -> None:
    folder = CATALOGUE / system.folder
    pathway, base = load_pathway(folder), load_cases(folder)[0].base
    chance = Random(f"{system.folder} 2026-11-22")
    totals = set()
    for number in range(PEOPLE):
        who, day = system.draw(chance)
        expected = system.points(who, day)
        found = assess(pathway, encode_facts(pathway.facts, base | who), day).points
        assert found == (expected, expected), f"person {number} on {day}: {who}"
        totals.add(expected)
    assert len(totals) > 8, "the people are too much alike to prove the tables"


def test_the_two_readings_of_the_austrian_age_differ_in_the_years_of_30_40_and_50_alone() -> None:
    readings = {age: {austrian_age_points(age, whole_year=whole) for whole in (False, True)} for age in range(16, 70)}
    assert [age for age, points in readings.items() if len(points) > 1] == [30, 40, 50]
