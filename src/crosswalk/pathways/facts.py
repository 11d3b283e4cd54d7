"""Facts: what is asked of a person, an offer or an authority, and how an answer becomes an exact value."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, DecimalException
from typing import Literal, TypeAlias

from babel.numbers import get_currency_precision

from crosswalk.pathways.errors import FactError
from crosswalk.pathways.layout import FactEntry, Scale
from crosswalk.types import country_code

__all__ = [
    "DATE",
    "LITERAL",
    "Fact",
    "Known",
    "Unit",
    "Value",
    "build_fact",
    "day_number",
    "encode_facts",
    "unit_named",
]

EPOCH = date(1970, 1, 1)

#: An encoded fact: a truth, a whole number of its smallest unit, codes (it is one of them), or all its countries.
Known: TypeAlias = bool | int | tuple[str, ...] | frozenset[str]
#: A known value, or None for unknown.
Value: TypeAlias = Known | None


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts, and its decimals: 4,100.50 EUR a month is 410050 of `Unit("EUR/month", 2)`."""

    name: str
    decimals: int = 0

    def encode(self, value: Decimal | int) -> int:
        """The whole number that stands for a value.

        Raises:
            ValueError: The value has more decimals than the unit.
        """
        scaled = Decimal(value).scaleb(self.decimals)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.decimals} decimals.")
        return int(scaled)

    def show(self, number: int) -> str:
        """The value that a whole number stands for, as text."""
        if self.name == "date":
            return (EPOCH + timedelta(days=number)).isoformat()
        value = Decimal(number).scaleb(-self.decimals)
        return f"{value:f}"


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Digits before the point of the longest number that is looked at; no fact has one as long.
LONGEST = 18
_ANY_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,11}")
#: A full code of a classification. A group's code is several codes at once: whether a list holds it would be guessed.
CODES = {
    "ISCO-08": re.compile(r"[0-9]{4}"),
    "NOC-2021": re.compile(r"[0-9]{5}"),
    "SOC-2020": re.compile(r"[0-9]{4}"),
    "ANZSCO": re.compile(r"[0-9]{6}"),
    "OSCA": re.compile(r"[0-9]{6}"),
    "KldB": re.compile(r"[0-9]{5}"),
}

#: Days since 1970-01-01.
DATE = Unit("date")
#: A number that is written out takes the unit of what it meets.
LITERAL = Unit("*")


def unit_named(name: str, decimals: int = 0) -> Unit:
    """The unit of a word; amounts of money have the decimals of their currency (ISO 4217).

    Example:
        >>> unit_named("EUR/year"), unit_named("JPY/year"), unit_named("months")
        (Unit(name='EUR/year', decimals=2), Unit(name='JPY/year', decimals=0), Unit(name='months', decimals=0))
    """
    currency = name.partition("/")[0]
    if len(currency) == 3 and currency.isupper():
        return Unit(name, get_currency_precision(currency))
    return Unit(name, decimals)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact.

    Attributes:
        shape: How a value is encoded: `truth`, `number`, `codes` (one of several) or `countries` (all of several).
        unit: Of a number; a level has the unit `level:<scale>`.
        low, high: Range of a number, as whole numbers.
        options: Levels from lowest to highest, or choices.
        words: What an option is called, where its file says it.
    """

    name: str
    entry: FactEntry
    shape: Literal["truth", "number", "codes", "countries"]
    unit: Unit
    low: int = 0
    high: int = 0
    options: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def encode(self, value: object, place: str = "") -> Value:
        """The encoded value of an answer; null stays unknown.

        Raises:
            FactError: The answer does not fit the declaration.
        """
        if value is None:
            return None
        return _ENCODERS[self.entry.type](self, value, place)

    def show(self, value: Value) -> object:
        """An encoded value as it is written in JSON."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            if self.entry.type == "level":
                return self.options[value]
            text = self.unit.show(value)
            return int(text) if self.unit.decimals == 0 and self.entry.type != "date" else text
        codes = sorted(value)
        return codes if len(codes) != 1 or self.shape == "countries" else codes[0]

    def refuse(self, value: object, place: str, remedy: str) -> FactError:
        """The error for an answer that does not fit."""
        shown = str(value)[:60]
        return FactError(
            f"{self.name}: {shown!r} is no {self.entry.type.replace('_', ' ')}.", remedy=remedy, place=place
        )


def build_fact(name: str, entry: FactEntry, scales: Mapping[str, Scale]) -> Fact:
    """A fact of its entry in a file.

    Raises:
        ValueError: The scale does not exist, or the range is no range.
    """
    if entry.type == "yes_no":
        return Fact(name, entry, "truth", Unit("truth"))
    if entry.type in {"country", "occupation"}:
        return Fact(name, entry, "codes", Unit(entry.classification or "country"))
    if entry.type == "countries":
        return Fact(name, entry, "countries", Unit("country"))
    if entry.type == "choice":
        choices = entry.options or {}
        return Fact(name, entry, "codes", Unit(f"choice:{name}"), options=tuple(choices), words=choices)
    if entry.type == "level":
        if entry.scale not in scales:
            raise ValueError(f"the scale {entry.scale} is not declared")
        scale = scales[entry.scale]
        words, unit = scale if isinstance(scale, dict) else {}, Unit(f"level:{entry.scale}")
        return Fact(name, entry, "number", unit, 0, len(scale) - 1, tuple(scale), words)
    unit, low, high = _numeric(entry)
    if low > high:
        raise ValueError("the range ends before it begins")
    return Fact(name, entry, "number", unit, low, high)


def _numeric(entry: FactEntry) -> tuple[Unit, int, int]:
    minimum = entry.range.min if entry.range else None
    maximum = entry.range.max if entry.range else None
    if entry.type == "date":
        first = minimum if isinstance(minimum, date) else date(1900, 1, 1)
        last = maximum if isinstance(maximum, date) else date(2100, 12, 31)
        return DATE, day_number(first), day_number(last)
    if entry.type == "money":
        unit = unit_named(entry.currency if entry.per == "once" else f"{entry.currency}/{entry.per}")
    else:
        unit = Unit(entry.unit, entry.decimals if entry.type == "number" else 0)
    if isinstance(minimum, date) or isinstance(maximum, date):
        raise ValueError("only a date has dates as its range")
    low = unit.encode(minimum) if minimum is not None else 0
    high = unit.encode(maximum) if maximum is not None else (10**11 if entry.type == "money" else 10**6)
    return unit, low, high


def encode_facts(facts: Mapping[str, Fact], answers: Mapping[str, object], place: str = "") -> dict[str, Value]:
    """Encode one object of answers; a fact left out stays out.

    Raises:
        FactError: A name is not known (the nearest right one is named), or a value does not fit.
    """
    for name in answers:
        if name not in facts:
            near = difflib.get_close_matches(name, facts, n=1, cutoff=0.6)
            remedy = f"Did you mean {near[0]}?" if near else "`crosswalk pathways facts` lists the names."
            raise FactError(f"There is no fact {name!r}.", remedy=remedy, place=place)
    return {name: facts[name].encode(value, place) for name, value in answers.items()}


def _truth(fact: Fact, value: object, place: str) -> bool:
    if isinstance(value, bool):
        return value
    raise fact.refuse(value, place, "Write true, false or null.")


def _number(fact: Fact, value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise fact.refuse(value, place, f"Write a number ({fact.unit.name or 'no unit'}).")
    try:
        written = Decimal(str(value))
        if written.is_finite() and written.adjusted() > LONGEST:  # 1e999999 is short to write and long to count
            return _within(fact, fact.high + 1, value, place)
        number = fact.unit.encode(written)
    except (DecimalException, ValueError, OverflowError) as error:
        places = fact.unit.decimals
        shape = f"with at most {places} decimal{'s' * (places > 1)}" if places else "without decimals"
        raise fact.refuse(value, place, f"Write a number {shape}.") from error
    return _within(fact, number, value, place)


def _within(fact: Fact, number: int, value: object, place: str) -> int:
    if not fact.low <= number <= fact.high:
        low, high = fact.unit.show(fact.low), fact.unit.show(fact.high)
        raise FactError(f"{fact.name}: {value} lies outside {low} to {high}.", remedy="Check the value.", place=place)
    return number


def _date(fact: Fact, value: object, place: str) -> int:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(_iso(value))
    except ValueError as error:
        raise fact.refuse(value, place, "Write a day of the calendar as year-month-day, 1994-03-31.") from error
    return _within(fact, day_number(day), value, place)


def _iso(value: object) -> str:
    """Text that is written as a date; other ways of ISO 8601 (weeks, no dashes) would be read by chance."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    raise ValueError(value)


def _level(fact: Fact, value: object, place: str) -> int:
    levels = {level.casefold(): place for place, level in enumerate(fact.options)}
    found = levels.get(str(value).casefold())
    if found is None or isinstance(value, bool):
        raise fact.refuse(value, place, f"Write one of {', '.join(fact.options)}.")
    return found


def _choice(fact: Fact, value: object, place: str) -> tuple[str, ...]:
    if value not in fact.options:
        raise fact.refuse(value, place, f"Write one of {', '.join(fact.options)}.")
    return (str(value),)


def _one_country(fact: Fact, value: object, place: str) -> str:
    code = country_code(value) if isinstance(value, str) else None
    if code is None:
        raise fact.refuse(value, place, "Write a country by its three letters (ISO 3166), XXA stateless, XXB refugee.")
    return code


def _country(fact: Fact, value: object, place: str) -> tuple[str, ...]:
    return (_one_country(fact, value, place),)


def _countries(fact: Fact, value: object, place: str) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise fact.refuse(value, place, "Write a list of countries.")
    if not value:
        raise fact.refuse(value, place, "Write XXA for stateless; leave it out where it is not known.")
    return frozenset(_one_country(fact, item, place) for item in value)


def _occupation(fact: Fact, value: object, place: str) -> tuple[str, ...]:
    codes = value if isinstance(value, list | tuple) else [value]
    shown = [str(code).strip() for code in codes if isinstance(code, str | int) and not isinstance(code, bool)]
    pattern = CODES.get(fact.unit.name, _ANY_CODE)
    good = [code for code in shown if pattern.fullmatch(code)]
    if not codes or len(good) != len(codes):
        raise fact.refuse(
            value, place, f"Write a full code of {fact.unit.name}, or a list of the full codes that it may be."
        )
    return tuple(sorted(set(good)))


_ENCODERS: dict[str, Callable[[Fact, object, str], Known]] = {
    "yes_no": _truth,
    "integer": _number,
    "number": _number,
    "money": _number,
    "date": _date,
    "level": _level,
    "choice": _choice,
    "country": _country,
    "countries": _countries,
    "occupation": _occupation,
}
