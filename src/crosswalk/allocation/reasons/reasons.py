"""What is told of one person or one vacancy: the reason, the options that were weighed, and what would change it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from crosswalk.allocation.reasons.changes import Change

__all__ = ["REASONS", "NotPlaced", "OptionSeen", "Placed", "Together", "VacancyCounts"]

#: Codes of a reason. placed; no option at all; no place where all the group has an option; a rule's price decides;
#: places held back decide; others bring more; no price decides alone (groups, large households, or an open gap).
REASONS = ("placed", "no_option", "nowhere_together", "rule", "held_back", "contested", "combination")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSeen:
    """An option as it was weighed; amounts in millionths of the stage's unit.

    Attributes:
        vacancy, pathway: Identifiers; no pathway where none is known.
        value: What the person brings to it.
        needed: What somebody like them must bring to be given it: the price of the place and of the rules.
        place: The price of the places it takes.
        full: Too few places are left at the vacancy for it.
        charges: What each rule takes (above zero) or gives, by index of the row, the dearest first.
        lowest: The least value of those placed at the vacancy; for the programme only. None where there is nobody.
        held_back: Places of the vacancy that are kept for later.
    """

    option: int
    vacancy: str
    pathway: str | None
    value: int
    needed: int
    place: int
    full: bool
    charges: tuple[tuple[int, int], ...]
    lowest: int | None
    held_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The group that a person moves with; other members are for the programme only.

    Attributes:
        group: Its name.
        size: How many they are.
        missing: Members without an option where most of the group has one; none where all can meet.
    """

    group: str
    size: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPlaced:
    """Why one person was not placed.

    Attributes:
        person: Identifier.
        stage: Objective whose unit the amounts are in.
        reason: One of REASONS.
        no_option: Why there is no option, as the caller said.
        options: The nearest first, the few that were looked at; `option_count` is how many there are.
        rows: Indices of rules that press on the nearest option, the dearest first.
        together: None for who moves alone.
        short: What the nearest option, or the group's, lacks at the prices; never negative.
        changes: What would have changed it; empty where that was not asked for, or nothing was found.
        gap: Share of the bound that the allocation does not reach; above zero a better one may exist.
    """

    person: str
    stage: str
    reason: str
    no_option: str | None
    options: tuple[OptionSeen, ...]
    option_count: int
    rows: tuple[int, ...]
    together: Together | None
    short: int
    changes: tuple[Change, ...]
    gap: float

    @property
    def nearest_change(self) -> Change | None:
        """The first change that is proven, else the first one."""
        return next((each for each in self.changes if each.verified), next(iter(self.changes), None))

    def as_json(self) -> dict[str, Any]:
        """Plain data, for the programme only: it names members of the group, and numbers of rules that may be
        confidential."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Why one person was placed where they are: the option, and the other one that suits them best."""

    person: str
    stage: str
    option: OptionSeen
    option_count: int
    other: OptionSeen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyCounts:
    """What an employer may know: counts, and of those not placed there only where they are not few."""

    vacancy: str
    places: int
    considered: int
    placed: int
    elsewhere: int | None
    not_placed: int | None
