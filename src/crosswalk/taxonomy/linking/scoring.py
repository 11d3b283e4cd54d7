"""Scores every concept of one pillar for phrases of any language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.taxonomy.linking import ranking
from crosswalk.taxonomy.linking.index import LanguageBlock, PillarIndex
from crosswalk.taxonomy.linking.normalise import key
from crosswalk.taxonomy.linking.tuning import Tuning

__all__ = ["PillarScorer"]

Floats = NDArray[np.float32]

SUPPORT_LANGUAGE = "en"


class PillarScorer:
    """One pillar's index and constants; keeps what was computed for a language.

    Args:
        index: The pillar's index.
        tuning: The pillar's constants.
    """

    def __init__(self, index: PillarIndex, tuning: Tuning) -> None:
        self.index = index
        self.tuning = tuning
        self.calibration = tuning.calibration_small
        if len(index.uris) >= tuning.large:
            self.calibration = tuning.calibration
        elif np.array_equal(index.adapter, np.eye(len(index.adapter))):
            self.calibration = tuning.calibration_tiny
        english = index.blocks.get(SUPPORT_LANGUAGE)
        self._support = [english] if english else list(index.blocks.values())
        self._centres = lru_cache(maxsize=8)(self._compute_centres)
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
        found = ranking.signals(self.index, own, self._support, self._centres(language), vectors, keys)
        fused = ranking.fused(found, self.tuning.within if own is not None else self.tuning.across)
        likeness = np.maximum(found["support"], found["nearest"]) if "nearest" in found else found["support"]
        for row, phrase_key in enumerate(keys):
            for label in self.index.exact(phrase_key):
                bonus = self.tuning.exact if self.index.kinds[label] == 0 else self.tuning.exact / 2
                fused[row, self.index.owners[label]] += bonus
        return fused, likeness

    def likeness_to(self, concept: int, vectors: Floats) -> Floats:
        """Returns the cosine of each vector with the nearest label of one concept, in any language."""
        rows = np.flatnonzero(self.index.owners == concept)
        labels = self.index.vectors.codes[rows] * self.index.vectors.scales[rows, None]
        return np.asarray((vectors @ labels.T).max(axis=1), dtype=np.float32)

    def name(self, concept: int, language: str | None) -> tuple[str, str]:
        """Returns the label that names a concept, and its language: the text's own, else English, else any."""
        wanted = dict.fromkeys([language or SUPPORT_LANGUAGE, SUPPORT_LANGUAGE, *self.index.blocks])
        row = next(row for row in self._rows_of(concept, wanted) if row >= 0)
        return str(self.index.labels["text"][row]), str(self.index.labels["lang"][row])

    def _rows_of(self, concept: int, languages: Iterator[str] | dict[str, None]) -> Iterator[int]:
        return (int(self._first_rows(lang)[concept]) for lang in languages if lang in self.index.blocks)

    def _compute_centres(self, language: str | None) -> Floats:
        blocks: dict[str, LanguageBlock] = {block.language: block for block in self._support}
        if language:
            blocks[language] = self.index.blocks[language]
        return ranking.centres(list(blocks.values()))

    def _compute_first_rows(self, language: str) -> NDArray[np.int64]:
        """Returns, for each concept, the row of its first label in a language; -1 without one."""
        block = self.index.blocks[language]
        rows = np.full(len(self.index.uris), -1, dtype=np.int64)
        rows[block.owners[::-1]] = np.arange(block.start, block.start + len(block.owners))[::-1]
        return rows
