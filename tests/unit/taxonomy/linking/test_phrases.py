"""A text is scored whole and by its clauses; what is no clause of its own is not."""

from __future__ import annotations

import numpy as np

from crosswalk.taxonomy.linking.phrases import by_language, carrying, chunks, phrases_of


def test_a_single_word_behind_a_long_clause_is_the_end_of_it() -> None:
    text = "assemble metal parts from the drawings and estimates"
    assert phrases_of(text, text, split=True) == [text]


def test_a_single_word_in_a_list_of_words_is_a_clause() -> None:
    assert phrases_of("welding and grinding", "welding and grinding", split=True)[1:] == ["welding", "grinding"]


def test_a_text_without_letters_or_digits_has_no_phrases() -> None:
    assert phrases_of("...", "...", split=True) == []


def test_texts_are_grouped_by_language_and_never_lost() -> None:
    phrases = [["a"], [], ["b", "c"], ["d"]]
    members = by_language(["en", "en", None, "en"], phrases)
    assert members == {"en": [0, 3], None: [2]}
    assert [i for group in chunks([0, 2, 3], phrases, 2) for i in group] == [0, 2, 3]


def test_words_that_cost_nothing_all_carry() -> None:
    assert carrying(["one", "two"], np.zeros(2, dtype=np.float32)) == ("one", "two")
    assert carrying(["one", "two"], np.array([0.5, 0.05], dtype=np.float32)) == ("one",)
