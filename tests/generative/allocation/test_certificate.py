"""A bound holds for any prices, and two ways of adding it up agree to the millionth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crosswalk.allocation.certificate import Floor, broken_rules, certified_bound
from crosswalk.allocation.problem import Problem
from crosswalk.allocation.reference import allocations, best_by_trying, bound_by_hand
from crosswalk.allocation.result import Prices
from crosswalk.allocation.solving.stage import right_signs
from crosswalk.errors import InputError
from tiny_problems import problems


def drawn_prices(data: st.DataObject, problem: Problem, floors: int, most: int = 2_000_000) -> Prices:
    """Any prices of the right signs."""
    vacancy = data.draw(
        st.lists(st.integers(0, most), min_size=len(problem.vacancies), max_size=len(problem.vacancies))
    )
    number = len(problem.rows) + floors
    row = data.draw(st.lists(st.integers(-most, most), min_size=number, max_size=number))
    return right_signs(problem, Prices(vacancy=np.array(vacancy, np.int64), row=np.array(row, np.int64)))


@settings(max_examples=300, deadline=None)
@given(problems(), st.data())
def test_no_allocation_exceeds_the_bound_of_any_prices(problem: Problem, data: st.DataObject) -> None:
    best = best_by_trying(problem)
    assume(best is not None)
    floors: list[Floor] = []
    for stage, reached in zip(problem.stages, best.objectives, strict=True):
        prices = drawn_prices(data, problem, len(floors))
        assert certified_bound(problem, stage.value, prices, floors) >= reached
        floors.append(Floor(value=stage.value, reached=reached))


@settings(max_examples=300, deadline=None)
@given(problems(), st.data())
def test_the_bound_is_the_one_that_is_added_up_by_hand(problem: Problem, data: st.DataObject) -> None:
    floors = [Floor(value=s.value, reached=data.draw(st.integers(0, 10**9))) for s in problem.stages[1:]]
    prices = drawn_prices(data, problem, len(floors), most=10**9)
    value = problem.stages[0].value
    assert certified_bound(problem, value, prices, floors) == bound_by_hand(problem, value, prices, floors)


@settings(max_examples=200, deadline=None)
@given(problems(stages=1), st.data())
def test_options_break_no_rule_exactly_where_trying_everything_finds_them(
    problem: Problem, data: st.DataObject
) -> None:
    count = len(problem.vacancy)
    chosen = data.draw(st.lists(st.integers(0, count - 1), unique=True).map(sorted)) if count else []
    assert (broken_rules(problem, np.array(chosen, np.int64)) == []) == (tuple(chosen) in set(allocations(problem)))


@settings(max_examples=100, deadline=None)
@given(problems(stages=1), st.data())
def test_what_are_no_prices_is_refused(problem: Problem, data: st.DataObject) -> None:
    value = problem.stages[0].value
    assume(len(value))
    good = drawn_prices(data, problem, 0)
    with pytest.raises(InputError, match="one price for each"):
        certified_bound(problem, value, Prices(vacancy=good.vacancy[1:], row=good.row))
    with pytest.raises(InputError, match="never negative"):
        certified_bound(problem, value, Prices(vacancy=good.vacancy - 3_000_000, row=good.row))
    with pytest.raises(InputError, match="too large"):
        certified_bound(problem, value, Prices(vacancy=np.full(len(good.vacancy), 2**62), row=good.row))
    floor = Floor(value=value, reached=0)
    with pytest.raises(InputError, match="a floor is never positive"):
        certified_bound(problem, value, Prices(vacancy=good.vacancy, row=np.append(good.row, 1)), [floor])
    for q, row in enumerate(problem.rows):
        wrong = np.zeros(len(problem.rows), np.int64)
        wrong[q] = 1 if row.upper is None else -1
        if row.upper is None or row.lower is None:
            with pytest.raises(InputError, match="a bound that the row does not have"):
                certified_bound(problem, value, Prices(vacancy=good.vacancy, row=wrong))
