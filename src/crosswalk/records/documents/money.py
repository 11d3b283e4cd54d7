"""Salaries in running text: amounts, currency and period, in minor units."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from crosswalk.records.documents.words import entries
from crosswalk.records.money import currency_code, read_amount
from crosswalk.records.phrases import alternatives, flat
from crosswalk.records.report import Problem
from crosswalk.records.vocabulary import listed

__all__ = ["Pay", "find_salary"]

_NUMBER = r"\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?"
_SIGN = r"US\$|CA\$|C\$|A\$|[€£$₺₹₱]|\b[A-Z]{3}\b|\b[Ee]uros?\b|يورو|دولار|دينار أردني|ريال|درهم"
_AMOUNTS = re.compile(
    rf"(?P<c1>{_SIGN})?\s*(?P<low>{_NUMBER})\s*(?P<c2>{_SIGN})?"
    rf"(?:\s*(?:[-–—]|to|à|a|bis|hasta|et|and|y|إلى|و)\s*(?P<c3>{_SIGN})?\s*(?P<high>{_NUMBER}))?\s*(?P<c4>{_SIGN})?"
)
#: A "$" alone means the currency of the country of the job.
_DOLLARS = {"CAN": "CAD", "USA": "USD", "AUS": "AUD", "NZL": "NZD"}


class Pay(NamedTuple):
    """Bounds in minor units, ISO 4217 code, period (hour, day, week, month, year), and the characters read."""

    low: int
    high: int | None
    currency: str
    period: str | None
    start: int
    end: int


@cache
def _periods() -> list[tuple[re.Pattern[str], str]]:
    found = {flat(word): period for word, period in listed("salary_period").items() if len(word) > 2}
    found |= {flat(word): period for _, words in entries("periods") for period in words for word in words[period]}
    ordered = sorted(found, key=len, reverse=True)
    return [(re.compile(alternatives([w]) if w[0].isalpha() else re.escape(w) + r"(?!\w)"), found[w]) for w in ordered]


def _currency(signs: list[str], country: str | None) -> str | None:
    for sign in signs:
        code = _DOLLARS.get(country or "") if sign == "$" else currency_code(sign)
        if code:
            return code
    return None


def find_salary(text: str, country: str | None = None) -> Pay | None:
    """The first salary in a text; None where none has both an amount and a currency.

    Args:
        text: One line or sentence.
        country: ISO 3166 code of the country of the job, which tells what "$" means.

    Example:
        >>> find_salary("je nach Erfahrung 3.400 bis 4.100 Euro brutto im Monat")[:4]
        (340000, 410000, 'EUR', 'month')
        >>> find_salary("$24.50 per hour", "CAN")[:4]
        (2450, None, 'CAD', 'hour')
    """
    for found in _AMOUNTS.finditer(text):
        signs = [found[name] for name in ("c1", "c2", "c3", "c4") if found[name]]
        currency = _currency(signs, country)
        if currency is None:
            continue
        amounts = [read_amount(found[name].strip(), currency) for name in ("low", "high") if found[name]]
        whole = [amount for amount in amounts if not isinstance(amount, Problem)]
        if len(whole) != len(amounts) or (len(whole) == 2 and whole[1] < whole[0]):
            continue
        around = flat(text[max(0, found.start() - 30) : found.end() + 40])
        period = next((period for pattern, period in _periods() if pattern.search(around)), None)
        return Pay(whole[0], whole[1] if len(whole) == 2 else None, currency, period, found.start(), found.end())
    return None
