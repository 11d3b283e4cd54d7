"""The report of a partnership says the same in every language, and money, people and numbers as its readers expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from crosswalk.partnerships import Partnership, load_partnership
from crosswalk.partnerships.economics.quantities import PARTS, quantities
from crosswalk.report.partnership import PartnershipWords
from crosswalk.wording import LANGUAGES

PLACES = re.compile(r"\{(\w+)\}")
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def sentences(entries: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def entries_of(language: str, package: str = "crosswalk.report.partnership") -> dict[str, str]:
    text = files(package).joinpath("locale", f"{language}.yaml").read_text(encoding="utf-8")
    return dict(sentences(yaml.safe_load(text)))


@pytest.fixture(scope="module")
def partnership() -> Partnership:
    return load_partnership(EXAMPLES / "corridor" / "partnership.yaml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_places(language: str) -> None:
    english, other = entries_of("en"), entries_of(language)
    assert list(other) == list(english)
    for key, text in other.items():
        assert isinstance(text, str) and text.strip(), key
        assert set(PLACES.findall(text)) == set(PLACES.findall(english[key])), key


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_nothing_long_is_left_in_english(language: str) -> None:
    english, other = entries_of("en"), entries_of(language)
    assert [key for key, text in other.items() if text == english[key] and len(text) > 24] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_and_the_safeguards_have_no_key_in_common(language: str) -> None:
    mine, safeguards = (
        {key.partition(".")[0] for key in entries_of(language, package)}
        for package in ("crosswalk.report.partnership", "crosswalk.partnerships.safeguards")
    )
    assert mine & safeguards == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("partnerships/*.yaml")), ids=lambda path: path.stem)
def test_every_number_of_every_example_has_a_name(language: str, example: Path) -> None:
    for file in (example, EXAMPLES / "corridor" / "partnership.yaml"):
        loaded = load_partnership(file)
        words = PartnershipWords(language, loaded)
        for each in quantities(loaded):
            assert words.quantity(each.name)
            assert words.amount(each, each.likely)


def test_money_is_told_to_the_last_unit_or_in_whole_units_by_one_rule(partnership: Partnership) -> None:
    words = PartnershipWords("en", partnership)
    assert words.exact(1_496_448_50) == "€1,496,448.50"
    assert words.exact(-7_000_00) == "-€7,000"
    assert [words.about(units) for units in (250, 350, -250)] == ["€2", "€4", "-€2"]
    assert PartnershipWords("fr", partnership).exact(123_45).startswith("123,45")


def test_people_are_told_to_a_tenth_with_fewest_and_most(partnership: Partnership) -> None:
    words = PartnershipWords("en", partnership)
    assert words.parts(PARTS * 3 // 2) == "1.5"
    assert words.few_to_many((Fraction(1), Fraction(2), Fraction(3))) == "2 (1 to 3)"
    assert words.few_to_many((Fraction(2), Fraction(2), Fraction(2))) == "2"


def test_a_text_that_the_file_lacks_in_the_language_is_marked_as_english(partnership: Partnership) -> None:
    said = PartnershipWords("ar", partnership).step("selection")
    assert said.language == "en" and said.text.startswith("Information")
    assert PartnershipWords("fr", partnership).step("selection").language == "fr"
