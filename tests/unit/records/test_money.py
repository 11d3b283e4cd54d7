"""Money: whole minor units, the exponent of the currency, and nothing guessed."""

from __future__ import annotations

import pytest

from crosswalk.records.money import Salary, currency_code, read_amount, read_salary
from crosswalk.records.report import Problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.800 EUR/month", Salary(280_000, None, "EUR", "month")),
        ("2,500-3,000 CAD per month", Salary(250_000, 300_000, "CAD", "month")),
        ("18,50 € de l'heure", Salary(1_850, None, "EUR", "hour")),
        ("350.500 JOD شهريا", Salary(350_500, None, "JOD", "month")),
        ("300,000 JPY per month", Salary(300_000, None, "JPY", "month")),
        ("٢٬٨٠٠ يورو شهريا", Salary(280_000, None, "EUR", "month")),
        ("3.200 € brutto/Monat", Salary(320_000, None, "EUR", "month")),
        ("EUR 2,800.00 to 3,000.00 monthly", Salary(280_000, 300_000, "EUR", "month")),
    ],
)
def test_a_salary_becomes_minor_units_of_its_currency(text: str, expected: Salary) -> None:
    assert read_salary(text) == expected


@pytest.mark.parametrize("text", ["$2,800", "2800", "2800 kr", "500 dinars"])
def test_a_sign_that_several_currencies_share_is_refused(text: str) -> None:
    found = read_salary(text)
    assert isinstance(found, Problem)
    assert found.code == "unknown_currency"


@pytest.mark.parametrize(
    "text", ["negotiable", "2800 EUR + 13th salary", "1,2,3 EUR", "3000 - 2000 EUR", "12.345.67 EUR"]
)
def test_what_is_no_amount_is_a_problem(text: str) -> None:
    found = read_salary(text)
    assert isinstance(found, Problem)
    assert found.code == "unreadable_amount"


def test_a_fraction_that_the_currency_does_not_have_is_refused() -> None:
    assert isinstance(read_amount("100,5", "JPY"), Problem)
    assert read_amount("100,5", "EUR") == 10_050


def test_a_currency_is_known_by_code_sign_and_full_name() -> None:
    assert [currency_code(t) for t in ("eur", "€", "Euro", "dirham marocain", "dollar")] == [
        "EUR",
        "EUR",
        "EUR",
        "MAD",
        None,
    ]
