"""Arrivals worked by hand: what is placed, what is held back, what gives way, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from crosswalk.allocation.arrivals.batch import place_batch
from crosswalk.allocation.arrivals.first_come import first_come
from crosswalk.allocation.arrivals.simulation import simulate
from crosswalk.allocation.errors import AllocationConflictError
from crosswalk.allocation.problem import Problem, Row, Stage
from crosswalk.allocation.subproblem import drawn, of_people, side_by_side
from crosswalk.errors import UsageError


def whole(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def world(fits: Sequence[dict[int, int]], *capacity: int) -> Problem:
    """People by the fit, in hundredths, that they have at each vacancy."""
    vacancy = [v for fit in fits for v in fit]
    return Problem(
        people=tuple(f"P{k}" for k in range(len(fits))),
        vacancies=tuple(f"V{k}" for k in range(len(capacity))),
        pathways=("W1",),
        first_option=np.cumsum([0, *map(len, fits)]).astype(np.int64),
        vacancy=np.array(vacancy, np.int32),
        pathway=np.zeros(len(vacancy), np.int32),
        use=np.ones(len(vacancy), np.int64),
        capacity=whole(*capacity),
        stages=(Stage(name="fit", value=whole(*(10_000 * f for fit in fits for f in fit.values()))),),
    )


def with_row(problem: Problem, row: Row, *counts: int) -> Problem:
    """One rule, with what each option counts towards it."""
    kinds = np.arange(len(counts), dtype=np.int32)
    return replace(problem, rows=(row,), kind=kinds, coefficients=whole(*counts)[:, None])


#: P0 comes first and could go to either vacancy; P1 comes later and can only go to V0, where the fit is better.
TWO_WEEKS = world([{0: 60, 1: 50}, {0: 90}], 1, 1)
#: Last year's people: one like P1, and one whom nothing suits much.
LAST_YEAR = world([{0: 80}, {1: 5}], 1, 1)


@pytest.mark.parametrize(
    ("policy", "chosen", "share"), [("greedy", [0], 60 / 140), ("myopic", [0], 60 / 140), ("posted", [1, 2], 1.0)]
)
def test_prices_keep_a_place_for_whom_it_is_worth_more(policy, chosen, share) -> None:
    found = simulate(TWO_WEEKS, whole(1, 2), policy, history=world([{0: 80}, {0: 79}], 1, 1))
    assert found.chosen.tolist() == chosen
    assert found.share_of_hindsight == pytest.approx(share)
    assert [w.arrived for w in found.weeks] == [1, 1]


def test_a_week_is_planned_together_with_the_people_expected() -> None:
    batch = place_batch(TWO_WEEKS, [LAST_YEAR], now=whole(0))
    assert batch.chosen.tolist() == [1]
    (kept,) = batch.held_back
    assert (kept.vacancy, kept.held, kept.left) == ("V0", 1, 1)
    assert 100_000 <= kept.price <= 800_000  # between what P0 would gain there and what is lost without the place
    assert kept.in_words().startswith("Held back at V0: 1 of 1 free places.")
    assert len({kept.in_words(language) for language in ("en", "fr", "es", "ar")}) == 4
    assert kept.in_words("so") == kept.in_words("en")


def test_a_place_is_held_back_where_most_pictures_of_the_future_want_it() -> None:
    nobody_better = world([{0: 5}], 1, 1)
    most, few = [LAST_YEAR, LAST_YEAR, nobody_better], [LAST_YEAR, nobody_better, nobody_better]
    held = place_batch(TWO_WEEKS, most, now=whole(0))
    assert held.chosen.tolist() == [1] and [kept.vacancy for kept in held.held_back] == ["V0"]
    assert place_batch(TWO_WEEKS, few, now=whole(0)).chosen.tolist() == [0]


def test_people_whom_most_pictures_do_not_place_wait() -> None:
    alone = world([{0: 60}], 1)
    better, worse = world([{0: 80}], 1), world([{0: 10}], 1)
    assert place_batch(alone, [better, better, worse]).chosen.tolist() == []
    assert place_batch(alone, [better, worse, worse]).chosen.tolist() == [0]


def test_what_was_given_in_earlier_weeks_is_gone() -> None:
    assert place_batch(TWO_WEEKS, now=whole(1)).chosen.tolist() == [2]
    assert place_batch(TWO_WEEKS, now=whole(1), placed=whole(0)).chosen.tolist() == []


def test_what_was_given_in_earlier_weeks_counts_towards_a_limit() -> None:
    problem = with_row(world([{0: 50}, {0: 50}, {0: 50}], 3), Row(name="quota", upper=2), 1, 1, 1)
    assert place_batch(problem, now=whole(1, 2), placed=whole(0)).chosen.tolist() in ([1], [2])


def test_a_floor_is_planned_with_the_people_expected() -> None:
    # One place, and somebody of the group it is held for must get it: nobody of this week is.
    floor = Row(name="floor", lower=1)
    today = with_row(world([{0: 90}], 1), floor, 0)
    expected = with_row(world([{0: 20}], 1), floor, 1)
    batch = place_batch(today, [expected])
    assert batch.chosen.tolist() == [] and not batch.loosened
    assert batch.held_back[0].vacancy == "V0"


def test_a_floor_out_of_reach_gives_way_to_the_nearest_and_is_told() -> None:
    problem = with_row(world([{0: 90}, {0: 20}, {0: 10}], 3), Row(name="floor", lower=5, words="Five nurses."), 0, 1, 1)
    batch = place_batch(problem)
    assert batch.chosen.tolist() == [0, 1, 2]
    assert [rule.name for rule in batch.loosened] == ["floor"] and batch.loosened[0].lower == 2


def test_a_share_out_of_reach_gives_way_to_the_nearest() -> None:
    # Nobody of the part was placed among the two before; now one of it and one other person come.
    problem = with_row(world([{0: 90}, {0: 90}, {0: 10}, {0: 80}], 4), Row(name="half", lower=0), -1, -1, 1, -1)
    batch = place_batch(problem, now=whole(2, 3), placed=whole(0, 1))
    assert batch.chosen.tolist() == [2]
    assert batch.loosened[0].lower == 1  # two would be needed


def test_of_two_rules_in_conflict_the_last_gives_way() -> None:
    rows = (Row(name="welders", lower=1), Row(name="nurses", lower=1))
    problem = replace(world([{0: 90}, {0: 20}], 1), rows=rows, kind=np.array([0, 1], np.int32), coefficients=np.eye(2, dtype=np.int64))  # fmt: skip
    batch = place_batch(problem)
    assert batch.chosen.tolist() == [0]
    assert [(row.name, row.lower) for row in batch.loosened] == [("nurses", 0)]


def test_a_limit_never_gives_way() -> None:
    problem = with_row(world([{0: 90}], 1), Row(name="quota", upper=-1), 1)
    with pytest.raises(AllocationConflictError, match="quota"):
        place_batch(problem)


def test_a_floor_that_first_come_cannot_keep_is_told() -> None:
    problem = with_row(world([{0: 90}, {0: 20}], 1), Row(name="floor", lower=1), 0, 1)
    found = simulate(problem, whole(1, 2), "greedy")
    assert found.chosen.tolist() == [0]
    assert len(found.broken) == 1 and "floor" in found.broken[0]


def test_first_come_takes_the_first_of_equals_and_nothing_that_is_worth_nothing() -> None:
    problem = world([{0: 50, 1: 50}, {0: 40}], 2, 1)
    assert first_come(problem, whole(0, 1), whole(5, 5, 0)).tolist() == [0]


def test_first_come_keeps_a_limit_that_fills_up() -> None:
    problem = with_row(world([{0: 50}, {0: 60}], 2), Row(name="quota", upper=1), 1, 1)
    assert first_come(problem, whole(1, 0), problem.stages[0].value).tolist() == [1]


def test_first_come_places_a_group_where_all_members_find_room_together() -> None:
    # V0 is worth most to each but has one place; V1 and V2 are in one country.
    fits = [{0: 90, 1: 40}, {0: 90, 2: 30}]
    problem = replace(
        world(fits, 1, 1, 1),
        group=np.zeros(2, np.int32),
        group_names=("F1",),
        meeting=np.array([1, 2, 1, 2], np.int32),
    )
    assert first_come(problem, whole(0, 1), problem.stages[0].value).tolist() == [1, 3]
    full = replace(problem, capacity=whole(1, 1, 0))
    assert first_come(full, whole(0, 1), problem.stages[0].value).tolist() == []


def test_a_forecast_of_nobody_is_the_optimum_of_each_week_alone() -> None:
    history = world([{0: 80}, {0: 79}], 1, 1)
    nobody = simulate(TWO_WEEKS, whole(1, 2), "repriced", history=history, forecast=0.0)
    assert nobody.chosen.tolist() == simulate(TWO_WEEKS, whole(1, 2), "myopic").chosen.tolist()


def test_a_simulation_without_anything_to_reach_has_reached_all_of_it() -> None:
    assert simulate(world([{}], 1), whole(1), "greedy").share_of_hindsight == 1.0


GROUP = replace(TWO_WEEKS, group=np.zeros(2, np.int32), group_names=("F1",))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: simulate(TWO_WEEKS, whole(1, 2), "best"), "no policy best"),
        (lambda: simulate(TWO_WEEKS, whole(1), "greedy"), "one week for each person"),
        (lambda: simulate(TWO_WEEKS, whole(1, 2), "posted"), "needs people of an earlier time"),
        (lambda: simulate(TWO_WEEKS, whole(1, 2), "repriced", history=LAST_YEAR, forecast=-0.5), "forecast"),
        (lambda: simulate(TWO_WEEKS, whole(1, 2), "repriced", history=LAST_YEAR, pictures=0), "Without a picture"),
        (lambda: simulate(GROUP, whole(1, 2), "greedy"), "different weeks"),
        (lambda: of_people(GROUP, whole(0)), "left out"),
        (lambda: of_people(TWO_WEEKS, whole(1), placed=whole(0, 2)), "V0 gave more places"),
        (lambda: drawn(world([], 1), 3, seed=0), "nobody to draw"),
        (lambda: side_by_side(TWO_WEEKS, world([{0: 1}], 1)), "other vacancies"),
        (lambda: side_by_side(TWO_WEEKS, with_row(LAST_YEAR, Row(name="r", upper=1), 1, 1)), "other rules"),
        (lambda: side_by_side(TWO_WEEKS, replace(LAST_YEAR, stages=())), "other objectives"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_a_remedy(call, said) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        call()
    assert refused.value.remedy
