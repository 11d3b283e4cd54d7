"""What an allocation promises, in small cases that a person can check."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.errors import AllocationConflictError
from crosswalk.allocation.problem import Problem, Row, Stage
from crosswalk.errors import InputError, UsageError
from tiny_problems import problem

WOMAN, MOROCCO, BOTH, NEITHER = 0, 1, 2, 3


def corridor(rows: tuple[Row, ...], coefficients: list[list[int]], *, places: int = 10) -> Problem:
    """Twelve people with one option each: 3 women, 4 from Morocco, 2 of both, 3 of neither."""
    kinds = [WOMAN] * 3 + [MOROCCO] * 4 + [BOTH] * 2 + [NEITHER] * 3
    return problem(
        [[(0, 500_000)] for _ in kinds],
        [places],
        rows=rows,
        kind=np.array(kinds, np.int32),
        coefficients=np.array(coefficients, np.int64),
    )


WOMEN = Row(name="women", lower=5, words="at least 5 women", place="constraints.yaml:4")
ORIGIN = Row(name="origin", upper=1, words="no more than 1 from Morocco", place="constraints.yaml:9")


def test_rules_that_cannot_hold_together_are_named_with_what_would_mend_each() -> None:
    with pytest.raises(AllocationConflictError) as caught:
        allocate(corridor((WOMEN, ORIGIN), [[1, 0], [0, 1], [1, 1], [0, 0]]))
    error = caught.value
    assert str(error) == (
        "constraints.yaml:4; constraints.yaml:9: These rules cannot hold together: 'at least 5 women' and 'no more than"
        " 1 from Morocco'. Change one of them: 'at least 5 women' can hold with 4 instead of 5."
        " 'no more than 1 from Morocco' can hold with 2 instead of 1."
    )
    assert [rule.nearest for rule in error.rules] == [4, 2]
    assert error.code == "allocation_conflict" and error.exit_status == 8
    json.dumps(error.as_json())


def test_a_confidential_rule_is_told_by_its_name_only() -> None:
    secret = replace(WOMEN, sensitive=True)
    with pytest.raises(AllocationConflictError) as caught:
        allocate(corridor((secret, ORIGIN), [[1, 0], [0, 1], [1, 1], [0, 0]]))
    assert "at least 5 women" not in str(caught.value) and "'women'" in str(caught.value)


def test_a_rule_that_cannot_hold_alone_is_named_alone() -> None:
    many = replace(WOMEN, lower=6, words="at least 6 women")
    with pytest.raises(
        AllocationConflictError, match="No choice among the options keeps this rule: 'at least 6 women'"
    ):
        allocate(corridor((many,), [[1], [0], [1], [0]]))


def test_missing_places_are_counted_and_the_vacancy_is_named() -> None:
    with pytest.raises(AllocationConflictError) as caught:
        allocate(corridor((WOMEN,), [[1], [0], [1], [0]], places=3))
    assert [rule.name for rule in caught.value.rules] == ["women", "places"]
    assert "Open 2 more places, for example 2 at v00." in str(caught.value)
    assert "can hold with 3 instead of 5" in str(caught.value)


def test_a_share_is_told_as_a_share() -> None:
    half = Row(name="half", lower=0, words="at least 60 % women", place="constraints.yaml:3")
    placed = Row(name="placed", lower=9, words="at least 9 placed", place="constraints.yaml:4")
    with pytest.raises(AllocationConflictError) as caught:
        allocate(corridor((half, placed), [[2, 1], [-3, 1], [2, 1], [-3, 1]]))
    assert "'at least 60 % women' can hold with 55.5 % instead of 60 %." in str(caught.value)  # 5 of 9
    assert "'at least 9 placed' can hold with 8 instead of 9." in str(caught.value)
    most = Row(name="most", upper=0, words="at most 30 % from Morocco", place="constraints.yaml:3")
    with pytest.raises(AllocationConflictError, match="can hold with 33.4 % instead of 30 %"):  # 3 of 9
        allocate(corridor((most, placed), [[-3, 1], [7, 1], [7, 1], [-3, 1]]))


def test_a_family_that_cannot_stay_together_is_part_of_the_conflict() -> None:
    apart = problem(
        [[(0, 500_000)], [(1, 500_000)]],
        [1, 1],
        rows=(Row(name="both", lower=2, words="both are placed"),),
        coefficients=np.array([[1]]),
        group=np.zeros(2, np.int32),
        meeting=np.array([1, 2], np.int32),
        group_names=("Haddad",),
    )
    with pytest.raises(AllocationConflictError, match="'both are placed' and that groups stay together"):
        allocate(apart)


def test_a_later_objective_never_costs_an_earlier_one() -> None:
    placed = Stage(name="placed", value=np.full(3, 1_000_000, np.int64))
    fit = Stage(name="fit", value=np.array([900_000, 100_000, 200_000], np.int64))
    world = problem([[(0, 0), (1, 0)], [(0, 0)]], [1, 1], stages=(placed, fit))
    first, second = allocate(world).certificates
    assert (first.objective, second.objective) == (2_000_000, 300_000)
    assert allocate(replace(world, stages=(fit, placed))).certificates[0].objective == 900_000


def test_an_objective_that_prices_close_is_proven_by_prices() -> None:
    (certificate,) = allocate(problem([[(0, 900_000)], [(0, 700_000)]], [1])).certificates
    assert certificate.proof == "prices" and certificate.gap == 0.0
    assert 700_000 <= certificate.prices.vacancy[0] <= 900_000  # more than the next one offers, less than is taken


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"capacity": np.array([-1])}, "A capacity is a number of places, and never negative."),
        ({"capacity": np.array([1, 2])}, "There must be one capacity for each vacancy."),
        ({"use": np.zeros(2, np.int64)}, "An option takes at least one place of its vacancy."),
        ({"vacancy": np.array([0, 3], np.int32)}, "An option is of a vacancy that does not exist."),
        ({"pathway": np.array([0, -1], np.int32)}, "An option is by a pathway that does not exist."),
        ({"group": np.array([0, -1], np.int32)}, "A person is in a group that does not exist."),
        ({"stages": ()}, "There must be at least one objective."),
        ({"stages": (Stage(name="fit", value=np.array([-1, 0])),)}, "A value of fit is in millionths"),
        ({"stages": (Stage(name="fit", value=np.array([1])),)}, "must have one value for each option"),
        ({"rows": (Row(name="r"),), "coefficients": np.ones((1, 1), np.int64)}, "neither a lower nor an upper bound"),
        (
            {"rows": (Row(name="r", lower=2, upper=1),), "coefficients": np.ones((1, 1), np.int64)},
            "a lower bound above its upper one",
        ),
        ({"rows": (Row(name="r", lower=2),)}, "one coefficient for each kind and row"),
        ({"people": ("b", "a")}, "The people must be sorted, each named once."),
        ({"first_option": np.array([0, 1])}, "The options of each person must follow one another"),
    ],
)
def test_what_is_no_problem_is_refused_in_a_plain_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        allocate(replace(problem([[(0, 1)], [(0, 2)]], [1]), **change))  # type: ignore[arg-type]


def test_options_out_of_order_are_refused() -> None:
    with pytest.raises(InputError, match="Options must stand in order"):
        allocate(problem([[(1, 1), (0, 2)]], [1, 1]))


def test_an_auction_is_refused_where_it_would_not_be_enough() -> None:
    with pytest.raises(UsageError, match="with one objective"):
        allocate(corridor((ORIGIN,), [[0], [1], [1], [0]]), method="auction")


def test_nobody_and_nothing_is_an_allocation_too() -> None:
    assert len(allocate(problem([], [])).chosen) == 0
    assert len(allocate(problem([[], []], [3])).chosen) == 0
