"""Money of a partnership in whole minor units of a currency, and dated rates of exchange; never a float."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

from crosswalk.errors import InputError
from crosswalk.partnerships.design.layout import RateEntry
from crosswalk.records.money import currency_code, minor_units

__all__ = ["Conversion", "Rates", "half_even", "major", "minor"]


def half_even(value: Fraction) -> int:
    """The one rounding rule of the partnerships: to the nearest whole number, and a half to the even one.

    Example:
        >>> half_even(Fraction(5, 2)), half_even(Fraction(7, 2)), half_even(Fraction(-5, 2))
        (2, 4, -2)
    """
    return round(value)


def minor(amount: Decimal | int, currency: str) -> int:
    """Whole minor units of an amount in major units.

    Raises:
        InputError: The currency is not of ISO 4217, or the amount has more decimals than it.

    Example:
        >>> minor(Decimal("1496448.50"), "EUR"), minor(Decimal("350.5"), "TND"), minor(1200, "JPY")
        (149644850, 350500, 1200)
    """
    if currency_code(currency) != currency:
        raise InputError(f"{currency} is no currency.", remedy="Write its code of ISO 4217, such as EUR.")
    units = minor_units(Decimal(amount), currency)
    if units is None:
        decimals = get_currency_precision(currency)
        raise InputError(
            f"{amount} {currency} has more decimals than the {decimals} of the currency.",
            remedy=f"Round it to {decimals} decimals.",
        )
    return units


def major(units: int, currency: str) -> Decimal:
    """An amount in major units, exactly.

    Example:
        >>> major(149644850, "EUR"), major(350500, "TND")
        (Decimal('1496448.50'), Decimal('350.500'))
    """
    return Decimal(units).scaleb(-get_currency_precision(currency))


@dataclass(frozen=True, slots=True)
class Conversion:
    """How an amount of one currency becomes another.

    Attributes:
        factor: Minor units of the second currency for one minor unit of the first.
        rate: The rate used, as it stands in the file; None where both are the same currency.
        inverse: The rate stands in the file the other way round and was turned.
    """

    factor: Fraction
    rate: RateEntry | None = None
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Rates:
    """Dated rates of exchange. On a day the newest rate on or before it counts, as written or turned round.

    Of two rates of one day the one that need not be turned counts. Rates are never chained over a third currency.

    Example:
        >>> rate = RateEntry.model_validate(
        ...     {"from": "EUR", "to": "MAD", "on": "2026-01-02", "rate": Decimal("10.7"), "source": "bank"})
        >>> Rates((rate,)).convert(1000, "EUR", "MAD", date(2026, 5, 1))
        10700
        >>> Rates((rate,)).convert(10700, "MAD", "EUR", date(2026, 5, 1))
        1000
    """

    entries: tuple[RateEntry, ...] = ()

    def find(self, currency: str, to: str, day: date) -> Conversion:
        """The conversion that counts on a day.

        Raises:
            InputError: No rate between the two is known on that day.
        """
        if currency == to:
            return Conversion(Fraction(1))
        pairs = {(currency, to), (to, currency)}
        between = [each for each in self.entries if (each.from_, each.to) in pairs]
        known = [each for each in between if each.on <= day]
        if not known:
            raise InputError(f"No rate from {currency} to {to} is known on {day}.", remedy=_remedy(between, day))
        newest = max(known, key=lambda each: (each.on, each.from_ == currency))
        inverse = newest.from_ != currency
        rate = Fraction(newest.rate)
        scale = Fraction(10) ** (get_currency_precision(to) - get_currency_precision(currency))
        return Conversion((1 / rate if inverse else rate) * scale, newest, inverse)

    def convert(self, units: int, currency: str, to: str, day: date) -> int:
        """Minor units of one currency in minor units of another, rounded once.

        Raises:
            InputError: No rate between the two is known on that day.
        """
        return half_even(units * self.find(currency, to, day).factor)


def _remedy(between: Iterable[RateEntry], day: date) -> str:
    later = min((each.on for each in between), default=None)
    if later is None:
        return f"Add one under rates, on {day} or before."
    return f"The first is of {later}: add one of {day} or before."
