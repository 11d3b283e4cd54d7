"""Who is shown on a shortlist, and why a vacancy has nobody: the counts are those of the plain definition."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from crosswalk.matching import Engine, Filters, Reference, match, near_enough, why_nobody, without_anybody
from crosswalk.matching.filters import NO
from crosswalk.matching.shortlist import LEAST_ESSENTIAL, LEAST_FIT
from crosswalk.records import Person, Vacancy, from_frame, to_frame
from crosswalk.synthetic import people as make_people
from crosswalk.synthetic import vacancies as make_vacancies
from crosswalk.taxonomy import Taxonomy

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


@pytest.fixture(scope="module")
def people(starter: Taxonomy) -> pl.DataFrame:
    made = from_frame(make_people(80, starter, seed=2), Person)
    excluding = [replace(p, employers_excluded=("Acme",)) if k % 5 == 0 else p for k, p in enumerate(made)]
    return to_frame([*excluding, Person(person_id="blank")], Person)


@pytest.fixture(scope="module")
def vacancies(starter: Taxonomy) -> pl.DataFrame:
    made = from_frame(make_vacancies(25, starter, seed=4), Vacancy)
    return to_frame([replace(v, employer="Acme") if k % 3 == 0 else v for k, v in enumerate(made)], Vacancy)


def test_a_floor_that_is_not_known_keeps_nobody_away() -> None:
    frame = pl.DataFrame({"fit": [LEAST_FIT, 0.9, LEAST_FIT - 0.01], "essential": [LEAST_ESSENTIAL, None, 1.0]})
    assert frame.select(near_enough())["shown"].to_list() == [True, True, False]


def test_the_floors_are_for_showing_and_leave_the_lists_whole(
    starter: Taxonomy, people: pl.DataFrame, vacancies: pl.DataFrame
) -> None:
    matches = match(people, vacancies, starter, as_of=AS_OF).frame()
    assert matches.filter(~near_enough()).height > 0


@pytest.mark.parametrize("strict", [(), ("destination",)])
def test_the_counts_are_those_of_the_definition(
    starter: Taxonomy, people: pl.DataFrame, vacancies: pl.DataFrame, strict: tuple[str, ...]
) -> None:
    filters = Filters(strict=strict)
    found = why_nobody(Engine(people, vacancies, starter, as_of=AS_OF, filters=filters), vacancies["vacancy_id"])
    rules = Reference(starter, as_of=AS_OF, filters=filters)
    persons, jobs = from_frame(people, Person), from_frame(vacancies, Vacancy)
    assert [why.vacancy_id for why in found] == [job.vacancy_id for job in jobs]
    assert any("exclusions" in why.ruled_out for why in found)
    for why, job in zip(found, jobs, strict=True):
        ruled_out: Counter[str] = Counter()
        held: set[str | None] = set()
        remain = unknown = 0
        for person in persons:
            no = [n for n, v in rules.verdicts(person, job).items() if v == NO or (v == 1 and n in strict)]
            ruled_out.update(no)
            profiled = rules.stated_skills(person) is not None or bool(rules.occupations(person))
            remain += not no and profiled
            unknown += not no and not profiled
            held |= set() if no else {rules.known_skill(s.uri) for s in person.skills or ()}
        assert (why.people, why.ruled_out, why.remain, why.unknown) == (len(persons), ruled_out, remain, unknown)
        needs = {need.uri for need in rules.needs(job) if need.essential}
        covered = {n for n in needs if any(h and rules.near_skills(h, n) == 256 for h in held)}
        assert set(why.lacking) == needs - covered


def test_a_vacancy_that_nobody_is_near_to_is_found_and_one_with_somebody_is_not() -> None:
    rows = {"vacancy_id": ["a", "b", "c"], "rank_for_vacancy": [1, 1, None], "fit": [0.9, 0.1, 0.9], "essential": None}
    matches = pl.DataFrame(rows, schema_overrides={"essential": pl.Float64})
    assert without_anybody(matches, ["a", "b", "c", "d"]) == ["b", "c", "d"]
