"""What another format has no place for travels beside its own fields under the key `crosswalk`, so nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

from crosswalk.records.report import Problem
from crosswalk.records.strict import checked_part

__all__ = ["EXTENSION", "ORDER", "column_text", "difference", "extended", "in_order", "with_column"]

#: Key of the extension; formats that allow further properties ignore it.
EXTENSION = "crosswalk"
#: Within it, the place of an entry in its list, where the format spreads one list over two sections.
ORDER = "order"


def difference(wanted: dict[str, Any], readable: dict[str, Any]) -> dict[str, Any]:
    """Values that a reader of the plain format would get wrong; None takes a value out.

    Example:
        >>> difference({"title": "Cook", "isco": "5120"}, {"title": "Cook", "ongoing": True})
        {'isco': '5120', 'ongoing': None}
    """
    names = [*wanted, *(n for n in readable if n not in wanted)]
    return {name: wanted.get(name) for name in names if wanted.get(name) != readable.get(name)}


def extended(kind: type, item: dict[str, Any], source: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The item with the extension of its source put in, checked like any other input."""
    own = source.get(EXTENSION)
    if not isinstance(own, dict):
        return item
    own = {name: value for name, value in own.items() if name != ORDER}
    merged = item | checked_part(kind, {n: v for n, v in own.items() if v is not None}, problems)
    return {name: value for name, value in merged.items() if not (name in own and own[name] is None)}


def in_order(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries of two sections in the order that their extensions give; without one they stay as they are."""

    def place(entry: dict[str, Any]) -> int:
        own = entry.get(EXTENSION)
        found = own.get(ORDER) if isinstance(own, dict) else None
        return found if isinstance(found, int) else len(entries)

    return sorted(entries, key=place)


def _mark(cell: str) -> str:
    """Eight letters that change when a cell is edited; spaces and line ends do not count."""
    return blake2b(" ".join(cell.split()).encode(errors="replace"), digest_size=4).hexdigest()


def column_text(wanted: dict[str, Any], readable: dict[str, Any], cells: Mapping[str, str]) -> str:
    """What the cells of a table row cannot say, as JSON for a column of its own; empty where they say it all.

    Beside each value stands a mark of the cell, so that a cell which somebody edits is not overruled.

    Example:
        >>> from crosswalk.records import Person
        >>> text = column_text({"legal_status": "-"}, {}, {"legal_status": "-"})
        >>> with_column(Person, {}, text, {"legal_status": "-"}, []), with_column(Person, {}, text, {}, [])
        ({'legal_status': '-'}, {})
    """
    own = {
        name: {"value": value} | ({"cell": _mark(cells[name])} if name in cells else {})
        for name, value in difference(wanted, readable).items()
    }
    text = json.dumps(own, ensure_ascii=False, default=date.isoformat) if own else ""
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")  # XML has no such characters


def _unchanged(part: dict[str, Any], cell: str | None) -> bool:
    """Whether the cell that a value belongs to is as it was written; a value without a cell cannot have changed."""
    return "cell" not in part or (cell is not None and part["cell"] == _mark(cell))


def with_column(
    kind: type, row: dict[str, Any], text: str, cells: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    """The row with what `column_text` wrote put in; where a cell was edited since, the cell counts.

    What was wrong with the reading of a cell is taken out of `problems` where its value is put in.
    """
    try:
        own = json.loads(text)
        kept = {name: part["value"] for name, part in own.items() if _unchanged(part, cells.get(name))}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        message = f"The column {EXTENSION!r} is damaged and was not read."
        remedy = "Take the file as it was written, or remove the column."
        problems.append(Problem(field=EXTENSION, code="not_json", message=message, value=text, remedy=remedy))
        return row
    for name in own.keys() - kept.keys():
        message = "The cell was edited, so the codes and evidence that belonged to it were not read."
        remedy = "Nothing, if the change is meant; link the words again."
        problems.append(Problem(field=name, code="edited_cell", message=message, value=cells.get(name), remedy=remedy))
    problems[:] = [p for p in problems if (p.field or "").partition(".")[0] not in kept]
    return extended(kind, row, {EXTENSION: kept}, problems)
