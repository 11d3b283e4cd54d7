"""One stage of an allocation put to HiGHS, and its answer put back into whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crosswalk.allocation.certificate import Floor, broken_rules
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.result import Prices
from crosswalk.allocation.solving.face import Face
from crosswalk.allocation.solving.highs import Answer, Floats, run
from crosswalk.allocation.solving.programme import Written, write

__all__ = [
    "RawPrices",
    "Solved",
    "keeps_whole_corners",
    "relaxation_holds",
    "right_signs",
    "solve_stage",
    "stands",
    "total",
]

#: A column this near to 0 or 1 is 0 or 1; whether the options keep the rules is then asked in whole numbers.
_WHOLE = 1e-6
#: How far a bound in floating point may be from the true one, as a share of it, and in millionths.
_FLOAT_ERROR = 1e-9
_ROUNDING = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPrices:
    """Prices of a relaxation in floating point: float64[V], float64[Q], float64[floors], in millionths."""

    vacancy: Floats
    row: Floats
    floor: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """The best choice among the options that were given.

    Attributes:
        chosen: int64[n], ascending; it keeps every rule and floor, counted in whole numbers.
        raw: Prices of the relaxation.
        bound: In millionths; no choice among those options exceeds it, says HiGHS of its tree. None where
            the relaxation was whole already, so that its prices are the proof.
    """

    chosen: Integers
    raw: RawPrices
    bound: int | None


def keeps_whole_corners(problem: Problem) -> bool:
    """Whether the linear programme alone gives whole numbers, for any values.

    So it is with places and people only: each option then stands in one row of people and one of places, a matrix
    that is totally unimodular.

    Source: A. J. Hoffman and J. B. Kruskal, "Integral boundary points of convex polyhedra" (1956).
    """
    return not problem.rows and bool((problem.group == ALONE).all()) and bool((problem.use == 1).all())


def total(value: Integers, chosen: Integers) -> int:
    """The objective of an allocation, in millionths."""
    return sum(value[chosen].tolist())


def solve_stage(
    problem: Problem,
    value: Integers,
    *,
    floors: Sequence[Floor] = (),
    as_rows: Sequence[int] | None = None,
    face: Face | None = None,
    options: Integers | None = None,
    gap: float = 0.0,
    nodes: int | None = None,
    start: Integers | None = None,
) -> Solved | None:
    """The best choice for one stage.

    Args:
        problem: The problem.
        value: int64[E] of the stage; here it may be negative.
        floors: What earlier stages reached.
        as_rows: Which of the floors are rows of the programme; all, unless a face holds some.
        face: What earlier stages' prices leave.
        options: int64[n], ascending; the only options that may be chosen; all, unless said.
        gap: Share of the objective that an integer programme may leave open.
        nodes: Of the tree of an integer programme, after which the best found so far stands; None to close it.
        start: An allocation known already that keeps every rule and floor; it stands where nothing better is found.

    Returns:
        The choice, or None where the rules cannot hold together on these options.

    Raises:
        RuntimeError: HiGHS gave an answer that breaks a rule in whole numbers, and there is no `start` to keep.
    """
    kept = np.arange(len(problem.vacancy)) if options is None else options
    if face is not None:
        kept = kept[face.options[kept]]
    numbers = range(len(floors)) if as_rows is None else as_rows
    written = write(problem, value, floors=[floors[n] for n in numbers], options=kept, face=face)
    relaxed = run(written.programme, whole=False)
    if relaxed is None:
        return None
    raw = _raw_prices(written, relaxed, floors=len(floors), numbers=numbers)
    chosen = _whole(written, relaxed)
    if chosen is not None and stands(problem, chosen, floors):
        return Solved(chosen=chosen, raw=raw, bound=None)
    if keeps_whole_corners(problem) and not numbers:
        raise RuntimeError("A linear programme of places and people alone ended between whole numbers.")
    return _searched(problem, value, written, raw, floors=floors, gap=gap, nodes=nodes, start=start)


def relaxation_holds(problem: Problem) -> bool:
    """Whether the rules could hold if people could be placed in fractions; if not, they cannot hold at all."""
    nothing = np.zeros(len(problem.vacancy), np.int64)
    written = write(problem, nothing, options=np.arange(len(nothing)))
    return run(written.programme, whole=False) is not None


def right_signs(problem: Problem, prices: Prices) -> Prices:
    """The same prices, with 0 where a price has a sign that its bound does not allow.

    Args:
        problem: The problem, with Q rows.
        prices: int64[V], and int64[Q] followed by one price for each floor.
    """
    row = prices.row.copy()
    for q, rule in enumerate(problem.rows):
        if rule.upper is None:
            row[q] = min(row[q], 0)
        if rule.lower is None:
            row[q] = max(row[q], 0)
    row[len(problem.rows) :] = np.minimum(row[len(problem.rows) :], 0)
    return Prices(vacancy=np.maximum(prices.vacancy, 0), row=row)


def _searched(
    problem: Problem,
    value: Integers,
    written: Written,
    raw: RawPrices,
    *,
    floors: Sequence[Floor],
    gap: float,
    nodes: int | None,
    start: Integers | None,
) -> Solved | None:
    """As an integer programme, from a known allocation where there is one."""
    known = None if start is None else np.flatnonzero(np.isin(written.options, start))
    answer = run(written.programme, whole=True, gap=gap, nodes=nodes, start=known)
    if answer is None:
        return None
    chosen = _whole(written, answer)
    if chosen is None or not stands(problem, chosen, floors):
        if start is None:
            raise RuntimeError("HiGHS's answer breaks a rule when it is counted in whole numbers.")
        chosen = start
    elif start is not None and total(value, start) >= total(value, chosen):
        chosen = start
    bound = int(np.floor(answer.bound + _ROUNDING + abs(answer.bound) * _FLOAT_ERROR))
    return Solved(chosen=chosen, raw=raw, bound=max(bound, total(value, chosen)))


def stands(problem: Problem, chosen: Integers, floors: Sequence[Floor]) -> bool:
    """Whether the options keep every rule and every floor."""
    return all(total(floor.value, chosen) >= floor.reached for floor in floors) and not broken_rules(problem, chosen)


def _whole(written: Written, answer: Answer) -> Integers | None:
    """The options that are 1, or None where some option is neither 0 nor 1."""
    x = answer.x[: len(written.options)]
    one = np.rint(x)
    return written.options[one == 1] if (abs(x - one) <= _WHOLE).all() else None


def _raw_prices(written: Written, answer: Answer, *, floors: int, numbers: Sequence[int]) -> RawPrices:
    floor = np.zeros(floors)
    floor[list(numbers)] = answer.price[written.floors]
    return RawPrices(vacancy=answer.price[written.vacancies], row=answer.price[written.rules], floor=floor)
