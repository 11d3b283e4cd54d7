"""What must not change the lists: threads and shards, the order of rows, names, irrelevant people, private facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.matching import block
from crosswalk.matching.match import match
from crosswalk.matching.person_columns import PERSON_COLUMNS
from crosswalk.matching.vacancies import VACANCY_COLUMNS
from crosswalk.records import Person, Vacancy
from crosswalk.types import Sex
from matching_worlds import (
    OCCUPATIONS,
    SKILLS,
    TODAY,
    TinyTaxonomy,
    linked_here,
    people,
    people_frame,
    taxonomies,
    vacancies,
    vacancies_frame,
)

crowds = (
    st.lists(people, min_size=1, max_size=10)
    .filter(linked_here)
    .map(lambda found: [replace(p, person_id=f"p{k:02d}") for k, p in enumerate(found)])
)
offers = (
    st.lists(vacancies, min_size=1, max_size=8)
    .filter(linked_here)
    .map(lambda found: [replace(v, vacancy_id=f"v{k:02d}") for k, v in enumerate(found)])
)


def lists(people: list[Person], vacancies: list[Vacancy], taxonomy: TinyTaxonomy, **more: object) -> pl.DataFrame:
    arguments = {"top": 3, "per_person": 2, "as_of": TODAY, "threads": 1} | more
    return match(people_frame(people), vacancies_frame(vacancies), taxonomy, **arguments).frame()  # type: ignore[arg-type]


def many(seed: int, people_count: int, vacancy_count: int) -> tuple[list[Person], list[Vacancy], TinyTaxonomy]:
    """A larger world with many equal fits, so that ties are decided everywhere."""
    draw = np.random.default_rng(seed)
    near = {(int(a), int(b)): 128 for a, b in draw.integers(0, len(SKILLS), (10, 2))}
    taxonomy = TinyTaxonomy(near, [1.0, 2.0] * 4, draw.integers(0, 257, len(OCCUPATIONS) ** 2).tolist())
    import matching_worlds as worlds

    def skills(kind: type, most: int) -> tuple[object, ...]:
        chosen = draw.choice(SKILLS, draw.integers(1, most), replace=False)
        return tuple(kind(text=uri, uri=str(uri)) for uri in chosen)

    crowd = [
        Person(
            person_id=f"p{draw.integers(10**9)}-{k}",
            skills=skills(worlds.PersonSkill, 5),
            occupation=str(draw.choice(OCCUPATIONS)),
            destinations=tuple(draw.choice(["DEU", "FRA", "CAN"], 2, replace=False).tolist()),
        )
        for k in range(people_count)
    ]
    jobs = [
        Vacancy(
            vacancy_id=f"v{draw.integers(10**9)}-{k}",
            skills=skills(worlds.SkillNeed, 6),
            occupation=str(draw.choice(OCCUPATIONS)),
            country=str(draw.choice(["DEU", "FRA", "CAN"])),
            starts_on=date(2026, int(draw.integers(1, 12)), 1),
        )
        for k in range(vacancy_count)
    ]
    return crowd, jobs, taxonomy


@pytest.mark.parametrize("threads", [2, 3, 7])
@pytest.mark.parametrize("shard", [1, 37, 256])
def test_lists_are_identical_for_any_number_of_threads_and_shards(
    threads: int, shard: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = many(threads * shard, 400, 120)
    whole = lists(*world, top=10, per_person=7)
    monkeypatch.setattr(block, "LEAST_SHARD", shard)
    monkeypatch.setattr(block, "SHEET_CELLS", 1)
    assert lists(*world, top=10, per_person=7, threads=threads).equals(whole)


@pytest.mark.parametrize("size", [1, 5, 50])
def test_lists_are_identical_for_any_size_of_vacancy_blocks(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = many(size, 120, 110)
    whole = lists(*world, top=10, per_person=7)
    monkeypatch.setattr("crosswalk.matching.engine.BLOCK", size)
    assert lists(*world, top=10, per_person=7).equals(whole)


@pytest.mark.parametrize(("chunk", "piece", "rows"), [(1, 1, 1), (7, 3, 5), (64, 10, 33)])
def test_lists_are_identical_however_people_are_read_and_put_in_order(
    chunk: int, piece: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = many(chunk, 120, 60)
    whole = lists(*world, top=10, per_person=7)
    monkeypatch.setattr("crosswalk.matching.people.CHUNK", chunk)
    monkeypatch.setattr("crosswalk.matching.people.PIECE", piece)
    monkeypatch.setattr("crosswalk.matching.reading.ROWS_AT_A_TIME", rows)
    assert lists(*world, top=10, per_person=7).equals(whole)


@pytest.mark.parametrize("threads", [1, 3])
def test_opened_pairs_are_identical_for_any_number_of_threads(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "LEAST_SHARD", 9)
    monkeypatch.setattr(block, "SHEET_CELLS", 1)
    world = many(3, 120, 60)
    assert lists(*world, top=10, per_person=7, threads=threads).equals(lists(*world, top=10, per_person=7))


@settings(max_examples=25, deadline=None)
@given(taxonomies, crowds, offers, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    taxonomy: TinyTaxonomy, crowd: list[Person], jobs: list[Vacancy], random: object
) -> None:
    before = lists(crowd, jobs, taxonomy)
    crowd, jobs = list(crowd), list(jobs)
    random.shuffle(crowd)  # type: ignore[attr-defined]
    random.shuffle(jobs)  # type: ignore[attr-defined]
    assert lists(crowd, jobs, taxonomy).equals(before)


@settings(max_examples=25, deadline=None)
@given(taxonomies, crowds, offers)
def test_new_ids_in_the_same_order_change_nothing_else(
    taxonomy: TinyTaxonomy, crowd: list[Person], jobs: list[Vacancy]
) -> None:
    jobs = [replace(v, persons_excluded=None) for v in jobs]
    renamed = [replace(p, person_id="é" + p.person_id) for p in crowd]
    moved = [replace(v, vacancy_id="~" + v.vacancy_id) for v in jobs]
    before = lists(crowd, jobs, taxonomy).with_columns(
        pl.format("é{}", pl.col("person_id")).alias("person_id"),
        pl.format("~{}", pl.col("vacancy_id")).alias("vacancy_id"),
    )
    assert lists(renamed, moved, taxonomy).equals(before)


@settings(max_examples=25, deadline=None)
@given(taxonomies, crowds, offers)
def test_people_of_whom_nothing_is_known_change_nothing_and_are_counted(
    taxonomy: TinyTaxonomy, crowd: list[Person], jobs: list[Vacancy]
) -> None:
    strangers = [Person(person_id=f"a stranger {k}") for k in range(3)]
    matches = match(people_frame([*strangers, *crowd]), vacancies_frame(jobs), taxonomy,
                    top=3, per_person=2, as_of=TODAY, threads=1)  # fmt: skip
    assert matches.frame().equals(lists(crowd, jobs, taxonomy))
    assert {p.person_id for p in strangers} <= set(matches.people_without_profile)


@settings(max_examples=25, deadline=None)
@given(taxonomies, crowds, offers, st.randoms(use_true_random=False))
def test_sex_age_nationality_status_and_name_change_nothing(
    taxonomy: TinyTaxonomy, crowd: list[Person], jobs: list[Vacancy], random: object
) -> None:
    choice = random.choice  # type: ignore[attr-defined]
    others = [
        replace(
            p,
            sex=choice([None, *Sex]),
            birth_date=choice([None, date(1960, 1, 1), date(2001, 5, 5)]),
            nationalities=choice([None, (), ("SYR",), ("XXA", "DEU")]),
            legal_status=choice([None, "refugee", "citizen"]),
            residence=choice([None, "JOR", "DEU"]),
            given_names=choice([None, "Mary", "محمد"]),
            family_name=choice([None, "Smith"]),
        )
        for p in crowd
    ]
    assert lists(others, jobs, taxonomy).equals(lists(crowd, jobs, taxonomy))


def test_the_engine_reads_none_of_the_columns_that_must_not_count() -> None:
    forbidden = {
        "sex", "birth_date", "nationalities", "legal_status", "residence", "given_names", "family_name", "email",
        "phone", "headline", "summary", "evidence",
    }  # fmt: skip
    assert not forbidden & set(PERSON_COLUMNS)
    assert not forbidden & set(VACANCY_COLUMNS)
    person = people_frame([Person(person_id="p", occupation=OCCUPATIONS[0])]).select(PERSON_COLUMNS)
    job = vacancies_frame([Vacancy(vacancy_id="v", occupation=OCCUPATIONS[0])]).select(VACANCY_COLUMNS)
    taxonomy = TinyTaxonomy({}, [1.0] * len(SKILLS), [0] * len(OCCUPATIONS) ** 2)
    assert match(person, job, taxonomy, as_of=TODAY, threads=1).frame()["fit"].to_list() == [1.0]
