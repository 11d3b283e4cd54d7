"""Money is whole minor units; a rate is the newest of the day, turned round where need be, and never chained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from crosswalk.errors import InputError
from crosswalk.partnerships import Rates, major, minor
from crosswalk.partnerships.design.layout import RateEntry
from crosswalk.partnerships.design.money import half_even


def rate(currency: str, to: str, on: str, value: str) -> RateEntry:
    return RateEntry.model_validate(
        {"from": currency, "to": to, "on": date.fromisoformat(on), "rate": Decimal(value), "source": "bank"}
    )


@pytest.mark.parametrize(
    ("amount", "currency", "units"), [("1496448.50", "EUR", 149644850), ("1.234", "TND", 1234), ("7", "JPY", 7)]
)
def test_minor_units_are_exact_and_turn_back(amount: str, currency: str, units: int) -> None:
    assert minor(Decimal(amount), currency) == units
    assert major(units, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("0.5", "JPY"), ("0.001", "EUR"), ("1", "XYZ"), ("1", "eur")])
def test_an_amount_that_is_no_money_is_refused_with_a_remedy(amount: str, currency: str) -> None:
    with pytest.raises(InputError) as caught:
        minor(Decimal(amount), currency)
    assert caught.value.remedy


def test_the_newest_rate_on_or_before_the_day_counts() -> None:
    rates = Rates((rate("EUR", "MAD", "2027-03-01", "11"), rate("EUR", "MAD", "2027-01-01", "10")))
    assert rates.convert(100, "EUR", "MAD", date(2027, 2, 28)) == 1000
    assert rates.convert(100, "EUR", "MAD", date(2027, 3, 1)) == 1100


def test_a_newer_rate_the_other_way_round_counts_and_is_said() -> None:
    rates = Rates((rate("EUR", "MAD", "2027-01-01", "10"), rate("MAD", "EUR", "2027-02-01", "0.1")))
    found = rates.find("EUR", "MAD", date(2027, 2, 1))
    assert found.inverse and found.rate is rates.entries[1] and found.factor == 10


def test_of_one_day_the_rate_that_need_not_be_turned_counts() -> None:
    rates = Rates((rate("MAD", "EUR", "2027-01-01", "0.1"), rate("EUR", "MAD", "2027-01-01", "11")))
    assert rates.convert(100, "EUR", "MAD", date(2027, 1, 1)) == 1100
    assert rates.convert(100, "MAD", "EUR", date(2027, 1, 1)) == 10


def test_rates_are_not_chained_over_a_third_currency() -> None:
    rates = Rates((rate("EUR", "USD", "2027-01-01", "1.1"), rate("USD", "MAD", "2027-01-01", "10")))
    with pytest.raises(InputError, match="No rate from EUR to MAD is known on 2027-05-01. Add one under rates"):
        rates.convert(100, "EUR", "MAD", date(2027, 5, 1))


def test_currencies_of_different_decimals_convert_in_minor_units() -> None:
    rates = Rates((rate("EUR", "TND", "2027-01-01", "3.4"), rate("EUR", "JPY", "2027-01-01", "160")))
    assert rates.convert(100, "EUR", "TND", date(2027, 1, 1)) == 3400  # 1.00 EUR = 3.400 TND
    assert rates.convert(100, "EUR", "JPY", date(2027, 1, 1)) == 160


def test_a_half_goes_to_the_even_number() -> None:
    assert [half_even(Fraction(n, 2)) for n in (-3, -1, 1, 3, 5)] == [-2, 0, 0, 2, 2]
    rates = Rates((rate("EUR", "USD", "2027-01-01", "0.5"),))
    assert [rates.convert(units, "EUR", "USD", date(2027, 1, 1)) for units in (1, 3, 5)] == [0, 2, 2]
