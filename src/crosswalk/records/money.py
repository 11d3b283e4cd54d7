"""Money as people write it, into whole minor units of a currency; no floating point anywhere."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale
from babel.numbers import get_currency_precision

from crosswalk.records.dates import ascii_digits
from crosswalk.records.report import Problem
from crosswalk.records.vocabulary import fold, word
from crosswalk.types import NAME_LANGUAGES

__all__ = ["Salary", "currency_code", "minor_units", "read_amount", "read_salary"]

#: Signs that name one currency only; "$", "kr" or "dinar" alone name several and are refused.
_SIGNS = {
    "€": "EUR", "£": "GBP", "₱": "PHP", "₹": "INR", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₫": "VND",
    "us$": "USD", "u.s.$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD",
    "د.أ": "JOD", "د.ت": "TND", "د.م": "MAD", "د.إ": "AED", "ر.س": "SAR", "ل.ل": "LBP", "ج.م": "EGP", "د.ج": "DZD",
}  # fmt: skip
_NUMBER = re.compile(r"\d(?:[\d.,'’٬٫ \u00a0\u202f]*\d)?")
_SPACES = re.compile(r"[ \u00a0\u202f'’٬]")
_AMOUNT_LIMIT = 10**15
#: What may stand between the two bounds of a salary, beside the currency.
_RANGE = re.compile(r"\s*(?:[-–—]|to|and|à|et|a|y|bis|hasta|إلى|الى)\s*", re.IGNORECASE)


class Salary(NamedTuple):
    """Bounds in minor units of the currency (cents for EUR), per hour, day, week, month or year."""

    low: int | None = None
    high: int | None = None
    currency: str | None = None
    period: str | None = None


@cache
def _currencies() -> dict[str, str]:
    """Folded code or full name -> ISO 4217 code; names that several currencies share are left out."""
    found: dict[str, str] = {}
    for language in NAME_LANGUAGES:
        for code, name in Locale(language).currencies.items():
            found.setdefault(fold(str(name)), str(code))
    found |= {str(code).lower(): str(code) for code in Locale("en").currencies}
    return found | {"euros": "EUR", "eur": "EUR", "يورو": "EUR", "us dollars": "USD", "canadian dollars": "CAD"}


def currency_code(text: str) -> str | None:
    """ISO 4217 code of a currency's code, sign or full name; None where it is unknown or shared by several.

    Example:
        >>> currency_code("€"), currency_code("jod"), currency_code("dirham marocain"), currency_code("$")
        ('EUR', 'JOD', 'MAD', None)
    """
    plain = text.strip().strip("()").strip()
    return _SIGNS.get(plain.lower().rstrip(".")) or _currencies().get(fold(plain))


def _decimal(text: str, digits: int) -> Decimal | None:
    """Number with grouping and decimal marks of any country.

    With both marks the last one is the decimal mark. A single mark before exactly three digits groups
    thousands, except a point in a currency of three decimals (JOD 350.500).
    """
    plain = _SPACES.sub("", text).replace("٫", ".")
    point, comma = plain.rfind("."), plain.rfind(",")
    mark = "." if point > comma else ","
    if point >= 0 and comma >= 0:
        plain = plain.replace("," if mark == "." else ".", "")
    head, found, tail = plain.rpartition(mark)
    thousands = len(tail) == 3 and not (digits == 3 and mark == ".") and not (point >= 0 and comma >= 0)
    if found and (mark in head or thousands):
        groups = plain.split(mark)
        if not all(len(g) == 3 for g in groups[1:]):
            return None
        plain = "".join(groups)
    else:
        plain = plain.replace(mark, ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def minor_units(amount: Decimal, currency: str) -> int | None:
    """Whole minor units of an amount; None where it has more decimals than the currency.

    Example:
        >>> minor_units(Decimal("350.5"), "JOD"), minor_units(Decimal("1200"), "JPY")
        (350500, 1200)
    """
    scaled = amount.scaleb(get_currency_precision(currency))
    return int(scaled) if scaled == scaled.to_integral_value() else None


def _problem(code: str, message: str, text: str, remedy: str) -> Problem:
    return Problem(code=code, message=message, value=text, remedy=remedy)


@lru_cache(maxsize=4096)
def read_amount(text: str, currency: str) -> int | Problem:
    """Minor units of a written amount: "2.800", "2 800,50", "2,800.00".

    Example:
        >>> read_amount("2.800", "EUR"), read_amount("2 800,50", "EUR"), read_amount("350.500", "JOD")
        (280000, 280050, 350500)
    """
    plain = ascii_digits(text).strip()
    number = _decimal(plain, get_currency_precision(currency)) if _NUMBER.fullmatch(plain) else None
    units = None if number is None else minor_units(number, currency)
    if units is None or units > _AMOUNT_LIMIT:
        return _problem("unreadable_amount", "This is not an amount of money.", text, "Write it as 2800.50.")
    return units


def _words_around(text: str, default: str | None) -> tuple[str | None, str | None]:
    """Currency and period named by the words around the numbers."""
    rest = _NUMBER.sub(" ", text)
    period = currency = None
    pieces = [p for p in re.split(r"[/()]|\s+[-–—]\s+|(?<=[€£₱₹₺])|(?=[€£₱₹₺])", rest) if p.strip()]
    for piece in [*pieces, *rest.replace("/", " ").split()]:
        period = period or word("salary_period", piece)
        currency = currency or currency_code(piece)
    if period is None:
        words = fold(rest).split()
        joined = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)]
        period = next((p for w in joined if (p := word("salary_period", w))), None)
        currency = currency or next((c for w in joined if (c := currency_code(w))), None)
    return currency or default, period


def _is_range(text: str) -> bool:
    """Whether the two numbers of a text are the bounds of one range."""
    first, second = _NUMBER.finditer(text)
    between = text[first.end() : second.start()].strip()
    bare = _RANGE.sub(" ", f" {between} ").strip()
    return bool(_RANGE.search(f" {between} ")) and (not bare or currency_code(bare) is not None)


@lru_cache(maxsize=4096)
def read_salary(text: str, default_currency: str | None = None) -> Salary | Problem:
    """Salary of a text such as "2.800 EUR/month", "2,500-3,000 CAD per month", "18,50 € de l'heure".

    Args:
        text: One or two amounts, a currency, a period.
        default_currency: Used where the text names none, from a constant of the mapping.

    Example:
        >>> read_salary("2.800 - 3.100 EUR/month")
        Salary(low=280000, high=310000, currency='EUR', period='month')
        >>> read_salary("$2,800").code
        'unknown_currency'
    """
    plain = ascii_digits(text)
    numbers = _NUMBER.findall(plain)
    currency, period = _words_around(plain, default_currency)
    if not numbers or len(numbers) > 2 or (len(numbers) == 2 and not _is_range(plain)):
        return _problem("unreadable_amount", "This is not a salary.", text, 'Write it as "2800 EUR per month".')
    if currency is None:
        return _problem(
            "unknown_currency",
            "The currency is missing or shared by several countries.",
            text,
            "Write the code of the currency (ISO 4217), such as EUR, CAD, JOD.",
        )
    amounts = [read_amount(n, currency) for n in numbers]
    for amount in amounts:
        if isinstance(amount, Problem):
            return _problem("unreadable_amount", amount.message, text, amount.remedy)
    low, high = (int(str(amounts[i])) for i in (0, -1))
    if high < low:
        return _problem("unreadable_amount", "The upper bound is below the lower.", text, "Correct the salary.")
    return Salary(low, high if len(amounts) == 2 else None, currency, period)
