"""Deferred acceptance on generated worlds: equal to its plain twin, stable, and the best for the side that proposes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.allocation.problem import Integers, Problem, Stage
from crosswalk.allocation.stable.matching import blocking_pairs, compare_sides, stable_matching
from crosswalk.allocation.stable.reference import plain_blocking_pairs, plain_stable_options

INT = np.iinfo(np.int64)


@st.composite
def worlds(draw: st.DrawFn, largest: int = 7, extreme: bool = True) -> tuple[Problem, Integers, Integers]:
    """People, vacancies and pathways, with several pathways to one vacancy, places from none on, and tied ranks."""
    people, vacancies, pathways = (draw(st.integers(0, n)) for n in (largest, largest - 1, 3))
    triples = list(itertools.product(range(people), range(vacancies), range(pathways)))
    options = sorted(draw(st.sets(st.sampled_from(triples), max_size=30))) if triples else []
    count = len(options)
    ranks = st.integers(-2, 2) | st.sampled_from([INT.min, INT.max]) if extreme else st.integers(0, 6)
    mine, theirs = (draw(st.lists(ranks, min_size=count, max_size=count)) for _ in range(2))
    person = [p for p, _, _ in options]
    problem = Problem(
        people=tuple(f"P{k}" for k in range(people)),
        vacancies=tuple(f"V{k}" for k in range(vacancies)),
        pathways=tuple(f"W{k}" for k in range(pathways)),
        first_option=np.searchsorted(person, np.arange(people + 1)).astype(np.int64),
        vacancy=np.array([v for _, v, _ in options], np.int32),
        pathway=np.array([w for _, _, w in options], np.int32),
        use=np.ones(count, np.int64),
        capacity=np.array(draw(st.lists(st.integers(0, 3), min_size=vacancies, max_size=vacancies)), np.int64),
        stages=(Stage(name="fit", value=np.arange(count, dtype=np.int64)),),
    )
    return problem, np.array(mine, np.int64), np.array(theirs, np.int64)


def allowed(problem: Problem) -> list[list[int]]:
    """Every choice that gives each person at most one option and no vacancy too many people."""
    first = problem.first_option.tolist()
    each = [[-1, *range(first[k], first[k + 1])] for k in range(len(problem.people))]
    found = []
    for choice in itertools.product(*each):
        chosen = [e for e in choice if e >= 0]
        taken = np.bincount(problem.vacancy[chosen], minlength=len(problem.vacancies))
        if (taken <= problem.capacity).all():
            found.append(chosen)
    return found


@pytest.mark.parametrize("proposing", ["people", "vacancies"])
@given(world=worlds())
@settings(max_examples=400, deadline=None)
def test_the_kernel_equals_its_plain_twin(proposing, world) -> None:
    problem, mine, theirs = world
    found = stable_matching(problem, mine, theirs, proposing=proposing)
    assert found.chosen.tolist() == plain_stable_options(problem, mine, theirs, proposing)
    assert not len(found.blocking) and found.looked_at == len(problem.vacancy)
    assert found.objective == found.chosen.sum()


@given(world=worlds(), data=st.data())
@settings(max_examples=300, deadline=None)
def test_blocking_pairs_of_any_choice_equal_those_found_one_by_one(world, data) -> None:
    problem, mine, theirs = world
    shuffled = data.draw(st.permutations(range(len(problem.vacancy))))
    room, placed, chosen = problem.capacity.copy(), set(), []
    for option in shuffled[: data.draw(st.integers(0, len(shuffled)))]:
        if room[problem.vacancy[option]] and problem.person[option] not in placed:
            room[problem.vacancy[option]] -= 1
            placed.add(problem.person[option])
            chosen.append(option)
    found = blocking_pairs(problem, mine, theirs, np.array(chosen, np.int64))
    assert found.tolist() == plain_blocking_pairs(problem, mine, theirs, chosen)


@given(world=worlds(largest=4, extreme=False))
@settings(max_examples=150, deadline=None)
def test_among_all_stable_matchings_the_proposers_get_their_best_and_the_others_their_worst(world) -> None:
    problem, mine, theirs = world
    stable = [c for c in allowed(problem) if not plain_blocking_pairs(problem, mine, theirs, c)]
    by_people = stable_matching(problem, mine, theirs).chosen.tolist()
    by_vacancies = stable_matching(problem, mine, theirs, proposing="vacancies").chosen.tolist()
    assert by_people in stable and by_vacancies in stable
    place = {e: k for k, e in enumerate(sorted(range(len(mine)), key=lambda e: (mine[e], -e)))}

    def standing(chosen: list[int]) -> list[int]:
        of = dict(zip(problem.person[chosen].tolist(), chosen, strict=True))
        return [place.get(of.get(k, -1), -1) for k in range(len(problem.people))]

    for other in stable:
        assert all(a >= b for a, b in zip(standing(by_people), standing(other), strict=True))
        assert all(a <= b for a, b in zip(standing(by_vacancies), standing(other), strict=True))


@given(world=worlds())
@settings(max_examples=200, deadline=None)
def test_both_sides_place_the_same_people_and_fill_the_same_places(world) -> None:
    problem, mine, theirs = world
    sides = compare_sides(problem, mine, theirs)
    one, other = sides.by_people.chosen, sides.by_vacancies.chosen
    assert problem.person[one].tolist() == problem.person[other].tolist()
    taken = [np.bincount(problem.vacancy[c], minlength=len(problem.vacancies)) for c in (one, other)]
    assert taken[0].tolist() == taken[1].tolist()
    for vacancy in np.flatnonzero(taken[0] < problem.capacity):
        there = [set(problem.person[c[problem.vacancy[c] == vacancy]].tolist()) for c in (one, other)]
        assert there[0] == there[1]
    assert sides.worse == 0
    assert sides.same + sides.better == len(problem.people)
    assert sides.better == len(set(one.tolist()) - set(other.tolist()))


@given(world=worlds(largest=4, extreme=False), data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_person_gains_by_ranking_otherwise_than_they_think_when_people_propose(world, data) -> None:
    problem, mine, theirs = world
    if not len(mine):
        return
    who = data.draw(st.sampled_from(sorted(set(problem.person.tolist()))))
    first, after = problem.first_option[who], problem.first_option[who + 1]
    said = mine.copy()
    said[first:after] = data.draw(st.permutations(range(after - first)))

    def given_to(rank: Integers) -> tuple[float, int]:
        chosen = stable_matching(problem, rank, theirs).chosen
        got = chosen[problem.person[chosen] == who]
        return (float(mine[got[0]]), -int(got[0])) if len(got) else (-np.inf, 0)

    assert given_to(mine) >= given_to(said)
