"""Every language says the same things, and says numbers, dates and mixed scripts as its readers expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml

from crosswalk.errors import UsageError
from crosswalk.report import LANGUAGES
from crosswalk.report.words import Words
from crosswalk.types import Isced, SkillLevel
from crosswalk.wording import END_ISOLATE, ISOLATE

PLACES = re.compile(r"\{(\w+)\}")
PLURALS = ("vacancy.months.",)


def sentences(entries: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def entries_of(language: str) -> dict[str, str]:
    text = files("crosswalk.report").joinpath("locale", f"{language}.yaml").read_text(encoding="utf-8")
    return dict(sentences(yaml.safe_load(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_places(language: str) -> None:
    english, other = entries_of("en"), entries_of(language)
    singular = {key for key in other if not key.startswith(PLURALS)}
    assert singular == {key for key in english if not key.startswith(PLURALS)}
    for key in singular:
        assert set(PLACES.findall(other[key])) == set(PLACES.findall(english[key])), key
    assert all(isinstance(value, str) and value.strip() for value in other.values())


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_nothing_long_is_left_in_english(language: str) -> None:
    english, other = entries_of("en"), entries_of(language)
    assert not [key for key, text in other.items() if len(text) > 20 and english.get(key) == text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_of_the_records_has_a_word(language: str) -> None:
    words = Words(language)
    assert all(words(f"level.skill.{level.name.lower()}") for level in SkillLevel)
    assert all(words(f"level.education.{level.name.lower()}") for level in Isced)


def test_a_language_that_the_report_does_not_speak_is_refused_with_the_ones_it_does() -> None:
    with pytest.raises(UsageError, match="Use en, fr, es, ar"):
        Words("tlh")


def test_arabic_counts_months_by_its_own_plural_rules() -> None:
    words = Words("ar")
    assert [words.counted("vacancy.months", n) for n in (1, 2, 6, 24)] == ["شهر واحد", "شهران", "6 أشهر", "24 شهرا"]


def test_text_that_runs_the_other_way_is_isolated_inside_a_sentence() -> None:
    assert Words("en")("ask.other", name="لحام") == f"Not known: {ISOLATE}لحام{END_ISOLATE}"
    assert Words("en")("ask.other", name="welding") == "Not known: welding"
    assert f"{ISOLATE}welding{END_ISOLATE}" in Words("ar")("ask.other", name="welding")


def test_whole_pay_has_no_cents_and_broken_pay_keeps_them() -> None:
    words = Words("en")
    assert words.money(255000, 280000, "EUR", "month") == "€2,550 – €2,800 a month"
    assert words.money(1825, None, "CAD", "hour") == "CA$18.25 an hour"
    assert words.money(250000, 250000, "JPY", "month") == "¥250,000 a month"
    assert words.money(None, None, "EUR", "month") is None
    assert words.money(255000, None, None, "month") is None


def test_a_pay_period_that_is_not_known_is_left_out_rather_than_guessed() -> None:
    assert Words("en").money(255000, None, "EUR", "fortnight") == "€2,550"


def test_dates_and_shares_follow_the_language() -> None:
    assert Words("fr").day(date(2026, 6, 30)) == "30 juin 2026"
    assert Words("en").share(0.641) == "64%"
