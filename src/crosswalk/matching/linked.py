"""Whether records were linked with the taxonomy at hand: how many of the URIs that they name it knows."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from crosswalk.errors import UsageError

__all__ = ["Linked"]


@dataclass(slots=True)
class Linked:
    """URIs of skills and occupations that the records of one side name, and how many the taxonomy does not know.

    Example:
        >>> people = Linked("people", stated=40, unknown=3)
        >>> people.notes()
        ('3 of 40 skills and occupations that the people name are not in this taxonomy: they were not compared.',)
    """

    side: str
    stated: int = 0
    unknown: int = 0

    def count(self, uris: pl.Series, known: pl.Series) -> None:
        """Adds the URIs of a column; `known` says of each whether the taxonomy has it."""
        self.stated += uris.len() - uris.null_count()
        self.unknown += int((uris.is_not_null() & ~known).sum())

    def check(self) -> None:
        """Refuses records of which no URI is known.

        Raises:
            UsageError: They were linked with another taxonomy: whatever came out would only look like an answer.
        """
        if self.stated and self.unknown == self.stated:
            raise UsageError(
                f"None of the {self.stated:,} skills and occupations that the {self.side} name is in this taxonomy: "
                "these records were linked with another one.",
                remedy="Name that taxonomy, or import the records again with --taxonomy FILE.",
            )

    def notes(self) -> tuple[str, ...]:
        """One sentence where some URIs are not known."""
        if not self.unknown:
            return ()
        return (
            f"{self.unknown:,} of {self.stated:,} skills and occupations that the {self.side} name are not in this "
            "taxonomy: they were not compared.",
        )
