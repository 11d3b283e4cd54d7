"""The safeguards of the country of origin in each verdict, one thing changed at a time."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from crosswalk.partnerships.safeguards import Evidence
from safeguard_cases import DAY, PARTIES, answer, found, no, title, yes


def parties(**signed: date) -> dict[str, Any]:
    return {name: party | ({"signed_on": signed[name]} if name in signed else {}) for name, party in PARTIES.items()}


BOTH = {"government_agreement": yes(), "health_system_support": yes()}


def test_a_listed_country_without_answers_is_unknown_not_refused() -> None:
    assert found("who_list").verdict == "unknown"


def test_a_listed_country_with_agreement_and_support_is_met() -> None:
    assert found("who_list", safeguards=BOTH).verdict == "met"


def test_an_agreement_without_support_in_return_is_not_met() -> None:
    told = found("who_list", safeguards=BOTH | {"health_system_support": no()})
    assert told.verdict == "not_met" and "support" in told.remedy


def test_no_agreement_is_not_met_and_nobody_is_forbidden_to_apply() -> None:
    told = found("who_list", safeguards=BOTH | {"government_agreement": no()})
    assert told.verdict == "not_met"
    assert "Nobody is forbidden to apply" in told.reason


def test_the_signatures_of_both_governments_show_the_agreement_from_the_day_of_the_later() -> None:
    signed = parties(ministry=date(2026, 11, 1), state=date(2026, 11, 22))
    support = {"health_system_support": yes()}
    assert found("who_list", parties=signed, safeguards=support).verdict == "met"
    assert found("who_list", parties=signed, safeguards=support, on=date(2026, 11, 21)).verdict == "unknown"


@pytest.mark.parametrize(("on", "verdict"), [(date(2026, 5, 28), "not_applicable"), (date(2026, 5, 29), "unknown")])
def test_care_workers_count_from_the_amended_code_on(on: date, verdict: str) -> None:
    assert found("who_list", on=on).verdict == verdict


@pytest.mark.parametrize(("on", "verdict"), [(date(2023, 3, 13), "unknown"), (date(2023, 3, 14), "not_applicable")])
def test_before_the_first_known_list_it_is_unknown_whether_a_country_is_listed(on: date, verdict: str) -> None:
    nurses = {"title": title("Nurse"), "isco": "2221"}
    assert found("who_list", on=on, origin="MAR", occupation=nurses).verdict == verdict


def test_a_list_past_its_review_says_so() -> None:
    nurses = {"title": title("Nurse"), "isco": "2221"}
    late = found("who_list", origin="MAR", occupation=nurses, on=date(2026, 3, 14))
    early = found("who_list", origin="MAR", occupation=nurses, on=date(2026, 3, 13))
    assert "due for review" in late.reason and "due for review" not in early.reason
    assert late.needs_verification


@pytest.mark.parametrize(
    ("occupation", "verdict"),
    [
        ({"isco": "7126"}, "not_applicable"),
        ({"isco": "7126", "health_or_care": True}, "unknown"),
        ({"isco": "5321", "health_or_care": False}, "unknown"),
        ({"isco": "53"}, "unknown"),
        ({"isco": "53", "health_or_care": False}, "not_applicable"),
    ],
)
def test_what_is_declared_widens_the_scope_and_never_narrows_it(occupation: dict[str, Any], verdict: str) -> None:
    assert found("who_list", occupation={"title": title("Work")} | occupation).verdict == verdict


@pytest.mark.parametrize(
    ("density", "coverage", "on", "verdict"),
    [
        (48, 54, DAY, "unknown"),
        (49, 54, DAY, "not_applicable"),
        (48, 55, DAY, "not_applicable"),
        (48, None, DAY, "not_applicable"),
        (48, 54, date(2026, 3, 13), "not_applicable"),
    ],
)
def test_figures_below_both_bars_of_a_list_past_its_review_leave_it_open(
    density: int, coverage: int | None, on: date, verdict: str
) -> None:
    nurses = {"title": title("Nurse"), "isco": "2221"}
    table = [row("health_worker_density", density, country="MAR")]
    table += [] if coverage is None else [row("service_coverage_index", coverage, country="MAR")]
    assert found("who_list", origin="MAR", occupation=nurses, on=on, evidence=tuple(table)).verdict == verdict


def row(indicator: Any, value: int, *, isco: str = "", on: date = date(2026, 1, 1), country: str = "GHA") -> Evidence:
    return Evidence(indicator, country, isco, on, Fraction(value), "a table")


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        ((), "unknown"),
        ((row("shortage", 0),), "met"),
        ((row("shortage", 1),), "not_met"),
        ((row("shortage", 1, isco="5321"), row("shortage", 0)), "not_met"),
        ((row("shortage", 1, isco="2221"),), "unknown"),
        ((row("shortage", 1, country="MAR"),), "unknown"),
        ((row("shortage", 1, on=date(2026, 11, 23)),), "unknown"),
        ((row("shortage", 0, on=date(2026, 2, 1)), row("shortage", 1)), "met"),
        ((row("health_worker_density", 49),), "met"),
        ((row("health_worker_density", 48),), "not_met"),
        ((row("health_worker_density", 60), row("shortage", 1)), "not_met"),
    ],
)
def test_shortage_at_origin_by_evidence(evidence: tuple[Evidence, ...], verdict: str) -> None:
    assert found("shortage_at_origin", evidence=evidence).verdict == verdict


def test_the_density_of_health_workers_says_nothing_of_other_work() -> None:
    welders = {"title": title("Welder"), "isco": "7212"}
    told = found("shortage_at_origin", evidence=(row("health_worker_density", 10),), occupation=welders)
    assert told.verdict == "unknown"


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (yes(), "met"),
        (no(), "not_met"),
        (yes(figure=50), "met"),
        (yes(figure=48.9), "not_met"),
        ({"answer": "yes"}, "unknown"),
    ],
)
def test_shortage_at_origin_by_answer(given: dict[str, Any], verdict: str) -> None:
    assert answer("shortage_at_origin", "no_shortage_at_origin", **given).verdict == verdict


@pytest.mark.parametrize(("on", "verdict"), [(date(2024, 11, 23), "met"), (date(2024, 11, 22), "unknown")])
def test_evidence_of_two_years_ago_is_asked_again(on: date, verdict: str) -> None:
    assert answer("shortage_at_origin", "no_shortage_at_origin", **yes(on=on)).verdict == verdict


@pytest.mark.parametrize(
    ("people", "model", "verdict"),
    [
        ({"home": 10, "away": 10}, "global_skill_partnership", "met"),
        ({"home": 9, "away": 10}, "global_skill_partnership", "not_met"),
        ({"away": 10}, "global_skill_partnership", "unknown"),
        ({"away": 10}, "away_only", "not_met"),
        ({"home": 0, "away": 10}, "global_skill_partnership", "not_met"),
        ({"home": 10}, "global_skill_partnership", "unknown"),
        ({"home": 10, "away": 0}, "global_skill_partnership", "not_applicable"),
    ],
)
def test_people_trained_for_home(people: dict[str, int], model: str, verdict: str) -> None:
    assert found("home_to_away", cohort={"people": people}, model=model).verdict == verdict


@pytest.mark.parametrize(
    ("given", "verdict"), [(yes(figure=0.5), "met"), ({"answer": "yes", "figure": 0.5}, "not_met")]
)
def test_another_bar_counts_where_its_agreement_is_shown(given: dict[str, Any], verdict: str) -> None:
    told = found("home_to_away", cohort={"people": {"home": 5, "away": 10}}, safeguards={"home_to_away_agreed": given})
    assert told.verdict == verdict and told.figures["home_per_away"] == Fraction(1, 2)


SOCIAL = {"social_partners_consulted": yes()}


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "unknown"),
        ({"safeguards": SOCIAL | {"origin_consent": yes()}}, "met"),
        ({"safeguards": SOCIAL | {"origin_consent": no()}}, "not_met"),
        ({"safeguards": SOCIAL, "parties": parties(ministry=date(2026, 11, 22))}, "met"),
        ({"safeguards": SOCIAL, "parties": parties(ministry=date(2026, 11, 23))}, "unknown"),
        ({"safeguards": {"origin_consent": yes()}}, "unknown"),
        (
            {
                "safeguards": {"origin_consent": yes()},
                "parties": PARTIES | {"union": {"role": "social_partner", "title": title("Union")}},
            },
            "met",
        ),
    ],
)
def test_consent_of_the_origin_and_of_the_social_partners(more: dict[str, Any], verdict: str) -> None:
    assert found("origin_consent", **more).verdict == verdict
