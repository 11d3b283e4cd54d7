"""Nearness of the occupations that people hold to those that vacancies need, worked out once each."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.vocabularies import Vocabulary

__all__ = ["NearOccupations"]

#: Occupations compared in one call, which bounds memory.
AT_ONCE = 128


@dataclass(slots=True)
class NearOccupations:
    """A table with a row for each occupation of the vocabulary; columns come as vacancies need them."""

    taxonomy: SkillTaxonomy
    vocabulary: Vocabulary
    columns: dict[int, int] = field(default_factory=dict)
    table: NDArray[np.uint16] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.uint16))

    def of(self, needed: NDArray[np.int32]) -> NDArray[np.uint16]:
        """Nearness (all occupations of the vocabulary, `needed`)."""
        fresh = sorted(set(needed.tolist()) - self.columns.keys())
        self.columns.update({number: len(self.columns) + k for k, number in enumerate(fresh)})
        rows, columns = self.table.shape
        if fresh or rows < len(self.vocabulary.words):
            self._grow(rows, columns)
        wanted = [self.columns[number] for number in needed.tolist()]
        if wanted == list(range(self.table.shape[1])):
            return self.table  # not copied: it is the largest table of all
        return self.table[:, wanted]

    def _grow(self, rows: int, columns: int) -> None:
        grown = np.zeros((len(self.vocabulary.words), len(self.columns)), dtype=np.uint16)
        grown[:rows, :columns] = self.table
        uris = [self.vocabulary.words[number] for number in self.columns]
        self._fill(grown, rows, len(grown), uris, 0)
        self._fill(grown, 0, rows, uris, columns)
        self.table = grown

    def _fill(self, table: NDArray[np.uint16], first: int, last: int, uris: list[str], column: int) -> None:
        if column == len(uris):
            return
        for start in range(first, last, AT_ONCE):
            stop = min(start + AT_ONCE, last)
            held = self.vocabulary.words[start:stop]
            table[start:stop, column:] = self.taxonomy.occupation_nearness(held, uris[column:])
