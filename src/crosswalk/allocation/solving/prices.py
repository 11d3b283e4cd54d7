"""Prices of rules and vacancies together: cutting planes inside a box that moves with the best prices so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.certificate import Floor, certified_bound, reduced_values
from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem
from crosswalk.allocation.result import Prices
from crosswalk.allocation.solving.auction import COARSE, auction, everybody_alone, optimum

__all__ = ["find_prices"]

Floats = NDArray[np.float64]
#: The box at first: no option is worth less by more than this share of a full unit at its edge.
FIRST_BOX = 0.05
#: A price that changes nothing could grow for ever; two hundred such steps stay inside 64 bits.
LARGEST_BOX = 2.0**40
#: So far prices stay inside 64 bits, far beyond any that is of use.
LARGEST_BOX = VALUE_SCALE * 2**20
#: Shares of a bound that floating point cannot tell apart.
SAME = 1e-9
#: A step counts that reaches this share of what the cutting planes promise.
ENOUGH = 0.1
#: Beyond this change of an option's worth a new auction is faster than moving on from the last allocation.
NEAR = VALUE_SCALE // 10


@dataclass(slots=True)
class Cuts:
    """Allocations seen so far, as planes below the bound: value - total @ price, for each of them.

    Attributes:
        lower, upper: float[Q]; what a price of one pays or charges; nan where the row has no such bound.
        value: Value of each allocation.
        total: What each brings to each row, float[n, Q].
    """

    lower: Floats
    upper: Floats
    value: list[float]
    total: list[Floats]

    def best(self, low: Floats, high: Floats) -> tuple[Floats, float]:
        """Prices inside the box where the planes are lowest, and how low."""
        rows, cuts = len(low), len(self.value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * rows + 1, cuts + rows
        # columns: charges for upper bounds, payments for lower bounds, then the height of the planes
        model.col_cost_ = np.concatenate([np.nan_to_num(self.upper), -np.nan_to_num(self.lower), [1.0]])
        most = np.concatenate([np.where(np.isnan(b), 0, np.inf) for b in (self.upper, self.lower)])
        model.col_lower_ = np.append(np.zeros(2 * rows), -np.inf)
        model.col_upper_ = np.append(most, np.inf)
        model.row_lower_ = np.concatenate([self.value, low])
        model.row_upper_ = np.concatenate([np.full(cuts, np.inf), high])
        total, one = np.array(self.total), np.eye(rows)
        table = np.block([[total, -total, np.ones((cuts, 1))], [one, -one, np.zeros((rows, 1))]])
        row, column = np.nonzero(table)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.searchsorted(row, np.arange(cuts + rows + 1)).astype(np.int32)
        model.a_matrix_.index_ = column.astype(np.int32)
        model.a_matrix_.value_ = table[row, column]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        solver.run()
        answer = np.array(solver.getSolution().col_value)
        return answer[:rows] - answer[rows : 2 * rows], solver.getObjectiveValue()


def find_prices(
    problem: Problem,
    value: Integers,
    floors: Sequence[Floor] = (),
    *,
    gap: float = 1e-4,
    steps: int = 200,
) -> tuple[Prices, Integers]:
    """Prices that bring the bound down as far as they can, and who would take which option at them.

    Without rows and floors this is the auction alone. With them it walks down the bound, which is convex in the
    prices of rows: each allocation that an auction gives is a plane below it, the next prices are where the planes are
    lowest inside a box around the best so far, and the box moves, grows where its edge was good, and shrinks where the
    planes promised too much. A floor (what an earlier objective reached) is one more row, whose coefficients are the
    values of the options; its price makes the later objective and that much of the earlier one a single value.

    Args:
        problem: With P people, V vacancies, Q rows.
        value: int64[E] of the stage, in millionths.
        floors: What earlier stages reached.
        gap: Stop where the planes promise a bound lower by no more than this share.
        steps: Auctions at most.

    Returns:
        The prices, row by row and then floor by floor, and int64[P], the option of each person at them or -1: it
        obeys the capacities (where people take one place each) but not yet all rows.

    Source: box-step method, R. E. Marsten, W. W. Hogan, J. W. Blankenship, Operations Research 23 (1975).
    """
    exact = everybody_alone(problem)
    count = len(problem.rows) + len(floors)
    coefficient = _largest(problem, floors)
    last: tuple[Integers, Integers] | None = None
    before = np.zeros(count)

    def ask(row: Floats) -> tuple[float, Prices, Integers]:
        nonlocal last, before
        prices = Prices(vacancy=np.zeros(len(problem.vacancies), np.int64), row=np.rint(row).astype(np.int64))
        adjusted = reduced_values(problem, value, prices, floors)
        if exact:
            near = float(np.abs(row - before) @ coefficient) < NEAR
            chosen, price = optimum(problem, adjusted, last if near else None)
            last, before = (chosen, price), row
        else:
            chosen, price = auction(problem, adjusted, epsilon=COARSE // 10)
        prices = Prices(vacancy=price, row=prices.row)
        return float(certified_bound(problem, value, prices, floors)), prices, chosen

    bound, prices, chosen = ask(np.zeros(count))
    if not count:
        return prices, chosen
    cuts = Cuts(*_bounds(problem, floors), [], [])
    _add(cuts, problem, value, floors, chosen)
    center = np.zeros(count)
    box = FIRST_BOX * VALUE_SCALE / coefficient
    for _ in range(steps):
        row, height = cuts.best(center - box, center + box)
        promised = bound - height
        on_edge = np.abs(row - center) > 0.999 * box
        # where the planes are as low at the edge as here, they are lower nowhere
        if promised <= max(gap * abs(bound) * (not on_edge.any()), SAME * abs(bound), 0.5):
            break
        new_bound, new_prices, new_chosen = ask(row)
        _add(cuts, problem, value, floors, new_chosen)
        reached = bound - new_bound
        if reached >= ENOUGH * promised:
            bound, prices, chosen, center = new_bound, new_prices, new_chosen, row
            box = np.minimum(np.where(on_edge, 2 * box, box), LARGEST_BOX / coefficient)
            if bound < 0:
                break  # no allocation at all can obey the rows: its value would be negative
        else:
            box = box / 2
    return prices, chosen


def _largest(problem: Problem, floors: Sequence[Floor]) -> Floats:
    """The largest coefficient of each row, and the largest value of each floor in full units; never 0."""
    rows = np.abs(problem.coefficients).max(axis=0, initial=1).tolist() if len(problem.rows) else []
    return np.array([*rows, *(max(float(f.value.max(initial=0)), 1) / VALUE_SCALE for f in floors)])


def _bounds(problem: Problem, floors: Sequence[Floor]) -> tuple[Floats, Floats]:
    lower = [np.nan if row.lower is None else row.lower for row in problem.rows]
    upper = [np.nan if row.upper is None else row.upper for row in problem.rows]
    reached = [floor.reached / VALUE_SCALE for floor in floors]
    return np.array([*lower, *reached], float), np.array([*upper, *([np.nan] * len(floors))], float)


def _add(cuts: Cuts, problem: Problem, value: Integers, floors: Sequence[Floor], chosen: Integers) -> None:
    taken = chosen[chosen >= 0]
    rows = problem.coefficients[problem.kind[taken]].sum(axis=0)[: len(problem.rows)].tolist()
    cuts.value.append(float(value[taken].sum()))
    cuts.total.append(np.array([*rows, *(f.value[taken].sum() / VALUE_SCALE for f in floors)], float))
