"""Pay at exactly the amount that the law asks for, and one cent below it, in each year and country that has a floor."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crosswalk.pathways import CATALOGUE, assess, encode_facts, load_pathway
from crosswalk.pathways.loading import load_cases

CENT = Decimal("0.01")
#: Folder, criterion, fact of the pay, day, the least pay, its smallest step, and what else differs from the base case.
Floor = tuple[str, str, str, date, str, Decimal, dict[str, Any]]


def _blue_card(day: date, general: str, reduced: str) -> list[Floor]:
    folder, fact = "deu/eu_blue_card", "salary_eur_year"
    return [
        (folder, "salary_general", fact, day, general, CENT, {}),
        (folder, "salary_reduced", fact, day, reduced, CENT, {}),
    ]


def _past_45(day: date, least: str) -> list[Floor]:
    born = {"date_of_birth": day.replace(year=day.year - 45), "adequate_pension": False}
    own = born | {"held_skilled_worker_permit": False}
    sixth = born | {"held_experienced_permit": False, "offer_starts_on": day}
    balkans = born | {"held_western_balkans_permit": False, "offer_starts_on": day}
    return [
        ("deu/skilled_worker", "old_age", "salary_eur_year", day, least, CENT, own),
        ("deu/experienced_professional", "old_age", "salary_eur_year", day, least, CENT, sixth),
        ("deu/western_balkans", "old_age", "salary_eur_year", day, least, CENT, balkans),
    ]


def _british(day: date, criterion: str, least: str, folder: str = "gbr/skilled_worker", **more: Any) -> Floor:
    changes = {"cos_issued_on": day, "working_time_percent": 100, "offer_soc": "2134"} | more
    return folder, criterion, "salary_gbp_year", day, least, CENT, changes


def _australian(day: date, core: str, specialist: str) -> list[Floor]:
    folder, fact, changes = "aus/skills_in_demand_482", "salary_aud_year", {"nomination_lodged_on": day}
    return [
        (folder, "core_salary", fact, day, core, CENT, changes),
        (folder, "specialist_salary", fact, day, specialist, CENT, changes),
    ]


def _new_zealand(day: date, median: str) -> Floor:
    changes = {"offer_skill_level": "one_to_three", "counts_new_zealand_work": False, "threshold_day": None}
    return "nzl/skilled_migrant", "pay", "pay_nzd_hour", day, median, CENT, changes


NOW, HEALTH = date(2026, 11, 2), "gbr/health_and_care_worker"
FLOORS: list[Floor] = [
    *_blue_card(date(2024, 1, 1), "45300", "41041.80"),
    *_blue_card(date(2024, 12, 31), "45300", "41041.80"),
    *_blue_card(date(2025, 1, 1), "48300", "43759.80"),
    *_blue_card(date(2026, 1, 1), "50700", "45934.20"),
    *_past_45(date(2024, 6, 1), "49830"),
    *_past_45(date(2025, 6, 1), "53130"),
    *_past_45(date(2026, 6, 1), "55770"),
    (
        "deu/experienced_professional", "salary", "salary_eur_year", date(2026, 6, 1), "45630", CENT,
        {"collective_agreement": False, "collective_terms": False},
    ),
    _british(NOW, "a_salary", "41700"),
    _british(date(2025, 7, 22), "a_salary", "38700", cos_issued_on=date(2025, 7, 21)),
    _british(date(2025, 7, 22), "a_salary", "41700"),
    _british(NOW, "b_salary", "37500"),
    _british(NOW, "lower_salary", "33400"),
    # a programmer (SOC 2134), 54,700: the whole rate, 90, 80 and 70 percent
    _british(NOW, "whole_rate", "54700"),
    _british(NOW, "b_rate", "49230"),
    _british(NOW, "c_rate", "43760"),
    _british(NOW, "e_rate", "38290"),
    # 40 hours a week count in full towards the general salary, and raise the going rate
    _british(NOW, "a_salary", "41700", working_time_percent="106.67"),
    _british(NOW, "whole_rate", "58348.49", working_time_percent="106.67"),
    _british(NOW, "k_salary", "25000", HEALTH, offer_soc="2231", nurse_before_registration=False),
    _british(NOW, "f_salary", "31300", HEALTH),
    _british(NOW, "g_salary", "28200", HEALTH),
    _british(NOW, "lower_salary", "25000", HEALTH),
    *_australian(date(2025, 6, 30), "73150", "135000"),
    *_australian(date(2026, 6, 30), "76515", "141210"),
    *_australian(date(2026, 7, 1), "79499", "146717"),
    ("aut/red_white_red_other_key_workers", "salary", "monthly_pay_of_14", date(2026, 6, 1), "3465", CENT, {}),
    _new_zealand(date(2023, 10, 9), "29.66"),
    _new_zealand(date(2024, 2, 28), "31.61"),
    _new_zealand(date(2025, 8, 18), "33.56"),
    _new_zealand(date(2026, 3, 9), "35.00"),
    ("jpn/highly_skilled_professional_1b", "salary", "salary_jpy_year", NOW, "3000000", Decimal(1), {}),
]  # fmt: skip


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: f"{floor[0].replace('/', '.')}.{floor[1]}.{floor[4]}")
def test_pay_at_the_threshold_is_enough_and_the_smallest_coin_below_is_not(floor: Floor) -> None:
    folder, criterion, fact, day, least, coin, changes = floor
    pathway, base = load_pathway(CATALOGUE / folder), load_cases(CATALOGUE / folder)[0].base

    def status(pay: Decimal) -> str:
        found = assess(pathway, encode_facts(pathway.facts, base | changes | {fact: pay}), day)
        return next(each.status for each in found.criteria if each.id == criterion)

    assert status(Decimal(least)) == "met"
    assert status(Decimal(least) - coin) == "not_met"
