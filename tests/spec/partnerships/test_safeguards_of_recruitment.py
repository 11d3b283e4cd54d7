"""The safeguards of fair recruitment in each verdict, one thing changed at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from safeguard_cases import PARTIES, cost, earning, found, no, title, yes


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        (cost(500), "not_met"),
        (cost(500, group="training"), "not_met"),
        (cost(500, paid_by={"firm": 1}), "met"),
        (cost(500, paid_by={"firm": 0.99, "migrants": 0.01}), "not_met"),
        (cost(500, group="living"), "met"),
        (cost(500, group="living", fee_of_recruitment=True), "not_met"),
        (cost(500, group="return_and_reintegration", per="returned"), "met"),
        (cost(500, group="training", per="returned"), "met"),
        (cost(0), "met"),
        (cost({"low": 0, "likely": 0, "high": 5}), "not_met"),
    ],
)
def test_no_worker_bears_costs_of_recruitment_migration_and_training(entry: dict[str, Any], verdict: str) -> None:
    journey = cost(100, paid_by={"firm": 1})
    assert found("employer_pays", costs={"papers": entry, "journey": journey}).verdict == verdict


def test_where_no_cost_of_moving_is_written_nobody_knows_who_bears_it() -> None:
    lessons = {"costs": {"lessons": cost(100, group="training", paid_by={"firm": 1})}, "earnings": earning(1000)}
    assert found("employer_pays", **lessons).verdict == found("recruitment_cost", **lessons).verdict == "unknown"
    lessons["costs"]["visa"] = cost(0, paid_by={"firm": 1})
    assert found("employer_pays", **lessons).verdict == found("recruitment_cost", **lessons).verdict == "met"


def test_costs_that_are_not_written_are_unknown_not_nothing() -> None:
    assert found("employer_pays").verdict == found("recruitment_cost").verdict == "unknown"


def test_where_nobody_leaves_nobody_pays_to_leave() -> None:
    stays = {"people": {"home": 5, "away": 0}}
    costs = {"papers": cost(1, track="home", paid_by={"firm": 1})}
    for safeguard in ("employer_pays", "recruitment_cost", "repayment_terms"):
        assert found(safeguard, cohort=stays, costs=costs).verdict == "not_applicable"


AGREEMENT = {"by": "migrants", "to": "firm", "share_of_earnings": 0.1, "months": 24}


def advanced(
    amount: float | dict[str, float], *, agreement: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """A cost that the firm advances and those who go pay back."""
    return {
        "costs": {
            "papers": cost(amount, paid_by={"firm": 1}, repaid="loan", **more),
            "journey": cost(100, paid_by={"firm": 1}),
        },
        "repayments": {"loan": AGREEMENT | (agreement or {})},
        "earnings": earning(1000),
    }


def test_what_is_held_back_from_earnings_is_borne_by_the_worker() -> None:
    told = found("employer_pays", **advanced(2000))
    assert told.verdict == "not_met" and "held back" in told.reason and "2,000" in told.reason


@pytest.mark.parametrize(
    ("amount", "pay", "per", "verdict"),
    [
        (1000, 1000, "month", "met"),
        (1000.01, 1000, "month", "not_met"),
        (1000, 12000, "year", "met"),
        (1000.01, 12000, "year", "not_met"),
        (1000, {"low": 900, "likely": 1000, "high": 1100}, "month", "unknown"),
        ({"low": 1200, "likely": 1300, "high": 1400}, {"low": 900, "likely": 1000, "high": 1100}, "month", "not_met"),
    ],
)
def test_recruitment_cost_is_measured_in_months_of_income(amount: Any, pay: Any, per: str, verdict: str) -> None:
    assert found("recruitment_cost", costs={"papers": cost(amount)}, earnings=earning(pay, per)).verdict == verdict


def test_without_pay_the_months_are_unknown() -> None:
    assert found("recruitment_cost", costs={"papers": cost(1)}).verdict == "unknown"


@pytest.mark.parametrize(
    ("more", "months"),
    [
        (advanced(600), Fraction(3, 5)),
        (advanced(3000), Fraction(24, 10)),  # a tenth of 24 months' pay is less than what was advanced
        (advanced(600, agreement={"at_most_what_was_paid": False}), Fraction(24, 10)),
        (advanced(600, agreement={"by": "employer"}), Fraction(0)),
        (advanced(600, group="living"), Fraction(0)),
        (advanced(600, track="both"), Fraction(6, 5)),  # ten more are trained for home at the cost of those who go
    ],
)
def test_repayment_counts_up_to_its_limit(more: dict[str, Any], months: Fraction) -> None:
    assert found("recruitment_cost", **more).figures["months_likely"] == months


def test_the_low_and_the_high_case_of_a_repayment_keep_their_own_limits() -> None:
    figures = found("recruitment_cost", **advanced({"low": 600, "likely": 2000, "high": 3000})).figures
    months = [figures[f"months_{case}"] for case in ("low", "likely", "high")]
    assert months == [Fraction(6, 10), Fraction(2), Fraction(24, 10)]


@pytest.mark.parametrize(
    ("entry", "months"),
    [
        (cost(100, per="cohort"), Fraction(1, 100)),
        (cost(100, per="month", at="course"), Fraction(12, 10)),
        (cost(100, per="placed"), Fraction(1, 10)),
        (cost(100, track="both"), Fraction(2, 10)),  # those who go are said to pay for all twenty
        (cost(100, track="home"), Fraction(1, 10)),
        (cost(100, group="staffing"), Fraction(1, 10)),
        (cost(100, group="living"), Fraction(0)),
    ],
)
def test_costs_are_reckoned_for_one_who_leaves(entry: dict[str, Any], months: Fraction) -> None:
    journey = cost(100, paid_by={"firm": 1})
    told = found("recruitment_cost", costs={"papers": entry, "journey": journey}, earnings=earning(1000))
    assert told.figures["months_likely"] == months


FREE = {"safeguards": {"no_other_bond": yes()}}


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "unknown"),
        (FREE, "met"),
        ({"safeguards": {"no_other_bond": no()}}, "not_met"),
        (FREE | advanced(600), "met"),
        (FREE | advanced(600, agreement={"months": 36}), "met"),
        (FREE | advanced(600, agreement={"months": 37}), "not_met"),
        (FREE | advanced(600, agreement={"share_of_earnings": 0.11}), "not_met"),
        (FREE | advanced(600, agreement={"at_most_what_was_paid": False}), "not_met"),
        (FREE | advanced(600, agreement={"by": "employer", "months": 99}), "met"),
        (advanced(600, agreement={"months": 37}), "not_met"),
    ],
)
def test_repayment_and_bonds(more: dict[str, Any], verdict: str) -> None:
    assert found("repayment_terms", **more).verdict == verdict


AGENCY = {"parties": PARTIES | {"agency": {"role": "recruiter", "title": title("Agency")}}}


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "not_applicable"),
        (AGENCY, "unknown"),
        (AGENCY | {"safeguards": {"recruiter_licensed": yes()}}, "met"),
        (AGENCY | {"safeguards": {"recruiter_licensed": no()}}, "not_met"),
    ],
)
def test_a_recruiter_is_asked_for_a_licence_where_one_takes_part(more: dict[str, Any], verdict: str) -> None:
    assert found("recruiter", **more).verdict == verdict
