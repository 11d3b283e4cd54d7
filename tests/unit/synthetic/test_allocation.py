"""Fictitious allocation problems: seeded, of the size asked for, and with rules that bind."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from crosswalk.allocation.checked import checked
from crosswalk.allocation.exact import solve_exact
from crosswalk.allocation.problem import ALONE, Problem
from crosswalk.errors import UsageError
from crosswalk.synthetic.allocation import problem


def same(one: Problem, other: Problem) -> bool:
    """Whether two problems are equal in every array and every name."""
    pairs = [(getattr(one, each.name), getattr(other, each.name)) for each in fields(Problem) if each.name != "stages"]
    pairs += [(a.value, b.value) for a, b in zip(one.stages, other.stages, strict=True)]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


def test_the_same_seed_gives_the_same_problem_and_another_one_another() -> None:
    asked = {"families": 5, "floors": ["1/3"], "origin_cap": "0.4", "quotas": 1, "largest_household": 3}
    assert same(problem(200, 20, seed=1, **asked), problem(200, 20, seed=1, **asked))  # type: ignore[arg-type]
    assert not same(problem(200, 20, seed=1, **asked), problem(200, 20, seed=2, **asked))  # type: ignore[arg-type]


def test_a_problem_is_one_that_can_be_allocated() -> None:
    one = problem(300, 30, seed=4, families=10, stages=("placed", "fit"), floors=["1/2"], quotas=2)
    checked(one)
    assert solve_exact(one).certificates[0].objective > 0
    sizes = np.bincount(one.group[one.group != ALONE])
    assert set(sizes.tolist()) <= {2, 3, 4}
    assert len(sizes) == len(one.group_names) == 10


@pytest.mark.parametrize(("people", "vacancies", "options"), [(0, 0, 3), (0, 4, 3), (5, 0, 3), (5, 4, 0), (1, 1, 1)])
def test_nobody_or_nothing_is_a_problem_too(people: int, vacancies: int, options: int) -> None:
    one = problem(people, vacancies, seed=1, options=options, floors=["1/2"], origin_cap="1/2", quotas=1)
    assert (len(one.people), len(one.vacancies)) == (people, vacancies)
    assert len(one.first_option) == people + 1
    assert one.coefficients.shape[1] == len(one.rows) == 22


def test_its_rules_bind() -> None:
    free = problem(2_000, 200, seed=5)
    bound = problem(2_000, 200, seed=5, floors=["0.45"], origin_cap="0.15")
    lost = 1 - solve_exact(bound).certificates[0].objective / solve_exact(free).certificates[0].objective
    assert 0.001 < lost < 0.2


def test_values_of_a_coarse_grain_make_ties() -> None:
    value = problem(100, 10, seed=1, grain=250_000).stages[0].value
    assert set((value % 250_000).tolist()) == {0}


def test_what_is_out_of_range_is_refused() -> None:
    for wrong in ({"people": -1}, {"quotas": 9}, {"families": 60}, {"grain": 0}):
        with pytest.raises(UsageError):
            problem(**({"people": 100, "vacancies": 10, "seed": 1} | wrong))  # type: ignore[arg-type]
