"""The published figures of two partnerships come out of their files."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from crosswalk.partnerships import Partnership, load_partnership
from crosswalk.partnerships.design.money import major
from crosswalk.partnerships.economics.flows import cash_flows
from crosswalk.partnerships.economics.sensitivity import break_even
from crosswalk.partnerships.economics.simulate import simulate

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "partnerships"


@pytest.fixture(scope="module")
def nursing() -> Partnership:
    return load_partnership(EXAMPLES / "moldova_germany_nursing.yaml")


@pytest.fixture(scope="module")
def palim() -> Partnership:
    return load_partnership(EXAMPLES / "palim.yaml")


def paid(partnership: Partnership, party: str) -> Decimal:
    """What a party pays of the costs, in major units."""
    flows = cash_flows(partnership).flows
    return major(sum(flow.amount for flow in flows if flow.kind == "cost" and flow.giver == party), "EUR")


def with_wage(partnership: Partnership, wage: int) -> Partnership:
    earnings = tuple(
        entry.model_copy(update={"money": entry.money.model_copy(update={"amount": wage})})
        for entry in partnership.file.earnings
    )
    return replace(partnership, file=partnership.file.model_copy(update={"earnings": earnings}))


def test_the_hospital_pays_15_000_euro_for_a_pair_of_nurses(nursing: Partnership) -> None:
    assert paid(nursing, "hospital") == 15_000
    assert simulate(nursing, draws=10).cost_per["trained"].median == 10_000_00


def test_ten_percent_of_four_years_at_37_500_pay_it_back_to_the_cent(nursing: Partnership) -> None:
    repaid = [flow for flow in cash_flows(nursing).flows if flow.kind == "repayment"]
    assert (len(repaid), {flow.amount for flow in repaid}) == (48, {312_50})
    employer = simulate(nursing, draws=10).stakeholders["employer"]
    assert (employer.present.median, employer.cash_need.median) == (0, 15_000_00)


def test_37_500_euro_a_year_is_the_wage_at_which_the_hospital_breaks_even(nursing: Partnership) -> None:
    (wage,) = break_even(nursing, "wage").values
    # a month's payment is rounded to the cent, half to even: from 37,499.40 EUR on it is 312.50 EUR
    assert wage == 37_499_40


@pytest.mark.parametrize(("wage", "left"), [(37_499, 0), (36_000, -600_00), (30_000, -3_000_00), (45_000, 0)])
def test_at_a_lower_wage_the_hospital_is_not_repaid_and_at_a_higher_not_more(
    nursing: Partnership, wage: int, left: int
) -> None:
    employer = simulate(with_wage(nursing, wage), draws=1).stakeholders["employer"].present.median
    assert employer == pytest.approx(left, abs=48)


def test_no_triple_win_is_claimed_of_the_example_because_most_sides_are_not_published(nursing: Partnership) -> None:
    claim = simulate(nursing, draws=10).triple_win
    assert claim.holds is None
    assert claim.lower_bounds == {}
    assert {missing.stakeholder for missing in claim.missing} == {"migrants", "home_trainees", "origin", "destination"}


def test_palim_cost_12_470_40_euro_for_each_person_trained(palim: Partnership) -> None:
    simulation = simulate(palim, draws=200)
    assert simulation.cost.median == 1_496_448_50
    assert {simulation.cost_per["trained"].low, simulation.cost_per["trained"].high} == {12_470_40}


def test_the_fund_paid_94_99_percent_of_palim(palim: Partnership) -> None:
    assert paid(palim, "amif") == Decimal("1421476.44")  # the unit that is left goes to the largest payer
    assert paid(palim, "amif") + paid(palim, "enabel") == Decimal("1496448.50")


def test_of_palim_neither_the_cost_per_person_retained_nor_a_triple_win_is_told(palim: Partnership) -> None:
    simulation = simulate(palim, draws=200)
    assert set(simulation.cost_per) == {"trained", "placed"}
    assert simulation.triple_win.holds is None
    assert ("employer", "gains") in {(each.stakeholder, each.side) for each in simulation.triple_win.missing}
