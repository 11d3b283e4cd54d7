"""On generated worlds the compiled search gives what the plain definition gives, to the last digit and place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.matching.engine import Engine
from crosswalk.matching.filters import FILTERS, Factor, Filters
from crosswalk.matching.match import match
from crosswalk.matching.reference import Pair, Reference
from crosswalk.matching.weights import PARTS, SCALE, Weights
from crosswalk.records import Person, Vacancy
from matching_worlds import (
    TODAY,
    TinyTaxonomy,
    linked_here,
    people,
    people_frame,
    taxonomies,
    vacancies,
    vacancies_frame,
)

#: Ids whose order as text differs from their order as numbers, with letters beyond ASCII.
IDS = ["p10", "p9", "p0", "Zoë", "é", "p3", "\U0001f600", "\uffee"]
worlds = st.tuples(
    st.lists(people, min_size=1, max_size=8)
    .filter(linked_here)
    .map(lambda ps: [replace(p, person_id=i) for p, i in zip(ps, IDS)]),  # noqa: B905
    st.lists(vacancies, min_size=1, max_size=8)
    .filter(linked_here)
    .map(lambda vs: [replace(v, vacancy_id=i) for v, i in zip(vs, IDS)]),  # noqa: B905
)
filters = st.builds(
    Filters,
    on=st.just(FILTERS) | st.lists(st.sampled_from(FILTERS), unique=True).map(tuple),
    language_steps=st.integers(0, 1),
)
lengths = st.integers(1, 4)


def rows(pairs: list[Pair]) -> list[dict[str, object]]:
    def share(value: int | None) -> float | None:
        return None if value is None else value / SCALE

    return [
        {
            "person_id": p.person_id,
            "vacancy_id": p.vacancy_id,
            "rank_for_vacancy": p.rank_for_vacancy,
            "rank_for_person": p.rank_for_person,
            "fit": share(p.score.fit),
            **{name: share(p.score.parts[name]) for name in PARTS},
            "essential": share(p.score.essential),
            "optional": share(p.score.optional),
            "known": share(p.score.known),
            "unknown": list(p.unknown),
        }
        for p in pairs
    ]


@settings(max_examples=200, deadline=None)
@given(taxonomies, worlds, filters, lengths, lengths, st.sets(st.sampled_from(FILTERS)))
def test_the_kernel_gives_exactly_what_the_definition_gives(
    taxonomy: TinyTaxonomy,
    world: tuple[list[Person], list[Vacancy]],
    chosen: Filters,
    top: int,
    per_person: int,
    strict: set[str],
) -> None:
    chosen = replace(chosen, strict=tuple(sorted(strict & set(chosen.on))))
    expected = Reference(taxonomy, filters=chosen, as_of=TODAY).match(*world, top=top, per_person=per_person)
    found = match(
        people_frame(world[0]),
        vacancies_frame(world[1]),
        taxonomy,
        top=top,
        per_person=per_person,
        filters=chosen,
        as_of=TODAY,
        threads=1,
    ).frame()
    columns = found.columns
    assert found.to_dicts() == [{name: row[name] for name in columns} for row in rows(expected)]


shares = st.floats(0, 1)


@settings(max_examples=80, deadline=None)
@given(
    taxonomies,
    worlds,
    st.builds(
        Weights,
        skills=st.floats(0.1, 1),
        occupation=shares,
        experience=shares,
        education=shares,
        language=shares,
        essential_power=st.integers(1, 4),
        optional_share=shares,
        level_unknown=shares,
        implied=shares,
        relevant_near=shares,
        education_short=shares,
        language_step=shares,
    ),
)
def test_the_kernel_gives_what_the_definition_gives_under_any_weights(
    taxonomy: TinyTaxonomy, world: tuple[list[Person], list[Vacancy]], weights: Weights
) -> None:
    expected = Reference(taxonomy, weights=weights, filters=Filters(on=()), as_of=TODAY).match(*world)
    found = match(
        people_frame(world[0]), vacancies_frame(world[1]), taxonomy,
        weights=weights, filters=Filters(on=()), as_of=TODAY, threads=1,
    ).frame()  # fmt: skip
    assert found.to_dicts() == [{name: row[name] for name in found.columns} for row in rows(expected)]


@settings(max_examples=50, deadline=None)
@given(taxonomies, worlds, st.randoms(use_true_random=False))
def test_a_factor_of_the_caller_excludes_on_no_and_is_named_on_unknown(
    taxonomy: TinyTaxonomy, world: tuple[list[Person], list[Vacancy]], random: object
) -> None:
    persons, jobs = world
    draw = np.random.default_rng(random.randrange(2**32))  # type: ignore[attr-defined]
    factor = Factor(
        "visa", draw.integers(0, 3, len(persons)), draw.integers(0, 4, len(jobs)), draw.integers(0, 3, (3, 4), np.uint8)
    )
    arguments = {"as_of": TODAY, "threads": 1, "top": 8, "per_person": 8}
    free = match(people_frame(persons), vacancies_frame(jobs), taxonomy, **arguments).frame()
    bound = match(people_frame(persons), vacancies_frame(jobs), taxonomy, factors=[factor], **arguments).frame()
    verdict = {
        (p.person_id, v.vacancy_id): factor.verdict[factor.person[i], factor.vacancy[j]]
        for i, p in enumerate(persons)
        for j, v in enumerate(jobs)
    }
    expected = [row for row in free.to_dicts() if verdict[row["person_id"], row["vacancy_id"]] > 0]
    assert len(bound) == len(expected)
    for row, before in zip(bound.to_dicts(), expected, strict=True):
        doubt = ["visa"] if verdict[row["person_id"], row["vacancy_id"]] == 1 else []
        assert row["unknown"] == before["unknown"] + doubt
        assert row["fit"] == before["fit"]


@settings(max_examples=25, deadline=None)
@given(taxonomies, worlds, worlds)
def test_online_answers_equal_the_lists_of_the_whole_also_for_newcomers(
    taxonomy: TinyTaxonomy, world: tuple[list[Person], list[Vacancy]], later: tuple[list[Person], list[Vacancy]]
) -> None:
    new_people = [replace(p, person_id="new " + p.person_id) for p in later[0]]
    new_jobs = [replace(v, vacancy_id="new " + v.vacancy_id) for v in later[1]]
    engine = Engine(people_frame(world[0]), vacancies_frame(world[1]), taxonomy, as_of=TODAY, threads=1)
    engine.add_people(people_frame(new_people))
    engine.add_vacancies(vacancies_frame(new_jobs))
    everybody, everything = world[0] + new_people, world[1] + new_jobs
    whole = match(people_frame(everybody), vacancies_frame(everything), taxonomy, top=3, per_person=3,
                  as_of=TODAY, threads=1).frame()  # fmt: skip
    numbers = ["person_id", "vacancy_id", "fit", "skills", "occupation", "known", "unknown"]
    for person in everybody:
        expected = whole.filter(pl.col("person_id") == person.person_id, pl.col("rank_for_person") > 0)
        found = engine.for_person(person.person_id, top=3)
        assert found.select(numbers).to_dicts() == expected.sort("rank_for_person").select(numbers).to_dicts()
    for vacancy in everything:
        expected = whole.filter(pl.col("vacancy_id") == vacancy.vacancy_id, pl.col("rank_for_vacancy") > 0)
        found = engine.for_vacancy(vacancy.vacancy_id, top=3)
        assert found.select(numbers).to_dicts() == expected.sort("rank_for_vacancy").select(numbers).to_dicts()
