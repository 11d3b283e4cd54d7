"""Cliffs are found on chosen days only; the plain twin tries every day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from crosswalk.pathways import CATALOGUE, load_pathway, pathway_folders
from crosswalk.pathways.assess import criteria_of, verdict_of
from crosswalk.pathways.check import boundary_days
from crosswalk.pathways.cliffs import cliffs
from crosswalk.pathways.facts import EPOCH, Value, encode_facts
from crosswalk.pathways.loading import load_cases
from crosswalk.pathways.pathway import Pathway
from crosswalk.pathways.reference import interval, plus_months

#: How far each search looks; two years would bind each law 730 times.
MONTHS = 3
#: Birthdays on which a law changes its mind.
AGES = (18, 20, 26, 30, 35, 40, 45, 50)
FOLDERS = pathway_folders(CATALOGUE)


def state(pathway: Pathway, facts: dict[str, Value], day: date) -> tuple[object, ...]:
    law = pathway.on(day)
    criteria = {each.id: each.status for each in criteria_of(law, facts)}
    return verdict_of(law, facts)[0], criteria, law.points and interval(law.points, facts)


def days_of_change(pathway: Pathway, facts: dict[str, Value], day: date) -> list[date]:
    """Every day of the months ahead whose state differs from the day before."""
    last = EPOCH + timedelta(days=plus_months((day - EPOCH).days, MONTHS))
    days = [day + timedelta(days=count) for count in range((last - day).days + 1)]
    states = [state(pathway, facts, each) for each in days]
    return [at for at, before, after in zip(days[1:], states, states[1:], strict=False) if before != after]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_the_days_found_are_those_that_a_search_day_by_day_finds(folder: Path) -> None:
    """From a little before a change of the law; dates of the person are moved so that they matter in these months."""
    pathway, cases = load_pathway(folder), load_cases(folder)[0]
    draw = random.Random(f"{pathway.id} 20261122")
    changes = [day for day in boundary_days(pathway) if day.year >= 2020] or list(boundary_days(pathway))
    start = draw.choice(changes) - timedelta(days=draw.randrange(1, 60))
    start = max(start, pathway.file.in_force.from_)
    facts = encode_facts(pathway.facts, {name: value for name, value in cases.base.items() if draw.random() < 0.95})
    for name, fact in pathway.facts.items():
        if fact.unit.name == "date" and isinstance(facts.get(name), int):
            years = draw.choice(AGES if name == "date_of_birth" else (0, 1, 2, 3, 5))
            facts[name] = plus_months((start - EPOCH).days, -12 * years) + draw.randrange(-30, 60)
    found = cliffs(pathway, facts, start, months=MONTHS)
    assert [cliff.day for cliff in found] == days_of_change(pathway, facts, start)
