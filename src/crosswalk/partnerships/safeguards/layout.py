"""The layouts of the data behind the safeguards: sources, bars with their days, lists of countries, occupations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from crosswalk.yaml_files import Entry, Number

__all__ = ["Bar", "BarValue", "ItemEntry", "LevelEntry", "ListEdition", "ReadinessFile", "RulesFile", "ScopeEntry"]
__all__ += ["SafeguardEntry", "SourceOfRule"]

Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Isco = Annotated[str, Field(pattern=r"^[0-9]{1,4}$")]


class SourceOfRule(Entry):
    """Where a rule was read, when, and how far it can be trusted.

    Attributes:
        tier: A: the official text or page was read; B: others say so and agree; C: weak.
        needs_verification: It could not be confirmed in full: look before you rely on it.
    """

    title: str
    section: str = ""
    url: str = ""
    read_on: date
    tier: Literal["A", "B", "C"]
    needs_verification: bool = False
    note: str = ""


class BarValue(Entry):
    """What a bar is from a day on, until the next value begins.

    Attributes:
        source: Where it was read; absent where it is a choice of ours.
        assumed: It is a choice of ours, for the reason given.
    """

    from_: date = Field(alias="from")
    value: Number
    source: str | None = None
    assumed: bool = False
    reason: str = ""


class Bar(Entry):
    """A number that a safeguard compares with."""

    unit: str
    values: Annotated[tuple[BarValue, ...], Field(min_length=1)]


class SafeguardEntry(Entry):
    """A safeguard: the questions that people answer, and where the rule comes from."""

    questions: tuple[str, ...] = ()
    sources: Annotated[tuple[str, ...], Field(min_length=1)]


class ListEdition(Entry):
    """One edition of a list of countries; it holds until the next begins.

    Attributes:
        review_due: Day from which a newer edition is to be expected.
    """

    from_: date = Field(alias="from")
    title: str
    source: str
    review_due: date | None = None
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]


class ScopeEntry(Entry):
    """Occupations that belong to the health and care workforce from a day on."""

    isco: tuple[Isco, ...]
    kind: Literal["health", "care"]
    from_: date = Field(alias="from")
    source: str


class LevelEntry(Entry):
    """Skill levels of a group of ISCO-08; a longer code counts before a shorter one."""

    isco: Isco
    skill_levels: Annotated[tuple[Annotated[int, Field(ge=1, le=4)], ...], Field(min_length=1)]


class RulesFile(Entry):
    """All safeguards with their data."""

    sources: dict[str, SourceOfRule]
    safeguards: dict[str, SafeguardEntry]
    bars: dict[str, Bar]
    worker_cost_groups: dict[str, tuple[str, ...]]
    editions: tuple[ListEdition, ...]
    scope: tuple[ScopeEntry, ...]
    highest_education: dict[str, Annotated[int, Field(ge=0, le=8)]]
    levels: tuple[LevelEntry, ...]


class ItemEntry(Entry):
    """One item of a list of readiness."""

    name: str
    sources: Annotated[tuple[str, ...], Field(min_length=1)]


class ReadinessFile(Entry):
    """The lists of readiness: items in their order."""

    sources: dict[str, SourceOfRule]
    lists: dict[str, tuple[ItemEntry, ...]]
