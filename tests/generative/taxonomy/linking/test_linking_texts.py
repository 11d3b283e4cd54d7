"""Any text at all can be normalised, cut and compared."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crosswalk.taxonomy.linking.lexical import CharacterIndex, character_grams
from crosswalk.taxonomy.linking.normalise import key, tidy
from crosswalk.taxonomy.linking.sentences import clauses, sentences

WORDS = st.text(alphabet="abcdeé èàö/()-*: .IN", min_size=0, max_size=60)


@given(st.one_of(st.text(max_size=200), WORDS))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    once = key(text)
    assert key(key(once)) == key(once)
    assert once == once.strip()


@given(st.one_of(st.text(max_size=200), WORDS))
def test_a_tidy_phrase_has_no_doubled_or_outer_spaces(text: str) -> None:
    phrase = tidy(text)
    assert phrase == " ".join(phrase.split())


@given(st.text(max_size=400))
def test_spans_lie_in_order_and_say_what_stands_there(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert sentence.start >= end
        assert text[sentence.start : sentence.end] == sentence.text
        end = sentence.end
        for clause in clauses(sentence):
            assert text[clause.start : clause.end] == clause.text
            assert sentence.start <= clause.start <= clause.end <= sentence.end


@settings(max_examples=50, deadline=None)  # the first call compiles
@given(
    st.lists(
        st.text(alphabet="abcd ", min_size=1, max_size=20).map(key).filter(bool), min_size=1, max_size=12, unique=True
    )
)
def test_the_inverted_index_gives_the_cosine_of_the_plain_definition(keys: list[str]) -> None:
    buckets = {int(bucket) for bucket in character_grams(keys)[0]}
    assume(len(buckets) == len({gram for phrase in keys for gram in _grams(phrase)}))  # no two share a bucket
    scores = CharacterIndex.build(keys).scores(keys)
    np.testing.assert_allclose(scores, _plain_cosines(keys), atol=1e-4)


def _plain_cosines(keys: list[str]) -> np.ndarray:
    """The slow twin: sequences of 2 to 5 letters inside padded words, each once, weighted by idf, cosine."""
    grams = [_grams(k) for k in keys]
    names = sorted({g for found in grams for g in found})
    holds = np.array([[n in found for n in names] for found in grams], dtype=float)
    weights = holds * (np.log((1 + len(keys)) / (1 + holds.sum(axis=0))) + 1)
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    return weights @ weights.T


def _grams(phrase: str) -> list[str]:
    padded = f" {phrase} "
    found = []
    for left in range(len(padded)):
        for right in range(left + 1, min(left + 5, len(padded))):
            found.append(padded[left : right + 1])
            if padded[right] == " ":
                break
    return found
