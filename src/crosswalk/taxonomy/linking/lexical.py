"""Compares phrases letter by letter: cosine of weighted character sequences, from an inverted index per language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["CharacterIndex", "character_grams"]

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

SHORTEST, LONGEST = 2, 5
BUCKETS = 1 << 19


@numba.njit(cache=True, nogil=True)
def _mixed(value):  # type: ignore[no-untyped-def]
    """Spreads near hashes over all buckets (the last step of MurmurHash3, public domain)."""
    value = np.uint32((value ^ (value >> np.uint32(16))) * np.uint32(0x85EBCA6B))
    value = np.uint32((value ^ (value >> np.uint32(13))) * np.uint32(0xC2B2AE35))
    return np.uint32(value ^ (value >> np.uint32(16)))


@numba.njit(cache=True, nogil=True)
def _hash_grams(codes, starts, out, counts):  # type: ignore[no-untyped-def]
    """Writes the bucket of every character sequence inside each space-padded word (FNV-1a)."""
    filled = 0
    for text in range(len(starts) - 1):
        begin = filled
        for left in range(starts[text], starts[text + 1]):
            value = np.uint32(2166136261)
            for length in range(1, LONGEST + 1):
                right = left + length - 1
                if right >= starts[text + 1]:
                    break
                value = np.uint32((value ^ np.uint32(codes[right])) * np.uint32(16777619))
                if length >= SHORTEST:
                    out[filled] = _mixed(value) % np.uint32(BUCKETS)
                    filled += 1
                if length > 1 and codes[right] == 32:
                    break
        counts[text] = filled - begin
    return filled


def character_grams(keys: Sequence[str]) -> tuple[Integers, NDArray[np.int64]]:
    """Returns the buckets of all character sequences of the keys, and where each key's buckets start.

    Sequences of 2 to 5 characters inside a word, the word padded with a space on both sides.
    """
    joined = [f" {key} " for key in keys]
    codes = np.frombuffer("".join(joined).encode("utf-32-le"), dtype=np.uint32)
    starts = np.zeros(len(joined) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in joined], out=starts[1:])
    out = np.empty(len(codes) * (LONGEST - SHORTEST + 1), dtype=np.int32)
    counts = np.zeros(len(joined), dtype=np.int64)
    total = _hash_grams(codes, starts, out, counts)
    bounds = np.zeros(len(joined) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    return out[:total], bounds


@numba.njit(cache=True, nogil=True)
def _keep_different(grams, bounds):  # type: ignore[no-untyped-def]
    """Moves the different buckets of each text, sorted, to the front of `grams`; changes `bounds` to fit."""
    position, begin = 0, bounds[0]
    for text in range(len(bounds) - 1):
        end = bounds[text + 1]
        part = np.sort(grams[begin:end])
        for i in range(len(part)):
            if i == 0 or part[i] != part[i - 1]:
                grams[position] = part[i]
                position += 1
        begin = end
        bounds[text + 1] = position


@numba.njit(cache=True, nogil=True)
def _rarity(holders, texts):  # type: ignore[no-untyped-def]
    """Inverse document frequency, smoothed."""
    return np.float32(np.log((1.0 + texts) / (1.0 + holders)) + 1.0)


@numba.njit(cache=True, nogil=True)
def _scale(grams, begin, end, starts, texts):  # type: ignore[no-untyped-def]
    """One over the length of a text's vector."""
    square = 0.0
    for k in range(begin, end):
        rarity = _rarity(starts[grams[k] + 1] - starts[grams[k]], texts)
        square += rarity * rarity
    return np.float32(1.0 / np.sqrt(square)) if square > 0.0 else np.float32(0.0)


@numba.njit(cache=True, nogil=True)
def _invert(grams, bounds, starts, postings, scales):  # type: ignore[no-untyped-def]
    """Counts, then lists, the texts of each bucket, in the order of the texts."""
    texts = len(bounds) - 1
    for k in range(bounds[texts]):
        starts[grams[k] + 1] += 1
    for bucket in range(len(starts) - 1):
        starts[bucket + 1] += starts[bucket]
    filled = starts[:-1].copy()
    for text in range(texts):
        scales[text] = _scale(grams, bounds[text], bounds[text + 1], starts, texts)
        for k in range(bounds[text], bounds[text + 1]):
            postings[filled[grams[k]]] = text
            filled[grams[k]] += 1


@numba.njit(cache=True, nogil=True, fastmath=True)
def _raise_best(grams, bounds, starts, postings, scales, owners, preferred, best, best_preferred):  # type: ignore[no-untyped-def]
    """Adds up the squared rarities of shared sequences, then keeps each owner's greatest cosine."""
    texts = len(scales)
    row = np.empty(texts, dtype=np.float32)
    for query in range(len(bounds) - 1):
        row[:] = 0
        factor = _scale(grams, bounds[query], bounds[query + 1], starts, texts)
        for k in range(bounds[query], bounds[query + 1]):
            first, last = starts[grams[k]], starts[grams[k] + 1]
            weight = _rarity(last - first, texts)
            weight *= weight * factor
            for p in range(first, last):
                row[postings[p]] += weight
        for text in range(texts):
            score, owner = row[text] * scales[text], owners[text]
            best[query, owner] = max(best[query, owner], score)
            if preferred[text]:
                best_preferred[query, owner] = max(best_preferred[query, owner], score)


@dataclass(frozen=True, slots=True)
class CharacterIndex:
    """Inverted index of one language's labels, with the language's own rarities.

    A label's vector holds the rarity of each of its different sequences, so that a posting need not say more than
    the label's number.

    Attributes:
        starts: Where the postings of each bucket start.
        postings: Numbers of the labels that hold a sequence of the bucket.
        scales: One over the length of each label's vector.
    """

    starts: Integers
    postings: Integers
    scales: Floats

    @classmethod
    def build(cls, keys: Sequence[str]) -> CharacterIndex:
        """Indexes label keys in the given order.

        >>> index = CharacterIndex.build(["nurse", "night nurse", "welder"])
        >>> int(index.scores(["nurses"]).argmax())
        0
        """
        grams, bounds = character_grams(keys)
        _keep_different(grams, bounds)
        starts, postings = np.zeros(BUCKETS + 1, dtype=np.int32), np.empty(bounds[-1], dtype=np.int32)
        scales = np.empty(len(keys), dtype=np.float32)
        _invert(grams, bounds, starts, postings, scales)
        return cls(starts, postings, scales)

    def raise_best(
        self, keys: Sequence[str], owners: Integers, preferred: NDArray[np.bool_], best: Floats, best_preferred: Floats
    ) -> None:
        """Raises `best[k, owner]` to the cosine of key k with the labels of that owner, where higher.

        Args:
            keys: Keys of the texts.
            owners: Concept of each label.
            preferred: Whether a label is a preferred one.
            best: Array (keys, concepts) that is changed.
            best_preferred: The same for the preferred labels alone.
        """
        grams, bounds = character_grams(keys)
        _keep_different(grams, bounds)
        _raise_best(grams, bounds, self.starts, self.postings, self.scales, owners, preferred, best, best_preferred)

    def scores(self, keys: Sequence[str]) -> Floats:
        """Returns the cosine of every key with every label: array (len(keys), labels), float32."""
        size = len(self.scales)
        out = np.zeros((len(keys), size), dtype=np.float32)
        self.raise_best(keys, np.arange(size, dtype=np.int32), np.zeros(size, dtype=np.bool_), out, out)
        return out
