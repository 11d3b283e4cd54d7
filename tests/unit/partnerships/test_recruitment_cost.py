"""SDG 10.7.1 by hand: each worker's own cost over the own monthly income, exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.errors import InputError
from crosswalk.partnerships.safeguards.recruitment_cost import months_of_income, recruitment_costs

amounts = st.integers(0, 10**9)
incomes = st.integers(1, 10**7)


def test_a_driver_who_paid_4800_for_a_job_of_880_a_month_paid_five_and_a_half_months() -> None:
    assert months_of_income(4800, 880) == Fraction(60, 11)
    assert round(float(months_of_income(4800, 880)), 2) == 5.45


def test_the_mean_of_the_ratios_is_not_the_ratio_of_the_means() -> None:
    both = recruitment_costs([(1000, 100), (1000, 1000)])
    assert both.mean == Fraction(11, 2)
    assert both.ratio_of_means == Fraction(20, 11)


def test_quintiles_and_median_lie_between_neighbours() -> None:
    six = recruitment_costs([(months, 1) for months in (5, 0, 1, 2, 3, 4)])
    assert six.quintiles == (1, 2, 3, 4) and six.median == Fraction(5, 2)
    assert recruitment_costs([(3, 2)]).quintiles == (Fraction(3, 2),) * 4


def test_exactly_one_month_is_not_above_one_month() -> None:
    assert recruitment_costs([(100, 100), (101, 100)]).above_one_month == Fraction(1, 2)


def test_a_worker_whose_cost_or_income_is_unknown_is_left_out_and_counted() -> None:
    some = recruitment_costs([(None, 100), (100, None), (0, 100)])
    assert (some.workers, some.unknown, some.mean) == (1, 2, 0)


def test_without_workers_nothing_is_zero() -> None:
    nobody = recruitment_costs([])
    assert nobody.mean is nobody.median is nobody.above_one_month is nobody.ratio_of_means is None
    assert nobody.as_json()["mean"] is None and nobody.as_json()["quintiles"] == []


@pytest.mark.parametrize(("cost", "income"), [(-1, 100), (1, 0), (1, -5), (1.5, 100), (1, 100.0), (True, 100)])
def test_a_cost_below_zero_an_income_of_nothing_and_a_float_are_refused(cost: float, income: float) -> None:
    with pytest.raises(InputError):
        months_of_income(cost, income)  # type: ignore[arg-type]


def test_decimals_are_exact() -> None:
    assert months_of_income(Decimal("0.10"), Decimal("0.30")) == Fraction(1, 3)


@given(st.lists(st.tuples(amounts, incomes), min_size=1, max_size=30), st.integers(1, 1000))
def test_the_unit_of_the_currency_and_the_order_of_the_workers_do_not_matter(
    workers: list[tuple[int, int]], factor: int
) -> None:
    scaled = [(cost * factor, income * factor) for cost, income in reversed(workers)]
    assert recruitment_costs(workers) == recruitment_costs(scaled)


@given(st.lists(st.tuples(amounts, incomes), min_size=1, max_size=30))
def test_every_middle_lies_between_the_lowest_and_the_highest(workers: list[tuple[int, int]]) -> None:
    told = recruitment_costs(workers)
    ratios = [Fraction(cost, income) for cost, income in workers]
    assert told.mean is not None and told.median is not None and told.ratio_of_means is not None
    for middle in (told.mean, told.median, told.ratio_of_means, *told.quintiles):
        assert min(ratios) <= middle <= max(ratios)
    assert list(told.quintiles) == sorted(told.quintiles)
