"""Prices of rules and envy, held against every allocation of tiny problems."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.certificate import certified_bound
from crosswalk.allocation.fairness.envy import REASONS, envy, envy_up_to_price
from crosswalk.allocation.fairness.price_of_rules import price_of_rules
from crosswalk.allocation.problem import ALONE, Problem
from crosswalk.allocation.reasons.standing import deciding_stage, floors_before
from crosswalk.allocation.reference import allocations
from fairness_worlds import best_of_all, tiny_problems


def left_out(problem: Problem, name: str) -> Problem:
    """The problem without one rule, by hand."""
    if name == "together":
        return replace(problem, group=np.full(len(problem.people), ALONE, np.int32))
    if name == "held_back":
        return replace(problem, capacity=problem.capacity + 1)
    kept = [q for q, row in enumerate(problem.rows) if row.name != name]
    return replace(problem, rows=tuple(problem.rows[q] for q in kept), coefficients=problem.coefficients[:, kept])


@settings(max_examples=120, deadline=None)
@given(tiny_problems())
def test_the_price_of_a_rule_is_the_difference_that_trying_everything_finds(problem: Problem) -> None:
    allocation = allocate(problem)
    best, _ = best_of_all(problem)
    held_back = np.ones(len(problem.vacancies), np.int64)
    exact = price_of_rules(problem, allocation, held_back=held_back, exact=True)
    quick = price_of_rules(problem, allocation, held_back=held_back, exact=False)
    assert [price.name for price in exact] == [price.name for price in quick]
    for price, estimate in zip(exact, quick, strict=True):
        without, all_best = best_of_all(left_out(problem, price.name))
        costs = [more - less for more, less in zip(without, best, strict=True)]
        event(f"{price.name} {'free' if not any(costs) else 'costs'}")
        assert [cost.exact for cost in price.costs] == costs
        for cost, bounds in zip(costs, estimate.costs, strict=True):
            assert bounds.low is None or bounds.low <= cost <= bounds.high
        assert price.people is not None
        mine = set(problem.person[allocation.chosen].tolist())
        fewest = min(len(set(allocation.chosen.tolist()) - set(chosen)) for chosen in all_best)
        kept = len(mine) - price.people.helped - price.people.moved
        assert len(allocation.chosen) - kept == fewest
        assert any(len(chosen) - len(mine) == price.people.placements for chosen in all_best)


def envy_by_hand(problem: Problem, chosen: tuple[int, ...], stage: int) -> dict[tuple[int, int], str]:
    """Option and the least excused reason, looking at every exchange in turn."""
    value, may = problem.stages[stage].value, set(allocations(problem))
    found: dict[tuple[int, int], str] = {}
    own = {int(problem.person[e]): e for e in chosen}
    for option, holder in product(range(len(problem.vacancy)), chosen):
        i, j = int(problem.person[option]), int(problem.person[holder])
        mine = own.get(i)
        better = value[option] > value[holder] and (mine is None or value[option] > value[mine])
        if i == j or problem.vacancy[option] != problem.vacancy[holder] or not better:
            continue
        after = tuple(sorted({*chosen, option} - {holder, mine}))
        if problem.group[i] != ALONE or problem.group[j] != ALONE:
            reason = "together"
        elif after in may:
            totals = [tuple(int(s.value[list(c)].sum()) for s in problem.stages) for c in (after, chosen)]
            reason = "unexplained" if totals[0] > totals[1] else "whole"
        else:
            used = sum(int(problem.use[e]) for e in after if problem.vacancy[e] == problem.vacancy[option])
            reason = "places" if used > problem.capacity[problem.vacancy[option]] else "rule"
        key = (i, option)
        found[key] = min(found.get(key, reason), reason, key=REASONS.index)
    return found


@settings(max_examples=150, deadline=None)
@given(tiny_problems(), st.randoms(use_true_random=False))
def test_every_case_of_envy_is_found_with_its_reason(problem: Problem, chance: Random) -> None:
    best = allocate(problem)
    other = chance.choice(list(allocations(problem)))
    for allocation in (best, replace(best, chosen=np.array(other, np.int64))):
        found = envy(problem, allocation)
        by_hand = envy_by_hand(problem, tuple(allocation.chosen.tolist()), deciding_stage(problem))
        reasons = {
            (int(problem.person[e]), e): REASONS[code]
            for e, code in zip(found.option.tolist(), found.reason, strict=True)
        }
        assert reasons == by_hand
        assert found.people == len({i for i, _ in by_hand})
        event(",".join(sorted(set(by_hand.values()))) or "no envy")
    assert envy(problem, best).counts()["unexplained"] == 0


@settings(max_examples=100, deadline=None)
@given(tiny_problems())
def test_envy_at_the_prices_is_never_more_than_the_gap_that_they_leave(problem: Problem) -> None:
    allocation = allocate(problem)
    stage = deciding_stage(problem)
    certificate, floors = allocation.certificates[stage], floors_before(problem, allocation, stage)
    gap = certified_bound(problem, problem.stages[stage].value, certificate.prices, floors) - certificate.objective
    found = envy_up_to_price(problem, allocation)
    assert 0 <= found.most <= found.total <= gap
    assert (found.people > 0) == (found.total > 0)
