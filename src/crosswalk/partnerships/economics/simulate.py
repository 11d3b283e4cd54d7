"""What a partnership is worth to each party: present value, cash need, break-even and unit costs over many draws."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.draws import drawn
from crosswalk.partnerships.economics.kernel import TOTALS, reckon
from crosswalk.partnerships.economics.programme import NONE, Programme, programme_of
from crosswalk.partnerships.economics.quantities import PARTS, Quantity, quantities
from crosswalk.partnerships.economics.stakeholders import STAKEHOLDERS, Stakeholder, members
from crosswalk.partnerships.economics.triple_win import TripleWin, concerned, triple_win

__all__ = ["LOWER", "UPPER", "Reckoned", "Simulation", "Spread", "Worth", "simulate", "spread"]

#: The shares of draws below which the lower and the upper bound lie.
LOWER, MIDDLE, UPPER = Fraction(5, 100), Fraction(1, 2), Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over all draws: its mean, and what 5, 50 and 95 of 100 draws do not exceed (nearest rank)."""

    mean: int
    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True)
class Worth:
    """What the partnership is worth to a party or a stakeholder. Money in minor units.

    Attributes:
        present: Net present value on the first day; its `low` is the lower bound.
        cash_need: The deepest point of the cash flow, not discounted: what must be had in advance.
        wins: In how many draws the net present value is above 0.
        breakeven: Months until what came in outweighs for good what went out (discounted), in the draws in which it
            does; None where it never does.
        repaid: In how many draws that is within the horizon.
    """

    present: Spread
    cash_need: Spread
    wins: int
    breakeven: Spread | None
    repaid: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulated partnership.

    Attributes:
        draws, seed: As asked for.
        parties, stakeholders: Worth by name; a stakeholder without a party is absent.
        cost: All costs of the partnership, not discounted, in minor units.
        people: Expected numbers in PARTS of a person: trained, placed, retained_12, retained_24.
        cost_per: All costs by each such person, in minor units; absent where there may be none, or retention is
            not known.
        triple_win: Whether everybody wins, or what is missing to say so.
        values: A row for each draw, a column for each of `quantities`.
        present: Net present values, a row for each draw, a column for each party of the file.
    """

    partnership: Partnership
    draws: int
    seed: int
    parties: Mapping[str, Worth]
    stakeholders: Mapping[Stakeholder, Worth]
    cost: Spread
    people: Mapping[str, Spread]
    cost_per: Mapping[str, Spread]
    triple_win: TripleWin
    quantities: tuple[Quantity, ...]
    values: NDArray[np.int64]
    present: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the kernel finds: a row for each draw, a column for each party and then each of STAKEHOLDERS."""

    present: NDArray[np.int64]
    cash_need: NDArray[np.int64]
    breakeven: NDArray[np.int64]
    totals: NDArray[np.int64]


def simulate(partnership: Partnership, *, draws: int = 10_000, seed: int = 1) -> Simulation:
    """Simulate a partnership over its uncertain numbers.

    Every range is drawn from a triangular distribution, independent of the others. Money is whole minor units
    throughout. Against exact real numbers a net present value is off by at most half a unit for each payment that it
    sums (every payment is rounded once, half to even), plus 1e-11 of the sum of all payments (factors are rounded to
    1e-12, at most ten in a row), plus half a unit.

    Args:
        draws: How many.
        seed: The same seed gives the same draws.

    Raises:
        FileError: The horizon ends too early, or the amounts are too large.
        UsageError: There are no draws.

    Example:
        >>> from pathlib import Path
        >>> from crosswalk.partnerships import load_partnership
        >>> palim = load_partnership(Path("examples/partnerships/palim.yaml"))
        >>> simulate(palim, draws=100).cost_per["trained"].median
        1247040
    """
    if draws < 1:
        raise UsageError("A simulation needs at least one draw.", remedy="Ask for 10000 draws.")
    found = quantities(partnership)
    programme = programme_of(partnership)
    values = drawn(found, draws, seed)
    reckoned = reckoned_in_parallel(programme, values)
    number = len(partnership.file.parties)
    parties = {name: _worth(reckoned, column) for column, name in enumerate(partnership.file.parties)}
    present_of = {name: number + column for column, name in enumerate(STAKEHOLDERS) if members(partnership, name)}
    stakeholders = {name: _worth(reckoned, column) for name, column in present_of.items()}
    people, cost_per = _per_person(partnership, reckoned.totals)
    who = [name for name in concerned(partnership) if name in stakeholders]
    together = (reckoned.present[:, [present_of[name] for name in who]] > 0).all(axis=1).sum()
    bounds = {name: stakeholders[name].present.low for name in who}
    return Simulation(
        partnership=partnership,
        draws=draws,
        seed=seed,
        parties=parties,
        stakeholders=stakeholders,
        cost=spread(reckoned.totals[:, 0].tolist()),
        people=people,
        cost_per=cost_per,
        triple_win=triple_win(partnership, bounds, int(together), draws),
        quantities=found,
        values=values,
        present=reckoned.present[:, :number],
    )


def reckoned_in_parallel(programme: Programme, values: NDArray[np.int64]) -> Reckoned:
    """What the kernel finds for draws, with all cores."""
    draws, accounts = len(values), len(programme.group_of) + programme.groups
    present, cash_need, breakeven = (np.empty((draws, accounts), np.int64) for _ in range(3))
    totals = np.empty((draws, len(TOTALS)), np.int64)
    cores = min(os.cpu_count() or 1, 1 + draws // 500)
    edges = [draws * core // cores for core in range(cores + 1)]
    with ThreadPoolExecutor(cores) as pool:
        parts = [slice(*edge) for edge in pairwise(edges)]
        jobs = [
            pool.submit(reckon, programme, values[of], present[of], cash_need[of], breakeven[of], totals[of])
            for of in parts
        ]
        for job in jobs:
            job.result()
    return Reckoned(present, cash_need, breakeven, totals)


def spread(numbers: Sequence[int]) -> Spread:
    """Mean (half to even) and bounds of whole numbers.

    Example:
        >>> spread([4, 1, 2, 8])
        Spread(mean=4, low=1, median=2, high=8)
    """
    ordered = sorted(numbers)
    low, median, high = (ordered[ceil(share * len(ordered)) - 1] for share in (LOWER, MIDDLE, UPPER))
    return Spread(round(Fraction(sum(ordered), len(ordered))), low, median, high)


def _worth(reckoned: Reckoned, column: int) -> Worth:
    present, months = reckoned.present[:, column], reckoned.breakeven[:, column]
    reached = months[months != NONE].tolist()
    return Worth(
        present=spread(present.tolist()),
        cash_need=spread(reckoned.cash_need[:, column].tolist()),
        wins=int((present > 0).sum()),
        breakeven=spread(reached) if reached else None,
        repaid=len(reached),
    )


def _per_person(partnership: Partnership, totals: NDArray[np.int64]) -> tuple[dict[str, Spread], dict[str, Spread]]:
    people, cost_per = {}, {}
    costs = totals[:, 0].tolist()
    for column, name in enumerate(TOTALS[1:], start=1):
        if name.startswith("retained") and not partnership.file.outcomes.retention:
            continue
        numbers = totals[:, column].tolist()
        people[name] = spread(numbers)
        if min(numbers) > 0:
            cost_per[name] = spread(
                [_half_even(cost * PARTS, number) for cost, number in zip(costs, numbers, strict=True)]
            )
    return people, cost_per


def _half_even(amount: int, people: int) -> int:
    down, rest = divmod(amount, people)
    return down + (2 * rest > people or (2 * rest == people and down % 2 == 1))
