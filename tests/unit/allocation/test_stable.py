"""What stable matching refuses, and examples worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from crosswalk.allocation.problem import Problem, Row, Stage
from crosswalk.allocation.result import Certificate, Prices
from crosswalk.allocation.stable.matching import blocking_pairs, compare_sides, stable_matching
from crosswalk.errors import UsageError


def whole(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def square() -> Problem:
    """Two people and two vacancies of one place; each may go to either."""
    return Problem(
        people=("P1", "P2"),
        vacancies=("V1", "V2"),
        pathways=("W1",),
        first_option=whole(0, 2, 4),
        vacancy=np.array([0, 1, 0, 1], np.int32),
        pathway=np.zeros(4, np.int32),
        use=np.ones(4, np.int64),
        capacity=whole(1, 1),
        stages=(Stage(name="fit", value=whole(900_000, 200_000, 100_000, 300_000)),),
    )


#: Each person wants the vacancy of their own number; each vacancy wants the other person.
CROSSED = (whole(2, 1, 1, 2), whole(1, 2, 2, 1))


def test_the_side_that_proposes_gets_its_wish() -> None:
    sides = compare_sides(square(), *CROSSED)
    assert sides.by_people.chosen.tolist() == [0, 3]
    assert sides.by_vacancies.chosen.tolist() == [1, 2]
    assert (sides.same, sides.better, sides.worse) == (0, 2, 0)


def test_the_price_of_stability_is_the_share_of_the_best_objective_given_up() -> None:
    found = stable_matching(square(), *CROSSED, proposing="vacancies")
    best = Certificate(
        stage="fit",
        objective=1_200_000,
        bound=1_200_000,
        proof="prices",
        prices=Prices(vacancy=whole(0, 0), row=whole()),
    )
    assert found.objective == 300_000
    assert found.price(best) == 0.75


def test_equal_ranks_are_broken_by_the_order_of_people_and_vacancies() -> None:
    found = stable_matching(square(), whole(1, 1, 1, 1), whole(1, 1, 1, 1))
    assert found.chosen.tolist() == [0, 3]


def test_a_vacancy_may_rank_the_pathways_of_one_person_apart() -> None:
    problem = replace(
        square(), first_option=whole(0, 2, 3), vacancy=np.array([0, 0, 0], np.int32), pathway=np.array([0, 1, 0], np.int32),
        use=whole(1, 1, 1), stages=(),
    )  # fmt: skip
    # P1 wants to come by the first pathway, by which V1 would rather have P2.
    found = stable_matching(problem, whole(2, 1, 1), whole(1, 3, 2))
    assert found.chosen.tolist() == [1]


def test_a_place_held_back_is_a_place_less() -> None:
    found = stable_matching(replace(square(), capacity=whole(0, 1)), *CROSSED)
    assert found.chosen.tolist() == [1]


def test_a_wrong_choice_is_told_by_its_blocking_pairs() -> None:
    people_agree = (whole(2, 1, 2, 1), whole(2, 2, 1, 1))
    assert blocking_pairs(square(), *people_agree, whole(1, 2)).tolist() == [0]
    assert blocking_pairs(square(), *people_agree, whole()).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": (Row(name="nurses", upper=1),), "coefficients": np.ones((1, 1), np.int64)}, "rule nurses"),
        ({"group": np.zeros(2, np.int32)}, "move together"),
        ({"use": whole(2, 1, 1, 1)}, "takes several places"),
        ({"capacity": whole(-1, 1)}, "fewer than no places"),
    ],
)
def test_what_has_no_stable_matching_in_general_is_refused_with_what_to_do_instead(change, said) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        stable_matching(replace(square(), **change), *CROSSED)
    assert refused.value.remedy


def test_a_group_of_one_is_a_person_alone() -> None:
    problem = replace(square(), group=np.array([0, 1], np.int32))
    assert stable_matching(problem, *CROSSED).chosen.tolist() == [0, 3]


@pytest.mark.parametrize("rank", [whole(1, 2), np.ones(4), np.ones((4, 1), np.int64)])
def test_ranks_that_do_not_fit_the_options_are_refused(rank) -> None:
    with pytest.raises(UsageError, match="one whole number for each option"):
        stable_matching(square(), rank, CROSSED[1])


@pytest.mark.parametrize("chosen", [whole(0, 1), whole(0, 2)])
def test_blocking_pairs_of_an_impossible_choice_are_refused(chosen) -> None:
    with pytest.raises(UsageError, match="two options"):
        blocking_pairs(square(), *CROSSED, chosen)
