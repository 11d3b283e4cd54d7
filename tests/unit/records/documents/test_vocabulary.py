"""Each language has one file of words, and every file has the words that readers need."""

from __future__ import annotations

import pytest

from crosswalk.records.documents.words import languages, vocabulary
from crosswalk.records.phrases import flat

NEEDED = ("stopwords", "headings", "levels", "ad", "ad_labels", "worked_as", "worked_at", "cared_for", "named")


@pytest.mark.parametrize("language", languages())
def test_a_language_has_the_words_that_readers_need(language: str) -> None:
    words = vocabulary(language)
    assert all(words.get(key) for key in NEEDED)


@pytest.mark.parametrize("language", languages())
def test_every_word_is_text(language: str) -> None:
    def texts(value: object) -> list[object]:
        if isinstance(value, dict):
            return [text for inner in value.values() for text in texts(inner)]
        return [text for inner in value for text in texts(inner)] if isinstance(value, list) else [value]

    assert all(isinstance(text, str | int) and not isinstance(text, bool) for text in texts(vocabulary(language)))


@pytest.mark.parametrize("language", languages())
def test_a_heading_opens_one_kind_of_section(language: str) -> None:
    seen: dict[str, str] = {}
    for kind, words in vocabulary(language)["headings"].items():
        for word in words:
            assert seen.setdefault(flat(word), kind) == kind, word


def test_flat_text_keeps_every_character_in_its_place() -> None:
    for text in ("Éducation – ٢٠١٩", "Straße ﬁn œuvre", "مدرسة الأمل", "İstanbul"):
        assert len(flat(text)) == len(text)
