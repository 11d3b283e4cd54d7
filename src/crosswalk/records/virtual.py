"""Columns that hold no field of a record but fill one or several: a full name, a salary, essential skills."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosswalk.records.cells import need, split_items
from crosswalk.records.dates import Period, ascii_digits, read_period
from crosswalk.records.mapping import Mapping
from crosswalk.records.money import read_amount, read_salary
from crosswalk.records.report import Problem
from crosswalk.records.vocabulary import is_word, word

__all__ = ["VIRTUAL", "Virtual", "split_name"]

Row = dict[str, Any]
Apply = Callable[[Row, str, Mapping], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Virtual:
    """A name that a mapping may use; `apply` fills the row. Lower orders come first."""

    name: str
    apply: Apply
    order: int = 0


def split_name(text: str) -> tuple[str | None, str]:
    """Given names and family name: "Family, Given", capitals for the family name, else the last word.

    Example:
        >>> split_name("BENJELLOUN Youssef"), split_name("Jennylyn Aquino Reyes"), split_name("Madonna")
        (('Youssef', 'BENJELLOUN'), ('Jennylyn Aquino', 'Reyes'), (None, 'Madonna'))
    """
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return given or None, family
    words = text.split()
    capitals = [w for w in words if w.isupper() and len(w) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(w for w in words if w not in capitals), " ".join(capitals)
    return " ".join(words[:-1]) or None, words[-1]


def _full_name(row: Row, text: str, _mapping: Mapping) -> tuple[Problem, ...]:
    given, family = split_name(text)
    if given:
        row.setdefault("given_names", given)
    row.setdefault("family_name", family)
    return ()


def _needs(essential: bool) -> Apply:
    def apply(row: Row, text: str, mapping: Mapping) -> tuple[Problem, ...]:
        parts = [] if is_word("none", text) else split_items(text, None, True)
        items = [{"essential": essential} | need(p, mapping.day_first)[0] for p in parts]
        row["skills"] = [*row.get("skills", ()), *(i | {"essential": essential} for i in items)]
        return ()

    return apply


_SHORT_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_CLASSES = re.compile(r"[A-Z][A-Z0-9]{0,2}")


def _driving(row: Row, text: str, _mapping: Mapping) -> tuple[Problem, ...]:
    """ "B, C", "yes" or "no": one credential for each class; a clear no is a licence that is not held."""
    answer = word("truth", text)
    names = ["driving licence"]
    if answer is None and not is_word("none", text):
        parts = split_items(text.replace("/", ",").replace("+", ","), None, True)
        names = [f"driving licence {p}" if _CLASSES.fullmatch(p.upper()) else p for p in parts]
    held = not (answer is False or is_word("none", text))
    items = [{"name": n, "kind": "driving_licence", "held": held} for n in names]
    row["credentials"] = [*row.get("credentials", ()), *items]
    return ()


def _salary(row: Row, text: str, mapping: Mapping) -> tuple[Problem, ...]:
    found = read_salary(text, row.get("currency") or mapping.constants.get("currency"))
    if isinstance(found, Problem):
        return (found,)
    row["salary_min"] = found.low
    for name, value in (("salary_max", found.high), ("currency", found.currency), ("salary_period", found.period)):
        if value is not None:
            row[name] = value
    return ()


def _bound(name: str) -> Apply:
    def apply(row: Row, text: str, mapping: Mapping) -> tuple[Problem, ...]:
        currency = row.get("currency") or mapping.constants.get("currency")
        plain = ascii_digits(text)
        if currency and not re.search(r"[^\W\d_]", plain):
            amount = read_amount(plain, currency)
            if isinstance(amount, Problem):
                return (amount,)
            row[name] = amount
            return ()
        found = read_salary(text, currency)
        if isinstance(found, Problem):
            return (found,)
        row[name] = found.low
        row["currency"] = found.currency
        if found.period:
            row["salary_period"] = found.period
        return ()

    return apply


def _experience(months_each: int | None) -> Apply:
    """A length of experience; a bare number counts in the unit of the heading, and is refused where that is open."""

    def apply(row: Row, text: str, _mapping: Mapping) -> tuple[Problem, ...]:
        plain = ascii_digits(text).strip().rstrip("+").removesuffix(".0")
        if months_each and _SHORT_NUMBER.fullmatch(plain):
            row["experience_min_months"] = int((Decimal(plain.replace(",", ".")) * months_each).to_integral_value())
            return ()
        if plain.isdecimal() and int(plain) == 0:
            row["experience_min_months"] = 0
            return ()
        found = read_period(plain)
        if isinstance(found, Period) and found.months is not None:
            row["experience_min_months"] = found.months
            return ()
        return (
            Problem(
                code="not_a_number",
                message="This is not a length of time with its unit.",
                value=text,
                remedy='Write "24 months" or "2 years".',
            ),
        )

    return apply


def _occupation(row: Row, text: str, _mapping: Mapping) -> tuple[Problem, ...]:
    """The URI of a taxonomy is kept as such; words name the work, as headline of a person or title of a job."""
    if text.startswith(("http://", "https://")):
        row["occupation"] = text
        return ()
    name = "title" if "vacancy_id" in row else "headline"
    if row.setdefault(name, text) == text:
        return ()
    return (
        Problem(
            code="second_title",
            message=f"The {name} is filled already, so these words were not read.",
            value=text,
            remedy="Give the URI of the occupation, or map the column to `ignore`.",
        ),
    )


#: Name -> what it does. The order lets a currency be known before amounts are read.
VIRTUAL: dict[str, Virtual] = {
    v.name: v
    for v in (
        Virtual("full_name", _full_name),
        Virtual("occupation", _occupation),
        Virtual("essential_skills", _needs(True)),
        Virtual("optional_skills", _needs(False)),
        Virtual("driving_licence", _driving),
        Virtual("experience_min", _experience(None)),
        Virtual("experience_min_months", _experience(1)),
        Virtual("experience_min_years", _experience(12)),
        Virtual("salary", _salary, 1),
        Virtual("salary_min", _bound("salary_min"), 2),
        Virtual("salary_max", _bound("salary_max"), 2),
    )
}
