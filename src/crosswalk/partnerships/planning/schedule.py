"""When each step begins and ends, how much it may slip, and what the first day at work waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.planning.steps import (
    TRACKS,
    PeopleTrack,
    days_of,
    latest_allowed,
    on_track,
    span,
    timetable,
    waits_for,
)

__all__ = ["CASES", "Case", "Schedule", "Slot", "schedule"]

#: Every step as quick as is credible, as long as is likely, as slow as is credible.
Case = Literal["low", "likely", "high"]
CASES: tuple[Case, ...] = ("low", "likely", "high")


@dataclass(frozen=True, slots=True)
class Slot:
    """The days of one step when everything begins as early as it can.

    Attributes:
        start, end: First day, and the day on which it is over.
        waited: Days that it waits for an intake though all before it has ended.
        slack: Days that it may begin later without any first day at work moving. None: it is beside the work.
        waits_on: The step that ends last of those before it; None for a step that waits for nothing.
    """

    start: date
    end: date
    waited: int
    slack: int | None
    waits_on: str | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days of all steps in one case.

    Attributes:
        slots: By step, in an order in which each comes after all that it waits for.
        first_days: The first day at work of each track that has people.
        critical: For each track the steps that its first day at work waits for, one after the other.
    """

    slots: Mapping[str, Slot]
    first_days: Mapping[PeopleTrack, date]
    critical: Mapping[PeopleTrack, tuple[str, ...]]


def schedule(partnership: Partnership, case: Case = "likely", not_before: Mapping[str, date] | None = None) -> Schedule:
    """The schedule of a partnership.

    Args:
        case: How long the steps take of what is credible.
        not_before: Days before which some steps shall not begin.
    """
    steps, first = partnership.steps, partnership.file.starts_on
    lengths = {name: days_of(getattr(span(step.weeks), case)) for name, step in steps.items()}
    table = timetable(steps, first, lengths.__getitem__, not_before)
    after = waits_for(steps)
    first_days = {track: _first_day(partnership, track, table) for track in TRACKS if partnership.people(track)}
    latest = _latest(partnership, table, first_days)
    slots = {}
    for name, (start, end) in table.items():
        ready = max([first, *(table[before][1] for before in after[name])])
        last = max(after[name], key=lambda before: table[before][1], default=None)
        slack = None if steps[name].at_work else (latest[name] - start).days
        slots[name] = Slot(start, end, (start - ready).days, slack, last)
    critical = {track: _critical(partnership, track, slots) for track in first_days}
    return Schedule(slots, first_days, critical)


def _before_work(partnership: Partnership, track: PeopleTrack) -> list[str]:
    return [name for name, step in partnership.steps_of(track).items() if not step.at_work]


def _first_day(partnership: Partnership, track: PeopleTrack, table: Mapping[str, tuple[date, date]]) -> date:
    return max(table[name][1] for name in _before_work(partnership, track))


def _latest(
    partnership: Partnership, table: Mapping[str, tuple[date, date]], first_days: Mapping[PeopleTrack, date]
) -> dict[str, date]:
    """The latest day on which each step before the work can begin without moving a first day at work."""
    steps = {name: step for name, step in partnership.steps.items() if not step.at_work}
    latest: dict[str, date] = {}
    for name in reversed([name for name in table if name in steps]):
        limits = [day for track, day in first_days.items() if on_track(steps[name].track, track)]
        limits += [latest[other] for other, step in steps.items() if name in step.after]
        length = table[name][1] - table[name][0]
        latest[name] = latest_allowed(min(limits) - length, steps[name].starts_in)
    return latest


def _critical(partnership: Partnership, track: PeopleTrack, slots: Mapping[str, Slot]) -> tuple[str, ...]:
    name: str | None = max(_before_work(partnership, track), key=lambda step: slots[step].end)
    path: list[str] = []
    while name is not None:
        path.append(name)
        name = slots[name].waits_on
    return tuple(reversed(path))
