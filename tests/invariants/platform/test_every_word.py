"""What holds for every word of the site: it is translated whole, its places are kept, and none promises too much."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

from crosswalk.pathways import CATALOGUE
from crosswalk.pathways.translations import language_files, texts_of, translations
from crosswalk.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))

import messages  # noqa: E402 - a tool, not a package

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
#: Words of a promise that only an authority can make; the site says "criteria met on the facts given".
PROMISE = re.compile(r"eligib|éligib|elegib|مؤه[ّ]?ل(?!ات|ك|ا )|مؤهَّل|يحق لك", re.IGNORECASE)
CODE = re.compile(r"[a-z]+_[a-z]+|[a-z]+[A-Z]\w+|</?[a-z]+|\{\{|\w+\.\w+\(")
LANGUAGES = messages.LANGUAGES


@pytest.fixture(scope="module")
def words() -> Catalog:
    return messages.template()


def forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def translated(language: str) -> Iterator[Message]:
    yield from (message for message in messages.read(language) if message.id)


def law_files(folder: Path) -> list[Path]:
    """Files that say what the law is, in a country's folder or in the folder of all."""
    return [path for path in (folder / "shared.yaml", *folder.glob("*/pathway.yaml")) if path.exists()]


LANDS = (CATALOGUE, *sorted(path for path in CATALOGUE.iterdir() if path.is_dir()))
in_each_land = pytest.mark.parametrize("folder", LANDS, ids=lambda folder: folder.name)


def english(folder: Path) -> set[str]:
    return {str(text["en"]) for path in law_files(folder) for text in texts_of(read_yaml(path).data)}


def figures(text: str) -> Counter[str]:
    """The numbers of a text, however a language groups their digits."""
    return Counter(re.findall(r"\d+", re.sub(r"(?<=\d)[.,\u00a0\u202f ](?=\d)", "", text)))


@in_each_land
def test_every_text_of_the_law_stands_in_every_language_of_the_site(folder: Path) -> None:
    words = translations(folder, CATALOGUE)
    for language in LANGUAGES:
        assert not english(folder) - words[language].keys(), language


@in_each_land
def test_no_translation_is_left_of_a_text_that_is_gone(folder: Path) -> None:
    for path in language_files(folder):
        assert not translations(folder)[path.stem].keys() - english(folder), path.name


@in_each_land
def test_the_files_of_the_law_leave_the_languages_of_the_site_to_their_translators(folder: Path) -> None:
    for path in law_files(folder):
        for text in texts_of(read_yaml(path).data):
            assert not set(LANGUAGES) & text.keys(), f"{path.parent.name}/{path.name}: {text['en']}"


@in_each_land
def test_no_figure_of_the_law_is_lost_in_a_language(folder: Path) -> None:
    for language in LANGUAGES:
        for text, said in translations(folder).get(language, {}).items():
            assert not figures(text) - figures(said), f"{folder.name}/{language}.yaml: {text!r}"


def test_nothing_new_is_left_to_collect_or_to_translate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["messages.py", "--check"])
    assert messages.main() == 0


def test_collecting_the_words_again_changes_nothing(words: Catalog) -> None:
    for language in LANGUAGES:
        text = (messages.SITE / "locale" / language / "django.po").read_text(encoding="utf-8")
        assert text == messages.merged(language, words)
        assert "Creation-Date" not in text
        assert str(ROOT) not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_none_is_a_guess(language: str, words: Catalog) -> None:
    known = {(message.context, forms(message.id)): message for message in translated(language)}
    for message in words:
        if not message.id:
            continue
        found = known[message.context, forms(message.id)]
        assert not found.fuzzy
        assert all(text.strip() for text in forms(found.string)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_are_the_same_as_in_english(language: str) -> None:
    for message in translated(language):
        wanted = set(PLACE.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            assert set(PLACE.findall(form)) == wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_has_as_many_forms_as_the_language(language: str) -> None:
    count = {"fr": 2, "es": 2, "ar": 6}[language]
    counted = [message for message in translated(language) if not isinstance(message.id, str)]
    assert counted
    assert all(len(forms(message.string)) == count for message in counted)


def test_arabic_takes_the_form_that_its_grammar_asks_for() -> None:
    expression = messages.PLURALS["ar"].partition("plural=")[2].rstrip(";")
    from gettext import c2py

    form = c2py(expression)
    chosen = {n: form(n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111)}
    assert chosen == {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 101: 5, 102: 5, 103: 3, 111: 4}


def test_no_word_promises_what_only_an_authority_can_grant() -> None:
    said = [text for language in LANGUAGES for message in translated(language) for text in forms(message.string)]
    said += [text for message in messages.template() if message.id for text in forms(message.id)]
    assert len(said) > 2000
    assert not [text for text in said if PROMISE.search(text)]
    words = [translations(folder) for folder in LANDS]
    asked = [text for each in words for language in ("fr", "es") for text in each[language].values()]
    assert len(asked) > 500  # in Arabic the same word is the plain one for a qualification
    assert not [text for text in asked if PROMISE.search(text)]


def test_no_word_looks_like_code(words: Catalog) -> None:
    code = [
        text
        for message in words
        if message.id and not message.locations[0][0].endswith("borrowed.txt")
        for text in forms(message.id)
        if CODE.search(PLACE.sub("", text).replace("TalentLift", "")) and not re.match(r"[\w-]+\.(json|pdf)", text)
    ]
    assert code == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_as_in_english(language: str) -> None:
    """A full stop that is lost, or a question that became a statement, is how a cut translation shows."""
    ends = {".": ".", "?": "?؟", ":": ":", "": ""}
    for message in translated(language):
        english = forms(message.id)[-1].strip()[-1:]
        for form in forms(message.string):
            if english in ".?:":
                assert form.strip()[-1] in ends[english], message.id


def test_changed_words_are_compiled_and_unchanged_ones_are_left(tmp_path: Path) -> None:
    from crosswalk_platform.config.locales import compile_locales

    compile_locales(tmp_path)
    made = sorted(tmp_path.rglob("django.mo"))
    assert [path.parents[1].name for path in made] == sorted(LANGUAGES)
    before = [path.stat().st_mtime_ns for path in made]
    compile_locales(tmp_path)
    assert [path.stat().st_mtime_ns for path in made] == before
    made[0].with_name("made-from").write_text("of other words", encoding="ascii")
    compile_locales(tmp_path)
    assert [path.stat().st_mtime_ns == then for path, then in zip(made, before, strict=True)] == [False, True, True]
    assert not list(tmp_path.rglob(".*"))
