"""Planted people are what their grade says."""

from __future__ import annotations

import pytest

from crosswalk.errors import UsageError
from crosswalk.records import Vacancy, from_frame
from crosswalk.synthetic import GRADES, Planted, Planter, vacancies
from crosswalk.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


@pytest.fixture(scope="module")
def jobs(starter: Taxonomy) -> list[Vacancy]:
    return from_frame(vacancies(20, starter, seed=5, unknown=0), Vacancy)


@pytest.fixture(scope="module")
def planted(starter: Taxonomy, jobs: list[Vacancy]) -> dict[str, list[Planted]]:
    planter = Planter(starter)
    return {job.vacancy_id: planter.plant(job, seed=1, copies=3) for job in jobs}


def _held(case: Planted) -> set[str]:
    return {skill.uri for skill in case.person.skills}


def _essential(job: Vacancy) -> set[str]:
    return {need.uri for need in job.skills if need.essential}


def test_each_kind_is_planted_as_often_as_asked(planted: dict[str, list[Planted]]) -> None:
    for cases in planted.values():
        assert [case.kind for case in cases] == [kind for kind in GRADES for _ in range(3)]
        assert len({case.person.person_id for case in cases}) == 15


def test_full_has_all_essentials_and_one_missing_all_but_one(
    jobs: list[Vacancy], planted: dict[str, list[Planted]]
) -> None:
    for job in jobs:
        for case in planted[job.vacancy_id]:
            missing = len(_essential(job) - _held(case))
            if case.kind in ("full", "one_missing"):
                assert missing == (case.kind == "one_missing")
                assert case.person.occupation == job.occupation
            else:
                assert missing == len(_essential(job))


def test_those_who_do_not_fit_have_no_skill_that_covers_one_asked_for(
    starter: Taxonomy, jobs: list[Vacancy], planted: dict[str, list[Planted]]
) -> None:
    near, number = starter.nearness(), {uri: i for i, uri in enumerate(starter.skills)}
    for job in jobs:
        for case in planted[job.vacancy_id]:
            covers = any(near.between(number[held], number[need.uri]) for held in _held(case) for need in job.skills)
            assert covers == (case.grade > 0) or case.kind == "related"


def test_those_who_do_not_fit_come_from_another_major_group(
    starter: Taxonomy, jobs: list[Vacancy], planted: dict[str, list[Planted]]
) -> None:
    for job in jobs:
        for case in planted[job.vacancy_id]:
            if case.grade == 0:
                assert starter.isco(case.person.occupation)[0] != job.isco[0]


def test_all_of_them_pass_the_filters(jobs: list[Vacancy], planted: dict[str, list[Planted]]) -> None:
    for job in jobs:
        for case in planted[job.vacancy_id]:
            person = case.person
            known = {known.language: known for known in person.languages}
            assert person.destinations == (job.country,)
            assert person.consent_matching is True
            assert {c.name for c in person.credentials} == set(job.licences)
            assert job.education_min is None or person.education[0].level >= job.education_min
            for need in job.languages:
                assert known[need.language].native or known[need.language].level >= need.level


def test_the_same_seed_plants_the_same_people(starter: Taxonomy, jobs: list[Vacancy]) -> None:
    first, second = (Planter(starter).plant(jobs[0], seed=4, copies=2) for _ in range(2))
    assert first == second
    assert first != Planter(starter).plant(jobs[0], seed=5, copies=2)


def test_extra_skills_make_a_longer_list(starter: Taxonomy, jobs: list[Vacancy]) -> None:
    short, long = Planter(starter).plant(jobs[0], seed=4, copies=2, extra_skills=(0, 20))[:2]
    assert len(_held(long)) > len(_held(short)) + 10


def test_a_vacancy_without_skills_cannot_be_planted_for(starter: Taxonomy) -> None:
    with pytest.raises(UsageError, match="essential"):
        Planter(starter).plant(Vacancy(vacancy_id="v"), seed=1)
