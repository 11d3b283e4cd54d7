"""What one person who leaves bears of the costs: paid at once, or held back from earnings later."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from crosswalk.partnerships.design.layout import CostEntry, RepaymentEntry
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.planning.steps import TRACKS, on_track, span
from crosswalk.texts import in_language

__all__ = ["WorkerCost", "monthly_income", "worker_costs"]

MONTHS_A_YEAR, WEEKS_A_YEAR = 12, 52
#: A low, a likely and a high case, in minor units of the partnership's currency.
Cases = tuple[Fraction, Fraction, Fraction]
NOTHING: Cases = (Fraction(0), Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class WorkerCost:
    """What one person who leaves bears.

    Attributes:
        name: The cost, or the agreement of repayment.
        titles: What it is for.
        amount: Low, likely, high.
        fee: It holds a recruitment fee or related cost in the sense of the ILO.
    """

    name: str
    titles: tuple[str, ...]
    how: Literal["paid", "repaid"]
    amount: Cases
    fee: bool


def worker_costs(partnership: Partnership, groups: Collection[str], lang: str = "en") -> tuple[WorkerCost, ...]:
    """What one person who leaves bears of the costs in some groups, and of every fee of recruitment.

    As in the cash flows, a party bears its share of the cost for everybody whom it is for; that is divided by those who
    begin on the away track, none of whom is thought to give up. Return is not part of it.

    Args:
        groups: Groups of costs that count.
    """
    found = (*_paid(partnership, groups, lang), *_repaid(partnership, groups, lang))
    return tuple(cost for cost in found if cost.amount[2] > 0)


def monthly_income(partnership: Partnership) -> Cases | None:
    """Gross income of a month in the job of destination, low to high; None where it is not told or nothing."""
    earnings = next((entry for entry in partnership.file.earnings if entry.of == "away"), None)
    if earnings is None:
        return None
    amount = partnership.minor(earnings.money)
    months = MONTHS_A_YEAR if earnings.per == "year" else 1
    income = tuple(Fraction(each) / months for each in (amount.low, amount.likely, amount.high))
    return (income[0], income[1], income[2]) if income[0] > 0 else None


def _counts(cost: CostEntry, groups: Collection[str]) -> bool:
    return cost.per != "returned" and (cost.fee_of_recruitment or cost.group in groups)


def _paid(partnership: Partnership, groups: Collection[str], lang: str) -> Iterator[WorkerCost]:
    workers = partnership.parties("migrants", "families")
    for name, cost in partnership.file.costs.items():
        share = sum((Fraction(cost.paid_by.get(worker, 0)) for worker in workers), Fraction(0))
        if share and _counts(cost, groups):
            amount = _times(_unit(partnership, cost), share * _per_leaver(partnership, cost))
            yield WorkerCost(name, (in_language(cost.title, lang),), "paid", amount, cost.fee_of_recruitment)


def _repaid(partnership: Partnership, groups: Collection[str], lang: str) -> Iterator[WorkerCost]:
    for name, agreement in partnership.file.repayments.items():
        costs = [cost for cost in partnership.file.costs.values() if cost.repaid == name]
        counted = [cost for cost in costs if _counts(cost, groups)]
        if agreement.by != "migrants" or not counted:
            continue
        advanced = _advanced(partnership, agreement, costs)
        repaid = _held_back(partnership, agreement, advanced)
        part = _advanced(partnership, agreement, counted)
        amount = tuple(r * p / a if a else r for r, p, a in zip(repaid, part, advanced, strict=True))
        titles = tuple(in_language(cost.title, lang) for cost in counted)
        fee = any(cost.fee_of_recruitment for cost in counted)
        yield WorkerCost(name, titles, "repaid", (amount[0], amount[1], amount[2]), fee)


def _advanced(partnership: Partnership, agreement: RepaymentEntry, costs: list[CostEntry]) -> Cases:
    """What the creditor laid out for one who leaves."""
    total = NOTHING
    for cost in costs:
        share = Fraction(cost.paid_by.get(agreement.to, 0)) * _per_leaver(partnership, cost)
        unit = _unit(partnership, cost)
        total = (total[0] + unit[0] * share, total[1] + unit[1] * share, total[2] + unit[2] * share)
    return total


def _held_back(partnership: Partnership, agreement: RepaymentEntry, advanced: Cases) -> Cases:
    """The share of earnings over the months agreed, at most what was advanced; the limit alone without earnings."""
    income = monthly_income(partnership)
    if income is None:
        return advanced
    share = Fraction(agreement.share_of_earnings) * agreement.months
    # a low cost goes with a high income: the indicator is then lowest
    owed = _times((income[2], income[1], income[0]), share)
    if not agreement.at_most_what_was_paid:
        return owed
    return min(owed[0], advanced[0]), min(owed[1], advanced[1]), min(owed[2], advanced[2])


def _unit(partnership: Partnership, cost: CostEntry) -> Cases:
    """What one unit costs; a cost by the month for all months of its step."""
    money = partnership.minor(cost.money)
    low, likely, high = Fraction(money.low), Fraction(money.likely), Fraction(money.high)
    if cost.per != "month" or cost.at is None:
        return low, likely, high
    weeks = span(partnership.steps[cost.at].weeks)
    months = [Fraction(each) * MONTHS_A_YEAR / WEEKS_A_YEAR for each in (weeks.low, weeks.likely, weeks.high)]
    return low * months[0], likely * months[1], high * months[2]


def _per_leaver(partnership: Partnership, cost: CostEntry) -> Fraction:
    """Units of a cost for one person who begins on the away track."""
    leavers = partnership.people("away")
    if cost.per == "cohort":
        return Fraction(1, leavers)
    if cost.per == "placed":
        return Fraction(1)
    return Fraction(sum(partnership.people(track) for track in _tracks(partnership, cost)), leavers)


def _tracks(partnership: Partnership, cost: CostEntry) -> list[Literal["home", "away"]]:
    """The tracks whose people a cost is for: those of the cost that take the step at which it falls due."""
    step = partnership.steps[cost.at].track if cost.at else "both"
    return [track for track in TRACKS if on_track(cost.track, track) and on_track(step, track)]


def _times(cases: Cases, factor: Fraction) -> Cases:
    return cases[0] * factor, cases[1] * factor, cases[2] * factor
