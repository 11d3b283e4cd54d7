"""Whether a problem is one: shapes that fit, numbers that can be, identifiers in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Problem
from crosswalk.errors import InputError

__all__ = ["checked"]

#: Larger numbers than these leave 64 bits when they are priced: a value of a million units, a thousand million places.
_LARGEST_VALUE = 1_000_000 * VALUE_SCALE
_LARGEST_COUNT = 10**9


def checked(problem: Problem) -> Problem:
    """The same problem, once nothing about it is wrong.

    Args:
        problem: A problem from anywhere.

    Returns:
        The problem itself.

    Raises:
        InputError: What is wrong first: a length, a negative or huge number, an index of nothing, an order.
    """
    for wrong, sentence in chain(_shapes(problem), _numbers(problem), _rows(problem), _groups(problem)):
        if wrong:
            raise InputError(sentence, remedy="Build the problem again from its people, vacancies and rules.")
    return problem


def _shapes(problem: Problem) -> Iterator[tuple[bool, str]]:
    people, options = len(problem.people), len(problem.vacancy)
    first = problem.first_option
    yield (
        len(first) != people + 1 or first[0] != 0 or first[-1] != options or bool((np.diff(first) < 0).any()),
        "The options of each person must follow one another, from the first option to the last.",
    )
    for name, length in (("pathway", options), ("use", options), ("kind", options), ("meeting", options)):
        yield len(getattr(problem, name)) != length, f"There must be one {name} for each option."
    yield len(problem.capacity) != len(problem.vacancies), "There must be one capacity for each vacancy."
    yield len(problem.group) != people, "There must be one group for each person, or none for those alone."
    yield problem.coefficients.shape[1:] != (len(problem.rows),), "There must be one coefficient for each kind and row."
    yield not problem.stages, "There must be at least one objective."
    for stage in problem.stages:
        yield len(stage.value) != options, f"The objective {stage.name} must have one value for each option."
    for name in ("people", "vacancies", "pathways"):
        known = getattr(problem, name)
        yield list(known) != sorted(set(known)), f"The {name} must be sorted, each named once."


def _numbers(problem: Problem) -> Iterator[tuple[bool, str]]:
    yield _outside(problem.vacancy, 0, len(problem.vacancies)), "An option is of a vacancy that does not exist."
    yield _outside(problem.pathway, -1, len(problem.pathways)), "An option is by a pathway that does not exist."
    yield _outside(problem.kind, 0, len(problem.coefficients)), "An option is of a kind that does not exist."
    yield _outside(problem.use, 1, _LARGEST_COUNT), "An option takes at least one place of its vacancy."
    yield _outside(problem.capacity, 0, _LARGEST_COUNT), "A capacity is a number of places, and never negative."
    yield _outside(problem.coefficients, 1 - _LARGEST_COUNT, _LARGEST_COUNT), "A coefficient is a count of people."
    for stage in problem.stages:
        yield (
            _outside(stage.value, 0, _LARGEST_VALUE + 1),
            f"A value of {stage.name} is in millionths, and never negative.",
        )
    person = problem.person.astype(np.int64)
    order = np.lexsort((problem.pathway, problem.vacancy, person))
    yield bool((order != np.arange(len(order))).any()), "Options must stand in order of person, vacancy and pathway."


def _rows(problem: Problem) -> Iterator[tuple[bool, str]]:
    for row in problem.rows:
        yield row.lower is None and row.upper is None, f"The rule '{row.name}' has neither a lower nor an upper bound."
        crossed = row.lower is not None and row.upper is not None and row.lower > row.upper
        yield crossed, f"The rule '{row.name}' has a lower bound above its upper one."
        sizes = [abs(bound) for bound in (row.lower, row.upper) if bound is not None]
        yield (
            max(sizes, default=0) >= _LARGEST_COUNT**2,
            f"The rule '{row.name}' has a bound that nobody could count to.",
        )


def _groups(problem: Problem) -> Iterator[tuple[bool, str]]:
    yield _outside(problem.group, ALONE, len(problem.group_names)), "A person is in a group that does not exist."
    yield _outside(problem.meeting, 0, 2**31), "A meeting place has a number below 0."


def _outside(numbers: NDArray[np.integer], first: int, end: int) -> bool:
    return numbers.size > 0 and bool(numbers.min() < first or numbers.max() >= end)
