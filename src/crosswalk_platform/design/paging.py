"""Pages of a long list, each of which begins after the last row of the page before: no row is counted or skipped.

A count, or a number of rows to skip, would look at every row on the way, behind row-level security one by one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Model, Q, QuerySet

__all__ = ["page_after"]

Row = TypeVar("Row", bound=Model)
_BETWEEN = "~"


def page_after(after: str, many: int, *lists: QuerySet[Row]) -> tuple[list[Row], str | None]:
    """One page of a list, or of lists that follow one another, in the order that each query names.

    Args:
        after: Where the page begins, as the page before told; anything else begins at the top.
        many: Rows on the page.
        lists: Rows, each list ordered by columns that tell any two of its rows apart; no row is in two lists.

    Returns:
        The rows, and where the next page begins; None at the end.
    """
    begin, place = _read(after, lists)
    found: list[tuple[int, Row]] = []
    for number in range(begin, len(lists)):
        rows = lists[number].filter(_beyond(place)) if place and number == begin else lists[number]
        found += [(number, row) for row in rows[: many + 1 - len(found)]]
        if len(found) > many:
            return [row for _, row in found[:many]], _place(*found[many - 1], lists)
    return [row for _, row in found], None


def _order(rows: QuerySet[Any]) -> list[str]:
    return [str(each) for each in rows.query.order_by or rows.model._meta.ordering]


def _beyond(place: list[tuple[str, Any]]) -> Q:
    """Rows that stand after the one with these values; the first bound once more by itself, for an index to use."""
    beyond, same, bound = Q(), Q(), Q()
    for column, value in place:
        name, way = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        beyond |= same & Q(**{f"{name}__{way}": value})
        bound = bound or Q(**{f"{name}__{way}e": value})
        same &= Q(**{name: value})
    return bound & beyond


def _place(number: int, row: Model, lists: tuple[QuerySet[Any], ...]) -> str:
    """Where a row stands, as text."""
    values = [getattr(row, column.lstrip("-")) for column in _order(lists[number])]
    told = [each.isoformat() if isinstance(each, datetime) else str(each) for each in values]
    return _BETWEEN.join([str(number), *told])


def _read(after: str, lists: tuple[QuerySet[Any], ...]) -> tuple[int, list[tuple[str, Any]]]:
    """In which list a page begins, and after which row of it; the top where it is no place that a page has told."""
    begin, *values = after.split(_BETWEEN)
    if "\x00" in after or not (begin.isascii() and begin.isdecimal() and len(begin) < 3 and int(begin) < len(lists)):
        return 0, []
    rows = lists[int(begin)]
    try:
        columns = list(zip(_order(rows), values, strict=True))
        return int(begin), [(column, _value(rows, column.lstrip("-"), text)) for column, text in columns]
    except (ValidationError, ValueError):
        return 0, []


def _value(rows: QuerySet[Any], name: str, text: str) -> Any:
    """What a text means in a column."""
    field = rows.model._meta.pk if name == "pk" else rows.model._meta.get_field(name)
    if not isinstance(field, DateTimeField):
        return field.to_python(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment
