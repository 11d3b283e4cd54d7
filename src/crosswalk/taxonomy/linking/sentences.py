"""Cuts long text into sentences and sentences into clauses, and remembers where each stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Span", "clauses", "sentences"]

LONGEST_SENTENCE = 600
LONGEST_CLAUSE_LIST = 16

# A sentence ends at a line break, a bullet, or closing punctuation before a capital, digit or uncased letter.
_BREAK = re.compile(
    r"(?:\r?\n)+"
    r"|(?<=[.!?؟。।])\s+(?=[^\sa-zà-öø-ÿ])"
    r"|(?<=[;؛])\s+"
    r"|\s*[•▪◦●■‣∙·➢✓✔*]\s+|\s+[-–—]\s+(?=[A-ZÀ-Þ])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|incl|min|max|no|nr|st|dr|mr|mrs|ms|prof|bzw|z\.b|ca|ggf|inkl|p\.ej|p\.ex|env|resp)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
# Words that join items of a list, as whole words only; و is written onto the next word in Arabic.
_JOIN = re.compile(
    r"\s*[,;:/()،؛|]\s*(?:and|or|et|ou|und|oder|sowie|y|e|o|u|en|of|och|eller|oraz|i|lub|a|и|или|та|або|و|أو)?\s+"
    r"|\s+(?:and/or|and|or|as well as|but|et|ou|ainsi que|und|oder|sowie|bzw\.|y|e|o|u|así como|och|eller|oraz|lub|i|ou"
    r"|и|или|та|або|أو|ثم|&|\+)\s+"
    r"|\s+(?=و[\u0621-\u064a]{3})"
    r"|\s*/\s+|\s+/\s*|\s[-–—]\s|[;•]\s*"
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text` is exactly `source[start:end]`."""

    text: str
    start: int
    end: int


def sentences(source: str) -> list[Span]:
    """Returns the sentences, list items and lines of a text, in order, without empty ones.

    >>> [s.text for s in sentences("We build boats. You weld e.g. hulls.\\n• Read plans\\n• Paint")]
    ['We build boats.', 'You weld e.g. hulls.', 'Read plans', 'Paint']
    """
    return [span for part in _cut(source) for span in _short_enough(source, part)]


def clauses(sentence: Span) -> list[Span]:
    """Returns the items of a sentence that lists several things; a sentence without a list is its one clause.

    Words are never cut: "understand" holds no "and".

    >>> [c.text for c in clauses(Span("understand orders, cook and serve meals", 0, 39))]
    ['understand orders', 'cook', 'serve meals']
    """
    parts = _parts(sentence, _JOIN)
    kept = [part for part in parts if len(_LETTER.findall(part.text)) >= 2]
    return kept[:LONGEST_CLAUSE_LIST] or [sentence]


def _cut(source: str) -> Iterator[Span]:
    begin = 0
    for match in _BREAK.finditer(source):
        same_line = match.group().isspace() and "\n" not in match.group()
        if same_line and _ABBREVIATION.search(source[max(begin, match.start() - 12) : match.start()]):
            continue
        yield _trim(source, begin, match.start())
        begin = match.end()
    yield _trim(source, begin, len(source))


def _short_enough(source: str, span: Span) -> Iterator[Span]:
    """Yields the span, in pieces that end at a space where it is longer than a sentence can be."""
    begin = span.start
    while span.end - begin > LONGEST_SENTENCE:
        cut = source.rfind(" ", begin + 1, begin + LONGEST_SENTENCE)
        cut = cut if cut > begin else begin + LONGEST_SENTENCE
        yield _trim(source, begin, cut)
        begin = cut
    rest = _trim(source, begin, span.end)
    if _LETTER.search(rest.text):
        yield rest


def _parts(span: Span, separator: re.Pattern[str]) -> list[Span]:
    begin, parts = 0, []
    for match in separator.finditer(span.text):
        parts.append((begin, match.start()))
        begin = match.end()
    parts.append((begin, len(span.text)))
    trimmed = [_trim(span.text, a, b) for a, b in parts]
    return [Span(p.text, span.start + p.start, span.start + p.end) for p in trimmed if p.text]


def _trim(source: str, start: int, end: int) -> Span:
    while start < end and (source[start].isspace() or source[start] in "-–—*•"):
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return Span(source[start:end], start, end)
