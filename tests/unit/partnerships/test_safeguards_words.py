"""Every language says the same about the safeguards, with the same places; every sentence in use is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml

from crosswalk.partnerships.safeguards import rulebook
from crosswalk.partnerships.safeguards.check import RULES, check
from crosswalk.partnerships.safeguards.readiness import readiness
from crosswalk.partnerships.safeguards.rulebook import readiness_lists
from crosswalk.wording import LANGUAGES, Wording
from safeguard_cases import DAY, small, yes

PACKAGE = "crosswalk.partnerships.safeguards"
PLACES = re.compile(r"\{(\w+)\}")
PLURALS = "readiness.unanswered."


def sentences(entries: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def entries_of(language: str) -> dict[str, str]:
    return dict(sentences(yaml.safe_load(files(PACKAGE).joinpath("locale", f"{language}.yaml").read_text("utf-8"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_places(language: str) -> None:
    english, other = entries_of("en"), entries_of(language)
    single = {key for key in other if not key.startswith(PLURALS)}
    assert single == {key for key in english if not key.startswith(PLURALS)}
    for key in single:
        assert set(PLACES.findall(other[key])) == set(PLACES.findall(english[key])), key
    assert all(isinstance(value, str) and value.strip() for value in other.values())


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_nothing_long_is_left_in_english(language: str) -> None:
    english, other = entries_of("en"), entries_of(language)
    assert not [key for key, text in other.items() if len(PLACES.sub("", text)) > 20 and english.get(key) == text]


def test_every_safeguard_question_and_item_has_its_words() -> None:
    words = Wording("en", PACKAGE)
    assert all(words.has(f"safeguard.{name}.{part}") for name in RULES for part in ("title", "asks"))
    for entry in rulebook().file.safeguards.values():
        assert all(words.has(f"question.{name}.{part}") for name in entry.questions for part in ("asks", "remedy"))
    for items in readiness_lists()[1].values():
        for item in items:
            assert all(words.has(f"readiness.item.{item.name}.{part}") for part in ("title", "asks", "missing"))


def test_every_sentence_that_the_code_names_is_there() -> None:
    english = entries_of("en")
    folder = files("crosswalk.partnerships")
    code = "".join(
        path.read_text("utf-8")
        for room in (folder, folder.joinpath("safeguards"))
        for path in room.iterdir()
        if path.name.endswith(".py")
    )
    groups = {key.split(".")[0] for key in english}
    named = set(re.findall(rf'"((?:{"|".join(groups)})\.[a-z_]+(?:\.[a-z_]+)?)"', code))
    named = {name for name in named if not name.endswith(".yaml")}
    assert len(named) > 40 and not named - set(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_check_and_a_readiness_speak_every_language_without_a_place_left_open(language: str) -> None:
    partnership = small(safeguards={"origin_consent": yes()}, readiness={"sector": yes()})
    told = [finding.reason + finding.remedy for finding in check(partnership, on=DAY, lang=language).findings]
    told += [
        item.reason + item.missing
        for each in readiness(partnership, on=DAY, lang=language).lists
        for item in each.items
    ]
    assert all(told) and not any("{" in text or "None" in text for text in told)
