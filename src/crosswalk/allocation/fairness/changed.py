"""The same problem with one thing changed: a rule less, places more, a value higher, somebody asked for first."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem, Stage
from crosswalk.allocation.result import Allocation

__all__ = [
    "Solver",
    "asked_first",
    "moving_apart",
    "nearest_to",
    "surely_better",
    "with_bound",
    "with_places",
    "without_person",
    "without_rows",
]

#: Whatever solves a problem and certifies what it found, such as `allocate`.
Solver = Callable[[Problem], Allocation]


def without_rows(problem: Problem, rows: Collection[int]) -> Problem:
    """Without some rules."""
    kept = [q for q in range(len(problem.rows)) if q not in rows]
    return replace(problem, rows=tuple(problem.rows[q] for q in kept), coefficients=problem.coefficients[:, kept])


def with_bound(problem: Problem, row: int, by: int) -> Problem:
    """With the upper bound of one rule raised."""
    rows = list(problem.rows)
    rows[row] = replace(rows[row], upper=(rows[row].upper or 0) + by)
    return replace(problem, rows=tuple(rows))


def with_places(problem: Problem, places: Integers) -> Problem:
    """With more places: int64[V], by vacancy."""
    return replace(problem, capacity=problem.capacity + places)


def moving_apart(problem: Problem, group: int | None = None) -> Problem:
    """With everybody alone, or the members of one group."""
    apart = np.ones(len(problem.people), bool) if group is None else problem.group == group
    return replace(problem, group=np.where(apart, ALONE, problem.group).astype(np.int32))


def asked_first(problem: Problem, option: int) -> Problem:
    """With one option to be chosen before anything else counts, if the rules can hold with it."""
    return replace(problem, stages=(_stage(problem, "asked_first", np.array([option])), *problem.stages))


def nearest_to(problem: Problem, chosen: Integers) -> Problem:
    """With the fewest changes of a known choice as the last of all objectives."""
    return replace(problem, stages=(*problem.stages, _stage(problem, "as_before", chosen)))


def _stage(problem: Problem, name: str, wanted: Integers) -> Stage:
    value = np.zeros(len(problem.vacancy), np.int64)
    value[wanted] = VALUE_SCALE
    return Stage(name=name, value=value)


def without_person(problem: Problem, person: int) -> Problem:
    """With nothing that one person may take."""
    first, end = problem.first_option[person], problem.first_option[person + 1]
    kept = np.ones(len(problem.vacancy), bool)
    kept[first:end] = False
    starts = problem.first_option.copy()
    starts[person + 1 :] -= end - first

    def part(column: NDArray[Any]) -> NDArray[Any]:
        return column[kept]

    return replace(
        problem,
        first_option=starts,
        vacancy=part(problem.vacancy),
        pathway=part(problem.pathway),
        use=part(problem.use),
        kind=part(problem.kind),
        meeting=part(problem.meeting),
        stages=tuple(replace(stage, value=part(stage.value)) for stage in problem.stages),
    )


def surely_better(one: Allocation, other: Allocation) -> bool:
    """Whether the optimum of one problem is proven to lie above that of another with the same stages."""
    for reached, limit in zip(one.certificates, other.certificates, strict=True):
        if reached.objective > limit.bound:
            return True
        if not reached.objective == limit.objective == limit.bound == reached.bound:
            return False
    return False
