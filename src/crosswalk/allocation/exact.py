"""The best allocation by HiGHS on every option, with the prices that prove it wherever prices can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from crosswalk.allocation.certificate import Floor, certified_bound
from crosswalk.allocation.conflict import conflict
from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem
from crosswalk.allocation.result import Allocation, Certificate, Prices
from crosswalk.allocation.solving.face import Face, face_of
from crosswalk.allocation.solving.stage import RawPrices, Solved, right_signs, solve_stage, total
from crosswalk.errors import InputError

__all__ = ["solve_exact"]

#: A part of a millionth in which prices are held while a linear programme's bound is proven.
_FINE = 1024
#: Weights of the earlier stages' prices that are tried, the smallest first: it makes prices that can still be read.
_WEIGHTS = tuple(4**k for k in range(13))


@dataclass(slots=True)
class _Order:
    """What earlier stages leave to the next one.

    Attributes:
        floors: What each reached.
        face: The best allocations of all stages that prices closed.
        rows: Numbers of the floors that the face does not hold.
        steep: For each stage that prices closed, its prices and the price of one unit of it: a large multiple of
            them makes anything that is not best in it too dear.
    """

    floors: list[Floor] = field(default_factory=list)
    face: Face | None = None
    rows: list[int] = field(default_factory=list)
    steep: list[Prices] = field(default_factory=list)


def solve_exact(
    problem: Problem,
    *,
    gap: float = 0.0,
    nodes: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> Allocation:
    """The best allocation over every option, stage after stage.

    A stage whose prices close the gap hands the next one only what is best in it (`Face`); any other stage hands on
    what it reached, as a row.

    Args:
        problem: The problem.
        gap: Share of a stage's bound that an integer programme may leave open; 0.0 proves the best.
        nodes: Of the tree of an integer programme, after which the best found so far stands with what is then proven;
            None to close the tree, however long it takes.
        progress: Told the name of each stage as it begins.

    Returns:
        The allocation, with one certificate for each stage. Of equally good ones HiGHS takes the same each time: it
        sees the options in the order of the problem, on one thread, with one seed.

    Raises:
        AllocationConflictError: Some rules cannot hold together.
    """
    order = _Order()
    chosen: Integers | None = None
    certificates = []
    for stage in problem.stages:
        if progress:
            progress(stage.name)
        solved = solve_stage(
            problem,
            stage.value,
            floors=order.floors,
            as_rows=order.rows,
            face=order.face,
            gap=gap,
            nodes=nodes,
            start=chosen,
        )
        if solved is None:
            raise conflict(problem)
        chosen = solved.chosen
        certificate = _proven(problem, stage.name, stage.value, solved, order)
        certificates.append(certificate)
        _hand_on(problem, stage.value, certificate, order)
    assert chosen is not None, "a checked problem has an objective"
    return Allocation(chosen=chosen, certificates=tuple(certificates), method="exact")


def _hand_on(problem: Problem, value: Integers, certificate: Certificate, order: _Order) -> None:
    """Narrow the face where the prices closed the gap; keep what was reached as a row where they did not."""
    number, prices = len(order.floors), certificate.prices
    if certificate.proof == "prices" and certificate.bound == certificate.objective:
        order.face = face_of(problem, value, prices, order.floors).within(order.face)
        order.steep.append(Prices(vacancy=prices.vacancy, row=np.append(prices.row, -VALUE_SCALE)))
    else:
        order.rows.append(number)
    order.floors.append(Floor(value=value, reached=certificate.objective))


def _proven(problem: Problem, name: str, value: Integers, solved: Solved, order: _Order) -> Certificate:
    """The closest bound there is: by prices where they are as good as the search."""
    objective = total(value, solved.chosen)
    prices, bound, weight = _best_prices(problem, value, solved.raw, order, objective)
    search = solved.bound
    if search is None and bound > objective:  # a whole relaxation whose prices are fractions: finer ones prove it
        fine = _weighted(problem, solved.raw, order, weight, _FINE)
        search = _bound(problem, value * _FINE, fine, order.floors)
        search = None if search is None else search // _FINE
    if search is not None and search < bound:
        return Certificate(stage=name, objective=objective, bound=search, proof="search", prices=prices)
    return Certificate(stage=name, objective=objective, bound=bound, proof="prices", prices=prices)


def _best_prices(
    problem: Problem, value: Integers, raw: RawPrices, order: _Order, objective: int
) -> tuple[Prices, int, int]:
    """Whole prices, their bound, and the weight of the earlier stages' prices in them."""
    prices = _weighted(problem, raw, order, 0)
    best = (prices, certified_bound(problem, value, prices, order.floors), 0)
    for weight in _WEIGHTS if order.steep else ():
        if best[1] <= objective:
            break
        prices = _weighted(problem, raw, order, weight)
        bound = _bound(problem, value, prices, order.floors)
        if bound is not None and bound < best[1]:
            best = (prices, bound, weight)
    return best


def _bound(problem: Problem, value: Integers, prices: Prices, floors: Sequence[Floor]) -> int | None:
    """The certified bound, or None where the prices are too large for 64 bits."""
    try:
        return certified_bound(problem, value, prices, floors)
    except InputError:
        return None


def _weighted(problem: Problem, raw: RawPrices, order: _Order, weight: int, scale: int = 1) -> Prices:
    """A stage's own prices and a multiple of the earlier stages' ones, in whole numbers."""
    vacancy, row = np.rint(raw.vacancy * scale), np.rint(np.append(raw.row, raw.floor) * scale)
    prices = Prices(vacancy=vacancy.astype(np.int64), row=row.astype(np.int64))
    for steep in order.steep:
        prices.vacancy[:] += scale * weight * steep.vacancy
        prices.row[: len(steep.row)] += scale * weight * steep.row
    return right_signs(problem, prices)
