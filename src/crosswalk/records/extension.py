"""What another format has no place for travels beside its own fields under the key `crosswalk`, so nothing is lost."""

from __future__ import annotations

from typing import Any

from crosswalk.records.report import Problem
from crosswalk.records.strict import checked_part

__all__ = ["EXTENSION", "ORDER", "difference", "extended", "in_order"]

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
