"""The data of the safeguards, read once: what a bar, a list and a scope were on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from crosswalk.partnerships.safeguards.layout import (
    BarValue,
    ItemEntry,
    ListEdition,
    ReadinessFile,
    RulesFile,
    SourceOfRule,
)
from crosswalk.yaml_files import read_yaml, shaped

__all__ = ["Rulebook", "load_rules", "readiness_lists", "rulebook"]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The safeguards as data.

    Attributes:
        file: As read.
    """

    file: RulesFile

    def bar(self, name: str, day: date) -> Fraction | None:
        """The number of a bar on a day; None before its first."""
        value = self.bar_value(name, day)
        return None if value is None else Fraction(value.value)

    def bar_value(self, name: str, day: date) -> BarValue | None:
        """A bar on a day, with its source or reason; None before its first."""
        known = [value for value in self.file.bars[name].values if value.from_ <= day]
        return max(known, key=lambda value: value.from_, default=None)

    def edition(self, day: date) -> ListEdition | None:
        """The list of WHO that holds on a day; None before the first that is known."""
        known = [edition for edition in self.file.editions if edition.from_ <= day]
        return max(known, key=lambda edition: edition.from_, default=None)

    def sources(self, names: Iterable[str]) -> tuple[SourceOfRule, ...]:
        """Sources by name, in the order asked for."""
        return tuple(self.file.sources[name] for name in names)

    def protected(self, isco: str, day: date) -> str | None:
        """Whether an occupation belongs to the health and care workforce on a day.

        Args:
            isco: One to four digits of ISCO-08.

        Returns:
            health, care or none; None where the code is too short to tell.

        Example:
            >>> from datetime import date
            >>> rules, day = rulebook(), date(2026, 11, 22)
            >>> rules.protected("2221", day), rules.protected("7126", day), rules.protected("53", day)
            ('health', 'none', None)
        """
        codes = [(code, entry.kind) for entry in self.file.scope if entry.from_ <= day for code in entry.isco]
        if kind := next((kind for code, kind in codes if isco.startswith(code)), None):
            return kind
        return None if any(code.startswith(isco) for code, _ in codes) else "none"

    def education(self, isco: str) -> tuple[int, int] | None:
        """The highest level of education that an occupation asks for: at least and at most; None where not known.

        Example:
            >>> rulebook().education("7126"), rulebook().education("1"), rulebook().education("1412")
            ((4, 4), (5, 8), (5, 5))
        """
        groups = [entry for entry in self.file.levels if isco.startswith(entry.isco)]
        group = max(groups, key=lambda entry: len(entry.isco), default=None)
        if group is None:
            return None
        highest = [self.file.highest_education[str(level)] for level in group.skill_levels]
        return min(highest), max(highest)


def load_rules(path: Path) -> Rulebook:
    """Safeguards from a file of ours or of a ministry.

    Raises:
        FileError: It breaks the layout.
    """
    return Rulebook(shaped(RulesFile, read_yaml(path)))


@cache
def rulebook() -> Rulebook:
    """The safeguards that come with Crosswalk."""
    with as_file(files("crosswalk.partnerships.safeguards").joinpath("rules.yaml")) as path:
        return load_rules(path)


@cache
def readiness_lists() -> tuple[dict[str, SourceOfRule], dict[str, tuple[ItemEntry, ...]]]:
    """Sources, and the items of each list of readiness by its name."""
    with as_file(files("crosswalk.partnerships.safeguards").joinpath("readiness.yaml")) as path:
        file = shaped(ReadinessFile, read_yaml(path))
    return file.sources, file.lists
