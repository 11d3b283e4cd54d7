"""Scores every concept of one pillar for phrases of any language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.taxonomy.linking import ranking
from crosswalk.taxonomy.linking.index import SUPPORT_LANGUAGE, PillarIndex, supporting
from crosswalk.taxonomy.linking.normalise import key
from crosswalk.taxonomy.linking.ranking import Calibration
from crosswalk.taxonomy.linking.tuning import Tuning

__all__ = ["PillarScorer"]

Floats = NDArray[np.float32]

#: Scale of a mean below which there was nothing to take the mean of.
EMPTY = 1e-6


class PillarScorer:
    """One pillar's index and constants; keeps what was computed for a language.

    Args:
        index: The pillar's index.
        tuning: The pillar's constants.
    """

    def __init__(self, index: PillarIndex, tuning: Tuning) -> None:
        self.index = index
        self.tuning = tuning
        self._support = [index.blocks[language] for language in supporting(index.blocks)]
        self._first_rows = lru_cache(maxsize=32)(self._compute_first_rows)

    def languages(self, phrases: Sequence[str], langs: Sequence[str | None] | None) -> list[str | None]:
        """Returns the loaded language of each phrase; None where it is in a language that is not loaded.

        A language that is not given is guessed among the loaded ones.

        Raises:
            UsageError: There are not as many languages as phrases.
        """
        given: list[str | None] = list(langs) if langs is not None else [None] * len(phrases)
        if len(given) != len(phrases):
            raise UsageError(
                f"There are {len(phrases)} texts and {len(given)} languages.", remedy="Give one language for each text."
            )
        unknown = [i for i, lang in enumerate(given) if not lang]
        for i, guess in zip(unknown, self.index.guesser.guess([phrases[i] for i in unknown]), strict=True):
            given[i] = guess
        plain = [lang.strip().lower().replace("_", "-").split("-")[0] if lang else None for lang in given]
        return [lang if lang in self.index.blocks else None for lang in plain]

    def calibration(self, language: str | None) -> Calibration:
        """Returns the curve for texts of a loaded language, or of one that is not loaded (None)."""
        if len(self.index.uris) >= self.tuning.large:
            return self.tuning.calibration if language else self.tuning.calibration_across
        unlearned = np.array_equal(self.index.adapter, np.eye(len(self.index.adapter)))
        return self.tuning.calibration_tiny if unlearned else self.tuning.calibration_small

    def scores(self, language: str | None, phrases: Sequence[str], vectors: Floats) -> tuple[Floats, Floats]:
        """Scores phrases of one language.

        Args:
            language: Loaded language, or None to compare across languages.
            phrases: Tidied phrases.
            vectors: Adapted unit vectors of the phrases.

        Returns:
            Fused scores and the likeness (cosine of the nearest label), both (phrases, concepts).
        """
        own = self.index.blocks[language] if language else None
        keys = [key(phrase) for phrase in phrases]
        found = ranking.signals(self.index, own, self._support, vectors, keys)
        fused = ranking.fused(found, self.tuning.within if own is not None else self.tuning.across)
        likeness = np.maximum(found["support"], found["nearest"]) if "nearest" in found else found["support"]
        for row, phrase_key in enumerate(keys):
            labels = self.index.exact(phrase_key)
            for label in labels:
                bonus = self.tuning.exact if self.index.kinds[label] == 0 else self.tuning.exact / 2
                fused[row, self.index.owners[label]] += bonus
            if self.tuning.head and not len(labels):
                fused[row, self._named_by_end(phrase_key)] += self.tuning.head
        return fused, likeness

    def _named_by_end(self, phrase_key: str) -> list[int]:
        """Concepts of which a label is the end of a phrase, as "truck driver" is of "long-haul truck driver"."""
        words = phrase_key.split()
        for begin in range(1, len(words) - 1):
            if len(labels := self.index.exact(" ".join(words[begin:]))):
                return sorted({int(self.index.owners[label]) for label in labels})
        return []

    def likeness_to(self, concept: int, vectors: Floats) -> Floats:
        """Returns the cosine of each vector with the nearest label of one concept, in any language."""
        rows = np.flatnonzero(self.index.owners == concept)
        return np.asarray((vectors @ self.index.vectors.rows(rows).T).max(axis=1), dtype=np.float32)

    def text_nearness(self, concept: int) -> Floats:
        """Returns the cosine of the mean of a concept's labels with that of every concept, 0 to 1.

        Not a number where either has no label in the supporting languages.
        """
        middle = self.index.middle(None)
        vectors = middle.rows(np.array([concept]))
        near = np.clip(middle.cosines(vectors)[0], 0.0, 1.0)
        near[middle.scales < EMPTY] = np.nan
        return near if vectors.any() else np.full_like(near, np.nan)

    def name(self, concept: int, language: str | None) -> tuple[str, str]:
        """Returns the label that names a concept, and its language: the text's own, else English, else any."""
        wanted = dict.fromkeys([language or SUPPORT_LANGUAGE, SUPPORT_LANGUAGE, *self.index.blocks])
        row = next(row for row in self._rows_of(concept, wanted) if row >= 0)
        return str(self.index.labels["text"][row]), str(self.index.labels["lang"][row])

    def _rows_of(self, concept: int, languages: Iterator[str] | dict[str, None]) -> Iterator[int]:
        return (int(self._first_rows(lang)[concept]) for lang in languages if lang in self.index.blocks)

    def _compute_first_rows(self, language: str) -> NDArray[np.int64]:
        """Returns, for each concept, the row of its first label in a language; -1 without one."""
        block = self.index.blocks[language]
        rows = np.full(len(self.index.uris), -1, dtype=np.int64)
        rows[block.owners[::-1]] = np.arange(block.start, block.start + len(block.owners))[::-1]
        return rows
