"""Small pieces of lines that several readers share: items of a list, words of a kind, countries, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from crosswalk.records.documents.text import DocumentText, Line
from crosswalk.records.documents.words import entries, phrases
from crosswalk.records.model import Evidence
from crosswalk.records.phrases import alternatives, flat
from crosswalk.types import country_code

__all__ = ["Span", "Spans", "find_country", "finder", "items", "strip_span", "strip_text"]

_EDGE = " \t,;:|·•-–—،؛.()/"
#: Names of a country that are also the name of a city: Oman and Amman are one word without vowel marks.
_AMBIGUOUS = frozenset({"عمان"})
_SPLIT = re.compile(r"[,;،؛•|·●▪\t]|\s+[/–—-]\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text that was understood, and as what: "job", "skill", "skill_candidate", "language" ..."""

    kind: str
    text: str
    start: int
    end: int
    page: int


@dataclass(slots=True)
class Spans:
    """Collects what is understood while a document is read, and says what was not."""

    document: DocumentText
    source: str | None
    found: list[Span] = field(default_factory=list)
    _headings: set[int] = field(default_factory=set)

    def page_of(self, start: int) -> int:
        """Page of a character."""
        return next((page.number for page in self.document.pages if start <= page.end), 1)

    def note(self, kind: str, start: int, end: int) -> Evidence:
        """Remember what characters were read as, and say so as evidence."""
        page = self.page_of(start)
        self.found.append(Span(kind, self.document.text[start:end], start, end, page))
        source = f"{self.source}#page={page}" if self.source else None
        return Evidence(source=source, start=start, end=end)

    def head(self, line: Line | None) -> None:
        """Remember a line as a heading, which says where facts belong and is none itself."""
        if line is not None:
            self._headings.add(line.start)

    def not_understood(self) -> tuple[str, ...]:
        """Lines, verbatim, that are no heading and no part of which is in a span."""
        covered = bytearray(len(self.document.text) + 1)
        for span in self.found:
            covered[span.start : span.end] = b"1" * (span.end - span.start)
        return tuple(
            line.text
            for line in self.document.lines
            if line.start not in self._headings and not any(covered[line.start : line.end])
        )


@cache
def finder(*path: str | int, prefixes: str = "") -> re.Pattern[str]:
    """A pattern that finds in flat text any phrase which the vocabularies have under a path of keys."""
    return re.compile(alternatives(phrases(*path), prefixes=prefixes))


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation and space at its edges; a bracket that is opened inside stays closed."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        if text[end - 1] == ")" and text.count("(", start, end) >= text.count(")", start, end):
            break
        end -= 1
    return start, end


def strip_text(text: str) -> str:
    """The text without punctuation and space at its edges."""
    start, end = strip_span(text, 0, len(text))
    return text[start:end]


def items(line: Line, *, pattern: re.Pattern[str] = _SPLIT) -> Iterator[tuple[int, int]]:
    """Places, in the text of the document, of the items of a list; commas inside brackets do not part."""
    offset, body = line.body()
    depth, begin = 0, 0
    cuts = {found.start(): found.end() for found in pattern.finditer(body)}
    place = 0
    while place <= len(body):
        char = body[place : place + 1]
        depth = max(0, depth + (char == "(") - (char == ")"))
        if place == len(body) or (place in cuts and depth == 0):
            start, end = strip_span(body, begin, place)
            if start < end:
                yield offset + start, offset + end
            begin = cuts.get(place, place + 1)
            place = max(begin, place + 1)
        else:
            place += 1


def find_country(text: str) -> str | None:
    """The country that a list of places names, last part first: "Sfax, Tunisie" gives TUN.

    Example:
        >>> find_country("Clinique Al Boustane, Casablanca (Maroc)"), find_country("Sfax")
        ('MAR', None)
    """
    parts = [part for part in re.split(r"[,;،|()\t·]|\s[–—-]\s", text) if part.strip()]
    for part in reversed(parts):
        name = part.strip(" .")
        if (len(name) > 3 and flat(name) not in _AMBIGUOUS) or name in ("UK", "USA", "UAE", "DRC"):
            code = country_code(name) or _regions().get(flat(name))
            if code:
                return code
    return None


@cache
def _regions() -> dict[str, str]:
    """Country of a province or state, for places written without the country."""
    return {flat(name): code for _, found in entries("regions") for code, names in found.items() for name in names}
