"""The months of a partnership, counted from its first day, and how far its calendar of money reaches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.quantities import Draw
from crosswalk.partnerships.planning.steps import TRACKS, PeopleTrack, add_months, on_track, timetable

__all__ = ["Months", "Timing", "months_of", "timing"]


@dataclass(frozen=True, slots=True)
class Months:
    """The months within the horizon.

    Attributes:
        starts: First day of each month, and the day after the last.

    Example:
        >>> months = Months.since(date(2026, 1, 31), 3)
        >>> [str(day) for day in months.starts]
        ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']
        >>> months.of(date(2026, 3, 30)), months.first_whole(date(2026, 3, 30))
        (1, 2)
    """

    starts: tuple[date, ...]

    @classmethod
    def since(cls, starts_on: date, number: int) -> Months:
        """So many months, each from the same day of the calendar month, or its last day where that is missing."""
        return cls(tuple(add_months(starts_on, month) for month in range(number + 1)))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, day: date) -> int:
        """The month in which a day lies."""
        return bisect_right(self.starts, day) - 1

    def first_whole(self, day: date) -> int:
        """The first month that begins on or after a day."""
        return bisect_left(self.starts, day)

    def days(self, month: int) -> int:
        """How many days a month has."""
        return (self.starts[month + 1] - self.starts[month]).days

    def parts(self, begin: date, end: date) -> dict[int, Fraction]:
        """The part of each month that lies from one day to before another."""
        found = {}
        for month in range(self.of(begin), len(self)):
            days = (min(end, self.starts[month + 1]) - max(begin, self.starts[month])).days
            if days <= 0:
                break
            found[month] = Fraction(days, self.days(month))
        return found


@dataclass(frozen=True, slots=True)
class Timing:
    """When steps and work begin, under one draw.

    Attributes:
        months: The months within the horizon.
        steps: First day and end of each step, in an order in which each comes after what it waits for.
        work: For each track with people the first whole month of work after its last step.
    """

    months: Months
    steps: Mapping[str, tuple[date, date]]
    work: Mapping[PeopleTrack, int]


def months_of(partnership: Partnership) -> Months:
    """The months within the horizon of a partnership."""
    return Months.since(partnership.file.starts_on, partnership.file.horizon_months)


def timing(partnership: Partnership, draw: Draw) -> Timing:
    """When everything happens under one draw.

    Raises:
        FileError: The horizon ends before all steps have ended and work has begun.
    """
    file, months = partnership.file, months_of(partnership)
    steps = timetable(file.steps, file.starts_on, lambda name: draw[f"steps.{name}.weeks"])
    ends = {
        track: max(
            (steps[n][1] for n, s in file.steps.items() if on_track(s.track, track) and not s.at_work),
            default=file.starts_on,
        )
        for track in TRACKS
        if partnership.people(track)
    }
    work = {track: months.first_whole(end) for track, end in ends.items()}
    latest = max(end for _, end in steps.values())
    if latest >= months.starts[-1] or max(work.values()) >= len(months):
        needed = (latest.year - file.starts_on.year) * 12 + latest.month - file.starts_on.month + 2
        raise partnership.document.error(
            f"The horizon of {file.horizon_months} months ends before work begins and all steps end ({latest}).",
            "horizon_months",
            remedy=f"Write horizon_months: {max(needed, 12)} or more.",
        )
    return Timing(months, steps, work)
