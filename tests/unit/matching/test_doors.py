"""Doors: who needs a pathway, what an answer changes, what is unmet, and what is never read or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from crosswalk.matching import Filters, match
from crosswalk.matching.answers import Answers
from crosswalk.matching.doors import Doors
from crosswalk.matching.explain import matching_words
from crosswalk.matching.filters import NO, UNKNOWN, YES
from crosswalk.matching.unmet import Unmet, near_pairs, not_shut_out, unmet_demand
from crosswalk.matching.way_words import tell_way, way_in_a_line, ways_in_words
from crosswalk.matching.ways import ways_of
from crosswalk.pathways import CATALOGUE, Pathway, load_pathways
from crosswalk.pathways.free_movement import free_to_work
from crosswalk.pathways.records import RECORDS, record_facts
from crosswalk.records import Experience, LanguageSkill, Person, PersonSkill, SkillNeed, Vacancy
from crosswalk.types import Cefr
from door_worlds import tiny_catalogue
from matching_worlds import SKILLS, people_frame, plain_taxonomy, vacancies_frame

DAY = date(2026, 6, 1)
TUNISIAN = Person(
    person_id="p",
    nationalities=("TUN",),
    residence="TUN",
    birth_date=date(1990, 1, 1),
    languages=(LanguageSkill(language="de", level=Cefr.A2),),
    skills=tuple(PersonSkill(text="x", uri=uri) for uri in SKILLS[:3]),
)
GERMAN_JOB = Vacancy(
    vacancy_id="v",
    country="DEU",
    salary_min=300_000,
    currency="EUR",
    salary_period="month",
    skills=tuple(SkillNeed(text="x", uri=uri) for uri in SKILLS[:3]),
)
PAIR = pl.DataFrame({"person_id": ["p"], "vacancy_id": ["v"]})


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pathway, ...]:
    return tiny_catalogue(tmp_path_factory.mktemp("catalogue"))


def doors(catalogue: tuple[Pathway, ...], people: list[Person], jobs: list[Vacancy], **told: object) -> Doors:
    answers = Answers(pl.DataFrame({"person_id": ["p"], **{name: [value] for name, value in told.items()}}))
    return Doors(catalogue, people_frame(people), vacancies_frame(jobs), DAY, answers if told else Answers())


def door(catalogue: tuple[Pathway, ...], person: Person, job: Vacancy, **told: object) -> int:
    factor = doors(catalogue, [person], [job], **told).factor()
    return int(factor.verdict[factor.person[0], factor.vacancy[0]])


def unmet_of(found: Doors) -> tuple[Unmet, ...]:
    options = {"filters": Filters(on=()), "as_of": DAY, "threads": 1}
    listed = match(found.people, found.vacancies, plain_taxonomy(), factors=[found.factor()], **options).frame()  # type: ignore[arg-type]
    near = near_pairs(listed.lazy()).collect()
    somebody = not_shut_out(found, near.lazy(), found.triples(near).lazy())
    again = lambda some: match(found.people, some, plain_taxonomy(), **options).frame()  # noqa: E731 # type: ignore[arg-type]
    return unmet_demand(found, somebody, again)


def test_a_person_whom_every_pathway_shuts_out_is_not_listed(catalogue: tuple[Pathway, ...]) -> None:
    assert door(catalogue, TUNISIAN, GERMAN_JOB) == NO


def test_an_unknown_level_keeps_the_door_open(catalogue: tuple[Pathway, ...]) -> None:
    assert door(catalogue, replace(TUNISIAN, languages=None), GERMAN_JOB) == UNKNOWN


@pytest.mark.parametrize("nation", ["DEU", "ROU", "CHE"])
def test_nationals_and_those_with_free_movement_need_no_pathway(catalogue: tuple[Pathway, ...], nation: str) -> None:
    national = replace(TUNISIAN, nationalities=("TUN", nation))
    assert door(catalogue, national, GERMAN_JOB) == YES
    found = doors(catalogue, [national], [GERMAN_JOB])
    assert found.triples(PAIR).is_empty()
    assert ways_of(found, PAIR) == {("p", "v"): ()}


def test_free_movement_ends_where_its_treaties_end() -> None:
    assert "ROU" not in free_to_work("GBR")
    assert free_to_work("GBR") == {"GBR", "IRL"}
    assert free_to_work("CAN") == {"CAN"}


def test_who_lives_in_the_country_already_is_kept_and_is_not_called_shut_out(catalogue: tuple[Pathway, ...]) -> None:
    resident = replace(TUNISIAN, residence="DEU")
    assert door(catalogue, resident, GERMAN_JOB) == UNKNOWN
    found = doors(catalogue, [resident], [GERMAN_JOB])
    assert found.shut(found.triples(PAIR)).is_empty()
    assert unmet_of(found) == ()


@pytest.mark.parametrize("country", ["FRA", None])
def test_countries_of_which_no_pathway_is_known_stay_unknown(
    catalogue: tuple[Pathway, ...], country: str | None
) -> None:
    assert door(catalogue, TUNISIAN, replace(GERMAN_JOB, country=country)) == UNKNOWN


def test_an_answer_comes_before_what_the_record_says(catalogue: tuple[Pathway, ...]) -> None:
    assert door(catalogue, TUNISIAN, GERMAN_JOB, german=3) == UNKNOWN
    (way, *_) = ways_of(doors(catalogue, [TUNISIAN], [GERMAN_JOB], german=3), PAIR)["p", "v"]
    assert (way.pathway.id, way.assessment.verdict) == ("deu.speech", "met")


def test_an_answer_about_one_person_leaves_the_records_of_the_others(catalogue: tuple[Pathway, ...]) -> None:
    other = replace(TUNISIAN, person_id="q")
    found = doors(catalogue, [TUNISIAN, other], [GERMAN_JOB], german=3)
    assert dict(found.everybody.select("person_id", "german").iter_rows()) == {"p": 3, "q": 2}


def test_months_of_work_that_one_person_told_leave_those_of_the_others() -> None:
    pathways = tuple(each for each in load_pathways(CATALOGUE) if each.id == "deu.experienced_professional")
    name = next(name for name in record_facts(pathways, "both"))
    job = Experience(title="x", isco="7212", start=date(2025, 1, 1), end=date(2025, 12, 1))
    people = [TUNISIAN, replace(TUNISIAN, person_id="q", experience=(job,))]
    found = doors(pathways, people, [replace(GERMAN_JOB, isco="7212")], **{name: 24})
    pairs = pl.DataFrame({"person_id": ["p", "q"], "vacancy_id": ["v", "v"]})
    assert found.facts(pairs)[name].to_list() == [24, 12]


def test_facts_for_nobody_are_told_apart(catalogue: tuple[Pathway, ...]) -> None:
    answers = Answers(pl.DataFrame({"person_id": ["p", "typo"], "papers": [True, True]}))
    assert answers.strangers(pl.Series(["p"]), pl.Series(["v"])) == ["typo"]


def test_the_closed_way_that_a_change_would_open_stands_before_the_others(catalogue: tuple[Pathway, ...]) -> None:
    ways = ways_of(doors(catalogue, [TUNISIAN], [GERMAN_JOB]), PAIR)["p", "v"]
    assert [way.pathway.id for way in ways] == ["deu.speech", "deu.region"]
    told = tell_way(ways[0], matching_words("en"))
    assert [each.text for each in told.fails] == ["German B1"]
    assert told.remedy == "Cheapest change: Learn German (B1). Months: 6. Cost: €900."
    assert told.law == ("Act of Tests s. 1",)
    assert told.doubtful
    assert way_in_a_line(ways[0], matching_words("en")).startswith("- Speech: Not met on the facts given. Cheapest")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_ways_are_told_in_every_language(catalogue: tuple[Pathway, ...], language: str) -> None:
    words = matching_words(language)
    told = ways_in_words(ways_of(doors(catalogue, [TUNISIAN], [GERMAN_JOB]), PAIR)["p", "v"], words)
    assert {"en": "Speech", "fr": "Speech en français", "es": "Speech en español", "ar": "Speech بالعربية"}[
        language
    ] in told
    assert words("way.decides") in told
    assert words("way.none") in ways_in_words((), words)


def test_a_vacancy_is_unmet_only_if_somebody_fits_and_all_are_shut_out(catalogue: tuple[Pathway, ...]) -> None:
    poor = replace(GERMAN_JOB, salary_min=100_000)
    (shut,) = unmet_of(doors(catalogue, [TUNISIAN], [GERMAN_JOB]))
    assert (shut.vacancy_id, shut.people, shut.by_the_offer) == ("v", 1, False)
    assert [(one.pathway, one.criterion, one.people) for one in shut.obstacles] == [("deu.speech", "speaks", 1)]
    assert unmet_of(doors(catalogue, [TUNISIAN], [poor]))[0].people == 1
    assert unmet_of(doors(catalogue, [replace(TUNISIAN, skills=None)], [GERMAN_JOB])) == ()
    assert unmet_of(doors(catalogue, [TUNISIAN], [GERMAN_JOB], german=3)) == ()
    assert unmet_of(doors(catalogue, [TUNISIAN], [replace(GERMAN_JOB, country="FRA")])) == ()


def test_an_offer_that_closes_every_pathway_is_said_to(catalogue: tuple[Pathway, ...]) -> None:
    speech = tuple(each for each in catalogue if each.id == "deu.speech")
    (shut,) = unmet_of(doors(speech, [TUNISIAN], [replace(GERMAN_JOB, salary_min=100_000)]))
    assert shut.by_the_offer


def test_a_vacancy_whose_whole_list_is_shut_out_by_both_sides_together_is_unmet(
    catalogue: tuple[Pathway, ...],
) -> None:
    job = replace(GERMAN_JOB, country="CAN", salary_min=100_000)
    either = tuple(each for each in catalogue if each.id == "can.either")
    assert door(either, TUNISIAN, job) == UNKNOWN
    (shut,) = unmet_of(doors(either, [TUNISIAN], [job]))
    assert [one.criterion for one in shut.obstacles] == ["one"]


def test_protection_is_never_read_from_records() -> None:
    assert not {"legal_status", "protection", "status"} & {word for record in RECORDS for word in record.split()}
    for pathway in load_pathways(CATALOGUE):
        for fact in pathway.facts.values():
            assert not (fact.entry.sensitive and fact.entry.record), fact.name


def test_doors_for_an_employer_know_nothing_sensitive(catalogue: tuple[Pathway, ...]) -> None:
    job = replace(GERMAN_JOB, country="CAN")
    told = [
        ways_of(doors(catalogue, [TUNISIAN], [job], papers=True, safe=safe).shareable(), PAIR)
        for safe in (True, False, None)
    ]
    lines = [[tell_way(way, matching_words("en")) for way in ways["p", "v"]] for ways in told]
    assert lines[0] == lines[1] == lines[2]
    assert [way.pathway.id for way in told[0]["p", "v"]] == ["can.either"]


def test_a_way_that_only_some_nationals_can_take_is_known_as_such(catalogue: tuple[Pathway, ...]) -> None:
    ways = ways_of(doors(catalogue, [TUNISIAN], [GERMAN_JOB]), PAIR)["p", "v"]
    assert {way.pathway.id: way.needs_some_nationality for way in ways} == {"deu.speech": False, "deu.region": True}


def test_the_catalogue_of_the_project_is_put_to_people(tmp_path: Path) -> None:
    found = doors(load_pathways(CATALOGUE), [TUNISIAN], [GERMAN_JOB])
    triples = found.triples(PAIR)
    assert set(triples["pathway"].str.head(4)) == {"deu."}
    assert triples["verdict"].is_in(["met", "not_met", "unknown"]).all()
