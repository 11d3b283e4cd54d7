"""Names and questions of the catalogue: one name asks one thing, in one country, in words that stand alone."""

import re
from collections import defaultdict

import iso3166
import yaml
from babel.languages import get_official_languages

from crosswalk.pathways import CATALOGUE, load_pathways

#: The directive is the frame of the national Blue Cards and reads the same contract.
FRAME = {"deu", "euu"}
EVERYWHERE = {"en", "fr", "es", "ar"}
LEANS_ON_ANOTHER = re.compile(r"^(and|the same|if so|if it is one|has that|is that|are these)\b", re.IGNORECASE)
OF_THE_WORLD = set(yaml.safe_load((CATALOGUE / "shared.yaml").read_text(encoding="utf-8"))["facts"])


def test_a_fact_that_is_not_of_the_world_belongs_to_one_country() -> None:
    countries = defaultdict(set)
    for pathway in load_pathways():
        for name in pathway.facts.keys() - OF_THE_WORLD:
            countries[name].add(pathway.id.partition(".")[0])
    assert {name: found for name, found in countries.items() if len(found - FRAME) + bool(found & FRAME) > 1} == {}


def test_one_name_asks_one_question_in_every_pathway() -> None:
    questions = defaultdict(set)
    for pathway in load_pathways():
        for name, fact in pathway.facts.items():
            questions[name].add((fact.entry.ask["en"], fact.entry.about, fact.entry.record))
    assert {name: asked for name, asked in questions.items() if len(asked) > 1} == {}


def test_no_question_leans_on_the_one_before_it() -> None:
    asked = {name: fact.entry.ask["en"] for pathway in load_pathways() for name, fact in pathway.facts.items()}
    assert {name: question for name, question in asked.items() if LEANS_ON_ANOTHER.search(question)} == {}


def test_a_pathway_is_named_in_four_languages_and_in_one_of_its_own() -> None:
    for pathway in load_pathways():
        names = set(pathway.file.names)
        assert names >= EVERYWHERE, pathway.id
        country = iso3166.countries_by_alpha3.get(pathway.file.destination)
        own = set(get_official_languages(country.alpha2, de_facto=True)) if country else names
        assert names & own, f"{pathway.id} has no name in {own}"


def test_facts_on_protection_health_and_convictions_are_marked_sensitive() -> None:
    facts = {name: fact.entry for pathway in load_pathways() for name, fact in pathway.facts.items()}
    delicate = ("in_need_of_protection", "clean_criminal_record", "health_clear", "asylum_in_germany", "eu_status")
    assert [name for name in delicate if not facts[name].sensitive] == []


def test_pay_that_a_contract_states_is_answered_by_the_vacancy() -> None:
    """Austria is not among them: its pay counts fourteen times a year, which a vacancy seldom says."""
    facts = {name: fact.entry for pathway in load_pathways() for name, fact in pathway.facts.items()}
    stated = (
        "salary_aud_year", "salary_eur_year", "salary_gbp_year", "salary_jpy_year", "salary_sek_month", "pay_month",
        "pay_krw_hour", "pay_nzd_hour", "wage_offered_hour",
    )  # fmt: skip
    for name in stated:
        assert facts[name].record == f"salary {facts[name].currency}/{facts[name].per}"
    assert facts["monthly_pay_of_14"].record == ""
