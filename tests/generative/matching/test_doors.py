"""Doors pushed into the mask: the lists are those of filtering afterwards, and nobody with an open door is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswalk.matching import Filters, match
from crosswalk.matching.answers import Answers
from crosswalk.matching.doors import Doors
from crosswalk.matching.triple_columns import NEARNESS
from crosswalk.matching.triples import with_nearest
from crosswalk.pathways import Pathway, assess
from crosswalk.pathways.free_movement import free_to_work
from crosswalk.pathways.reference import truth
from crosswalk.pathways.verdicts import encoded_rows, facts_columns
from crosswalk.records import Person, Vacancy
from door_worlds import IDS, PATHWAYS, tiny_catalogue, worlds
from matching_worlds import TinyTaxonomy, people_frame, taxonomies, vacancies_frame

DAY = date(2026, 6, 1)
KEYS = ["person_id", "vacancy_id"]
World = tuple[list[Person], list[Vacancy]]
fixed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
answers = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([None, True, False]), st.sampled_from([None, 0, 2, 4])),
                   unique_by=lambda row: row[0])  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pathway]:
    return {pathway.id: pathway for pathway in tiny_catalogue(tmp_path_factory.mktemp("catalogue"))}


def doors_of(world: World, pathways: tuple[Pathway, ...], told: list[tuple[object, ...]] = ()) -> Doors:  # type: ignore[assignment]
    schema = {"person_id": pl.String, "papers": pl.Boolean, "german": pl.Int8}
    given_answers = Answers(pl.DataFrame(told, schema=schema, orient="row")) if told else Answers()
    return Doors(pathways, people_frame(world[0]), vacancies_frame(world[1]), DAY, given_answers)


def facts_of(doors: Doors, frame: pl.DataFrame, pathway: Pathway) -> Iterator[dict[str, object]]:
    yield from encoded_rows(pathway.on(DAY), facts_columns(pathway.on(DAY), frame, pathway.facts))


def closed_alone(doors: Doors) -> set[tuple[str, str]]:
    """By the plain evaluator: pairs to whose country every pathway is closed by one side alone."""
    shut: dict[str, dict[str, set[str]]] = {"person": {}, "offer": {}}
    for pathway in doors.pathways:
        for side, frame, key in (("person", doors.everybody, "person_id"), ("offer", doors.offers, "vacancy_id")):
            rows = zip(frame[key], facts_of(doors, frame, pathway), strict=True)
            shut[side][pathway.id] = {name for name, facts in rows if truth(pathway.on(DAY).verdict, facts) is False}
    found = set()
    people = doors.everybody.select("person_id", "_nationalities", "_residence").rows()
    for person, nations, lives in people:
        for vacancy, country in doors.offers.select("vacancy_id", "_country").iter_rows():
            ways = [each.id for each in doors.pathways if each.file.destination == country]
            asked = ways and country != lives and free_to_work(country).isdisjoint(nations or ())
            if asked and all(person in shut["person"][way] or vacancy in shut["offer"][way] for way in ways):
                found.add((person, vacancy))
    return found


def test_pushing_doors_into_the_mask_equals_filtering_afterwards(catalogue: dict[str, Pathway]) -> None:
    dropped = 0

    @fixed
    @given(taxonomies, worlds, st.sets(st.sampled_from(sorted(PATHWAYS)), min_size=1), answers, st.integers(1, 3))
    def holds(taxonomy: TinyTaxonomy, world: World, names: set[str], told: list[tuple[object, ...]], top: int) -> None:
        nonlocal dropped
        doors = doors_of(world, tuple(catalogue[name] for name in sorted(names)), told)
        options = {"filters": Filters(on=()), "as_of": DAY, "threads": 1}
        sides = doors.people, doors.vacancies
        free = match(*sides, taxonomy, top=8, per_person=8, **options).frame()  # type: ignore[arg-type]
        bound = match(*sides, taxonomy, top=top, per_person=top, factors=[doors.factor()], **options).frame()  # type: ignore[arg-type]
        shut = pl.DataFrame(sorted(closed_alone(doors)), schema=dict.fromkeys(KEYS, pl.String), orient="row")
        left = free.join(shut, on=KEYS, how="anti")
        dropped += free.height - left.height
        found = bound.select(*KEYS, "fit").rows()
        assert sorted(found) == sorted(best(left, top))

    holds()
    assert dropped > 30


def best(pairs: pl.DataFrame, top: int) -> list[tuple[object, ...]]:
    """Pairs that are among the first of the vacancy or of the person, by fit and then by id."""
    order = pl.int_range(pl.len())
    ranked = pairs.sort("fit", "person_id", descending=[True, False]).with_columns(_v=order.over("vacancy_id"))
    ranked = ranked.sort("fit", "vacancy_id", descending=[True, False]).with_columns(_p=order.over("person_id"))
    return ranked.filter((pl.col("_v") < top) | (pl.col("_p") < top)).select(*KEYS, "fit").rows()


@fixed
@given(worlds, answers)
def test_nobody_whose_pathway_is_met_or_open_is_shut_out(
    catalogue: dict[str, Pathway], world: World, told: list[tuple[object, ...]]
) -> None:
    doors = doors_of(world, tuple(catalogue.values()), told)
    factor = doors.factor()
    pairs = pl.DataFrame({"person_id": [p.person_id for p in world[0]]}).join(
        pl.DataFrame({"vacancy_id": [v.vacancy_id for v in world[1]]}), how="cross"
    )
    hopeful = doors.triples(pairs).filter(pl.col("verdict") != "not_met").select("person_id", "vacancy_id").unique()
    for person, vacancy in hopeful.iter_rows():
        row = factor.person[[p.person_id for p in world[0]].index(person)]
        column = factor.vacancy[[v.vacancy_id for v in world[1]].index(vacancy)]
        assert factor.verdict[row, column] != 0, (person, vacancy)


@fixed
@given(worlds, answers)
def test_the_verdict_of_a_triple_is_that_of_the_plain_evaluator_and_the_nearest_stands_first(
    catalogue: dict[str, Pathway], world: World, told: list[tuple[object, ...]]
) -> None:
    doors = doors_of(world, tuple(catalogue.values()), told)
    pairs = pl.DataFrame({"person_id": [p.person_id for p in world[0]]}).join(
        pl.DataFrame({"vacancy_id": [v.vacancy_id for v in world[1]]}), how="cross"
    )
    triples = doors.triples(pairs)
    facts = doors.facts(pairs)
    for pathway in catalogue.values():
        mine = triples.filter(pl.col("pathway") == pathway.id)
        both = facts.join(mine.select("person_id", "vacancy_id", "verdict"), on=["person_id", "vacancy_id"])
        expected = [assess(pathway, row, DAY).verdict for row in facts_of(doors, both, pathway)]
        assert both["verdict"].to_list() == expected
    for _, ways in triples.group_by("person_id", "vacancy_id", maintain_order=True):
        assert ways.equals(ways.sort(NEARNESS, maintain_order=True))
    near = with_nearest(pairs.with_columns(unknown=pl.lit(["pathway", "language"])), triples)
    first = triples.unique(["person_id", "vacancy_id"], keep="first", maintain_order=True)
    joined = near.join(first, on=["person_id", "vacancy_id"], suffix="_first")
    assert joined["pathway"].to_list() == joined["pathway_first"].to_list()
    undecided = near["verdict"].is_null() | (near["verdict"] == "unknown")
    assert (near["unknown"].list.contains("pathway") == undecided).all()
