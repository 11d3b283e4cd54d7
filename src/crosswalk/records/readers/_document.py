"""What readers of nested documents share: careful access, dates, HTML to text, and what had no place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from crosswalk.records.cells import language
from crosswalk.records.dates import PartialDate, end_of, read_date
from crosswalk.records.report import Problem
from crosswalk.records.values import TEXT_LIMIT, read_title_level

__all__ = ["html_text", "language_item", "level_of_title", "lines_of", "objects", "period", "some", "text", "walk"]

_BREAKS = re.compile(r"<\s*(?:br|/p|/li|/div|/h\d|/tr)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,2000}>")


def walk(value: Any, *names: str) -> Any:
    """Value at a path of names; None where the path leaves the document."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def some(**values: Any) -> dict[str, Any]:
    """The values that are there."""
    return {name: value for name, value in values.items() if value is not None}


def text(value: Any, *names: str) -> str | None:
    """Text at a path, bounded and stripped; numbers as text; None where there is none."""
    found = walk(value, *names)
    if isinstance(found, bool) or not isinstance(found, (str, int)):
        return None
    return str(found).replace("\0", "").strip()[:TEXT_LIMIT] or None


def objects(value: Any, *names: str) -> list[dict[str, Any]]:
    """Objects of a list at a path; a single object counts as a list of one."""
    found = walk(value, *names)
    listed = found if isinstance(found, list) else [found]
    return [part for part in listed if isinstance(part, dict)]


def html_text(markup: str | None) -> str | None:
    """Text of simple HTML, one line for each paragraph or list item.

    Example:
        >>> html_text("<ul><li>Wound care</li><li>Night shifts</li></ul>")
        'Wound care\\nNight shifts'
    """
    if markup is None:
        return None
    plain = unescape(_TAGS.sub(" ", _BREAKS.sub("\n", markup)))
    return "\n".join(line for raw in plain.split("\n") if (line := " ".join(raw.split()))) or None


def lines_of(value: Any, prefix: str) -> Iterator[str]:
    """Every text within a value as "path: text"; how what has no place of its own is kept."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from lines_of(part, f"{prefix}.{name}" if prefix else str(name))
    elif isinstance(value, list):
        for part in value:
            yield from lines_of(part, prefix)
    elif value is not None and str(value).strip():
        yield f"{prefix}: {str(value).strip()[:TEXT_LIMIT]}"


def period(start: str | None, end: str | None, path: str, problems: list[Problem]) -> dict[str, Any]:
    """First days of the months in which something started and ended."""
    found: dict[str, Any] = {}
    read = {name: _date(value, f"{path}.{name}", problems) for name, value in (("start", start), ("end", end))}
    first, last = read["start"], read["end"]
    if first:
        found["start"] = first.month_start()
    if last:
        found["end"] = end_of(first, last) if first else last.month_start()
    return found


def _date(value: str | None, path: str, problems: list[Problem]) -> PartialDate | None:
    if value is None:
        return None
    found = read_date(value)
    if isinstance(found, Problem):
        problems.append(Problem(field=path, code=found.code, message=found.message, value=value, remedy=found.remedy))
        return None
    return found


def day(value: str | None, path: str, problems: list[Problem]) -> Any:
    """First day that a date can mean; None where it cannot be read."""
    found = _date(value, path, problems)
    return found.first() if found else None


def level_of_title(titles: Iterable[str | None]) -> str | None:
    """Level of education of the first title that names one."""
    for title in titles:
        if title and (level := read_title_level(title, None)):
            return level
    return None


def language_item(name: str, fluency: str | None, path: str, problems: list[Problem]) -> Any:
    """Language with the level that its words name; a level that is not CEFR is reported, not guessed."""
    item, found = language(f"{name} ({fluency})" if fluency else name, True)
    problems.extend(Problem(field=path, code=p.code, message=p.message, value=p.value, remedy=p.remedy) for p in found)
    return item
