"""The steps of a partnership as a net: who waits for whom, circles, tracks, and the days on which each can begin."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from crosswalk.partnerships.design.layout import Range, StepEntry, Track
from crosswalk.partnerships.design.money import half_even

__all__ = [
    "TRACKS",
    "PeopleTrack",
    "Span",
    "add_months",
    "ahead_of",
    "circle",
    "days_of",
    "in_order",
    "latest_allowed",
    "next_allowed",
    "on_track",
    "span",
    "timetable",
    "waits_for",
]

#: A track on which people are; a step of `both` is taken by the people of both.
PeopleTrack = Literal["home", "away"]
TRACKS: tuple[PeopleTrack, ...] = ("home", "away")


@dataclass(frozen=True, slots=True)
class Span:
    """A number that may not be known for sure: the lowest, the likeliest and the highest that are credible."""

    low: Decimal | int
    likely: Decimal | int
    high: Decimal | int

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def span(estimate: Decimal | int | Range) -> Span:
    """A number or a range as three numbers.

    Example:
        >>> span(7)
        Span(low=7, likely=7, high=7)
    """
    if isinstance(estimate, Range):
        return Span(estimate.low, estimate.likely, estimate.high)
    return Span(estimate, estimate, estimate)


def days_of(weeks: Decimal | int) -> int:
    """Whole days of some weeks.

    Example:
        >>> days_of(Decimal("4.3")), days_of(2)
        (30, 14)
    """
    return half_even(Fraction(weeks) * 7)


def on_track(track: Track, of: PeopleTrack) -> bool:
    """Whether people of a track (`of`) take a step of `track`."""
    return track in (of, "both")


def circle(after: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A circle in which each step waits for the next, the first one named again at the end; empty without one.

    Args:
        after: For each step the steps that must have ended; those may be no step themselves.

    Example:
        >>> circle({"visa": ["offer"], "offer": ["visa"]})
        ('visa', 'offer', 'visa')
    """
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def in_order(after: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Steps in an order in which each comes after all that it waits for.

    Args:
        after: For each step the steps that must have ended; without a circle.

    Example:
        >>> in_order({"visa": ["offer"], "class": [], "offer": ["class"]})
        ('class', 'offer', 'visa')
    """
    return tuple(name for name in TopologicalSorter(after).static_order() if name in after)


def ahead_of(name: str, after: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """All steps that must have ended before a step begins, near and far."""
    found: set[str] = set()
    waiting = list(after[name])
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting += after[step]
    return frozenset(found)


def waits_for(steps: Mapping[str, StepEntry]) -> dict[str, tuple[str, ...]]:
    """For each step what must have ended: what it names, and for a step at work all that leads to its first day."""
    return {
        name: step.after
        if not step.at_work
        else tuple(
            dict.fromkeys(
                [*step.after, *(other for other, each in steps.items() if not each.at_work and _shared(step, each))]
            )
        )
        for name, step in steps.items()
    }


def _shared(step: StepEntry, other: StepEntry) -> bool:
    return "both" in (step.track, other.track) or step.track == other.track


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month.

    Example:
        >>> add_months(date(2027, 11, 30), 3)
        datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_allowed(day: date, months: Collection[int]) -> date:
    """The first day on or after a day that lies in one of some months; the day itself where none are named.

    Example:
        >>> next_allowed(date(2026, 10, 2), [9]), next_allowed(date(2026, 9, 20), [9])
        (datetime.date(2027, 9, 1), datetime.date(2026, 9, 20))
    """
    while months and day.month not in months:
        day = _first_of_next(day)
    return day


def latest_allowed(day: date, months: Collection[int]) -> date:
    """The last day on or before a day that lies in one of some months.

    Example:
        >>> latest_allowed(date(2026, 10, 2), [9])
        datetime.date(2026, 9, 30)
    """
    while months and day.month not in months:
        day = day.replace(day=1) - timedelta(days=1)
    return day


def _first_of_next(day: date) -> date:
    return day.replace(day=1) + timedelta(days=calendar.monthrange(day.year, day.month)[1])


def timetable(
    steps: Mapping[str, StepEntry],
    starts_on: date,
    length: Callable[[str], int],
    not_before: Mapping[str, date] | None = None,
) -> dict[str, tuple[date, date]]:
    """First day and end of every step when each begins as early as it can.

    Args:
        steps: Without a circle.
        starts_on: First day of the partnership.
        length: Days that a step takes.
        not_before: Days before which some steps shall not begin.

    Returns:
        For each step, in order, its first day and the day on which it is over: the next step can begin on that day.
    """
    after = waits_for(steps)
    found: dict[str, tuple[date, date]] = {}
    for name in in_order(after):
        ready = max([starts_on, *(found[before][1] for before in after[name])])
        ready = max(ready, (not_before or {}).get(name, ready))
        start = next_allowed(ready, steps[name].starts_in)
        found[name] = (start, start + timedelta(days=length(name)))
    return found
