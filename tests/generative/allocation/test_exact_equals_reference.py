"""HiGHS against trying everything: the same objective at every stage, and a bound that holds."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings

from crosswalk.allocation.certificate import Floor, broken_rules, certified_bound
from crosswalk.allocation.errors import AllocationConflictError
from crosswalk.allocation.exact import solve_exact
from crosswalk.allocation.problem import Problem
from crosswalk.allocation.reference import best_by_trying
from tiny_problems import problems


@settings(max_examples=400, deadline=None)
@given(problems())
def test_the_exact_allocation_is_the_best_of_all(problem: Problem) -> None:
    best = best_by_trying(problem)
    if best is None:
        event("no allocation")
        with pytest.raises(AllocationConflictError):
            solve_exact(problem)
        return
    allocation = solve_exact(problem)
    assert tuple(c.objective for c in allocation.certificates) == best.objectives
    assert broken_rules(problem, allocation.chosen) == []
    floors: list[Floor] = []
    for stage, certificate in zip(problem.stages, allocation.certificates, strict=True):
        event(f"{certificate.proof}, open {certificate.bound > certificate.objective}")
        proven = certified_bound(problem, stage.value, certificate.prices, floors)
        assert proven >= certificate.bound == certificate.objective
        assert proven == certificate.bound or certificate.proof == "search"
        floors.append(Floor(value=stage.value, reached=certificate.objective))
