"""What an expression of one pathway may name, and how an error says that it names something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crosswalk.pathways import grammar as g
from crosswalk.pathways.facts import Fact
from crosswalk.pathways.layout import ListEntry, ParameterEntry, SourceEntry, TableEntry

__all__ = ["BindingError", "Meter", "Scope"]

#: Parts that the whole of a pathway may have once its notions are written out; names that name names grow fast.
MOST_PARTS = 100_000


class BindingError(ValueError):
    """An expression names something that does not exist, or joins what does not fit."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything that an expression of one pathway may name."""

    facts: Mapping[str, Fact]
    scales: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, ParameterEntry]
    tables: Mapping[str, TableEntry]
    lists: Mapping[str, ListEntry]
    notions: Mapping[str, g.Syntax]
    sources: Mapping[str, SourceEntry]


@dataclass(slots=True)
class Meter:
    """Counts the parts that were bound, so that a small file cannot grow into an endless one."""

    parts: int = 0

    def add(self, parts: int) -> None:
        """Count some more.

        Raises:
            BindingError: There are too many.
        """
        self.parts += parts
        if self.parts > MOST_PARTS:
            raise BindingError(f"Written out, the pathway has more than {MOST_PARTS:,} parts. Simplify its notions.")
