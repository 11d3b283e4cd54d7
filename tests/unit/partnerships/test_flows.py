"""One draw reckoned by hand: who pays what in which month."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from crosswalk.errors import FileError
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.assumptions import ASSUMPTIONS, assumptions
from crosswalk.partnerships.economics.flows import OUTSIDE, cash_flows, split
from crosswalk.partnerships.economics.people import people_of
from crosswalk.partnerships.economics.quantities import PARTS, likely
from partnership_files import EXAMPLES, with_steps

T = {"en": "Title"}
PARTIES = {
    "migrants": {"role": "migrants", "title": T},
    "trainees": {"role": "home_trainees", "title": T},
    "firm": {"role": "employer", "title": T, "country": "DEU"},
    "ministry": {"role": "origin_government", "title": T, "country": "MAR"},
    "state": {"role": "destination_government", "title": T, "country": "DEU"},
    "families": {"role": "families", "title": T, "country": "MAR"},
}


def euro(amount: float | int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def small(**more: Any) -> Partnership:
    """Ten people on each track; class of 13 weeks (1 January to 2 April) with a tenth leaving, then a visa for some."""
    steps = {
        "class": {"weeks": 13, "attrition": 0.1},
        "visa": {"weeks": 0, "track": "away", "after": ["class"], "kind": "mobility", "attrition": 0.5},
    }
    return with_steps(steps, **{"parties": PARTIES, "horizon_months": 36, "discount_rate": 0, **more})


def amounts(partnership: Partnership, kind: str, **wanted: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    for flow in cash_flows(partnership).flows:
        if flow.kind == kind and all(getattr(flow, name) == value for name, value in wanted.items()):
            found[flow.month] = found.get(flow.month, 0) + flow.amount
    return found


def cost(**more: Any) -> dict[str, Any]:
    return {"costs": {"fee": {"group": "training", "title": T, "money": euro(100), "paid_by": {"firm": 1}, **more}}}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"per": "person"}, {0: 2000_00}),
        ({"per": "person", "track": "away"}, {0: 1000_00}),
        ({"per": "person", "at": "visa", "track": "away"}, {3: 900_00}),
        ({"per": "cohort", "at": "visa"}, {3: 100_00}),
        ({"per": "month", "at": "class"}, {0: 2000_00, 1: 2000_00, 2: 2000_00, 3: 66_67}),
        ({"per": "placed", "track": "away"}, {4: 450_00}),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_cost_falls_due_for_those_it_is_for(entry: dict[str, Any], expected: dict[int, int]) -> None:
    assert amounts(small(**cost(**entry)), "cost") == expected


def test_costs_of_return_fall_due_when_people_return_and_not_beyond_the_horizon() -> None:
    back = {"placed": 1, "return_share": 0.2, "return_after_months": 24}
    late = back | {"return_after_months": 40}
    entry = cost(per="returned", track="away")
    assert amounts(small(**entry, outcomes=back), "cost") == {28: 90_00}
    assert amounts(small(**entry, outcomes=late), "cost") == {}


def test_the_unit_that_is_left_is_paid_by_the_largest_payer() -> None:
    assert split(100, {"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(1, 3)}) == {"a": 34, "b": 33, "c": 33}
    thirds = cost(per="cohort", money=euro(100), paid_by={"firm": 0.333, "state": 0.334, "ministry": 0.333})
    flows = cash_flows(small(**thirds)).flows
    assert {flow.giver: flow.amount for flow in flows} == {"firm": 33_30, "state": 33_40, "ministry": 33_30}


EARNINGS = [
    {"of": "without", "money": euro(300), "per": "month"},
    {"of": "away", "money": euro(24000), "per": "year", "growth": 0.1},
]


def test_work_is_counted_from_the_first_whole_month_after_the_last_step() -> None:
    away = amounts(small(earnings=EARNINGS), "earnings", name="away")
    assert min(away) == 4  # the visa ends on 2 April, so May is the first whole month
    assert away[4] == 9_000_00  # 4.5 people at 2,000 EUR
    assert (away[11], away[12], away[24]) == (9_000_00, 9_900_00, 10_890_00)


def test_what_people_would_have_earned_is_taken_off_and_only_while_they_work_or_learn() -> None:
    without = amounts(small(earnings=EARNINGS), "earnings", name="without")
    assert without[4] == 1_350_00
    assert min(without) == 4


def test_earnings_lost_in_training_are_taken_off_where_the_step_says_what_is_kept() -> None:
    steps = {"class": {"weeks": 13, "attrition": 0.1, "earnings_kept": 0.5, "track": "away"}}
    partnership = with_steps(steps, parties=PARTIES, cohort={"people": {"away": 10}}, earnings=EARNINGS)
    lost = amounts(partnership, "earnings", name="without")
    assert (lost[0], lost[3]) == (1_500_00, 50_00)  # ten people lose half of 300 EUR; in April for one day of thirty


def test_remittances_leave_once_and_arrive_once_less_the_fee() -> None:
    sent = {"to": "families", "share_of_earnings": 0.1, "cost": 0.06}
    partnership = small(earnings=EARNINGS, remittances=sent)
    flows = [flow for flow in cash_flows(partnership).flows if flow.kind == "remittance" and flow.month == 4]
    assert {flow.taker: flow.amount for flow in flows} == {"families": 846_00, OUTSIDE: 54_00}
    assert {flow.giver for flow in flows} == {"migrants"}


def test_a_tax_that_somebody_pays_is_moved_and_not_gained() -> None:
    tax = {"party": "state", "title": T, "share_of_earnings": 0.2, "per": "month_away", "paid_by": "migrants"}
    partnership = small(earnings=EARNINGS, effects={"tax": tax})
    (flow,) = [flow for flow in cash_flows(partnership).flows if flow.kind == "effect" and flow.month == 4]
    assert (flow.giver, flow.taker, flow.amount) == ("migrants", "state", 1_800_00)


def test_a_loss_goes_outside_as_a_positive_sum() -> None:
    loss = {"party": "ministry", "title": T, "money": euro(-50), "per": "placed"}
    (flow,) = cash_flows(small(effects={"loss": loss})).flows
    assert (flow.giver, flow.taker, flow.amount) == ("ministry", OUTSIDE, 225_00)


def test_repayment_stops_when_what_was_advanced_is_back() -> None:
    loan = {"by": "migrants", "to": "firm", "share_of_earnings": 0.1, "months": 12}
    entry = cost(per="cohort", money=euro(2000), repaid="loan")
    repaid = amounts(small(earnings=EARNINGS, repayments={"loan": loan}, **entry), "repayment")
    assert repaid == {4: 900_00, 5: 900_00, 6: 200_00}


def test_one_agreement_takes_its_share_once_for_all_costs_that_it_covers() -> None:
    loan = {"by": "migrants", "to": "firm", "share_of_earnings": 0.1, "months": 2}
    one = cost(repaid="loan")["costs"]["fee"]
    costs = {"fee": one, "other": one}
    repaid = amounts(small(earnings=EARNINGS, repayments={"loan": loan}, costs=costs), "repayment")
    assert repaid == {4: 900_00, 5: 900_00}


def staying(retention: dict[int, Any], **more: Any) -> Any:
    partnership = small(outcomes={"placed": 1, "retention": retention, **more})
    return people_of(partnership, likely(partnership)).staying


def test_between_known_months_equal_shares_leave_and_after_the_last_at_the_same_pace() -> None:
    stay = staying({12: 0.81, 24: 0.2025})
    assert stay(0) == 1
    assert float(stay(6)) == pytest.approx(0.9)
    assert stay(12) == Fraction(81, 100)
    assert float(stay(18)) == pytest.approx(0.405)
    assert float(stay(36)) == pytest.approx(0.2025 / 4)


def test_the_way_down_to_nobody_is_a_straight_line() -> None:
    stay = staying({12: 0.8, 20: 0})
    assert (stay(16), stay(20), stay(30)) == (Fraction(2, 5), 0, 0)


def test_who_is_back_is_not_in_the_job() -> None:
    stay = staying({12: 1}, return_share=0.75, return_after_months=24)
    assert (stay(23), stay(24)) == (1, Fraction(1, 4))


def test_a_drawn_retention_never_rises() -> None:
    partnership = small(outcomes={"placed": 1, "retention": {12: 0.9, 24: 0.8}})
    draw = likely(partnership) | {"outcomes.retention.24": PARTS}
    assert people_of(partnership, draw).retained(24) == Fraction(9, 10)


def test_a_horizon_that_ends_before_work_begins_is_an_error_with_the_number_to_write() -> None:
    partnership = with_steps({"class": {"weeks": 60}})
    short = replace(partnership, file=partnership.file.model_copy(update={"horizon_months": 12}))
    with pytest.raises(FileError, match="horizon of 12 months ends before") as caught:
        cash_flows(short)
    assert "horizon_months: 15" in caught.value.remedy


def test_money_of_another_currency_counts_at_the_rate_of_the_first_day() -> None:
    day = "2027-01-01"
    rates = [{"from": "EUR", "to": "MAD", "on": day, "rate": 10, "source": "bank"}]
    sources = {"bank": {"title": "Bank", "read_on": day}}
    entry = cost(per="cohort", money={"amount": 1000, "currency": "MAD"})
    assert amounts(small(**entry, rates=rates, sources=sources), "cost") == {0: 100_00}


def test_every_assumption_is_explained_in_the_documentation() -> None:
    page = (EXAMPLES.parent / "docs" / "explanation" / "partnerships.md").read_text(encoding="utf-8")
    assert [code for code in ASSUMPTIONS if f"| `{code}` |" not in page] == []


def test_what_is_taken_for_granted_names_the_places_that_would_say_otherwise() -> None:
    found = {each.code: each.places for each in assumptions(small(earnings=EARNINGS))}
    assert found["all_stay"] == ("outcomes.retention",)
    assert found["earnings_in_training_are_not_counted"] == ("steps.class.earnings_kept",)
    assert "return_in_one_month" not in found


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"earnings": [EARNINGS[0], EARNINGS[0]]}, "stand here twice"),
        ({"earnings": [{**EARNINGS[1], "growth": -1}]}, "growth by the year"),
        ({"remittances": {"to": "families", "share_of_earnings": 0.1}}, "not given"),
        (
            {"effects": {"tax": {"party": "state", "title": T, "share_of_earnings": 0.2, "per": "month_home"}}},
            "earnings home",
        ),
        (
            {"effects": {"tax": {"party": "state", "title": T, "money": euro(1), "per": "placed", "paid_by": "state"}}},
            "paid by the party",
        ),
        ({"repayments": {"loan": {"by": "migrants", "to": "firm", "share_of_earnings": 0.1, "months": 3}}}, "loan"),
        (cost(per="returned", track="away", at="visa"), "falls due on return"),
        (cost(repaid="loan"), "no repayment"),
        (cost(paid_to="nobody"), "no party"),
        ({"parties": {**PARTIES, "more": {"role": "migrants", "title": T}}}, "Two parties"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_mistake_is_one_clear_error(more: dict[str, Any], message: str) -> None:
    with pytest.raises(FileError, match=message):
        small(**more)
