"""A picture of the doors of each country, drawn on the server, in a table that says the same in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template

from crosswalk_platform.doors.catalogue import language_of_names, named_country

if TYPE_CHECKING:
    from crosswalk_platform.doors.doors import Door

register = template.Library()

#: Groups that a bar shows, in the order of its parts.
SHOWN = ("open", "undecided", "closed")


@register.inclusion_tag("doors/by_country.html")
def doors_by_country(doors: Sequence[Door]) -> dict[str, Any]:
    """One row for each country: a bar in parts, and the number behind each part; the most open doors first.

    Doors whose law is not in force today are in no bar. The longest bar has the whole width, so that bars compare.
    """
    counts: dict[str, Counter[str]] = {}
    for door in doors:
        if door.group in SHOWN:
            counts.setdefault(door.pathway.file.destination, Counter())[door.group] += 1
    longest = max((held.total() for held in counts.values()), default=0)
    language = language_of_names()
    rows = sorted(
        ([-held[each] for each in SHOWN], named_country(land, language), held) for land, held in counts.items()
    )
    told = [
        {"country": country, "bar": _parts(held, longest), "counts": [held[each] for each in SHOWN]}
        for _, country, held in rows
    ]
    return {"rows": told, "groups": SHOWN}


def _parts(held: Counter[str], longest: int) -> list[tuple[str, int, int]]:
    """Group, start and length of each part of a bar, in hundredths of the longest bar."""
    parts, at = [], 0
    for group in SHOWN:
        until = at + held[group]
        start, end = 100 * at // longest, 100 * until // longest
        parts += [(group, start, end - start)] if end > start else []
        at = until
    return parts
