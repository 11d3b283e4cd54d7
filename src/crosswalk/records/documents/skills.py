"""Skills: those a person lists, and phrases from what they did that may name one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from crosswalk.records.documents.credentials import find_driving_licence
from crosswalk.records.documents.parts import Spans, items, strip_span
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import entries
from crosswalk.records.model import PersonSkill
from crosswalk.records.phrases import alternatives, flat
from crosswalk.types import SkillLevel

__all__ = ["candidate_phrases", "joined_lines", "read_skills"]

_CLAUSE = re.compile(r"[,;،؛.!?:]\s|[.;،؛]$|\n(?=\s*[•\-–])")
SHORTEST, LONGEST = 3, 120


@cache
def _levels() -> list[tuple[re.Pattern[str], SkillLevel]]:
    return [
        (re.compile(rf"[(:–-]\s*{alternatives([word])}\s*\)?\s*$"), SkillLevel(level))
        for level in SkillLevel
        for _, words in entries("skill_levels", level.value)
        for word in words
    ]


def joined_lines(lines: Iterable[Line]) -> Iterator[tuple[int, int]]:
    """Places of items that may go on over several lines: a line that is no bullet belongs to the bullet above."""
    start = end = -1
    bulleted = False
    for line in lines:
        offset, body = line.body()
        if start >= 0 and bulleted and not line.bullet and not line.gap:
            end = offset + len(body)
            continue
        if start >= 0:
            yield start, end
        start, end, bulleted = offset, offset + len(body), line.bullet
    if start >= 0:
        yield start, end


def read_skills(lines: tuple[Line, ...], spans: Spans) -> list[PersonSkill]:
    """Skills of a section of skills: items of lists, parted by commas, semicolons, dashes or lines."""
    found = []
    if any(line.bullet for line in lines):
        places = [(start, end) for start, end in joined_lines(lines)]
    else:
        places = [(start, end) for start, end in _paragraphs(lines)]
    for first, last in places:
        text = spans.document.text[first:last]
        whole = Line(re.sub(r"\n", " ", text), first, last)
        label = re.match(r"[^:,;،]{2,40}\s?:\s+(?=\S)", whole.text)
        offset = label.end() if label else 0
        rest = Line(whole.text[offset:], first + offset, last)
        for start, end in items(rest):
            if find_driving_licence(spans.document.text[start:end]):
                continue  # a credential
            skill = _skill(start, end, spans)
            if skill is not None:
                found.append(skill)
    return found


def _paragraphs(lines: tuple[Line, ...]) -> Iterator[tuple[int, int]]:
    """Places of lists in running text: a line that begins small, or follows a comma, goes on the line above."""
    start = end = -1
    previous = ""
    for line in lines:
        small = line.text[:1].islower() or "،" in previous
        listed = ("," in previous or "،" in previous) and small and not line.gap
        if start >= 0 and not line.strong and (listed or previous.endswith((",", "،", ";", "؛"))):
            end = line.end
        else:
            if start >= 0:
                yield start, end
            start, end = line.start, line.end
        previous = line.text
    if start >= 0:
        yield start, end


def _skill(start: int, end: int, spans: Spans) -> PersonSkill | None:
    text = " ".join(spans.document.text[start:end].split())
    if not SHORTEST <= len(text) <= LONGEST * 2 or not any(char.isalpha() for char in text):
        return None if len(text) < 2 else PersonSkill(text=text, evidence=spans.note("skill", start, end))
    plain = flat(text)
    level = next((level for pattern, level in _levels() if pattern.search(plain)), None)
    return PersonSkill(text=text, level=level, evidence=spans.note("skill", start, end))


def candidate_phrases(lines: Iterable[Line], spans: Spans) -> list[PersonSkill]:
    """Clauses of what a person did, each of which may name a skill; linking to a taxonomy decides."""
    found = []
    for first, last in joined_lines(lines):
        text = spans.document.text[first:last]
        position = 0
        for cut in [*_CLAUSE.finditer(text), None]:
            stop = cut.start() if cut else len(text)
            start, end = strip_span(text, position, stop)
            phrase = " ".join(text[start:end].split())
            if SHORTEST < len(phrase) <= LONGEST * 2 and any(char.isalpha() for char in phrase):
                evidence = spans.note("skill_candidate", first + start, first + end)
                found.append(PersonSkill(text=phrase, evidence=evidence))
            position = cut.end() if cut else stop
    return found
