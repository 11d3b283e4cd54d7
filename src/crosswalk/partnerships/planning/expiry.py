"""Papers that are no longer good when they are needed, and when their step would have to begin instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.planning.schedule import CASES, Case, Schedule, schedule
from crosswalk.partnerships.planning.steps import add_months, ahead_of, latest_allowed, waits_for

__all__ = ["Expiry", "Use", "expiries", "uses"]


@dataclass(frozen=True, slots=True)
class Use:
    """A paper as it is used: which step gives it, which needs it, and until when it is good.

    Attributes:
        good_until: The last day on which it is good.
    """

    paper: str
    given_by: str
    needed_by: str
    given_on: date
    good_until: date
    needed_on: date

    @property
    def expired(self) -> bool:
        """Whether it is no longer good when it is needed."""
        return self.needed_on > self.good_until


@dataclass(frozen=True, slots=True)
class Expiry:
    """A paper that is no longer good when it is needed, and what mends it.

    Attributes:
        use: In the likely case, or in the first case in which it expires.
        cases: In which cases it expires: every step quick (low), likely, or slow (high).
        begin_from, begin_by: Between these days the step that gives it can begin so that the paper is good when it is
            needed, nothing else expires that does not now, and no first day at work moves. None: no such day.
        hold_for: The step that the paper has to wait for: begin the giving step beside it, not before it.
    """

    use: Use
    cases: tuple[Case, ...]
    begin_from: date | None
    begin_by: date | None
    hold_for: str | None


def uses(partnership: Partnership, planned: Schedule) -> tuple[Use, ...]:
    """Every use of a paper that can expire; of several steps that give it the one whose paper is good longest."""
    after = waits_for(partnership.steps)
    found = []
    for name, step in partnership.steps.items():
        earlier = [other for other in planned.slots if other in ahead_of(name, after)] if step.needs else []
        for paper in step.needs:
            given = [
                (
                    date.max if each.valid_months is None else add_months(planned.slots[other].end, each.valid_months),
                    other,
                )
                for other in earlier
                for each in partnership.steps[other].yields
                if each.paper == paper
            ]
            until, giver = max(given)
            if until != date.max:
                found.append(Use(paper, giver, name, planned.slots[giver].end, until, planned.slots[name].start))
    return tuple(found)


def expiries(partnership: Partnership) -> tuple[Expiry, ...]:
    """Papers that expire before they are used, in the likely case or where all steps are quick or slow.

    The remedies of papers that expire in the likely case hold together: each is found with those before it applied.
    """
    by_case = {case: uses(partnership, schedule(partnership, case)) for case in CASES}
    held: dict[str, date] = {}
    found = []
    for use in by_case["likely"]:
        cases = tuple(case for case in CASES if _same(use, by_case[case]).expired)
        if use.expired:
            first, last = _window(partnership, use, held)
            hold_for = schedule(partnership).slots[use.needed_by].waits_on
            found.append(Expiry(use, cases, first, last, None if hold_for == use.given_by else hold_for))
            if last is not None:
                held[use.given_by] = max(last, held.get(use.given_by, last))
        elif cases:
            found.append(Expiry(_same(use, by_case[cases[0]]), cases, None, None, None))
    return tuple(found)


def _same(use: Use, others: tuple[Use, ...]) -> Use:
    return next(each for each in others if (each.paper, each.needed_by) == (use.paper, use.needed_by))


def _window(partnership: Partnership, use: Use, held: Mapping[str, date]) -> tuple[date | None, date | None]:
    """First and last day on which the giving step can begin, tried day by day over its slack."""
    now = schedule(partnership, not_before=held)
    expired = {(each.paper, each.needed_by) for each in uses(partnership, now) if each.expired}
    months = partnership.steps[use.given_by].starts_in
    slot = now.slots[use.given_by]
    good = []
    for later in range((slot.slack or 0) + 1):
        day = slot.start + timedelta(days=later)
        if latest_allowed(day, months) != day:
            continue
        then = schedule(partnership, not_before={**held, use.given_by: day})
        still = {(each.paper, each.needed_by) for each in uses(partnership, then) if each.expired}
        if then.first_days == now.first_days and still <= expired - {(use.paper, use.needed_by)}:
            good.append(day)
    return (good[0], good[-1]) if good else (None, None)
