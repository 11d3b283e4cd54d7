"""From documents to lists on the example corridor: what an author of the corridor calls a fit is found."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from crosswalk.cli.importing import import_files
from crosswalk.matching import Filters, explain, match
from crosswalk.records import Person, Vacancy, from_frame
from crosswalk.taxonomy import Taxonomy

CORRIDOR = Path(__file__).resolve().parents[3] / "examples" / "corridor"
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return yaml.safe_load((CORRIDOR / "truth.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def corridor(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, pl.DataFrame]:
    folder = tmp_path_factory.mktemp("corridor")
    import_files([CORRIDOR / "people"], folder / "people.parquet")
    import_files([CORRIDOR / "vacancies"], folder / "vacancies.parquet", vacancies=True)
    return pl.read_parquet(folder / "people.parquet"), pl.read_parquet(folder / "vacancies.parquet")


def test_everybody_and_every_vacancy_is_read(
    truth: dict[str, Any], corridor: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    people, vacancies = corridor
    assert {p["id"] for p in truth["people"]} == set(people["person_id"])
    assert {v["id"].casefold() for v in truth["vacancies"]} == {v.casefold() for v in vacancies["vacancy_id"]}


def test_most_vacancies_are_put_into_their_occupation(
    truth: dict[str, Any], corridor: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    intended = {v["id"].casefold(): str(v["isco"]) for v in truth["vacancies"]}
    read = {k.casefold(): code for k, code in corridor[1].select("vacancy_id", "isco").iter_rows()}
    assert sum(read[k] == code for k, code in intended.items()) >= 13


def test_the_lists_follow_the_authors_grades(
    truth: dict[str, Any], corridor: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    people, vacancies = corridor
    matches = match(people, vacancies, Taxonomy.starter(), filters=Filters(on=()), top=60, as_of=DAY).frame()
    grades = {p["id"]: p["fit"] for p in truth["people"]}
    gains = []
    for vacancy in truth["vacancies"]:
        listed = matches.filter(pl.col("vacancy_id").str.to_lowercase() == vacancy["id"].casefold()).sort(
            "rank_for_vacancy"
        )
        found = [grades[person][vacancy["isco"]] for person in listed["person_id"]]
        ideal = sorted((grade[vacancy["isco"]] for grade in grades.values()), reverse=True)
        gains.append(_discounted(found) / _discounted(ideal))
    assert sum(gains) / len(gains) >= 0.92


def _discounted(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:10]))


def test_who_refused_is_never_listed_and_who_said_nothing_is_to_be_asked(
    corridor: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    people, vacancies = corridor
    matches = match(people, vacancies, Taxonomy.starter(), as_of=DAY).frame()
    assert "BEY-0208" not in set(matches["person_id"])
    silent = people.filter(pl.col("consent_matching").is_null())["person_id"].to_list()
    asked = matches.filter(pl.col("person_id").is_in(silent))["unknown"].list.contains("consent")
    assert asked.all()


def test_an_explanation_says_what_the_list_says(corridor: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    people, vacancies = corridor
    taxonomy = Taxonomy.starter()
    matches = match(people, vacancies, taxonomy, as_of=DAY).frame()
    persons = {p.person_id: p for p in from_frame(people, Person)}
    jobs = {v.vacancy_id: v for v in from_frame(vacancies, Vacancy)}
    for row in matches.head(60).iter_rows(named=True):
        why = explain(persons[row["person_id"]], jobs[row["vacancy_id"]], taxonomy, as_of=DAY)
        assert why.open
        assert why.fit == pytest.approx(row["fit"], abs=1e-9)
        assert {p.name: p.value for p in why.parts}["skills"] == (
            None if row["skills"] is None else pytest.approx(row["skills"])
        )
        assert [f.name for f in why.filters if f.verdict == "unknown"] == row["unknown"]
        for requirement in why.requirements:
            assert min(requirement.gain_by_proof, requirement.gain_by_training) >= 0
            assert (requirement.how == "missing") == (requirement.cover == 0)
