"""Selection rates withhold small counts, and prices of confidential rules stay inside the programme."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.fairness.attributes import divide
from crosswalk.allocation.fairness.envy import envy, envy_between
from crosswalk.allocation.fairness.price_of_rules import StageCost, price_of_rules
from crosswalk.allocation.fairness.selection import Selection, selection_rates
from crosswalk.allocation.problem import Problem, Row
from crosswalk.allocation.reasons.words import allocation_words, tell_price
from crosswalk.errors import UsageError
from crosswalk.matching.audit_groups import hidden_groups
from fairness_worlds import problem_of

WOMEN = Row(name="women", lower=0, words="At least half of those placed are women.", sensitive=True)


def corridor(*, share: bool) -> Problem:
    """120 people with one option each at one vacancy of 40 places; the last 60 are women, and fit less."""
    options = [[(0, 90 - i // 2)] for i in range(120)]
    kinds = [1] * 60 + [0] * 60
    return problem_of(
        options, [40], rows=(WOMEN,) if share else (), coefficients=[[1], [-1]] if share else [[], []], kind=kinds
    )


SEX = {"sex": np.array(["male"] * 60 + ["female"] * 60)}


def rates(problem: Problem, attributes: dict[str, object], **told: int) -> dict[str, Selection]:
    found = selection_rates(problem, allocate(problem), attributes, **told)  # type: ignore[arg-type]
    return {row.group: row for row in found}


def test_rates_are_told_of_all_people_and_of_those_with_an_option() -> None:
    options = [[(0, 50)]] * 40 + [[]] * 40 + [[(0, 60)]] * 60
    found = rates(problem_of(options, [80]), {"sex": ["f"] * 80 + ["m"] * 60})
    women, men = found["f"], found["m"]
    assert (women.people, women.with_option, women.placed) == (80, 40, 20)
    assert women.reference and not men.reference and women.of_people and men.of_people and men.of_options
    assert (women.of_people.rate, men.of_people.rate) == (0.25, 1.0)
    assert men.of_people.ratio == 4.0 and women.of_people.impact_ratio == 0.25
    assert women.of_people.below_four_fifths is True and men.of_people.below_four_fifths is False
    assert men.of_options.ratio == 2.0
    assert 0.16 < women.of_people.low < 0.25 < women.of_people.high < 0.36
    json.dumps(women.as_json())


def test_a_group_too_small_to_show_hides_another_so_that_nothing_can_be_worked_out() -> None:
    problem = problem_of([[(0, 50)]] * 100, [100])
    found = rates(problem, {"origin": ["a"] * 55 + ["b"] * 40 + ["c"] * 5})
    assert found["c"].withheld and found["b"].withheld and not found["a"].withheld
    assert found["c"].people is None and found["b"].of_people is None


def test_unknown_is_a_group_of_its_own_and_never_the_reference() -> None:
    problem = problem_of([[(0, 50)]] * 100, [100])
    found = rates(problem, {"displaced": pl.Series([True] * 30 + [None] * 70)})
    assert list(found) == ["yes", "unknown"]
    assert found["yes"].reference and not found["unknown"].reference


def test_an_attribute_of_other_people_is_refused() -> None:
    with pytest.raises(UsageError, match="2 values for 3 people"):
        divide({"sex": ["f", "m"]}, 3)
    with pytest.raises(UsageError, match="out of range"):
        rates(corridor(share=False), SEX, smallest_cell=0)


def test_the_price_of_a_share_is_told_with_whom_it_helps_and_displaces() -> None:
    problem = corridor(share=True)
    (price,) = price_of_rules(problem, allocate(problem), attributes=SEX)
    assert price.people is not None
    assert (price.people.helped, price.people.displaced, price.people.placements) == (20, 20, 0)
    by_group = {change.group: (change.helped, change.displaced) for change in price.people.groups}
    assert by_group == {"female": (20, 0), "male": (0, 20)}
    cost = price.costs[0].exact
    assert cost is not None and cost > 0
    told = tell_price(price, allocation_words("en"), "programme")
    assert told[0].startswith("At least half of those placed are women: it costs ")
    assert told[1] == "Placed only with it: 20. Placed only without it: 20. Placed elsewhere: 0."


def test_a_confidential_rule_is_priced_outside_without_its_name_or_its_groups() -> None:
    problem = corridor(share=True)
    (price,) = price_of_rules(problem, allocate(problem), attributes=SEX)
    outside = price.as_json()
    assert "women" not in json.dumps(outside) and "female" not in json.dumps(outside)
    assert "female" in json.dumps(price.as_json(inside=True))
    told = tell_price(price, allocation_words("en"), "person")
    assert told[0].startswith("a rule of the programme: it costs ")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 0, "it costs nothing"),
        (500_000, 500_000, "it costs 0.5 of"),
        (0, 500_000, "at most 0.5 of"),
        (250_000, 500_000, "0.25 to 0.5 of"),
        (-500_000, -500_000, "it gains 0.5 of"),
        (None, None, "is not proven"),
    ],
)
def test_a_cost_is_told_as_far_as_it_is_proven(low: int | None, high: int | None, words: str) -> None:
    problem = corridor(share=True)
    (price,) = price_of_rules(problem, allocate(problem), exact=False)
    assert price.people is None
    object.__setattr__(price, "costs", (StageCost(stage="fit", low=low, high=high),))
    assert words in tell_price(price, allocation_words("en"), "programme")[0]


def test_envy_that_a_share_explains_is_counted_by_rule_and_group() -> None:
    problem = corridor(share=True)
    found = envy(problem, allocate(problem))
    assert found.justified == 0 and found.rules(problem) == {"women": 40} and found.people == 40
    (people,) = divide(SEX, 120)
    by_group = {each.group: (each.justified, each.explained) for each in envy_between(problem, found, people)}
    assert by_group == {"female": (0, 0), "male": (0, 40)}


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=6), st.integers(1, 10))
def test_neither_a_group_nor_what_the_hidden_ones_have_in_common_shows_a_small_count(
    cells: list[list[int]], smallest: int
) -> None:
    hidden = hidden_groups(cells, smallest)
    for group, is_hidden in zip(cells, hidden, strict=True):
        assert is_hidden or not any(0 < cell < smallest for cell in group)
    rest = [group for group, is_hidden in zip(cells, hidden, strict=True) if is_hidden]
    if rest and not all(hidden):
        assert len(rest) > 1
        assert not any(0 < sum(column) < smallest for column in zip(*rest, strict=True))
