"""Courses of education: title, level of ISCED 2011, field, institution, dates, and whether it was finished."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from crosswalk.records.diplomas import Diploma, find_diploma
from crosswalk.records.documents.entries import Entry, split_entries
from crosswalk.records.documents.parts import Spans, find_country, finder, strip_text
from crosswalk.records.documents.places import Cues, country_of_city, find_city
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import phrases
from crosswalk.records.model import Education
from crosswalk.records.phrases import alternatives, flat

__all__ = ["read_education"]

_SEPARATOR = re.compile(r"\s*\|\s*|\s+[–—-]\s+|\s*·\s*|\s*\t\s*")
_COMMA = re.compile(r"\s*[,،]\s*(?![^()]*\))")


def _has_institution(text: str) -> bool:
    return bool(finder("institution_words", prefixes="بول").search(flat(text)))


def read_education(lines: tuple[Line, ...], spans: Spans, *, on: date) -> list[Education]:
    """Courses of a section; `on` tells what lies in the future."""
    return [course for entry in split_entries(lines) if (course := _course(entry, spans, on)) is not None]


def _course(entry: Entry, spans: Spans, on: date) -> Education | None:
    texts = [piece.text for piece in entry.pieces]
    if not texts:
        return None
    title, institution = _split(texts)
    country = find_country(", ".join(texts))
    level = _level(title or "", " ".join(texts), country or country_of_city(find_city(institution or ""), Cues()))
    starts = [span.start for span in entry.dates if span.start]
    ends = [span.end for span in entry.dates if span.end]
    ongoing = any(span.ongoing for span in entry.dates)
    end = max(ends, default=None)
    evidence = spans.note("education", entry.lines[0].start, entry.lines[-1].end)
    return Education(
        title=title,
        level=level.level if level else None,
        field=_field(title),
        institution=institution,
        country=country,
        start=min(starts, default=None),
        end=end,
        completed=_completed(" ".join(line.text for line in entry.lines), end, ongoing, on),
        evidence=evidence,
    )


def _level(title: str, everything: str, country: str | None) -> Diploma | None:
    """The level that the title names; a weak word such as "diploma" yields to the kind of school."""
    level = find_diploma(title, country=country)
    if level is None or level.is_weak(title):
        rest = find_diploma(everything.replace(title, ""), country=country)
        return rest or find_diploma(everything, country=country)
    return level


def _split(texts: list[str]) -> tuple[str | None, str | None]:
    """Title and institution, in whichever order they are written."""
    if len(texts) == 1:
        parts = [part for part in _SEPARATOR.split(texts[0]) if part.strip()]
        if len(parts) == 1:
            parts = [part for part in _COMMA.split(texts[0]) if part.strip()]
            place = next((i for i in range(1, len(parts)) if _has_institution(parts[i])), None)
            if place:
                return strip_text(", ".join(parts[:place])), strip_text(parts[place])
        texts = parts
    first, second = texts[0], texts[1] if len(texts) > 1 else ""
    degree_first, degree_second = find_diploma(first), find_diploma(second)
    if second and _has_institution(first) and not _has_institution(second) and (degree_second or not degree_first):
        first, second = second, first
    institution = strip_text(_COMMA.split(second)[0]) if second else None
    return strip_text(first) or None, institution or None


@cache
def _in_words() -> re.Pattern[str]:
    return re.compile(rf"\s+{alternatives(phrases('in_words'))}\s+|\s+d'")


def _field(title: str | None) -> str | None:
    """What was studied: what stands after the degree and "in", "en", "في"."""
    degree = find_diploma(title) if title else None
    if not title or not degree:
        return None
    rest = title[degree.end :]
    mark = _in_words().search(flat(rest))
    if mark:
        return strip_text(re.split(r"[,،(]", rest[mark.end() :])[0]) or None
    plain = strip_text(re.split(r"[,،(]", rest)[0])
    return plain if plain and len(plain.split()) <= 6 and not any(c.isdigit() for c in plain) else None


def _completed(text: str, end: date | None, ongoing: bool, on: date) -> bool | None:
    """False where words or dates say that it was not finished; True where it ended in the past; else unknown."""
    plain = flat(text)
    if finder("incomplete_words").search(plain):
        return False
    if ongoing or finder("in_progress_words").search(plain) or (end is not None and end > on):
        return False
    return True if end is not None else None
