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
def _weigh(grams, bounds, idf, weights, kept):  # type: ignore[no-untyped-def]
    """Collapses repeated buckets of each text; weight (1 + ln count) * idf, length one. Returns new bounds."""
    new_bounds = np.zeros_like(bounds)
    position = 0
    for text in range(len(bounds) - 1):
        part = np.sort(grams[bounds[text] : bounds[text + 1]])
        first, norm, i = position, 0.0, 0
        while i < len(part):
            j = i
            while j < len(part) and part[j] == part[i]:
                j += 1
            weight = (1.0 + np.log(j - i)) * idf[part[i]]
            kept[position] = part[i]
            weights[position] = weight
            norm += weight * weight
            position += 1
            i = j
        for k in range(first, position):
            weights[k] /= np.sqrt(norm)
        new_bounds[text + 1] = position
    return new_bounds


@numba.njit(cache=True, nogil=True, fastmath=True)
def _accumulate(grams, weights, bounds, starts, postings, values, scores):  # type: ignore[no-untyped-def]
    """Adds up, for each query, the products of shared sequences over the inverted index."""
    for query in range(len(bounds) - 1):
        row = scores[query]
        for k in range(bounds[query], bounds[query + 1]):
            weight = weights[k]
            for p in range(starts[grams[k]], starts[grams[k] + 1]):
                row[postings[p]] += weight * values[p]


@dataclass(frozen=True, slots=True)
class CharacterIndex:
    """Inverted index of one language's labels: bucket -> (label, weight), with the language's own rarities."""

    size: int
    idf: Floats
    starts: Integers
    postings: Integers
    values: Floats

    @classmethod
    def build(cls, keys: Sequence[str]) -> CharacterIndex:
        """Indexes label keys in the given order.

        >>> index = CharacterIndex.build(["nurse", "night nurse", "welder"])
        >>> int(index.scores(["nurses"]).argmax())
        0
        """
        grams, bounds = character_grams(keys)
        owner = np.repeat(np.arange(len(keys), dtype=np.int64), np.diff(bounds))
        pairs = np.unique(grams.astype(np.int64) * (len(keys) + 1) + owner)
        frequency = np.bincount(pairs // (len(keys) + 1), minlength=BUCKETS)
        idf = (np.log((1.0 + len(keys)) / (1.0 + frequency)) + 1.0).astype(np.float32)
        kept, weights, bounds = _weighted(grams, bounds, idf)
        order = np.argsort(kept, kind="stable")
        labels = np.repeat(np.arange(len(keys), dtype=np.int32), np.diff(bounds))
        starts = np.zeros(BUCKETS + 1, dtype=np.int32)
        np.cumsum(np.bincount(kept, minlength=BUCKETS), out=starts[1:])
        return cls(len(keys), idf, starts, labels[order], weights[order])

    def scores(self, keys: Sequence[str]) -> Floats:
        """Returns the cosine of every key with every label: array (len(keys), size), float32."""
        grams, bounds = character_grams(keys)
        kept, weights, bounds = _weighted(grams, bounds, self.idf)
        out = np.zeros((len(keys), self.size), dtype=np.float32)
        _accumulate(kept, weights, bounds, self.starts, self.postings, self.values, out)
        return out


def _weighted(grams: Integers, bounds: NDArray[np.int64], idf: Floats) -> tuple[Integers, Floats, NDArray[np.int64]]:
    kept, weights = np.empty(len(grams), dtype=np.int32), np.empty(len(grams), dtype=np.float32)
    bounds = _weigh(grams, bounds, idf, weights, kept)
    return kept[: bounds[-1]], weights[: bounds[-1]], bounds
