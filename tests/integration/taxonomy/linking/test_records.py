"""Whole records get URIs: titles by their pieces, skills by their words, past work by what it implies."""

from __future__ import annotations

import pytest

from crosswalk.records import Experience, Person, PersonSkill, SkillNeed, Vacancy, from_frame, to_frame
from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.linking import Linker
from crosswalk.taxonomy.linking.records import link_people, link_vacancies


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return Taxonomy.starter()


@pytest.fixture(scope="module")
def linker(taxonomy: Taxonomy) -> Linker:
    return Linker.build(taxonomy.concepts.select("uri", "kind", "code"), taxonomy.labels)


def linked(person: Person, linker: Linker, taxonomy: Taxonomy, *, imply: bool = False) -> Person:
    return from_frame(link_people(to_frame([person], Person), linker, taxonomy, imply=imply), Person)[0]


def test_a_job_title_becomes_an_occupation_with_its_isco_code(linker: Linker, taxonomy: Taxonomy) -> None:
    person = Person(
        person_id="p", experience=(Experience(title="TIG welder (night shift), Acme Ltd"), Experience(title="zzqx"))
    )
    jobs = linked(person, linker, taxonomy).experience
    assert jobs is not None
    assert jobs[0].isco == "7212"
    assert (jobs[1].occupation, jobs[1].isco, jobs[1].title) == (None, None, "zzqx")


def test_what_is_unknown_stays_unknown(linker: Linker, taxonomy: Taxonomy) -> None:
    person = linked(Person(person_id="p"), linker, taxonomy, imply=True)
    assert person == Person(person_id="p")


def test_a_uri_that_is_there_is_left_alone(linker: Linker, taxonomy: Taxonomy) -> None:
    kept = PersonSkill(text="welding", uri="urn:mine")
    assert linked(Person(person_id="p", skills=(kept,)), linker, taxonomy).skills == (kept,)


def test_words_that_no_concept_fits_keep_their_place_without_a_uri(linker: Linker, taxonomy: Taxonomy) -> None:
    skills = linked(Person(person_id="p", skills=(PersonSkill(text="xqzv ppqw"),)), linker, taxonomy).skills
    assert skills == (PersonSkill(text="xqzv ppqw"),)


def test_past_work_implies_its_essential_skills_and_says_so(linker: Linker, taxonomy: Taxonomy) -> None:
    stated = PersonSkill(text="read technical drawings")
    person = Person(person_id="p", experience=(Experience(title="welder", months=40),), skills=(stated,))
    skills = linked(person, linker, taxonomy, imply=True).skills
    assert skills is not None
    assert skills[0].implied_by is None
    implied = [s for s in skills if s.implied_by]
    assert len(implied) >= 5
    assert len({s.uri for s in skills}) == len(skills)


def test_a_few_weeks_of_work_imply_nothing(linker: Linker, taxonomy: Taxonomy) -> None:
    person = Person(person_id="p", experience=(Experience(title="welder", months=1),))
    assert linked(person, linker, taxonomy, imply=True).skills is None


def test_a_vacancy_with_a_title_alone_takes_the_needs_of_its_occupation(linker: Linker, taxonomy: Taxonomy) -> None:
    frame = link_vacancies(to_frame([Vacancy(vacancy_id="v", title="Cook")], Vacancy), linker, taxonomy)
    vacancy = from_frame(frame, Vacancy)[0]
    assert vacancy.isco == "5120"
    assert vacancy.skills
    assert all(s.implied_by == vacancy.occupation and s.essential for s in vacancy.skills)


def test_a_vacancy_that_names_its_needs_keeps_them_as_they_are(linker: Linker, taxonomy: Taxonomy) -> None:
    needs = tuple(
        SkillNeed(text=t, essential=e)
        for t, e in (("weld with TIG", True), ("read technical drawings", True), ("work in a team", False))
    )
    frame = link_vacancies(to_frame([Vacancy(vacancy_id="v", title="Welder", skills=needs)], Vacancy), linker, taxonomy)
    found = from_frame(frame, Vacancy)[0].skills
    assert found is not None
    assert [s.essential for s in found] == [True, True, False]
    assert all(s.uri for s in found)


def test_a_fragment_of_an_ad_is_not_linked_to_a_skill_of_another_trade(linker: Linker, taxonomy: Taxonomy) -> None:
    needs = tuple(
        SkillNeed(text=t, essential=True) for t in ("stainless steel", "help with meals", "refrigerated transport")
    )
    frame = to_frame([Vacancy(vacancy_id="v", title="Nursing assistant", skills=needs)], Vacancy)
    skills = from_frame(link_vacancies(frame, linker, taxonomy, imply=False), Vacancy)[0].skills
    assert skills is not None
    assert [taxonomy.label(s.uri) if s.uri else None for s in skills] == [None, "help people eat and drink", None]


def test_the_same_words_mean_what_the_occupation_does_with_them(linker: Linker, taxonomy: Taxonomy) -> None:
    needs = (SkillNeed(text="prise de température et de tension", essential=True),)
    frame = to_frame([Vacancy(vacancy_id="v", title="Aide-soignante", skills=needs)], Vacancy)
    skills = from_frame(link_vacancies(frame, linker, taxonomy, imply=False), Vacancy)[0].skills
    assert skills is not None
    assert taxonomy.label(skills[0].uri or "") == "measure vital signs"
