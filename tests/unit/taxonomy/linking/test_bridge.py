"""Titles that no loaded language explains are led to labels that are loaded: by the starter's words, by their sound."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from crosswalk.taxonomy.linking import Linker
from crosswalk.taxonomy.linking.bridge import Bridge
from crosswalk.taxonomy.linking.index import PillarIndex
from crosswalk.taxonomy.linking.romanise import is_latin, roman_key

OCCUPATIONS = {
    "o:nurse": {"en": ["nurse", "registered nurse"], "ar": ["ممرضة"]},
    "o:welder": {"en": ["welder"], "uk": ["зварювальник"]},
    "o:engineer": {"en": ["engineer"], "ar": ["مهندس"], "uk": ["інженер"]},
    "o:doctor": {"en": ["doctor"], "uk": ["лікар"]},
}


def linker(folder: Path, languages: set[str]) -> Linker:
    rows = [
        (uri, lang, "alternative" if place else "preferred", text)
        for uri, labels in OCCUPATIONS.items()
        for lang, texts in labels.items()
        if lang in languages
        for place, text in enumerate(texts)
    ]
    concepts = pl.DataFrame(
        {"uri": list(OCCUPATIONS), "kind": "occupation", "code": None}, schema_overrides={"code": pl.String}
    )
    labels = pl.DataFrame(rows, schema=["uri", "lang", "kind", "text"], orient="row")
    return Linker.build(concepts, labels, cache=folder)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Linker:
    return linker(tmp_path_factory.mktemp("all"), {"en", "ar", "uk"})


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Linker:
    return linker(tmp_path_factory.mktemp("english"), {"en"})


@pytest.mark.parametrize(
    ("romanised", "uri"),
    [("muhandis", "o:engineer"), ("mohandes", "o:engineer"), ("mumarrida", "o:nurse"), ("Momareda", "o:nurse"),
     ("inzhener", "o:engineer"), ("likar", "o:doctor"), ("zvaryuvalnyk", "o:welder")],
)  # fmt: skip
def test_a_title_of_another_alphabet_is_found_in_latin_letters(everything: Linker, romanised: str, uri: str) -> None:
    (links,) = everything.occupations([romanised], top=1, threshold=0)
    assert links[0].uri == uri


def test_it_is_found_too_when_its_language_is_told(everything: Linker) -> None:
    (links,) = everything.occupations(["muhandis"], langs=["ar"], top=1, threshold=0)
    assert links[0].uri == "o:engineer"


@pytest.mark.parametrize("title", ["Schweißer", "soudeur", "لحام", "Soldador"])
def test_a_title_in_a_language_of_the_starter_is_found_where_only_english_is_loaded(
    english: Linker, title: str
) -> None:
    (links,) = english.occupations([title], top=1, threshold=0)
    assert links[0].uri == "o:welder"


def test_a_label_that_is_met_exactly_is_left_as_it_is(english: Linker) -> None:
    (links,) = english.occupations(["nurse"], top=1, threshold=0)
    assert links[0].uri == "o:nurse"


def test_a_told_language_with_labels_is_believed(everything: Linker) -> None:
    index: PillarIndex = everything._scorers["occupation"].index
    assert Bridge(index, "occupation").lead("mahandas", "en", given=True) == ("mahandas", "en")


def test_romanisations_of_one_word_have_one_key() -> None:
    assert {roman_key(w, vowels=False) for w in ("sayeq shahina", "saeq shahinah", "سائق شاحنة")} == {"sk shn"}
    assert {roman_key(w, vowels=True) for w in ("vodiy", "vodij", "водій")} == {"vodi"}


def test_letters_of_other_alphabets_are_told_from_latin_ones() -> None:
    assert is_latin("Çelikçi (m/w) č ß") and not is_latin("кухар")
