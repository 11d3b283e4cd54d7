"""The slow, obvious twin of the solvers: tries every allocation of a tiny problem, and adds up a bound by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from crosswalk.allocation.certificate import Floor
from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.result import Prices

__all__ = ["Tried", "allocations", "best_by_trying", "bound_by_hand"]

Choice = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The best of all allocations: its total at each stage, in millionths, and the first allocation that has it."""

    objectives: tuple[int, ...]
    chosen: Choice


def best_by_trying(problem: Problem) -> Tried | None:
    """The lexicographic best of every allocation that keeps all rules.

    Args:
        problem: A tiny one: the work grows as the product of everybody's options.

    Returns:
        The best; of equals the one whose chosen options come first in the order of options. None where the rules
        cannot hold together.
    """
    best: Tried | None = None
    for chosen in allocations(problem):
        objectives = tuple(sum(int(stage.value[e]) for e in chosen) for stage in problem.stages)
        if best is None or objectives > best.objectives or (objectives == best.objectives and chosen < best.chosen):
            best = Tried(objectives, chosen)
    return best


def allocations(problem: Problem) -> Iterator[Choice]:
    """Every allocation that keeps all rules, each as its chosen options in ascending order."""
    for choices in product(*(_unit_choices(problem, unit) for unit in _units(problem))):
        chosen = tuple(sorted(option for choice in choices for option in choice))
        if _fits(problem, chosen):
            yield chosen


def bound_by_hand(problem: Problem, value: Integers, prices: Prices, floors: Sequence[Floor] = ()) -> int:
    """`certificate.certified_bound` as one would do it on paper."""
    bound = 0
    for v in range(len(problem.vacancies)):
        bound += int(prices.vacancy[v]) * int(problem.capacity[v])
    for q, row in enumerate(problem.rows):
        price = int(prices.row[q])
        if price > 0 and row.upper is not None:
            bound += price * row.upper
        if price < 0 and row.lower is not None:
            bound += price * row.lower
    for number, floor in enumerate(floors):
        bound -= _part(-int(prices.row[len(problem.rows) + number]) * floor.reached)
    for unit in _units(problem):
        kept = [sum(_reduced(problem, value, prices, floors, e) for e in c) for c in _unit_choices(problem, unit)]
        bound += max(kept)
    return bound


def _reduced(problem: Problem, value: Integers, prices: Prices, floors: Sequence[Floor], option: int) -> int:
    """What one option keeps after it has paid."""
    reduced = int(value[option]) - int(problem.use[option]) * int(prices.vacancy[problem.vacancy[option]])
    for q in range(len(problem.rows)):
        reduced -= int(prices.row[q]) * int(problem.coefficients[problem.kind[option], q])
    for number, floor in enumerate(floors):
        paid = -int(prices.row[len(problem.rows) + number]) * int(floor.value[option])
        reduced += -_part(-paid)
    return reduced


def _part(millionths: int) -> int:
    """Whole numbers of a product of two numbers in millionths, rounded down."""
    return millionths // VALUE_SCALE


def _units(problem: Problem) -> list[list[int]]:
    """Who moves as one: each person alone, each group."""
    alone = [[i] for i in range(len(problem.people)) if problem.group[i] == ALONE]
    groups = [[i for i in range(len(problem.people)) if problem.group[i] == g] for g in range(len(problem.group_names))]
    return alone + [group for group in groups if group]


def _unit_choices(problem: Problem, unit: list[int]) -> list[Choice]:
    """All that a unit may do: stay, or one option for each member, of a group all at one meeting place."""
    options = [range(int(problem.first_option[i]), int(problem.first_option[i + 1])) for i in unit]
    together = [
        choice
        for choice in product(*options)
        if problem.group[unit[0]] == ALONE or len({int(problem.meeting[e]) for e in choice}) == 1
    ]
    return [(), *together]


def _fits(problem: Problem, chosen: Choice) -> bool:
    used = [0] * len(problem.vacancies)
    for e in chosen:
        used[problem.vacancy[e]] += int(problem.use[e])
    if any(n > int(c) for n, c in zip(used, problem.capacity, strict=True)):
        return False
    for q, row in enumerate(problem.rows):
        total = sum(int(problem.coefficients[problem.kind[e], q]) for e in chosen)
        if (row.lower is not None and total < row.lower) or (row.upper is not None and total > row.upper):
            return False
    return True
