"""Words of the report in one language: its own sentences and those of matching, and pay as its readers expect it."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from crosswalk.wording import Wording

__all__ = ["Words"]


class Words(Wording):
    """All that the report says in one language.

    Args:
        language: One of LANGUAGES.

    Raises:
        UsageError: There are no sentences in the language.

    Example:
        >>> words = Words("fr")
        >>> words("number.people"), words.share(0.64), words.counted("vacancy.months", 6)
        ('personnes lues', '64\\xa0%', '6 mois')
    """

    def __init__(self, language: str) -> None:
        super().__init__(language, "crosswalk.matching", "crosswalk.report")

    def money(self, low: int | None, high: int | None, currency: str | None, period: str | None) -> str | None:
        """Pay from minor units, as a range where both ends are known; None where pay or currency is unknown."""
        bounds = sorted({amount for amount in (low, high) if amount is not None})
        if not bounds or not currency:
            return None
        unit = Decimal(10) ** get_currency_precision(currency)
        whole = all(bound % unit == 0 for bound in bounds)
        pattern = self.locale.currency_formats["standard"].pattern
        pattern = pattern.replace(".00", "") if whole else pattern
        shown = [
            str(format_currency(Decimal(b) / unit, currency, pattern, locale=self.locale, currency_digits=not whole))
            for b in bounds
        ]
        text = shown[0] if len(shown) == 1 else f"{shown[0]} – {shown[1]}"
        return f"{text} {self(f'period.{period}')}" if period and self.has(f"period.{period}") else text
