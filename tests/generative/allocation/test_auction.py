"""Auction, paths, prices and the integer search against trying everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from crosswalk.allocation.certificate import Floor, broken_rules, certified_bound
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.reference import best_by_trying
from crosswalk.allocation.result import Prices
from crosswalk.allocation.solving.auction import auction, everybody_alone, optimum
from crosswalk.allocation.solving.priced import price_stage
from crosswalk.allocation.solving.prices import find_prices
from crosswalk.allocation.solving.restrict import restrict
from crosswalk.allocation.solving.stage import total
from crosswalk.synthetic.allocation import problem as synthetic
from tiny_problems import problems

GAP = 1e-4


def alone(problem: Problem) -> Problem:
    """The same people and places: nobody moves with others, one place each, no rule, the first objective."""
    return replace(
        problem,
        use=np.ones_like(problem.use),
        rows=(),
        kind=np.zeros_like(problem.kind),
        coefficients=np.zeros((1, 0), np.int64),
        group=np.full_like(problem.group, ALONE),
        group_names=(),
        stages=problem.stages[:1],
    )


def taken(chosen: Integers) -> Integers:
    return np.sort(chosen[chosen >= 0])


def proven(problem: Problem, value: Integers, price: Integers) -> int:
    return certified_bound(problem, value, Prices(vacancy=price, row=np.zeros(0, np.int64)))


@settings(max_examples=1000, deadline=None)
@given(problems().map(alone))
def test_paths_reach_the_best_of_all_and_prove_it_to_the_last_millionth(problem: Problem) -> None:
    value = problem.stages[0].value
    best = best_by_trying(problem)
    assert best is not None
    chosen, price = optimum(problem, value)
    assert broken_rules(problem, taken(chosen)) == []
    assert total(value, taken(chosen)) == best.objectives[0] == proven(problem, value, price)


@settings(max_examples=500, deadline=None)
@given(problems().map(alone), st.randoms(use_true_random=False))
def test_paths_reach_the_best_from_any_start(problem: Problem, chance: object) -> None:
    """Prices far from right and empty places that have one; the values of one stage after those of another."""
    value = problem.stages[0].value
    draw = chance.randint  # type: ignore[attr-defined]
    first, _ = auction(problem, value[::-1].copy(), epsilon=max(1, draw(1, 400_000)))
    price = np.array([draw(0, 1_500_000) for _ in problem.vacancies], np.int64)
    chosen, price = optimum(problem, value, (first, price))
    best = best_by_trying(problem)
    assert best is not None
    assert broken_rules(problem, taken(chosen)) == []
    assert total(value, taken(chosen)) == best.objectives[0] == proven(problem, value, price)


@settings(max_examples=500, deadline=None)
@given(problems().map(alone), st.integers(1, 200_000))
def test_an_auction_leaves_at_most_epsilon_for_each_person_placed(problem: Problem, epsilon: int) -> None:
    value = problem.stages[0].value
    chosen, price = auction(problem, value, epsilon=epsilon)
    placed = taken(chosen)
    assert broken_rules(problem, placed) == []
    count = np.bincount(problem.vacancy[placed], minlength=len(problem.vacancies))
    assert not price[count < problem.capacity].any()
    assert 0 <= proven(problem, value, price) - total(value, placed) <= epsilon * len(placed)


@settings(max_examples=250, deadline=None)
@given(problems())
def test_a_priced_allocation_keeps_the_rules_and_its_bound_holds(problem: Problem) -> None:
    """Stage after stage; where the search finds nothing there is nothing, and a bound below 0 is a proof of that."""
    best = best_by_trying(problem)
    floors: list[Floor] = []
    for number, stage in enumerate(problem.stages):
        found = price_stage(problem, stage.value, floors, gap=GAP)
        assert found.bound == certified_bound(problem, stage.value, found.prices, floors)
        if best is None:
            assert found.chosen is None
            return
        if not number:
            assert found.bound >= best.objectives[0]
        assert found.chosen is not None
        assert broken_rules(problem, found.chosen) == []
        assert all(total(floor.value, found.chosen) >= floor.reached for floor in floors)
        reached = total(stage.value, found.chosen)
        event("within the gap" if reached >= found.bound * (1 - GAP) else "the relaxation is above")
        if not number:
            assert reached >= best.objectives[0] - GAP * max(best.objectives[0], 1) - 1
        floors.append(Floor(value=stage.value, reached=reached))


@settings(max_examples=300, deadline=None)
@given(problems())
def test_the_prices_bound_every_allocation(problem: Problem) -> None:
    best = best_by_trying(problem)
    prices, _ = find_prices(problem, problem.stages[0].value)
    if best is not None:
        assert certified_bound(problem, problem.stages[0].value, prices) >= best.objectives[0]


@settings(max_examples=300, deadline=None)
@given(problems().map(alone), st.integers(0, 300_000))
def test_what_is_restricted_still_holds_the_best(problem: Problem, tau: int) -> None:
    value = problem.stages[0].value
    chosen, price = optimum(problem, value)
    kept = restrict(problem, value, Prices(vacancy=price, row=np.zeros(0, np.int64)), tau)
    assert np.isin(taken(chosen), kept).all()


def test_a_middle_sized_problem_is_solved_alike_by_every_way() -> None:
    """Large enough for searches that move several people; values in steps of a tenth make ties."""
    for grain in (1, 100_000):
        problem = synthetic(600, 60, seed=5, options=12, grain=grain)
        assert everybody_alone(problem)
        value = problem.stages[0].value
        cold, price = optimum(problem, value)
        nothing = np.full(len(problem.people), -1), np.zeros(len(problem.vacancies), np.int64)
        from_nothing, other = optimum(problem, value, nothing)
        assert total(value, taken(cold)) == total(value, taken(from_nothing)) == proven(problem, value, price)
        assert proven(problem, value, other) == proven(problem, value, price)


def test_rules_on_a_middle_sized_problem_are_kept_within_the_gap() -> None:
    problem = synthetic(
        1_500, 150, seed=3, options=15, floors=["9/20", "9/20"], origin_cap="3/20", stages=("placed", "fit")
    )
    floors: list[Floor] = []
    for stage in problem.stages:
        found = price_stage(problem, stage.value, floors, gap=1e-3)
        assert found.chosen is not None
        assert broken_rules(problem, found.chosen) == []
        reached = total(stage.value, found.chosen)
        assert 0 <= found.bound - reached <= 1e-3 * found.bound
        floors.append(Floor(value=stage.value, reached=reached))


def test_the_same_problem_gives_the_same_answer() -> None:
    problem = synthetic(400, 40, seed=2, floors=["1/2"], families=30, largest_household=2)
    one, other = (price_stage(problem, problem.stages[0].value) for _ in range(2))
    assert one.chosen is not None
    assert other.chosen is not None
    assert one.chosen.tolist() == other.chosen.tolist()
    assert one.prices.row.tolist() == other.prices.row.tolist()
