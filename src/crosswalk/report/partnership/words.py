"""Words, names, money and numbers of a partnership's report in one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_compact_currency, format_percent, get_currency_precision

from crosswalk.partnerships import Partnership
from crosswalk.partnerships.design.money import half_even
from crosswalk.partnerships.economics.flows import OUTSIDE
from crosswalk.partnerships.economics.quantities import PARTS, Quantity
from crosswalk.partnerships.economics.simulate import Spread
from crosswalk.report.partnership.blocks import Said
from crosswalk.texts import language_of
from crosswalk.wording import Wording

__all__ = ["PartnershipWords"]

#: Days of a week, of which lengths are told.
WEEK = 7


class PartnershipWords(Wording):
    """All that the report of a partnership says in one language.

    Args:
        language: One of `wording.LANGUAGES`.
        partnership: Gives names and currency.

    Raises:
        UsageError: There are no sentences in the language.
    """

    def __init__(self, language: str, partnership: Partnership) -> None:
        super().__init__(language, "crosswalk.report.partnership", "crosswalk.partnerships.safeguards")
        self.partnership = partnership
        self.currency = partnership.file.currency

    @property
    def right_to_left(self) -> bool:
        """Whether the page runs from the right."""
        return self.direction == "rtl"

    def said(self, texts: Mapping[str, str]) -> Said:
        """A text of the file in the language of the page, else in English, else in any."""
        language = language_of(texts, self.language)
        return Said(texts[language], language)

    def step(self, name: str) -> Said:
        """Title of a step."""
        return self.said(self.partnership.steps[name].title)

    def party(self, name: str) -> Said:
        """Title of a party."""
        return self.said(self.partnership.file.parties[name].title)

    def stakeholder(self, name: str) -> str:
        """Name of a stakeholder, or of everybody who is no party."""
        return self("stakeholder.outside" if name == OUTSIDE else f"stakeholder.{name}")

    def exact(self, units: int) -> str:
        """Minor units as money, to the last unit."""
        return self.money(units, None, self.currency) or ""

    def about(self, units: int) -> str:
        """Minor units as money in whole major units, a half to the even one."""
        unit = 10 ** get_currency_precision(self.currency)
        return self.exact(half_even(Fraction(units, unit)) * unit)

    def between(self, spread: Spread) -> str:
        """Where 90 of 100 draws lie."""
        return self("worth.between", low=self.about(spread.low), high=self.about(spread.high))

    def exact_between(self, spread: Spread) -> str:
        """Where 90 of 100 draws lie, to the last unit."""
        return self("worth.between", low=self.exact(spread.low), high=self.exact(spread.high))

    def short(self, units: int) -> str:
        """Money for the axis of a picture, such as 200K."""
        amount = Decimal(units).scaleb(-get_currency_precision(self.currency))
        digits = 0 if amount == amount.to_integral_value() else 1
        return str(format_compact_currency(amount, self.currency, locale=self.locale, fraction_digits=digits))

    def people(self, number: Fraction) -> str:
        """Expected people, to a tenth."""
        return self.number(float(round(number, 1)))

    def parts(self, number: int) -> str:
        """Expected people in PARTS of a person, to a tenth."""
        return self.people(Fraction(number, PARTS))

    def few_to_many(self, expected: tuple[Fraction, Fraction, Fraction]) -> str:
        """Expected people with the fewest and the most."""
        few, likely, many = (self.people(each) for each in expected)
        return likely if few == many else self("number.range", likely=likely, low=few, high=many)

    def percent(self, share: Fraction) -> str:
        """A share in per cent, to a tenth."""
        return str(format_percent(round(float(share), 3), locale=self.locale, decimal_quantization=False))

    def month_of(self, day: date) -> str:
        """Month and year, short."""
        return str(format_date(day, "MMM y", locale=self.locale))

    def amount(self, quantity: Quantity, value: int) -> str:
        """The value of a quantity by its kind."""
        if quantity.kind == "money":
            return self.exact(value)
        if quantity.kind == "days":
            return self.weeks(value)
        return self.percent(Fraction(value, PARTS))

    def weeks(self, days: int) -> str:
        """A length in weeks."""
        return self("number.weeks", n=self.number(round(days / WEEK, 1)))

    def quantity(self, name: str) -> str:
        """What a quantity is, by the title of its entry in the file."""
        head, _, rest = name.partition(".")
        entry, _, measure = rest.rpartition(".")
        file = self.partnership.file
        if head == "steps":
            return self(f"quantity.{measure}", title=str(self.step(entry)))
        if head in ("costs", "effects"):
            titles = (file.costs[entry] if head == "costs" else file.effects[entry]).title
            return self(f"quantity.{head}", title=str(self.said(titles)))
        if head == "earnings":
            return self(f"quantity.earnings_{measure}", title=self(f"earnings.{entry}"))
        if entry == "retention":
            return self("quantity.retention", n=int(measure))
        return self(f"quantity.{name.replace('.', '_')}")
