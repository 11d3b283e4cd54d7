"""An explanation keeps proof apart from training, counts what was not compared as unknown, and speaks four languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml

from crosswalk.matching import explain, in_words
from crosswalk.records import Evidence, LanguageNeed, LanguageSkill, Person, PersonSkill, SkillNeed, Vacancy
from crosswalk.taxonomy import Taxonomy
from crosswalk.types import Assurance, Cefr, SkillLevel
from crosswalk.wording import LANGUAGES

AS_OF = date(2026, 6, 30)
PLACES = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


def pair(starter: Taxonomy, *held: PersonSkill, level: SkillLevel | None = None) -> Any:
    """A person with some skills, and a vacancy that asks the first skill of the taxonomy."""
    need = SkillNeed(text="first", uri=starter.skills[0], level=level)
    return explain(Person(person_id="p", skills=held), Vacancy(vacancy_id="v", skills=(need,)), starter, as_of=AS_OF)


def test_a_skill_that_past_work_implies_gains_by_proof_and_not_by_training(starter: Taxonomy) -> None:
    (need,) = pair(starter, PersonSkill(text="x", uri=starter.skills[0], implied_by="urn:o")).requirements
    assert need.implied
    assert need.gain_by_proof > 0.3
    assert need.gain_by_training == 0


def test_a_skill_that_is_proved_gains_nothing_more(starter: Taxonomy) -> None:
    proof = Evidence(assurance=Assurance.VERIFIED)
    (need,) = pair(starter, PersonSkill(text="x", uri=starter.skills[0], evidence=proof)).requirements
    assert (need.gain_by_proof, need.gain_by_training) == (0, 0)


def test_a_missing_skill_gains_by_training_and_there_is_nothing_to_prove(starter: Taxonomy) -> None:
    far = next(
        s for s in reversed(starter.skills) if not pair(starter, PersonSkill(text="x", uri=s)).requirements[0].cover
    )
    (need,) = pair(starter, PersonSkill(text="x", uri=far)).requirements
    assert (need.how, need.gain_by_proof) == ("missing", 0)
    assert need.gain_by_training > 0.9


def test_a_level_that_is_short_is_for_training_and_one_not_known_for_proof(starter: Taxonomy) -> None:
    held = PersonSkill(text="x", uri=starter.skills[0], level=SkillLevel.FOUNDATION)
    (short,) = pair(starter, held, level=SkillLevel.ADVANCED).requirements
    assert short.gain_by_training > short.gain_by_proof > 0
    (unknown,) = pair(starter, PersonSkill(text="x", uri=starter.skills[0]), level=SkillLevel.ADVANCED).requirements
    assert unknown.gain_by_proof > 0
    assert unknown.gain_by_training == 0


def test_needs_without_a_concept_count_as_unknown(starter: Taxonomy) -> None:
    linked = SkillNeed(text="first", uri=starter.skills[0])
    person = Person(person_id="p", skills=(PersonSkill(text="x", uri=starter.skills[0]),))
    whole = explain(person, Vacancy(vacancy_id="v", skills=(linked,)), starter, as_of=AS_OF)
    half = explain(person, Vacancy(vacancy_id="v", skills=(linked, SkillNeed(text="juggle"))), starter, as_of=AS_OF)
    assert (whole.known, half.known) == (1, 0.5)
    assert any("juggle" in sentence for sentence in half.unknown)


def test_what_is_asked_and_what_is_stated_stand_against_each_other(starter: Taxonomy) -> None:
    asked = Vacancy(vacancy_id="v", languages=(LanguageNeed(language="de", level=Cefr.B2),))
    told = {}
    for name, spoken in {
        "stated": (LanguageSkill(language="de", level=Cefr.A2),),
        "absent": (LanguageSkill(language="fr"),),
        "no level": (LanguageSkill(language="de"),),
        "silent": None,
    }.items():
        why = explain(Person(person_id="p", languages=spoken), asked, starter, as_of=AS_OF)
        told[name] = {f.name: f.reason for f in why.filters}["language"]
    assert told == {
        "stated": "The job asks German B2; the person states A2.",
        "absent": "The job asks German B2; the person does not list it.",
        "no level": "The job asks German B2; the person lists it without a level.",
        "silent": "The job asks German B2; the person's languages are not known.",
    }


@pytest.mark.parametrize(("language", "word"), [("fr", "Manque :"), ("es", "Faltan:"), ("ar", "ناقصة:")])
def test_titles_and_sentences_are_in_the_language_asked_for(starter: Taxonomy, language: str, word: str) -> None:
    job = Vacancy(vacancy_id="v", country="DEU", skills=(SkillNeed(text="first", uri=starter.skills[0]),))
    why = explain(Person(person_id="p", skills=()), job, starter, as_of=AS_OF, lang=language)
    text = in_words(why, language)
    assert word in text
    assert starter.label(starter.skills[0], language) in text
    assert not re.search(r"\b(the|person|asks|known|skill)\b", text)


def test_a_language_without_sentences_gets_english_ones_and_its_own_labels(starter: Taxonomy) -> None:
    job = Vacancy(vacancy_id="v", skills=(SkillNeed(text="first", uri=starter.skills[0]),))
    text = in_words(explain(Person(person_id="p", skills=()), job, starter, as_of=AS_OF, lang="de"), "de")
    assert "Missing:" in text
    assert starter.label(starter.skills[0], "de") in text


def sentences(entries: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def entries_of(language: str, package: str = "crosswalk.matching") -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files(package).joinpath("locale", f"{language}.yaml").read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_places(language: str) -> None:
    english, other = dict(sentences(entries_of("en"))), dict(sentences(entries_of(language)))
    assert other.keys() == english.keys()
    for key, text in other.items():
        assert set(PLACES.findall(text)) == set(PLACES.findall(english[key])), key
        assert language == "en" or len(text) < 20 or text != english[key], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_matching_and_the_report_have_no_key_in_common(language: str) -> None:
    assert not set(entries_of(language)) & set(entries_of(language, "crosswalk.report"))
