"""What would let rules in conflict hold: the nearest bound of a rule, the places that are missing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from crosswalk.allocation.problem import Integers, Problem, Row
from crosswalk.allocation.solving.stage import Solved, solve_stage, total

__all__ = ["missing_places", "nearest_bound"]

#: Options times nodes of a search; where it ends early the bound that is told can hold, and a nearer one may too.
_SEARCH = 200_000
#: Vacancies that are named where places are missing.
_NAMED = 3


def nearest_bound(problem: Problem, row: Row, by_kind: Integers, words: str) -> tuple[Fraction, str]:
    """The bound nearest to that of a rule, with which it and the problem's own rules can hold.

    Args:
        problem: A problem that can hold without the rule, and not with it.
        row: The rule.
        by_kind: int64[K], the rule's coefficients.
        words: The rule as it is told to people.

    Returns:
        The bound, a share where the rule compares a part with a whole; and a sentence.
    """
    share = _asked_share(row, by_kind)
    if share is not None:
        nearest = _nearest_share(problem, by_kind[problem.kind], least=row.lower is None)
        return nearest, f"{words} can hold with {_percent(nearest, up=row.lower is None)} instead of {_percent(share)}."
    below = _extreme(problem, by_kind, upper=row.lower - 1) if row.lower is not None else None
    above = _extreme(problem, -by_kind, upper=-row.upper - 1) if row.upper is not None else None
    found = [(row.lower - below, below, row.lower)] if row.lower is not None and below is not None else []
    if row.upper is not None and above is not None:
        found.append((-above - row.upper, -above, row.upper))
    _, number, asked = min(found)
    return Fraction(number), f"{words} can hold with {number} instead of {asked}."


def missing_places(problem: Problem) -> tuple[Fraction, str]:
    """The fewest places more with which the problem's rules can hold.

    Args:
        problem: A problem that can hold without its capacities, and not with them.

    Returns:
        Their number, and a sentence that names the vacancies.
    """
    variants = problem.use + 1  # each option as it is, with one of its places not there yet, with two, ...
    option = np.repeat(np.arange(len(problem.vacancy)), variants)
    more = np.arange(len(option)) - (np.cumsum(variants) - variants)[option]
    wider = replace(
        problem,
        first_option=np.append(0, np.cumsum(variants))[problem.first_option],
        vacancy=problem.vacancy[option],
        pathway=problem.pathway[option],
        use=problem.use[option] - more,
        kind=problem.kind[option],
        meeting=problem.meeting[option],
        stages=(),
    )
    solved = _solved(wider, -more)
    if solved is None:
        raise ValueError("The rules cannot hold even with more places.")
    places = np.zeros(len(problem.vacancies), np.int64)
    np.add.at(places, wider.vacancy[solved.chosen], more[solved.chosen])
    named = [f"{places[v]} at {problem.vacancies[v]}" for v in np.flatnonzero(places)]
    if len(named) > _NAMED:
        named = [*named[:_NAMED], f"the rest at {len(named) - _NAMED} others"]
    count = int(places.sum())
    return Fraction(count), f"Open {count} more place{'s' if count > 1 else ''}, for example {', '.join(named)}."


def _extreme(problem: Problem, by_kind: Integers, *, upper: int) -> int | None:
    """The largest sum of coefficients that is at most `upper`; None where there is none."""
    limited = replace(
        problem,
        rows=(*problem.rows, Row(name="limit", upper=upper)),
        coefficients=np.column_stack([problem.coefficients, by_kind]),
    )
    solved = _solved(limited, by_kind[problem.kind])
    return None if solved is None else total(by_kind[problem.kind], solved.chosen)


def _solved(problem: Problem, value: Integers) -> Solved | None:
    return solve_stage(problem, value, nodes=_SEARCH // max(1, len(value)))


def _asked_share(row: Row, by_kind: Integers) -> Fraction | None:
    """The share that a rule asks for, where it says: at least (at most) that part of those it counts."""
    bound = row.lower if row.upper is None else row.upper if row.lower is None else None
    numbers = np.unique(by_kind[by_kind != 0]).tolist()
    if bound != 0 or len(numbers) != 2 or numbers[0] > 0 or numbers[1] < 0:
        return None
    return Fraction(-numbers[0], numbers[1] - numbers[0])


def _nearest_share(problem: Problem, coefficients: Integers, *, least: bool) -> Fraction:
    """The largest share that can be reached, or the least: by Dinkelbach's method, each step one allocation.

    Whenever nobody is counted the rule holds; so where it cannot hold, somebody always is.

    Source: W. Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967).
    """
    part, whole = (coefficients > 0).astype(np.int64), (coefficients != 0).astype(np.int64)
    sign = -1 if least else 1
    share = Fraction(1 if least else 0)
    while True:
        solved = _solved(problem, sign * (share.denominator * part - share.numerator * whole))
        if solved is None:
            raise ValueError("The rules cannot hold even without this one.")
        found = Fraction(total(part, solved.chosen), total(whole, solved.chosen))
        if sign * (found - share) <= 0:
            return share
        share = found


def _percent(share: Fraction, *, up: bool = False) -> str:
    """A share in per cent with one place, rounded so that it can still be kept."""
    tenths = share * 1000
    number = -(-tenths.numerator // tenths.denominator) if up else tenths.numerator // tenths.denominator
    return f"{number / 10:g} %"
