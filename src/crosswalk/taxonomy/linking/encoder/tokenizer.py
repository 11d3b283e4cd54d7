"""Splits text into the word pieces of XLM-RoBERTa (sentencepiece unigram), exactly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["UnigramTokenizer"]

MARK: Final = 0x2581  # the character that stands for the space before a word
SPACE: Final = 0x20
# Far beyond what 512 tokens can hold, so that a text of a million characters costs no more than a page.
MOST_CHARACTERS: Final = 65_536
#: Places of the table of pieces are numbers of so many bits: about twice as many as there are pieces.
PLACE_BITS: Final = 19
NONE: Final = -1
_SPACES: Final = re.compile(" {2,}")


class UnigramTokenizer:
    """The likeliest split of each word into known pieces.

    Args:
        vocabulary: All pieces in UTF-8, one a line; the place of a line is the token's number.
        scores: Log likelihood of each piece.
        characters: Replacement of single characters (code point to text) before splitting.
        unknown: Token number for a character that no piece covers.

    Source: Kudo 2018, "Subword Regularization", arXiv 1804.10959.

    Example:
        >>> from crosswalk.taxonomy.linking.encoder.weights import read_weights
        >>> weights = read_weights()
        >>> tokenizer = UnigramTokenizer(weights.vocabulary, weights.scores, weights.characters, weights.unknown)
        >>> [weights.pieces[token] for token in tokenizer.tokens("Krankenpfleger", limit=10)]
        ['▁Kranken', 'pflege', 'r']
    """

    def __init__(
        self, vocabulary: bytes, scores: NDArray[np.float32], characters: Mapping[int, str], unknown: int
    ) -> None:
        letters = _letters(vocabulary.decode())
        breaks = np.flatnonzero(letters == ord("\n"))
        starts = np.concatenate([[0], breaks + 1])
        ends = np.concatenate([breaks, [len(letters)]])
        # 64 bits of a hash stand for a piece: that another string has those of a piece is out of the question.
        self._keys, self._numbers = np.zeros(1 << PLACE_BITS, np.uint64), np.full(1 << PLACE_BITS, NONE, np.int32)
        _fill(letters, starts, ends, unknown, self._keys, self._numbers)
        self._longest = int((ends - starts).max())
        self._scores = scores
        self._characters = characters
        self._unknown = unknown
        self._unknown_score = float(scores.min()) - 10.0

    def tokens(self, text: str, limit: int) -> list[int]:
        """Token numbers of the text's beginning, without marks for start and end.

        Args:
            text: Any text.
            limit: At most so many tokens are returned; the rest of the text is not read.

        Returns:
            Between one and `limit` token numbers.
        """
        plain = _SPACES.sub(" ", text[:MOST_CHARACTERS].translate(self._characters))
        plain = plain.removeprefix(" ")
        # A token covers at most `_longest` characters: no word that begins beyond can have one of the first tokens.
        beyond = plain.find(" ", limit * self._longest)
        letters = _letters(f" {plain if beyond < 0 else plain[:beyond]}")
        known = (self._keys, self._numbers, self._scores)
        found: list[int] = _split(letters, *known, self._longest, self._unknown, self._unknown_score).tolist()
        return found[:limit]


def _letters(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@numba.njit(cache=True, nogil=True)
def _extended(key, letter):  # type: ignore[no-untyped-def]
    """The hash (FNV-1a over code points) of a string that is one letter longer."""
    return (key ^ np.uint64(letter)) * np.uint64(1099511628211)


@numba.njit(cache=True, nogil=True)
def _place(key, keys, numbers):  # type: ignore[no-untyped-def]
    """Where a piece lies in the table, or the free place where it would."""
    # Knuth's multiplicative hashing: the highest bits depend on all bits of the key.
    place = (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - PLACE_BITS)
    while numbers[place] != NONE and keys[place] != key:
        place = (place + np.uint64(1)) & np.uint64((1 << PLACE_BITS) - 1)
    return place


@numba.njit(cache=True, nogil=True)
def _fill(letters, starts, ends, unknown, keys, numbers):  # type: ignore[no-untyped-def]
    for number in range(len(starts)):
        if number != unknown:
            key = np.uint64(14695981039346656037)
            for letter in letters[starts[number] : ends[number]]:
                key = _extended(key, letter)
            place = _place(key, keys, numbers)
            keys[place], numbers[place] = key, number


@numba.njit(cache=True, nogil=True)
def _split(letters, keys, numbers, scores, longest, unknown, unknown_score):  # type: ignore[no-untyped-def]
    """Viterbi search for the best sum of scores over each word; pieces never span two words.

    A word begins at each space, which counts as the mark.
    """
    size = len(letters)
    best, chosen, origin = np.empty(size + 1), np.empty(size + 1, np.int32), np.empty(size + 1, np.int64)
    found, filled, first = np.empty(size, np.int32), 0, 0
    while first < size:
        last = first + 1
        while last < size and letters[last] != SPACE:
            last += 1
        best[first : last + 1] = -np.inf
        best[first] = 0.0
        for begin in range(first, last):
            so_far, key = best[begin], np.uint64(14695981039346656037)
            for end in range(begin + 1, min(begin + longest, last) + 1):
                key = _extended(key, MARK if end == first + 1 else letters[end - 1])
                number = numbers[_place(key, keys, numbers)]
                if number != NONE and so_far + scores[number] > best[end]:
                    best[end], chosen[end], origin[end] = so_far + scores[number], number, begin
            if so_far + unknown_score > best[begin + 1]:
                best[begin + 1], chosen[begin + 1], origin[begin + 1] = so_far + unknown_score, unknown, begin
        filled = _append_backwards(chosen, origin, first, last, found, filled)
        first = last
    return found[:filled]


@numba.njit(cache=True, nogil=True)
def _append_backwards(chosen, origin, first, last, found, filled):  # type: ignore[no-untyped-def]
    begin = filled
    while last > first:
        found[filled] = chosen[last]
        filled += 1
        last = origin[last]
    found[begin:filled] = found[begin:filled][::-1].copy()
    return filled
