"""Sentences of one language, from the locale files of the packages that speak; numbers and dates as it has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

from crosswalk.errors import UsageError
from crosswalk.types import country_name, language_name

__all__ = ["LANGUAGES", "Wording", "points"]

#: Languages that Crosswalk speaks; the taxonomy gives the names of skills and occupations in many more.
LANGUAGES = ("en", "fr", "es", "ar")
#: First strong isolate and its end: text of unknown direction inside a sentence (Unicode, UAX #9).
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
#: Where letters of scripts that run from right to left begin and end (Hebrew to Arabic Extended).
RIGHT_TO_LEFT = range(0x0590, 0x0900)


def points(share: float) -> int:
    """A share of 0 to 1 as whole points of 100.

    Example:
        >>> points(0.714)
        71
    """
    return round(100 * share)


@cache
def _entries(language: str, package: str) -> dict[str, Any]:
    text = files(package).joinpath("locale", f"{language}.yaml").read_text(encoding="utf-8")
    entries: dict[str, Any] = yaml.safe_load(text)
    return entries


class Wording:
    """All that some packages say in one language.

    Args:
        language: One of LANGUAGES.
        packages: Packages with a folder `locale` of one YAML file for each language; no two have a key in common.

    Raises:
        UsageError: There are no sentences in the language.

    Example:
        >>> words = Wording("fr", "crosswalk.matching")
        >>> words("why.missing"), words.share(0.64)
        ('Manque', '64\\xa0%')
    """

    def __init__(self, language: str, *packages: str) -> None:
        if language not in LANGUAGES:
            raise UsageError(
                f"There are no sentences in the language {language}.", remedy=f"Use {', '.join(LANGUAGES)}."
            )
        self.language = language
        self.locale = Locale(language)
        self.direction = str(self.locale.text_direction)
        self._entries = {key: entry for name in packages for key, entry in _entries(language, name).items()}

    def _entry(self, key: str) -> Any:
        entry: Any = self._entries
        for step in key.split("."):
            entry = entry[step]
        return entry

    def __call__(self, key: str, **values: Any) -> str:
        """The sentence of a key, with its places filled."""
        filled = {name: self._value(value) for name, value in values.items()}
        return str(self._entry(key)).format(**filled)

    def has(self, key: str) -> bool:
        """Whether there is a sentence of this key."""
        try:
            return isinstance(self._entry(key), str)
        except (KeyError, TypeError):
            return False

    def counted(self, key: str, n: int) -> str:
        """The form of a sentence that goes with a number (CLDR plural rules)."""
        forms = self._entry(key)
        return str(forms.get(self.locale.plural_form(n), forms["other"])).format(n=self.number(n))

    def _value(self, value: Any) -> str:
        """A value inside a sentence; text that may run the other way is isolated."""
        if isinstance(value, int | float):
            return self.number(value)
        text = str(value)
        right = any(ord(letter) in RIGHT_TO_LEFT for letter in text)
        return f"{ISOLATE}{text}{END_ISOLATE}" if right != (self.direction == "rtl") else text

    def number(self, value: float) -> str:
        """A number with the separators of the language."""
        return str(format_decimal(value, locale=self.locale))

    def money(self, low: int | None, high: int | None, currency: str | None, period: str | None = None) -> str | None:
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

    def share(self, value: float) -> str:
        """A share of 0 to 1 in per cent."""
        return str(format_percent(round(value, 2), locale=self.locale))

    def day(self, value: date) -> str:
        """A date in words."""
        return str(format_date(value, format="long", locale=self.locale))

    def country(self, code: str) -> str:
        """Name of a country."""
        return country_name(code, self.language)

    def spoken(self, code: str) -> str:
        """Name of a language."""
        return language_name(code, self.language)

    def together(self, parts: Sequence[str]) -> str:
        """Names as a list in a sentence."""
        return str(format_list([self._value(part) for part in parts], locale=self.locale)) if parts else ""
