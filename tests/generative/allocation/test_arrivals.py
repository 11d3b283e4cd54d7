"""Arrivals on generated worlds: nothing overfilled, nothing beyond hindsight, the same under one seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.arrivals.batch import place_batch
from crosswalk.allocation.arrivals.simulation import simulate
from crosswalk.allocation.certificate import broken_rules
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.subproblem import drawn, of_people, side_by_side
from crosswalk.synthetic import allocation as synthetic

POLICIES = ["greedy", "myopic", "posted", "repriced"]


@st.composite
def worlds(draw: st.DrawFn, rows: bool = True) -> tuple[Problem, Problem, Integers]:
    """People of this year, people of the last year at the same vacancies, and the week in which each comes."""
    both = synthetic.problem(
        2 * draw(st.integers(8, 20)),
        draw(st.integers(1, 6)),
        seed=draw(st.integers(0, 10_000)),
        options=draw(st.integers(1, 5)),
        places=draw(st.sampled_from([0.1, 0.4, 1.0])),
        families=draw(st.integers(0, 2)),
        largest_household=draw(st.integers(1, 2)),
        quotas=draw(st.integers(0, 2)) if rows else 0,
        floors=draw(st.sampled_from([(), ("1/4",)])) if rows else (),
        grain=draw(st.sampled_from([1, 200_000])),
    )
    half = len(both.people) // 2
    early = np.arange(len(both.people)) < half
    for group in range(len(both.group_names)):
        members = both.group == group
        early[members] = early[np.argmax(members)]
    now, _ = of_people(both, np.flatnonzero(early))
    history, _ = of_people(both, np.flatnonzero(~early))
    weeks = np.array(draw(st.lists(st.integers(-1, 3), min_size=len(now.people), max_size=len(now.people))), np.int64)
    for group in set(now.group.tolist()) - {ALONE}:
        weeks[now.group == group] = weeks[np.argmax(now.group == group)]
    return now, history, weeks


@pytest.mark.parametrize("policy", POLICIES)
@given(world=worlds(), seed=st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_no_policy_overfills_a_place_breaks_a_limit_parts_a_group_or_beats_hindsight(policy, world, seed) -> None:
    problem, history, weeks = world
    found = simulate(problem, weeks, policy, history=history, seed=seed)
    limits = replace(problem, rows=tuple(replace(r, lower=None) for r in problem.rows))
    assert not broken_rules(limits, found.chosen)
    assert list(found.broken) == broken_rules(problem, found.chosen)
    if not found.broken:
        assert found.objective <= found.hindsight and found.share_of_hindsight <= 1
    assert found.objective == sum(w.objective for w in found.weeks)
    assert found.placed == sum(w.placed for w in found.weeks)
    assert len(weeks) == sum(w.arrived for w in found.weeks)


@pytest.mark.parametrize("policy", ["myopic", "repriced"])
@given(world=worlds())
@settings(max_examples=40, deadline=None)
def test_one_week_is_the_plain_optimum(policy, world) -> None:
    problem, history, weeks = world
    found = simulate(problem, np.zeros_like(weeks), policy, history=history)
    best = allocate(problem).certificates[0]
    assert found.objective == best.objective and not found.broken
    assert found.hindsight == best.bound


@pytest.mark.parametrize("policy", ["posted", "repriced"])
@given(world=worlds(), seed=st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_a_seed_gives_the_same_simulation_again(policy, world, seed) -> None:
    problem, history, weeks = world
    one, other = (simulate(problem, weeks, policy, history=history, seed=seed) for _ in range(2))
    assert one.chosen.tolist() == other.chosen.tolist()
    assert one.weeks == other.weeks


@given(world=worlds(), pictures=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_places_given_and_places_held_never_exceed_those_there_are(world, pictures) -> None:
    problem, history, _ = world
    batch = place_batch(problem, [drawn(history, 12, seed=k) for k in range(pictures)])
    limits = replace(problem, rows=tuple(replace(r, lower=None) for r in problem.rows))
    assert not broken_rules(limits, batch.chosen)
    used = np.bincount(problem.vacancy[batch.chosen], problem.use[batch.chosen], len(problem.vacancies))
    for kept in batch.held_back:
        at = problem.vacancies.index(kept.vacancy)
        assert 0 < kept.held <= kept.left == problem.capacity[at] - used[at]
        assert kept.price == batch.prices.vacancy[at] > 0
    prices = [kept.price for kept in batch.held_back]
    assert prices == sorted(prices, reverse=True)


@given(world=worlds(rows=False))
@settings(max_examples=40, deadline=None)
def test_who_was_placed_could_pay_the_price_of_the_place_and_nobody_left_could_pay_more(world) -> None:
    problem, history, _ = world
    alone = [replace(p, group=np.full(len(p.people), ALONE, np.int32), group_names=(), use=np.ones_like(p.use)) for p in (problem, history)]  # fmt: skip
    batch = place_batch(alone[0], alone[1:])
    worth = problem.stages[0].value - batch.prices.vacancy[problem.vacancy]
    mine = dict(zip(problem.person[batch.chosen].tolist(), batch.chosen.tolist(), strict=True))
    for who in range(len(problem.people)):
        options = worth[problem.first_option[who] : problem.first_option[who + 1]]
        got = int(worth[mine[who]]) if who in mine else 0
        assert got >= max([0, *options.tolist()])


@given(world=worlds(), count=st.integers(0, 60), seed=st.integers(0, 9))
@settings(max_examples=80, deadline=None)
def test_people_are_drawn_evenly_and_in_whole_groups(world, count, seed) -> None:
    _, history, _ = world
    expected = drawn(history, count, seed=seed)
    sizes = np.bincount(history.group[history.group != ALONE], minlength=1)
    assert count <= len(expected.people) < count + max(1, sizes.max())
    assert list(expected.people) == sorted(set(expected.people))
    times = dict.fromkeys(history.people, 0)
    for who, name in enumerate(p.split(" ")[1] for p in expected.people):
        times[name] += 1
        old, mine = history.people.index(name), slice(*expected.first_option[who : who + 2])
        theirs = slice(*history.first_option[old : old + 2])
        for column in ("vacancy", "pathway", "use", "kind", "meeting"):
            assert getattr(expected, column)[mine].tolist() == getattr(history, column)[theirs].tolist()
        assert expected.stages[0].value[mine].tolist() == history.stages[0].value[theirs].tolist()
    assert max(times.values()) - min(times.values()) <= 1
    for group in set(expected.group.tolist()) - {ALONE}:
        members = {expected.people[k].split(" ")[1] for k in np.flatnonzero(expected.group == group)}
        assert members in [{history.people[k] for k in np.flatnonzero(history.group == g)} for g in range(len(sizes))]


@given(world=worlds())
@settings(max_examples=40, deadline=None)
def test_a_problem_split_and_put_together_again_allows_the_same(world) -> None:
    problem, history, _ = world
    both = side_by_side(problem, history)
    again, option = of_people(both, np.arange(len(problem.people)))
    assert option.tolist() == list(range(len(problem.vacancy)))
    best = allocate(problem).certificates[0].objective
    assert allocate(again).certificates[0].objective == best
    everybody = allocate(both)
    mine = everybody.chosen[everybody.chosen < len(option)]
    after, _ = of_people(both, np.arange(len(problem.people), len(both.people)), placed=mine)
    rest = everybody.certificates[0].objective - int(problem.stages[0].value[mine].sum())
    assert allocate(after).certificates[0].objective == rest
