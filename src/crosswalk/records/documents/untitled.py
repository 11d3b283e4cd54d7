"""A CV without headings: what its lines are, told from dates, diplomas and names of languages in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from crosswalk.records.diplomas import find_diploma
from crosswalk.records.documents.dates import find_dates
from crosswalk.records.documents.languages import find_language, find_level
from crosswalk.records.documents.sections import Section
from crosswalk.records.documents.text import Line

__all__ = ["with_inferred_sections"]

_LONGEST_LINE = 160
_MARK = re.compile(r"\s*[:\t|,،(–—-]")
_ITEM = re.compile(r"[,،;؛|•·]")


def with_inferred_sections(sections: list[Section]) -> list[Section]:
    """The sections as they are; where there is no heading at all, sections made of lines that are alike.

    A line is of education where it has a date and names a diploma, of experience where a period stands at its edge,
    of languages where it names two with their levels. What follows such a line without space belongs to it.
    """
    if any(section.kind for section in sections):
        return sections
    found: list[Section] = []
    for line in _lines(sections):
        kind = _kind(line)
        before = found[-1].kind if found else ""
        if not kind and before in ("experience", "education") and (line.bullet or not line.gap):
            kind = before
        if found and before == kind:
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            found.append(Section(kind, (line,)))
    return found


def _lines(sections: Iterable[Section]) -> list[Line]:
    return [line for section in sections for line in section.lines]


def _kind(line: Line) -> str:
    """Kind of section that a line is of; "" where nothing tells."""
    text = line.body()[1]
    if len(text) > _LONGEST_LINE:
        return ""
    if sum(_is_language(item) for item in _ITEM.split(text)) > 1:
        return "languages"
    dates = find_dates(text)
    leads = any(span.begin < 2 and _MARK.match(text, span.stop) for span in dates)
    closes = bool(dates) and not text[dates[-1].stop :].strip(" )].") and not text.endswith(".")
    if not (leads or closes):
        return ""
    diploma = find_diploma(text)
    if diploma is not None and not diploma.is_weak(text):
        return "education"
    return "experience" if any(span.is_range for span in dates) else ""


def _is_language(item: str) -> bool:
    return len(item.split()) <= 5 and find_language(item) is not None and any(find_level(item))
