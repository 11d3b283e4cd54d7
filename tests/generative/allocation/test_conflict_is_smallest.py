"""A conflict is one, and no smaller set of its rules is; what mends it does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, event, given, settings

from crosswalk.allocation.conflict import GROUPS, PLACES, conflict, only, smallest_conflict
from crosswalk.allocation.problem import ALONE, Problem
from crosswalk.allocation.reference import allocations
from tiny_problems import problems


def holds(problem: Problem) -> bool:
    return next(allocations(problem), None) is not None


@settings(max_examples=150, deadline=None)
@given(problems(rules=4, stages=1))
def test_every_smaller_set_of_a_conflict_holds(problem: Problem) -> None:
    assume(not holds(problem))
    elements = smallest_conflict(problem)
    event(f"{len([e for e in elements if isinstance(e, int)])} rows, {[e for e in elements if isinstance(e, str)]}")
    assert not holds(only(problem, elements))
    for element in elements:
        assert holds(only(problem, [other for other in elements if other != element]))


@settings(max_examples=150, deadline=None)
@given(problems(rules=4, stages=1))
def test_the_nearest_bound_lets_the_rest_hold_and_no_nearer_one_does(problem: Problem) -> None:
    assume(not holds(problem))
    elements = smallest_conflict(problem)
    for element, rule in zip(elements, conflict(problem).rules, strict=True):
        if element == GROUPS:
            continue
        others = [other for other in [*range(len(problem.rows)), PLACES, GROUPS] if other != element]
        rest = others if holds(only(problem, others)) else [other for other in elements if other != element]
        if element == PLACES:
            event("places")
            missing = [
                np.maximum(used(problem, chosen) - problem.capacity, 0).sum()
                for chosen in allocations(only(problem, rest))
            ]
            assert rule.nearest == min(missing)
            continue
        row = problem.rows[int(element)]
        numbers = problem.coefficients[problem.kind, int(element)]
        reached = [int(sum(numbers[list(chosen)])) for chosen in allocations(only(problem, rest))]
        if "%" in rule.remedy:
            event("a share")
            shares = [share(numbers[list(chosen)]) for chosen in allocations(only(problem, rest))]
            assert float(rule.nearest) == pytest.approx(max(shares) if row.lower is not None else min(shares))
            continue
        missed = [
            max(0 if row.lower is None else row.lower - n, 0 if row.upper is None else n - row.upper) for n in reached
        ]
        assert rule.nearest in [n for n, by in zip(reached, missed, strict=True) if by == min(missed)]


def used(problem: Problem, chosen: tuple[int, ...]) -> np.ndarray:
    places = np.zeros(len(problem.vacancies), np.int64)
    np.add.at(places, problem.vacancy[list(chosen)], problem.use[list(chosen)])
    return places


def share(numbers: np.ndarray) -> float:
    return float((numbers > 0).sum() / (numbers != 0).sum())


@settings(max_examples=100, deadline=None)
@given(problems(rules=2, stages=1))
def test_to_leave_a_rule_out_is_to_have_a_problem_without_it(problem: Problem) -> None:
    free = only(problem, [])
    assert holds(free) and free.rows == () and (free.group == ALONE).all()
