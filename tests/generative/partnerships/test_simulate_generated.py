"""The kernel of many draws against the plain model of one, on random partnerships."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from crosswalk.errors import FileError
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.draws import drawn
from crosswalk.partnerships.economics.flows import CashFlows, cash_flows
from crosswalk.partnerships.economics.kernel import NONE, TOTALS
from crosswalk.partnerships.economics.programme import programme_of
from crosswalk.partnerships.economics.quantities import PARTS, quantities
from crosswalk.partnerships.economics.simulate import Reckoned, reckoned_in_parallel
from crosswalk.partnerships.economics.stakeholders import STAKEHOLDERS, members
from partnership_worlds import partnerships

SLOW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def both(partnership: Partnership, seed: int) -> tuple[CashFlows, Reckoned]:
    """One draw, by the plain model and by the kernel."""
    found = quantities(partnership)
    values = drawn(found, 1, seed)
    try:
        programme = programme_of(partnership)
    except FileError:
        assume(False)
    draw = {each.name: value for each, value in zip(found, values[0].tolist(), strict=True)}
    return cash_flows(partnership, draw), reckoned_in_parallel(programme, values)


def exact_present_value(flows: CashFlows, parties: tuple[str, ...]) -> Fraction:
    """Net present value without any rounding but of 50 digits."""
    rate = 1 + Fraction(flows.people.draw["discount_rate"], PARTS)
    with localcontext() as context:
        context.prec = 50
        base = Decimal(rate.numerator) / Decimal(rate.denominator)
        factors = [Fraction(base ** (Decimal(-month) / 12)) for month in range(flows.partnership.file.horizon_months)]
    return sum((net * factor for net, factor in zip(flows.net(*parties), factors, strict=True)), Fraction(0))


def bound(flows: CashFlows) -> Fraction:
    """How far the two may be apart: a unit where a factor of 1e-12 tips a payment, and 1e-11 of all payments."""
    return 1 + Fraction(sum(flow.amount for flow in flows.flows), 10**11) + len(flows.flows)


@SLOW
@given(partnerships(), st.integers(0, 2**32))
def test_the_kernel_comes_to_the_same_as_the_plain_model(partnership: Partnership, seed: int) -> None:
    flows, found = both(partnership, seed)
    accounts = [(name,) for name in partnership.file.parties]
    accounts += [members(partnership, name) for name in STAKEHOLDERS]
    for column, parties in enumerate(accounts):
        exact = exact_present_value(flows, parties)
        assert abs(found.present[0, column] - exact) <= bound(flows), parties
        net = np.cumsum(flows.net(*parties))
        assert abs(found.cash_need[0, column] + min(0, net.min())) <= bound(flows)


@SLOW
@given(partnerships(), st.integers(0, 2**32))
def test_people_and_costs_are_the_same(partnership: Partnership, seed: int) -> None:
    flows, found = both(partnership, seed)
    people = flows.people
    exact = {
        "cost": Fraction(flows.cost()),
        "trained": (people.finish("home") + people.finish("away")) * PARTS,
        "placed": people.placed * PARTS,
        "retained_12": people.placed * people.staying(12) * PARTS,
        "retained_24": people.placed * people.staying(24) * PARTS,
    }
    for name, value in zip(TOTALS, found.totals[0].tolist(), strict=True):
        assert abs(value - exact[name]) <= (bound(flows) if name == "cost" else 2_000), name


@SLOW
@given(partnerships(), st.integers(0, 2**32))
def test_nearly_all_present_values_agree_to_the_unit(partnership: Partnership, seed: int) -> None:
    flows, found = both(partnership, seed)
    number = len(partnership.file.parties)
    apart = [
        abs(found.present[0, column] - exact_present_value(flows, (name,)))
        for column, name in enumerate(partnership.file.parties)
    ]
    assert sum(each <= 1 for each in apart) >= number - 1, apart


@SLOW
@given(partnerships(), st.integers(0, 2**32))
def test_break_even_is_the_month_after_which_the_sum_is_never_below_nothing(
    partnership: Partnership, seed: int
) -> None:
    flows, found = both(partnership, seed)
    rate = 1 + flows.people.draw["discount_rate"] / PARTS
    for column, name in enumerate(partnership.file.parties):
        so_far = np.cumsum([net * rate ** (-month / 12) for month, net in enumerate(flows.net(name))])
        assume((abs(so_far) > 5).all() or not so_far.any())
        below = np.flatnonzero(so_far < 0)
        expected = below[-1] + 1 if below.size else 0
        assert found.breakeven[0, column] == (expected if expected < len(so_far) else NONE)


@SLOW
@given(partnerships(), st.integers(0, 2**32))
def test_money_is_neither_made_nor_lost(partnership: Partnership, seed: int) -> None:
    flows, _ = both(partnership, seed)
    parties = tuple(partnership.file.parties)
    brought = sum(f.amount for f in flows.flows if f.giver == "outside")
    taken = sum(f.amount for f in flows.flows if f.taker == "outside")
    assert sum(sum(flows.net(name)) for name in parties) == brought - taken
    moved = [f for f in flows.flows if f.giver in parties and f.taker in parties]
    for flow in moved:
        assert flow.amount > 0
    within = sum(flow.amount * ((flow.taker in parties) - (flow.giver in parties)) for flow in moved)
    assert within == 0


@SLOW
@given(partnerships())
def test_a_cost_is_shared_out_to_the_last_unit(partnership: Partnership) -> None:
    try:
        flows = cash_flows(partnership)
    except FileError:
        assume(False)
    for name, cost in partnership.file.costs.items():
        paid = [flow for flow in flows.flows if flow.kind == "cost" and flow.name == name]
        largest = max(cost.paid_by, key=lambda party: cost.paid_by[party])
        for month in {flow.month for flow in paid}:
            parts = {flow.giver: flow.amount for flow in paid if flow.month == month}
            whole = sum(parts.values())
            for party, share in cost.paid_by.items():
                if party != largest:
                    assert parts.get(party, 0) == int(whole * share)


@SLOW
@given(partnerships())
def test_never_more_is_repaid_than_was_advanced(partnership: Partnership) -> None:
    try:
        flows = cash_flows(partnership)
    except FileError:
        assume(False)
    agreement = partnership.file.repayments["loan"]
    assume(agreement.at_most_what_was_paid)
    covered = {name for name, cost in partnership.file.costs.items() if cost.repaid}
    advanced = sum(f.amount for f in flows.flows if f.kind == "cost" and f.name in covered and f.giver == agreement.to)
    repaid = sum(f.amount for f in flows.flows if f.kind == "repayment")
    assert repaid <= advanced
