"""A partnership as arrays of whole numbers, for the kernel that reckons many draws at once."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswalk.partnerships.design.layout import Track
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.flows import OUTSIDE
from crosswalk.partnerships.economics.months import months_of, timing
from crosswalk.partnerships.economics.quantities import PARTS, Quantity, quantities
from crosswalk.partnerships.economics.stakeholders import STAKEHOLDERS, stakeholder_of
from crosswalk.partnerships.planning.steps import TRACKS, in_order, on_track, waits_for

__all__ = ["LARGEST", "NONE", "Programme", "programme_of"]

Numbers = NDArray[np.int64]
#: Where an entry has no such number, step or agreement.
NONE = -1
#: No single flow may be larger (in minor units): the kernel is exact up to here.
LARGEST = 5 * 10**13
MOST_PEOPLE = 10**6
COST_PER = ("person", "cohort", "month", "placed", "returned")
EFFECT_PER = ("month_away", "month_home", "month_returned", "placed", "trained", "returned", "cohort")
EARNINGS = ("without", "away", "home", "returned")


def _record(*fields: str) -> np.dtype[np.void]:
    return np.dtype([(field, np.int64) for field in fields])


#: The entries of a file as records of whole numbers. A field that names a quantity holds its column in the matrix of
#: values, or NONE; parties are numbered as in the file, then OUTSIDE; tracks are bits (1 home, 2 away).
DAY = _record("month", "calendar", "following")
STEP = _record("days", "left", "kept", "tracks", "at_work", "months", "before", "before_end")
COST = _record("money", "per", "step", "tracks", "agreement", "largest", "payers", "payers_end", "to")
PAYER = _record("party", "share")
AGREEMENT = _record("home", "by", "to", "share", "months", "capped")
EARNED = _record("money", "growth", "times")
EFFECT = _record("party", "payer", "money", "share", "per")
KEPT = _record("after", "share")


class Programme(NamedTuple):
    """A partnership in arrays; steps stand in an order in which each comes after what it waits for.

    Attributes:
        month_starts: First day of each month and the day after the last, in days from the first of all.
        days: For each day its month, the month of the calendar (0 to 11), and the first day of the next such month.
        before: Numbers of the steps that a step waits for, by the bounds that it holds.
        people: Who begins at home, who away.
        group_of: The stakeholder of each party.
    """

    month_starts: Numbers
    days: NDArray[np.void]
    steps: NDArray[np.void]
    before: Numbers
    people: Numbers
    costs: NDArray[np.void]
    payers: NDArray[np.void]
    agreements: NDArray[np.void]
    earnings: NDArray[np.void]
    effects: NDArray[np.void]
    kept: NDArray[np.void]
    group_of: Numbers
    sent_share: int
    sent_cost: int
    sent_to: int
    placed: int
    employed: int
    return_share: int
    return_after: int
    migrants: int
    home_trainees: int
    outside: int
    groups: int
    discount: int


def programme_of(partnership: Partnership) -> Programme:
    """The arrays of a partnership.

    Raises:
        FileError: The horizon ends too early even for the longest steps, or the amounts are too large.
    """
    found = quantities(partnership)
    timing(partnership, {each.name: each.high for each in found})
    _check_size(partnership, found)
    column = {each.name: number for number, each in enumerate(found)}
    accounts = {name: number for number, name in enumerate((*partnership.file.parties, OUTSIDE))}
    parts = {
        **_calendar(partnership),
        **_steps(partnership, column),
        **_costs(partnership, column, accounts),
        **_earnings(partnership, column),
        **_effects(partnership, column, accounts),
        **_outcomes(partnership, column, accounts),
    }
    return Programme(**parts)


def _check_size(partnership: Partnership, found: Iterable[Quantity]) -> None:
    file = partnership.file
    people = max(1, sum(file.cohort.people.values()))
    largest = max((max(abs(each.low), each.high) for each in found if each.kind == "money"), default=0)
    growth = max((each.high for each in found if each.name.endswith(".growth")), default=0)
    grown = (1 + Fraction(growth, PARTS)) ** (file.horizon_months // 12)
    if people * grown > MOST_PEOPLE or 12 * largest * people * grown > LARGEST:
        raise partnership.document.error(
            "Amounts times people (and growth) are too large to be reckoned exactly.",
            "cohort",
            remedy="Check the amounts, the growth of earnings and the numbers of people.",
        )


Rows = Iterable[tuple[int, ...]]


def _records(rows: Rows, kind: np.dtype[np.void]) -> NDArray[np.void]:
    return np.array(list(rows), kind)


def _calendar(partnership: Partnership) -> dict[str, Any]:
    months = months_of(partnership)
    first = months.starts[0]
    starts = np.array([(day - first).days for day in months.starts], np.int64)
    days = [first + timedelta(days=number) for number in range(starts[-1] + 1)]
    month_of = np.searchsorted(starts, np.arange(len(days)), side="right") - 1
    rows = (
        (int(month), day.month - 1, number + monthrange(day.year, day.month)[1] - day.day + 1)
        for number, (day, month) in enumerate(zip(days, month_of, strict=True))
    )
    return {"month_starts": starts, "days": _records(rows, DAY)}


def _tracks(track: Track) -> int:
    return sum(1 << number for number, of in enumerate(TRACKS) if on_track(track, of))


def _steps(partnership: Partnership, column: dict[str, int]) -> dict[str, Any]:
    after = waits_for(partnership.steps)
    order = in_order(after)
    rows: list[tuple[int, ...]] = []
    before: list[int] = []
    for name in order:
        step, begin = partnership.steps[name], len(before)
        before += [order.index(each) for each in after[name]]
        rows.append(
            (
                column[f"steps.{name}.weeks"],
                column[f"steps.{name}.attrition"],
                column.get(f"steps.{name}.earnings_kept", NONE),
                _tracks(step.track),
                int(step.at_work),
                sum(1 << (month - 1) for month in set(step.starts_in)),
                begin,
                len(before),
            )
        )
    people = np.array([partnership.people(track) for track in TRACKS], np.int64)
    return {"steps": _records(rows, STEP), "before": np.array(before, np.int64), "people": people}


def _costs(partnership: Partnership, column: dict[str, int], accounts: dict[str, int]) -> dict[str, Any]:
    file, order = partnership.file, in_order(waits_for(partnership.steps))
    agreements = list(file.repayments)
    rows: list[tuple[int, ...]] = []
    payers: list[tuple[int, ...]] = []
    for name, cost in file.costs.items():
        shares, begin = list(cost.paid_by.items()), len(payers)
        payers += [(accounts[party], int(share * PARTS)) for party, share in shares]
        track = partnership.steps[cost.at].track if cost.at else "both"
        rows.append(
            (
                column[f"costs.{name}.money"],
                COST_PER.index(cost.per),
                order.index(cost.at) if cost.at else NONE,
                _tracks(cost.track) & _tracks(track),
                agreements.index(cost.repaid) if cost.repaid else NONE,
                max(range(len(shares)), key=lambda i: (shares[i][1], -i)),
                begin,
                len(payers),
                accounts[cost.paid_to or OUTSIDE],
            )
        )
    repaid = (
        (
            int(each.by == "home_trainees"),
            accounts[partnership.parties(each.by)[0]],
            accounts[each.to],
            int(each.share_of_earnings * PARTS),
            each.months,
            int(each.at_most_what_was_paid),
        )
        for each in file.repayments.values()
    )
    return {
        "costs": _records(rows, COST),
        "payers": _records(payers, PAYER),
        "agreements": _records(repaid, AGREEMENT),
    }


def _earnings(partnership: Partnership, column: dict[str, int]) -> dict[str, Any]:
    times: dict[str, int] = {each.of: 12 if each.per == "month" else 1 for each in partnership.file.earnings}
    rows = (
        (column.get(f"earnings.{of}.money", NONE), column.get(f"earnings.{of}.growth", NONE), times.get(of, 1))
        for of in EARNINGS
    )
    return {"earnings": _records(rows, EARNED)}


def _effects(partnership: Partnership, column: dict[str, int], accounts: dict[str, int]) -> dict[str, Any]:
    rows = (
        (
            accounts[each.party],
            accounts[each.paid_by or OUTSIDE],
            column.get(f"effects.{name}.money", NONE),
            column.get(f"effects.{name}.share_of_earnings", NONE),
            EFFECT_PER.index(each.per),
        )
        for name, each in partnership.file.effects.items()
        if not each.left_out
    )
    return {"effects": _records(rows, EFFECT)}


def _outcomes(partnership: Partnership, column: dict[str, int], accounts: dict[str, int]) -> dict[str, Any]:
    file = partnership.file
    kept = ((month, column[f"outcomes.retention.{month}"]) for month in sorted(file.outcomes.retention))
    groups = [STAKEHOLDERS.index(stakeholder_of(partnership, name)) for name in file.parties]
    return {
        "kept": _records(kept, KEPT),
        "group_of": np.array(groups, np.int64),
        "sent_share": column.get("remittances.share_of_earnings", NONE),
        "sent_cost": column.get("remittances.cost", NONE),
        "sent_to": accounts[file.remittances.to] if file.remittances else NONE,
        "placed": column["outcomes.placed"],
        "employed": column.get("outcomes.employed_at_home", NONE),
        "return_share": column.get("outcomes.return_share", NONE),
        "return_after": file.outcomes.return_after_months or NONE,
        "migrants": next((accounts[name] for name in partnership.parties("migrants")), NONE),
        "home_trainees": next((accounts[name] for name in partnership.parties("home_trainees")), NONE),
        "outside": accounts[OUTSIDE],
        "groups": len(STAKEHOLDERS),
        "discount": column["discount_rate"],
    }
