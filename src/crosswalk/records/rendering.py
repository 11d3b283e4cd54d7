"""A record as one row of a table: cells that people can read, and what cells cannot say as JSON in a last column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from crosswalk.records.extension import EXTENSION, column_text
from crosswalk.records.guard import neutralise, unguarded
from crosswalk.records.mapping import Mapping
from crosswalk.records.planning import plan_of
from crosswalk.records.strict import sparse
from crosswalk.types import country_name, language_name

__all__ = ["table_of"]

Plain = dict[str, Any]
#: Fields that no cell could hold in a way that people read; they are in the last column.
_UNSHOWN = ("evidence", "not_understood")
_COUNTRIES = ("residence", "country", "nationalities", "destinations", "destinations_excluded")
_AMOUNTS = ("salary_min", "salary_max")


def table_of(record: type, rows: Iterable[Plain], clean: Callable[[str], str] = str) -> Iterator[list[str]]:
    """Headings, then the cells of each row; our readers give the same records back.

    Args:
        record: Person or Vacancy.
        rows: Plain records.
        clean: What the format does to a text, such as dropping characters that it cannot hold.
    """
    names = [f.name for f in fields(record) if f.name not in _UNSHOWN]
    plan = plan_of(record, names, Mapping(), "")
    yield [*names, EXTENSION]
    for row in map(sparse, rows):
        cells = [clean(_cell(name, row)) for name in names]
        shown = unguarded(map(neutralise, cells))
        readable, _ = plan.read(shown, 0)
        yield [*cells, column_text(row, readable, dict(zip(names, shown, strict=True)))]


def _cell(name: str, row: Plain) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_item(name, item) for item in value) if value else "none"
    if name in _AMOUNTS:
        return _amount(value, row.get("currency"))
    return _single(name, value)


def _single(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in _COUNTRIES:
        return country_name(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _amount(units: int, currency: str | None) -> str:
    """Minor units in the units of the currency; empty where the currency is not known."""
    if currency is None:
        return ""
    return format(Decimal(units).scaleb(-get_currency_precision(currency)), "f")


def _item(name: str, item: Any) -> str:
    if not isinstance(item, dict):
        return _single(name, item)
    said = _ITEMS[name](item)
    return said if item.get("essential", True) else f"{said} (optional)"


def _skill(item: Plain) -> str:
    return f"{item['text']} ({item['level']})" if "level" in item else str(item["text"])


def _language(item: Plain) -> str:
    level = "native" if item.get("native") else item.get("level")
    name = language_name(item["language"])
    return f"{name} {level}" if level else name


def _experience(item: Plain) -> str:
    length = f"{item['months']} months" if "months" in item and "start" not in item else None
    return _listed(item["title"], item.get("employer"), _country(item), _period(item) or length)


def _education(item: Plain) -> str:
    return _listed(item.get("title"), item.get("institution"), _country(item), _period(item) or _month(item.get("end")))


def _credential(item: Plain) -> str:
    until = f"until {item['until'].isoformat()}" if "until" in item else None
    return _listed(item["name"], item.get("issuer"), _country(item), _month(item.get("issued")), until)


def _listed(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _country(item: Plain) -> str | None:
    return country_name(item["country"]) if "country" in item else None


def _month(value: date | None) -> str | None:
    if value is None:
        return None
    return value.isoformat()[:7] if value.day == 1 else value.isoformat()


def _period(item: Plain) -> str | None:
    start, end = _month(item.get("start")), _month(item.get("end"))
    if start and (end or item.get("ongoing")):
        return f"{start} - {end or 'present'}"
    return start


_ITEMS: dict[str, Callable[[Plain], str]] = {
    "skills": _skill,
    "languages": _language,
    "experience": _experience,
    "education": _education,
    "credentials": _credential,
}
