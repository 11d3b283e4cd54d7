"""The same people, vacancies and rules give the same allocation, in whatever order they were read."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.certificate import Floor, broken_rules, certified_bound
from crosswalk.allocation.errors import AllocationConflictError
from crosswalk.allocation.problem import Problem
from crosswalk.allocation.reference import best_by_trying
from crosswalk.allocation.result import Allocation
from tiny_problems import problem, problems


def outcome(allocation: Allocation) -> list[object]:
    certificates = [c.as_json() | {"prices": c.prices.vacancy.tolist()} for c in allocation.certificates]
    return [allocation.chosen.tolist(), allocation.method, certificates]


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_same_problem_gives_the_same_allocation_again(one: Problem) -> None:
    if best_by_trying(one) is not None:
        assert outcome(allocate(one)) == outcome(allocate(one))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3)), unique=True), st.randoms(use_true_random=False))
def test_the_order_in_which_options_were_read_does_not_matter(
    read: list[tuple[int, int]], chance: random.Random
) -> None:
    """All options are worth the same, so that everything is a tie."""

    def built(rows: list[tuple[int, int]]) -> Problem:
        return problem([sorted((v, 500_000) for p, v in rows if p == person) for person in range(8)], [1, 2, 1, 0])

    shuffled = chance.sample(read, len(read))
    assert outcome(allocate(built(read))) == outcome(allocate(built(shuffled)))


@pytest.mark.parametrize("method", ["exact", "priced"])
@settings(max_examples=60, deadline=None)
@given(one=problems())
def test_every_method_keeps_the_rules_and_its_bound(method: str, one: Problem) -> None:
    best = best_by_trying(one)
    if best is None:
        with pytest.raises(AllocationConflictError):
            allocate(one, method=method)  # type: ignore[arg-type]
        return
    allocation = allocate(one, method=method)  # type: ignore[arg-type]
    assert broken_rules(one, allocation.chosen) == []
    assert allocation.certificates[0].objective <= best.objectives[0] <= allocation.certificates[0].bound
    floors: list[Floor] = []
    for stage, certificate in zip(one.stages, allocation.certificates, strict=True):
        reached = int(np.sum(stage.value[allocation.chosen]))
        assert reached >= certificate.objective <= certificate.bound
        if certificate.proof == "prices":
            assert certified_bound(one, stage.value, certificate.prices, floors) == certificate.bound
        floors.append(Floor(value=stage.value, reached=certificate.objective))
