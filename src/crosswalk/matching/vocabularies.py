"""Numbers for the words that both sides use: languages, countries, occupations, names of licences and employers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.linked import Linked
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.types import fold_name

__all__ = ["ISCO_GROUP", "Vocabularies", "Vocabulary"]

#: URI of an ISCO-08 group is this text and the code.
ISCO_GROUP = "http://data.europa.eu/esco/isco/C"


@dataclass(slots=True)
class Vocabulary:
    """Words and their numbers, in the order in which they came; it only grows.

    Args:
        form: What makes two spellings the same word.
        known: Which of these words count at all; the others have no number.
    """

    form: Callable[[str], str] = str
    known: Callable[[list[str]], list[bool]] = lambda words: [True] * len(words)
    numbers: dict[str, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    spellings: dict[str, int] = field(default_factory=dict)

    def encode(self, texts: pl.Series) -> NDArray[np.int32]:
        """The number of each text; -1 for null and for words that are not known."""
        words = texts.to_list()
        self._learn(set(words) - self.spellings.keys() - {None})
        return np.array([self.spellings.get(text, -1) for text in words], dtype=np.int32)

    def _learn(self, spellings: set[str]) -> None:
        fresh = sorted({self.form(text) for text in spellings} - self.numbers.keys())
        for word, known in zip(fresh, self.known(fresh) if fresh else [], strict=True):
            self.numbers[word] = len(self.words) if known else -1
            if known:
                self.words.append(word)
        self.spellings.update({text: self.numbers[self.form(text)] for text in spellings})


def _occupations(taxonomy: SkillTaxonomy) -> Callable[[list[str]], list[bool]]:
    """An occupation counts where the taxonomy knows it: it is at least a little near to itself."""

    def known(uris: list[str]) -> list[bool]:
        found: list[bool] = []
        for start in range(0, len(uris), 512):
            block = uris[start : start + 512]
            near = np.asarray(taxonomy.occupation_nearness(block, block))
            found += (np.diagonal(near) > 0).tolist()
        return found

    return known


@dataclass(slots=True)
class Vocabularies:
    """The vocabularies of one match, shared by people and vacancies, and how much of each side is linked."""

    occupations: Vocabulary
    languages: Vocabulary = field(default_factory=Vocabulary)
    countries: Vocabulary = field(default_factory=Vocabulary)
    licences: Vocabulary = field(default_factory=lambda: Vocabulary(form=fold_name))
    employers: Vocabulary = field(default_factory=lambda: Vocabulary(form=fold_name))
    people_linked: Linked = field(default_factory=lambda: Linked("people"))
    vacancies_linked: Linked = field(default_factory=lambda: Linked("vacancies"))

    @classmethod
    def of(cls, taxonomy: SkillTaxonomy) -> Vocabularies:
        """Empty vocabularies for matching under a taxonomy."""
        return cls(occupations=Vocabulary(known=_occupations(taxonomy)))
