"""Every language says the same, and every reason has its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml

from crosswalk.allocation.constraints.options import LOST
from crosswalk.wording import LANGUAGES

PLACES = re.compile(r"\{(\w+)\}")


def entries_of(language: str, package: str = "crosswalk.allocation") -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files(package).joinpath("locale", f"{language}.yaml").read_text("utf-8"))
    return loaded


def sentences(entries: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_places(language: str) -> None:
    english, other = dict(sentences(entries_of("en"))), dict(sentences(entries_of(language)))
    assert other.keys() == english.keys()
    for key, text in other.items():
        measure = {"measure"}  # a language may tell the measure in brackets, or leave it where it is clear
        assert set(PLACES.findall(text)) - measure == set(PLACES.findall(english[key])) - measure, key
        assert language == "en" or len(text) < 20 or text != english[key], key


@pytest.mark.parametrize("package", ["crosswalk.matching", "crosswalk.report"])
def test_allocation_has_no_key_in_common_with_other_packages(package: str) -> None:
    assert not set(entries_of("en")) & set(entries_of("en", package))


def test_every_way_to_lose_the_last_option_has_its_words() -> None:
    assert set(entries_of("en")["allocation"]["no_option_because"]) == set(LOST)


def test_no_sentence_to_a_person_can_name_another() -> None:
    for key, text in sentences(entries_of("en")["allocation"]["person"]):
        assert not {"person", "missing", "group", "lowest"} & set(PLACES.findall(text)), key
