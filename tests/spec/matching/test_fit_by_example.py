"""The definition of fit and filters by example; each case runs on the plain twin and on the kernel alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crosswalk.matching.filters import NO, UNKNOWN, YES, Filters
from crosswalk.matching.match import match
from crosswalk.matching.reference import Reference
from crosswalk.records import (
    Credential,
    Education,
    Evidence,
    Experience,
    LanguageNeed,
    LanguageSkill,
    Person,
    PersonSkill,
    SkillNeed,
    Vacancy,
)
from crosswalk.types import Assurance, Cefr, Isced, SkillLevel
from matching_worlds import ISCO_GROUP, OCCUPATIONS, SKILLS, TODAY, TinyTaxonomy, people_frame, vacancies_frame

A, B, C = SKILLS[:3]
NURSE, CARER, WELDER = OCCUPATIONS[:3]
PAST, FUTURE = date(2025, 1, 1), date(2027, 1, 1)


def taxonomy() -> TinyTaxonomy:
    """Holding B covers A by half; a carer is half a nurse, a welder an eighth."""
    jobs = [0] * len(OCCUPATIONS) ** 2
    jobs[len(OCCUPATIONS)] = 128  # carer held, nurse needed
    jobs[2 * len(OCCUPATIONS)] = 32  # welder held, nurse needed
    return TinyTaxonomy({(1, 0): 128}, [1.0] * len(SKILLS), jobs)


def parts(person: dict[str, Any], vacancy: dict[str, Any]) -> dict[str, Any]:
    """Row of a pair, after the twin and the kernel agreed on it."""
    who, job = Person(person_id="p", **person), Vacancy(vacancy_id="v", **vacancy)
    rows = match(
        people_frame([who]), vacancies_frame([job]), taxonomy(), as_of=TODAY, threads=1, filters=Filters(on=())
    ).frame()
    score = Reference(taxonomy(), as_of=TODAY).score(who, job)
    if rows.is_empty():
        assert score is None or score.fit == 0
        return {}
    row = rows.to_dicts()[0]
    assert score is not None
    assert round(row["fit"] * 1_000_000) == score.fit
    return row


def held(uri: str = A, **more: Any) -> PersonSkill:
    return PersonSkill(text=uri, uri=uri, **more)


def needed(uri: str = A, **more: Any) -> SkillNeed:
    return SkillNeed(text=uri, uri=uri, **more)


def sure(assurance: Assurance, until: date | None = None) -> Evidence:
    return Evidence(assurance=assurance, until=until)


@pytest.mark.parametrize(
    ("skill", "need", "cover"),
    [
        (held(evidence=sure(Assurance.VERIFIED)), needed(), 256),
        (held(evidence=sure(Assurance.VERIFIED, until=PAST)), needed(), 230),
        (held(evidence=sure(Assurance.TESTED, until=FUTURE)), needed(), 251),
        (held(evidence=sure(Assurance.ATTESTED)), needed(), 243),
        (held(), needed(), 230),
        (held(implied_by=NURSE), needed(), 154),
        (held(implied_by=NURSE, evidence=sure(Assurance.VERIFIED)), needed(), 154),
        (held(B), needed(), 128 * 230 >> 8),
        (held(A), needed(B), 0),
        (held(level=SkillLevel.ADVANCED), needed(level=SkillLevel.ADVANCED), 230),
        (held(level=SkillLevel.SPECIALISED), needed(level=SkillLevel.ADVANCED), 230),
        (held(level=SkillLevel.INTERMEDIATE), needed(level=SkillLevel.ADVANCED), 179 * 230 >> 8),
        (held(level=SkillLevel.FOUNDATION), needed(level=SkillLevel.ADVANCED), 102 * 230 >> 8),
        (held(level=SkillLevel.FOUNDATION), needed(level=SkillLevel.SPECIALISED), 51 * 230 >> 8),
        (held(), needed(level=SkillLevel.SPECIALISED), 218 * 230 >> 8),
        (held(level=SkillLevel.FOUNDATION), needed(), 230),
    ],
)
def test_a_skill_covers_by_nearness_level_and_evidence(skill: PersonSkill, need: SkillNeed, cover: int) -> None:
    row = parts({"skills": (skill,), "occupation": NURSE}, {"skills": (need,), "occupation": NURSE})
    assert row["essential"] == (cover << 15) * 1_000_000 // (1 << 23) / 1_000_000


def test_the_best_of_several_skills_counts_not_their_sum() -> None:
    row = parts({"skills": (held(B), held(A), held(A, implied_by=NURSE))}, {"skills": (needed(),)})
    assert row["essential"] == pytest.approx(230 / 256, abs=1e-6)


def test_essential_skills_count_squared_and_optional_ones_add_fifteen_hundredths() -> None:
    verified = sure(Assurance.VERIFIED)
    vacancy = {"skills": (needed(A), needed(B), needed(C, essential=False))}
    one = parts({"skills": (held(A, evidence=verified),)}, vacancy)
    assert one["skills"] == pytest.approx(0.5**2 * 0.85, abs=1e-4)
    both = parts({"skills": (held(A, evidence=verified), held(C, evidence=verified))}, vacancy)
    assert both["skills"] == pytest.approx(0.5**2, abs=1e-4)
    only_optional = parts({"skills": (held(C, evidence=verified),)}, {"skills": (needed(C, essential=False),)})
    assert only_optional["skills"] == 1


def test_a_skill_named_twice_counts_once_and_as_essential() -> None:
    row = parts({"skills": (held(A),)}, {"skills": (needed(A, essential=False), needed(A), needed(A))})
    assert row["optional"] is None
    assert row["essential"] == pytest.approx(230 / 256, abs=1e-6)


@pytest.mark.parametrize("skills", [None, (PersonSkill(text="no link"),), (held("skill:unheard-of"),)])
def test_skills_that_are_unknown_or_not_linked_are_missing_not_zero(skills: Any) -> None:
    row = parts({"skills": skills, "occupation": NURSE}, {"skills": (needed(),), "occupation": NURSE})
    assert row["skills"] is None
    assert row["fit"] == 1
    assert row["known"] == pytest.approx(0.15 / 0.70, abs=1e-6)


def test_an_empty_list_of_skills_is_an_answer_and_counts() -> None:
    row = parts({"skills": (), "occupation": NURSE}, {"skills": (needed(),), "occupation": NURSE})
    assert row["skills"] == 0
    assert row["fit"] == pytest.approx(0.15 / 0.70, abs=1e-4)


def test_a_pair_without_skills_and_occupation_is_not_listed() -> None:
    assert parts({"languages": (LanguageSkill(language="de", native=True),)}, {"skills": (needed(),)}) == {}
    assert parts({"skills": (held(),)}, {"occupation": NURSE}) == {}


def test_the_nearest_of_the_occupations_counts_also_of_isco_groups() -> None:
    jobs = (Experience(title="x", occupation=WELDER), Experience(title="x", isco="22"))
    assert parts({"experience": jobs, "occupation": CARER}, {"occupation": NURSE})["occupation"] == 0.5
    assert parts({"experience": jobs}, {"isco": ISCO_GROUP + "22"})["occupation"] == 1
    assert parts({"skills": (held(),), "occupation": "occupation:unheard-of"}, {"occupation": NURSE}) == {}


@pytest.mark.parametrize(
    ("jobs", "asked", "part"),
    [
        ([(NURSE, 12)], 24, 0.5),
        ([(NURSE, 12), (CARER, 24)], 24, 1),
        ([(CARER, 24)], 24, 0.5),
        ([(WELDER, 240)], 24, 0),  # an eighth near is not relevant
        ([(NURSE, None)], 24, None),
        ([(None, 36)], 24, None),  # months in a job that nobody linked: unknown, not irrelevant
        ([(NURSE, 12)], None, None),
        ([(NURSE, 12)], 0, None),
        ([], 24, None),
    ],
)
def test_relevant_months_count_against_the_months_asked(jobs: Any, asked: int | None, part: float | None) -> None:
    work = tuple(Experience(title="x", occupation=uri, months=months) for uri, months in jobs)
    row = parts({"experience": work, "occupation": NURSE}, {"occupation": NURSE, "experience_min_months": asked})
    assert row["experience"] == part


@pytest.mark.parametrize(
    ("job", "part"),
    [
        (Experience(title="x", occupation=NURSE, start=date(2024, 3, 1), end=date(2025, 3, 1)), 0.5),
        (Experience(title="x", occupation=NURSE, start=date(2025, 3, 1), ongoing=True), 0.5),
        (Experience(title="x", occupation=NURSE, start=date(2025, 3, 1)), None),
        (Experience(title="x", occupation=NURSE, start=date(2025, 3, 1), end=date(2024, 3, 1)), None),
    ],
)
def test_months_of_a_job_are_counted_from_its_dates(job: Experience, part: float | None) -> None:
    row = parts({"experience": (job,)}, {"occupation": NURSE, "experience_min_months": 24})
    assert row["experience"] == part


EDUCATION = [
    (None, None, UNKNOWN),
    ((), 0, NO),
    ((Education(level=Isced.BACHELOR, completed=True),), 1, YES),
    ((Education(level=Isced.DOCTORAL, completed=True),), 1, YES),
    ((Education(level=Isced.SHORT_TERTIARY, completed=True),), 0.5, NO),
    ((Education(level=Isced.POST_SECONDARY, completed=True),), 0, NO),
    ((Education(level=Isced.BACHELOR),), None, UNKNOWN),
    ((Education(level=Isced.BACHELOR, completed=False),), None, UNKNOWN),
    ((Education(level=Isced.PRIMARY, completed=True), Education(level=Isced.MASTER)), None, UNKNOWN),
    ((Education(level=Isced.PRIMARY, completed=True), Education(level=Isced.MASTER, completed=False)), 0, NO),
    ((Education(completed=True),), None, UNKNOWN),
]


@pytest.mark.parametrize(("education", "part", "verdict"), EDUCATION)
def test_education_counts_what_is_completed(education: Any, part: float | None, verdict: int) -> None:
    row = parts({"education": education, "occupation": NURSE}, {"occupation": NURSE, "education_min": Isced.BACHELOR})
    assert row["education"] == part
    assert judged({"education": education}, {"education_min": Isced.BACHELOR})["education"] == verdict


LANGUAGES = [
    (None, None, UNKNOWN),
    ((), 0, NO),
    ((LanguageSkill(language="fr", native=True),), 0, NO),
    ((LanguageSkill(language="de", native=True),), 1, YES),
    ((LanguageSkill(language="de", level=Cefr.B2),), 1, YES),
    ((LanguageSkill(language="de", level=Cefr.B1),), 0.75, NO),
    ((LanguageSkill(language="de", level=Cefr.A1),), 0.25, NO),
    ((LanguageSkill(language="de"),), None, UNKNOWN),
    ((LanguageSkill(language="de", reading=Cefr.C2),), None, UNKNOWN),
]


@pytest.mark.parametrize(("languages", "part", "verdict"), LANGUAGES)
def test_a_language_counts_by_steps_below_the_need(languages: Any, part: float | None, verdict: int) -> None:
    vacancy = {"occupation": NURSE, "languages": (LanguageNeed(language="de", level=Cefr.B2),)}
    row = parts({"languages": languages, "occupation": NURSE}, vacancy)
    assert row["language"] == part
    assert judged({"languages": languages}, vacancy)["language"] == verdict


def test_a_language_floor_can_forgive_steps() -> None:
    vacancy = {"languages": (LanguageNeed(language="de", level=Cefr.B2),)}
    person = {"languages": (LanguageSkill(language="de", level=Cefr.B1),)}
    assert judged(person, vacancy, language_steps=1)["language"] == YES


def judged(person: dict[str, Any], vacancy: dict[str, Any], **filters: Any) -> dict[str, int]:
    """Verdicts of the twin, after the kernel was seen to list the pair and to name its doubts accordingly."""
    who = replace(Person(person_id="p", **person), occupation=NURSE)
    job = replace(Vacancy(vacancy_id="v", **vacancy), occupation=NURSE)
    chosen = Filters(**filters)
    verdicts = Reference(taxonomy(), filters=chosen, as_of=TODAY).verdicts(who, job)
    rows = match(
        people_frame([who]), vacancies_frame([job]), taxonomy(), as_of=TODAY, threads=1, filters=chosen
    ).frame()
    assert len(rows) == (NO not in verdicts.values())
    if len(rows):
        assert rows["unknown"].to_list() == [[name for name, verdict in verdicts.items() if verdict == UNKNOWN]]
    return verdicts


CREDENTIAL = {"licences": ("Driving licence B",)}
CASES: list[tuple[str, dict[str, Any], dict[str, Any], int]] = [
    ("destination", {"destinations": ("DEU",)}, {"country": "DEU"}, YES),
    ("destination", {"destinations": ("FRA",)}, {"country": "DEU"}, NO),
    ("destination", {"destinations": ()}, {"country": "DEU"}, NO),
    ("destination", {}, {"country": "DEU"}, UNKNOWN),
    ("destination", {"destinations_excluded": ("DEU",)}, {"country": "DEU"}, NO),
    ("destination", {"destinations": ("DEU",), "destinations_excluded": ("DEU",)}, {"country": "DEU"}, NO),
    ("destination", {"destinations": ("DEU",)}, {}, UNKNOWN),
    ("licence", {}, {}, YES),
    ("licence", {}, CREDENTIAL, UNKNOWN),
    ("licence", {"credentials": ()}, CREDENTIAL, UNKNOWN),
    ("licence", {"credentials": (Credential(name="driving-LICENCE b"),)}, CREDENTIAL, YES),
    ("licence", {"credentials": (Credential(name="Driving licence B", until=PAST),)}, CREDENTIAL, NO),
    ("licence", {"credentials": (Credential(name="Driving licence B", held=False),)}, CREDENTIAL, NO),
    ("availability", {"available_from": PAST}, {"starts_on": TODAY}, YES),
    ("availability", {"available_from": TODAY}, {"starts_on": TODAY}, YES),
    ("availability", {"available_from": FUTURE}, {"starts_on": TODAY}, NO),
    ("availability", {}, {"starts_on": TODAY}, UNKNOWN),
    ("availability", {}, {}, YES),
    ("exclusions", {}, {"persons_excluded": ("p",)}, NO),
    ("exclusions", {}, {"persons_excluded": ("q",)}, YES),
    ("exclusions", {"employers_excluded": ("Hôpital Nord",)}, {"employer": "HOPITAL NORD"}, NO),
    ("exclusions", {"employers_excluded": ("Hôpital Nord",)}, {"employer": "Werft"}, YES),
    ("exclusions", {"employers_excluded": ("Hôpital Nord",)}, {}, UNKNOWN),
    ("consent", {"consent_matching": True}, {}, YES),
    ("consent", {"consent_matching": False}, {}, NO),
    ("consent", {}, {}, UNKNOWN),
]


@pytest.mark.parametrize(("name", "person", "vacancy", "verdict"), CASES)
def test_a_filter_says_yes_unknown_or_no(
    name: str, person: dict[str, Any], vacancy: dict[str, Any], verdict: int
) -> None:
    assert judged(person, vacancy)[name] == verdict


@pytest.mark.parametrize(("name", "person", "vacancy", "verdict"), [case for case in CASES if case[3] == UNKNOWN])
def test_strictness_turns_unknown_into_no(
    name: str, person: dict[str, Any], vacancy: dict[str, Any], verdict: int
) -> None:
    who = Person(person_id="p", **person | {"occupation": NURSE})
    job = Vacancy(vacancy_id="v", **vacancy | {"occupation": NURSE})
    arguments = {"as_of": TODAY, "threads": 1}
    assert len(match(people_frame([who]), vacancies_frame([job]), taxonomy(), **arguments).frame()) == 1
    strict = match(people_frame([who]), vacancies_frame([job]), taxonomy(), strict=(name,), **arguments)
    assert strict.frame().is_empty()
