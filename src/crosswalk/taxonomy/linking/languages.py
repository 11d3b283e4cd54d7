"""Guesses the language of a short text among the languages of the labels, from the character sequences they use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.lexical import character_grams

__all__ = ["LanguageGuesser"]

BUCKETS = 1 << 15
#: Mean log probability of a sequence below which a phrase is in none of the languages: 95 % of titles in a loaded
#: language lie above it, 80 % and more of those in other languages below.
STRANGE = -9.6


@dataclass(frozen=True, slots=True)
class LanguageGuesser:
    """Naive Bayes over hashed character sequences; `logs` is (languages, buckets)."""

    languages: tuple[str, ...]
    logs: NDArray[np.float32]

    @classmethod
    def build(cls, phrases: Mapping[str, Sequence[str]]) -> LanguageGuesser:
        """Learns from phrases (as `tidy` makes them) of each language.

        >>> guesser = LanguageGuesser.build({"en": ["the night nurse", "welder"], "de": ["nachtschwester"]})
        >>> guesser.guess(["nachtschwestern", "the night welder", "медсестра"])
        ['de', 'en', None]
        """
        languages = tuple(sorted(phrases))
        logs = np.empty((len(languages), BUCKETS), dtype=np.float32)
        for row, language in enumerate(languages):
            grams, _ = character_grams(list(phrases[language]))
            counts = np.bincount(grams % BUCKETS, minlength=BUCKETS)
            logs[row] = np.log((counts + 0.05) / (counts.sum() + 0.05 * BUCKETS))
        return cls(languages, logs)

    def guess(self, phrases: Sequence[str]) -> list[str | None]:
        """Returns the likeliest language of each phrase; None where it looks like none of `languages`."""
        grams, bounds = character_grams(phrases)
        counts = np.diff(bounds)
        owner = np.repeat(np.arange(len(phrases)), counts)
        totals = np.stack(
            [np.bincount(owner, logs[grams % BUCKETS], minlength=len(phrases)) for logs in self.logs], axis=1
        )
        strange = totals.max(axis=1) < STRANGE * counts
        best = totals.argmax(axis=1)
        return [None if odd else self.languages[i] for i, odd in zip(best, strange, strict=True)]
