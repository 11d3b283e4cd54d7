"""Courses of education: title, level of ISCED 2011, field, institution, dates, and whether it was finished."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from crosswalk.records.documents.entries import Entry, split_entries
from crosswalk.records.documents.parts import Spans, find_country, finder, strip_text
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import alternatives, entries, flat, phrases
from crosswalk.records.model import Education
from crosswalk.types import Isced

__all__ = ["find_level_of_education", "read_education"]

_SEPARATOR = re.compile(r"\s*\|\s*|\s+[–—-]\s+|\s*·\s*|\s*\t\s*")
#: Words that name a level only where no other word does.
_WEAK = frozenset(flat(word) for word in ("دبلوم", "technicien", "diplom", "diploma"))
_COMMA = re.compile(r"\s*[,،]\s*(?![^()]*\))")


@cache
def _degrees(language: str | None) -> list[tuple[re.Pattern[str], Isced]]:
    """One pattern for each word that stands for a level, of one language or of all."""
    words = {
        flat(word): level
        for level in Isced
        for code, found in entries("degrees", level.value)
        for word in found
        if language in (None, code)
    }
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return [(re.compile(alternatives([word], prefixes="و")), words[word]) for word in ordered]


def find_level_of_education(text: str, language: str | None = None) -> tuple[Isced, int, int] | None:
    """The level that the words of a title stand for, and the characters of those words.

    In a section about schooling the words of every language count; in running text those of its language only,
    since a "licence" is a degree in French and a permit in English.

    Example:
        >>> find_level_of_education("Licence professionnelle en soins infirmiers")[0].name
        'BACHELOR'
        >>> find_level_of_education("بكالوريوس تمريض")[0].value
        6
    """
    plain = flat(text)
    matches = [
        (found.start(), -found.end(), level)
        for pattern, level in _degrees(language)
        if (found := pattern.search(plain))
    ]
    weak = [match for match in matches if plain[match[0] : -match[1]].lstrip("و") in _WEAK]
    if not matches:
        return None
    start, end, level = min([match for match in matches if match not in weak] or weak)
    return level, start, -end


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
    level = _level(title or "", " ".join(texts))
    starts = [span.start for span in entry.dates if span.start]
    ends = [span.end for span in entry.dates if span.end]
    ongoing = any(span.ongoing for span in entry.dates)
    end = max(ends, default=None)
    evidence = spans.note("education", entry.lines[0].start, entry.lines[-1].end)
    spans.use(*entry.lines)
    return Education(
        title=title,
        level=level[0] if level else None,
        field=_field(title),
        institution=institution,
        country=find_country(", ".join(texts)),
        start=min(starts, default=None),
        end=end,
        completed=_completed(" ".join(line.text for line in entry.lines), end, ongoing, on),
        evidence=evidence,
    )


def _level(title: str, everything: str) -> tuple[Isced, int, int] | None:
    """The level that the title names; a weak word such as "diploma" yields to the kind of school."""
    level = find_level_of_education(title)
    if level is None or flat(title[level[1] : level[2]]) in _WEAK:
        return find_level_of_education(everything.replace(title, "")) or find_level_of_education(everything)
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
    degree_first, degree_second = find_level_of_education(first), find_level_of_education(second)
    if second and _has_institution(first) and not _has_institution(second) and (degree_second or not degree_first):
        first, second = second, first
    institution = strip_text(_COMMA.split(second)[0]) if second else None
    return strip_text(first) or None, institution or None


@cache
def _in_words() -> re.Pattern[str]:
    return re.compile(rf"\s+{alternatives(phrases('in_words'))}\s+|\s+d'")


def _field(title: str | None) -> str | None:
    """What was studied: what stands after the degree and "in", "en", "في"."""
    degree = find_level_of_education(title) if title else None
    if not title or not degree:
        return None
    rest = title[degree[2] :]
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
