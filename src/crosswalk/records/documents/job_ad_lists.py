"""Cuts the needs and tasks of an advertisement into single ones; what stands before a list is said of each item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from crosswalk.records.documents.parts import Spans, strip_span
from crosswalk.records.documents.skills import joined_lines
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import vocabulary
from crosswalk.records.phrases import alternatives, flat

__all__ = ["Clause", "clauses"]

_CLAUSE = re.compile(r"[;؛]\s|[.!?]\s+(?=\S)|[.;]$")
_COMMA = re.compile(r"\s*[,،]\s*(?![^()]*\))")
FEW_WORDS = 5  #: words of an item up to which commas part a list for certain
SHORT_ITEM = 2  #: words of items that may need the words before the first of them
PAIR = 3  #: words of each of only two items

Places = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Clause:
    """One need or task.

    Attributes:
        text: Its words; before them those that it shares with the other items of its list.
        start: First character of its own words in the document.
        end: Character after the last of them.
        sentence: The whole sentence or item that it is part of.
    """

    text: str
    start: int
    end: int
    sentence: str


def clauses(lines: Sequence[Line], spans: Spans, language: str | None) -> Iterator[Clause]:
    """Items of lists, and sentences of running text, in order."""
    for first, last in joined_lines(lines):
        text = spans.document.text[first:last]
        position = 0
        for cut in [*_CLAUSE.finditer(text), None]:
            start, end = strip_span(text, position, cut.start() if cut else len(text))
            for item, begin, stop in _items(text, start, end, language):
                yield Clause(" ".join(item.split()), first + begin, first + stop, text[start:end])
            position = cut.end() if cut else len(text)


def _items(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[str, int, int]]:
    """The items of "winter driving, customs, dangerous goods"; each with the head that stands before the first."""
    pieces = _cut(text, start, end, _COMMA)
    counts = [len(text[first:last].split()) for first, last in pieces]
    if len(pieces) > 1 and language and (shared := _with_head(text, pieces, language)):
        yield from shared
    elif (len(pieces) > 2 and (max(counts) <= FEW_WORDS or min(counts) > 1)) or (counts and max(counts) <= PAIR):
        for first, last in [*pieces[:-1], _without_joint(text, *pieces[-1], language)]:
            yield text[first:last], first, last
    elif start < end:
        yield text[start:end], start, end


def _with_head(text: str, pieces: Places, language: str) -> list[tuple[str, int, int]] | None:
    """Items that share a head: "Assist residents with bathing, dressing and meals"; None where there is no head."""
    first, last = pieces[0]
    marks = list(_pattern(language, "sharing_words").finditer(flat(text), first + 1, last))
    if not marks:
        return None
    items = [(marks[-1].end() + 1, last), *pieces[1:-1], *_cut(text, *pieces[-1], _pattern(language, "joining_words"))]
    items = [strip_span(text, *item) for item in items]
    if len(items) < 3 or not all(0 < len(text[begin:stop].split()) <= SHORT_ITEM for begin, stop in items):
        return None
    head = text[first : marks[-1].end()]
    return [(f"{head} {text[begin:stop]}", begin, stop) for begin, stop in items]


def _cut(text: str, start: int, end: int, separator: re.Pattern[str]) -> Places:
    """Places of what stands between the separators, without what is empty."""
    cuts = [found.span() for found in separator.finditer(flat(text), start, end) if found.start() > start]
    begins, ends = [start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end]
    pieces = (strip_span(text, begin, stop) for begin, stop in zip(begins, ends, strict=True))
    return [(begin, stop) for begin, stop in pieces if begin < stop]


def _without_joint(text: str, start: int, end: int, language: str | None) -> tuple[int, int]:
    """The last item without the "and" before it."""
    joint = _pattern(language, "joining_words").match(flat(text), start, end) if language else None
    return (
        strip_span(text, joint.end(), end) if joint and text[joint.end() : joint.end() + 1].isspace() else (start, end)
    )


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    return re.compile(alternatives(vocabulary(language)[kind]))
