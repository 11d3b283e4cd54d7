"""Filters: each says yes, unknown or no for a person and what vacancies have in common; only a no excludes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import UsageError

__all__ = ["FILTERS", "NO", "UNKNOWN", "YES", "Factor", "Filters"]

NO, UNKNOWN, YES = 0, 1, 2

#: Names of the filters, in the order in which they are tried.
FILTERS = ("destination", "language", "education", "licence", "availability", "exclusions", "consent")


@dataclass(frozen=True, slots=True)
class Factor:
    """A filter that the caller brings, such as the verdicts of a migration pathway.

    Args:
        name: Named in the result where the verdict is unknown.
        person: Row of `verdict` for each person, in the order of the people.
        vacancy: Column of `verdict` for each vacancy, in the order of the vacancies.
        verdict: Table of 0 no, 1 unknown, 2 yes; small, because people and vacancies share rows and columns.

    Raises:
        UsageError: The table holds other numbers, or a row or column lies outside it.

    Example:
        >>> import numpy as np
        >>> Factor("visa", np.array([0, 1, 1]), np.array([0]), np.array([[2], [0]], dtype=np.uint8)).name
        'visa'
    """

    name: str
    person: NDArray[np.integer]
    vacancy: NDArray[np.integer]
    verdict: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.verdict.ndim != 2 or (self.verdict.size and self.verdict.max() > YES):
            raise UsageError(f"The factor {self.name} is not a table of 0, 1 and 2.")
        if self.name in FILTERS:
            raise UsageError(f"The factor {self.name} has the name of a filter.", remedy="Name it otherwise.")
        for places, size in zip((self.person, self.vacancy), self.verdict.shape, strict=True):
            if places.size and not 0 <= places.min() <= places.max() < size:
                raise UsageError(f"The factor {self.name} points outside its table.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which filters are on, how an unknown is taken, and what a language floor forgives.

    Args:
        on: Names out of FILTERS.
        strict: Names of filters (extra factors too) for which unknown counts as no.
        language_steps: CEFR steps below the need that the language filter lets pass.

    Raises:
        UsageError: A name is not a filter.
    """

    on: tuple[str, ...] = FILTERS
    strict: tuple[str, ...] = ()
    language_steps: int = 0

    def __post_init__(self) -> None:
        if unknown := set(self.on) - set(FILTERS):
            raise UsageError(
                f"There is no filter named {', '.join(sorted(unknown))}.", remedy=f"Use {', '.join(FILTERS)}."
            )

    def check_strict(self, factors: Sequence[str]) -> None:
        """Refuses strict names that are neither a filter that is on nor the name of an extra factor."""
        names = {*self.on, *factors}
        if unknown := set(self.strict) - names:
            raise UsageError(
                f"There is no filter named {', '.join(sorted(unknown))} to be strict about.",
                remedy=f"Use {', '.join(sorted(names, key=lambda name: [*FILTERS, name].index(name)))}.",
            )
