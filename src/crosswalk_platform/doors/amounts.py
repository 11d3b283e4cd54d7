"""A number with its unit in words, in the form that the language has for that number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import ngettext

__all__ = ["amount"]


def amount(shown: object, unit: str) -> str:
    """A number as it is shown, with its unit; currencies and levels stay as they are, dates have no unit.

    Example:
        >>> from django.utils.translation import override
        >>> with override("en"):
        ...     amount("1", "years"), amount("2.5", "years"), amount("2700.00", "EUR/month"), amount("B1", "")
        ('1 year', '2.5 years', '2700.00 EUR/month', 'B1')
    """
    plain = f"{shown} {'' if unit == 'date' else unit}".strip()
    try:
        number = int(Decimal(str(shown)).to_integral_value(rounding="ROUND_UP"))
    except (InvalidOperation, ValueError):
        return plain
    words = {
        "days": ngettext("%(number)s day", "%(number)s days", number),
        "months": ngettext("%(number)s month", "%(number)s months", number),
        "years": ngettext("%(number)s year", "%(number)s years", number),
        "hours": ngettext("%(number)s hour", "%(number)s hours", number),
        "points": ngettext("%(number)s point", "%(number)s points", number),
    }.get(unit)
    return words % {"number": shown} if words else plain
