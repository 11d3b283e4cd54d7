"""What workers paid to get a job abroad, in months of its income: the indicator 10.7.1 of the SDGs, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from crosswalk.errors import InputError

__all__ = ["Amount", "RecruitmentCosts", "months_of_income", "recruitment_costs"]

#: Whole minor units, exact decimals or fractions: money is never a float.
Amount = int | Decimal | Fraction
FIFTHS = tuple(Fraction(fifth, 5) for fifth in range(1, 5))


@dataclass(frozen=True, slots=True)
class RecruitmentCosts:
    """The indicator over some workers. The mean of the ratios is not the ratio of the means: both are told.

    Attributes:
        workers: Workers whose cost and income are both known.
        unknown: Workers left out because one of the two is not known.
        mean, median: Months of income; None without workers.
        quintiles: The four cuts between the fifths of workers, between neighbours in proportion; empty without workers.
        above_one_month: Share of workers who paid more than one month of income; None without workers.
        ratio_of_means: All costs over all monthly incomes; it lets the well paid weigh more.
    """

    workers: int
    unknown: int
    mean: Fraction | None
    median: Fraction | None
    quintiles: tuple[Fraction, ...]
    above_one_month: Fraction | None
    ratio_of_means: Fraction | None

    def as_json(self) -> dict[str, Any]:
        """The indicator with its definition, rounded to four decimals."""
        return {
            "indicator": "SDG 10.7.1, months of income",
            "workers": self.workers,
            "unknown": self.unknown,
            "mean": _shown(self.mean),
            "median": _shown(self.median),
            "quintiles": [_shown(cut) for cut in self.quintiles],
            "above_one_month": _shown(self.above_one_month),
            "ratio_of_means": _shown(self.ratio_of_means),
        }


def months_of_income(cost: Amount, monthly_income: Amount) -> Fraction:
    """What one worker bore to get the job, in months of what the job pays.

    Args:
        cost: All that the worker or the family paid to be placed and to reach the place of work, with what is held
            back from pay later.
        monthly_income: Of the same worker in the same job, in the same unit of the same currency.

    Raises:
        InputError: The cost is negative, the income is not positive, or one is a float.

    Source: UN Statistics Division, metadata of SDG indicator 10.7.1 (18 May 2022); before 2018 income was by the year.

    Example:
        >>> months_of_income(4800, 880)
        Fraction(60, 11)
    """
    if any(isinstance(amount, float | bool) for amount in (cost, monthly_income)):
        raise InputError("Money is never a float.", remedy="Use whole minor units or an exact decimal.")
    if cost < 0:
        raise InputError(f"A recruitment cost of {cost} is below zero.", remedy="Write what the worker paid.")
    if monthly_income <= 0:
        raise InputError(f"A monthly income of {monthly_income} is not above zero.", remedy="Leave it out if unknown.")
    return Fraction(cost) / Fraction(monthly_income)


def recruitment_costs(workers: Iterable[tuple[Amount | None, Amount | None]]) -> RecruitmentCosts:
    """The indicator over workers, each with the own cost and the own income.

    Args:
        workers: Cost and monthly income of each worker, as in `months_of_income`; None where not known.

    Raises:
        InputError: As `months_of_income`.

    Example:
        >>> found = recruitment_costs([(100, 200), (300, 100), (0, 100), (None, 100)])
        >>> found.mean, found.median, found.ratio_of_means, found.above_one_month, found.unknown
        (Fraction(7, 6), Fraction(1, 2), Fraction(1, 1), Fraction(1, 3), 1)
    """
    told = list(workers)
    known = [(cost, income) for cost, income in told if cost is not None and income is not None]
    ratios = sorted(months_of_income(cost, income) for cost, income in known)
    unknown = len(told) - len(known)
    if not ratios:
        return RecruitmentCosts(0, unknown, None, None, (), None, None)
    n = len(ratios)
    return RecruitmentCosts(
        workers=n,
        unknown=unknown,
        mean=sum(ratios, Fraction(0)) / n,
        median=_cut(ratios, Fraction(1, 2)),
        quintiles=tuple(_cut(ratios, share) for share in FIFTHS),
        above_one_month=Fraction(sum(ratio > 1 for ratio in ratios), n),
        ratio_of_means=sum((Fraction(c) for c, _ in known), Fraction(0))
        / sum((Fraction(i) for _, i in known), Fraction(0)),
    )


def _cut(ratios: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which a share of the sorted ratios lies (type 7 of Hyndman and Fan, 1996)."""
    place = share * (len(ratios) - 1)
    below = int(place)
    above = min(below + 1, len(ratios) - 1)
    return ratios[below] + (place - below) * (ratios[above] - ratios[below])


def _shown(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)
