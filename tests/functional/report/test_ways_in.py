"""Ways in on the page: what an employer may read of them, in every language, and what is never shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import polars as pl
import pytest

from crosswalk.matching.answers import Answers
from crosswalk.matching.doors import Doors
from crosswalk.matching.explain import matching_words
from crosswalk.matching.unmet import Obstacle, Unmet
from crosswalk.pathways import Pathway
from crosswalk.records import LanguageSkill, Person, Vacancy, to_frame
from crosswalk.report import LANGUAGES
from crosswalk.types import Cefr
from door_worlds import tiny_catalogue
from report_pages import AS_OF, Corridor, report


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pathway, ...]:
    return tiny_catalogue(tmp_path_factory.mktemp("catalogue"))


def page(
    folder: Path, corridor: Corridor, catalogue: tuple[Pathway, ...], safe: bool | None = None, **options: object
) -> str:
    """The report of people with German A2 from the region, and jobs in Germany and Canada."""
    people = [
        replace(
            person,
            languages=(LanguageSkill(language="de", level=Cefr.A2),),
            nationalities=("SRB",),
            birth_date=date(1970, 5, 17),
        )
        for person in corridor.people
    ]
    told = pl.DataFrame(
        {"person_id": [person.person_id for person in people], "safe": [safe] * len(people)},
        schema_overrides={"safe": pl.Boolean},
    )
    frames = to_frame(people, Person), to_frame(corridor.vacancies, Vacancy)
    doors = Doors(catalogue, *frames, AS_OF, Answers(told))
    return unescape(report(folder, corridor._replace(people=people), doors=doors, **options))


def test_a_card_names_the_way_its_verdict_the_cheapest_change_and_the_law(
    tmp_path: Path, corridor: Corridor, catalogue: tuple[Pathway, ...]
) -> None:
    text = page(tmp_path, corridor, catalogue)
    for said in (
        "Ways in",
        "Speech",
        "Not met on the facts given.",
        "German B1",
        "Cheapest change: Learn German (B1). Months: 6. Cost: €900.",
        "Act of Tests s. 1",
        "Rests on figures that still need verification.",
        "An authority decides.",
        "Undecided on the facts given.",
        "Do you have the papers?",
    ):
        assert said in text, said
    assert "It says nothing about visas" not in text
    assert "An authority decides about visas" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_ways_speak_the_language_of_the_page(
    tmp_path: Path, corridor: Corridor, catalogue: tuple[Pathway, ...], language: str
) -> None:
    text = page(tmp_path, corridor, catalogue, lang=language)
    words = matching_words(language)
    names = {"en": "Speech", "fr": "Speech en français", "es": "Speech en español", "ar": "Speech بالعربية"}
    assert f'<bdi lang="{language}">{names[language]}</bdi>' in text
    assert words("way.title") in text
    assert words("way.decides") in text
    assert '<bdi lang="en">German B1</bdi>' in text


def test_complementary_pathways_and_sensitive_facts_are_never_shown_and_change_nothing(
    tmp_path: Path, corridor: Corridor, catalogue: tuple[Pathway, ...]
) -> None:
    pages = [page(tmp_path, corridor, catalogue, safe) for safe in (True, False, None)]
    assert pages[0] == pages[1] == pages[2]
    for secret in ("Shelter", "asylum", "Needs protection"):
        assert secret not in pages[0], secret


def test_nationality_and_age_are_not_named_and_pathways_of_some_nationals_are_not_shown(
    tmp_path: Path, corridor: Corridor, catalogue: tuple[Pathway, ...]
) -> None:
    text = page(tmp_path, corridor, catalogue)
    for private in ("Region", "Passport of the region", "Younger than 45", "When were you born", "Which nationalities"):
        assert private not in text, private
    assert "criteria about age, nationality or protection are not named" in text


def test_a_pair_without_a_way_that_may_be_shown_says_so(
    tmp_path: Path, corridor: Corridor, catalogue: tuple[Pathway, ...]
) -> None:
    text = page(tmp_path, corridor, tuple(each for each in catalogue if each.id in {"deu.region", "can.shelter"}))
    assert "No way in can be shown for this pair." in text


def test_without_doors_the_page_says_nothing_of_ways(tmp_path: Path, corridor: Corridor) -> None:
    text = report(tmp_path, corridor)
    assert "Ways in" not in text
    assert 'class="ways"' not in text


def test_unmet_demand_names_the_job_the_people_and_what_shuts_them_out(
    tmp_path: Path, corridor: Corridor, catalogue: tuple[Pathway, ...]
) -> None:
    first, second = (job.vacancy_id for job in corridor.vacancies[:2])
    unmet = [
        Unmet(first, "DEU", 7, False, (Obstacle("deu.speech", "speaks", 5), Obstacle("deu.region", "national", 2))),
        Unmet(second, "CAN", 3, True, (Obstacle("can.shelter", "displaced", 3),)),
    ]
    text = page(tmp_path, corridor, catalogue, unmet=unmet)
    section = text.partition('<section class="wide" id="unmet"')[2].partition("</section>")[0]
    assert "People who fit: 7. Every pathway is closed to them" in section
    assert "5 of them" in section
    assert "People who fit: 3. The offer itself closes every pathway" in section
    assert "cannot be named on this page" in section
    assert "Passport of the region" not in section
    assert "Shelter" not in section
    assert '<a href="#unmet">' in text
