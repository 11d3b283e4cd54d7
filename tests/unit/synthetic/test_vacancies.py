"""Synthetic vacancies: the same for a seed, plausible, and valid records."""

from __future__ import annotations

import polars as pl
import pytest

from crosswalk.records import Vacancy, from_frame, schema_of, to_frame
from crosswalk.synthetic import AS_OF, vacancies, write_vacancies
from crosswalk.synthetic.world import world
from crosswalk.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


@pytest.fixture(scope="module")
def jobs(starter: Taxonomy) -> list[Vacancy]:
    return from_frame(vacancies(1500, starter, seed=7), Vacancy)


def test_vacancies_come_under_the_schema_and_survive_a_round_trip(starter: Taxonomy, jobs: list[Vacancy]) -> None:
    frame = vacancies(1500, starter, seed=7)
    assert frame.schema == schema_of(Vacancy)
    assert to_frame(jobs, Vacancy).equals(frame)


def test_needs_are_skills_of_the_occupation_each_once_and_not_too_many(starter: Taxonomy, jobs: list[Vacancy]) -> None:
    for job in jobs:
        essential, optional = starter.occupation_skills(job.occupation)
        asked = [need.uri for need in job.skills if need.essential]
        welcome = [need.uri for need in job.skills if not need.essential]
        assert set(asked) <= set(essential)
        assert set(welcome) <= set(optional)
        assert len(asked) == len(set(asked)) == min(15, len(essential))
        assert len(welcome) == len(set(welcome)) == min(10, len(optional))


def test_salaries_are_whole_amounts_in_the_currency_of_the_country(jobs: list[Vacancy]) -> None:
    currencies = {d.country: d.currency for d in world().destinations}
    paid = [job for job in jobs if job.salary_min is not None]
    assert 1250 < len(paid) < 1450
    for job in paid:
        assert job.salary_min % 100 == 0
        assert job.salary_min <= job.salary_max <= 1.31 * job.salary_min
        assert job.country is None or job.currency == currencies[job.country]


def test_the_language_asked_for_is_that_of_the_country(jobs: list[Vacancy]) -> None:
    languages = {d.country: d.language for d in world().destinations}
    for job in jobs:
        for need in job.languages or ():
            assert not need.essential or job.country is None or need.language == languages[job.country]


def test_jobs_start_in_the_future_and_have_places(jobs: list[Vacancy]) -> None:
    assert all(job.starts_on is None or job.starts_on > AS_OF for job in jobs)
    assert all(1 <= job.places <= 20 for job in jobs)


def test_a_file_holds_the_same_vacancies_as_the_frame(starter: Taxonomy, tmp_path) -> None:
    write_vacancies(tmp_path / "v.parquet", 700, starter, seed=7, unknown=0.3)
    assert pl.read_parquet(tmp_path / "v.parquet").equals(vacancies(700, starter, seed=7, unknown=0.3))


def test_esco_vacancies_ask_for_about_fourteen_essential_skills(shared) -> None:
    from crosswalk.taxonomy import load_taxonomy

    esco = load_taxonomy([shared / "data" / "esco-1.1.1-en"])
    jobs = from_frame(vacancies(500, esco, seed=7), Vacancy)
    assert 12 < sum(need.essential for job in jobs for need in job.skills) / len(jobs) <= 15
