"""Needs and wishes of an advertisement: skills, languages, licences, schooling, experience, start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from crosswalk.records.cefr import cefr_levels
from crosswalk.records.diplomas import find_diploma
from crosswalk.records.documents.credentials import find_driving_licence
from crosswalk.records.documents.dates import find_dates, find_duration, parse_day
from crosswalk.records.documents.job_ad_lists import Clause
from crosswalk.records.documents.languages import find_language, find_level
from crosswalk.records.documents.money import Pay
from crosswalk.records.documents.parts import Spans, finder, strip_span
from crosswalk.records.documents.words import phrases
from crosswalk.records.model import LanguageNeed, SkillNeed
from crosswalk.records.phrases import alternatives, flat
from crosswalk.types import Isced

__all__ = ["Found", "any_day", "optional_words", "start_day", "take_languages", "take_need", "tells_how_to_apply"]


@dataclass(slots=True)
class Found:
    """What was read so far."""

    title: str | None = None
    employer: str | None = None
    country: str | None = None
    region: str | None = None
    places: int | None = None
    education: Isced | None = None
    months: int | None = None
    starts_on: date | None = None
    pay: Pay | None = None
    skills: list[SkillNeed] = field(default_factory=list)
    languages: list[LanguageNeed] = field(default_factory=list)
    licences: list[str] = field(default_factory=list)


def any_day(text: str) -> date | None:
    """The day that a text names, else the end of the first period in it."""
    day = parse_day(text)
    if day is not None:
        return day
    return next((span.end or span.start for span in find_dates(text)), None)


@cache
def _start_words() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(phrases('ad_labels', 'start'))}[^.;|]{{0,30}}$")


def start_day(text: str) -> date | None:
    """The day that words such as "start", "Beginn", "incorporación" lead to; never a deadline to apply."""
    for span in find_dates(text):
        before = flat(text[max(0, span.begin - 50) : span.begin])
        if _start_words().search(before) and not finder("apply_words").search(before):
            return parse_day(text[max(0, span.begin - 6) :]) or span.end or span.start
    return None


def tells_how_to_apply(sentence: str) -> bool:
    """Whether a sentence says where or by when to apply: such words beside an address or a date."""
    return bool(finder("apply_words").search(flat(sentence))) and ("@" in sentence or any_day(sentence) is not None)


@cache
def optional_words() -> re.Pattern[str]:
    """Words that make a need a wish, in every language."""
    return re.compile(alternatives(phrases("optional_words"), prefixes="و"))


def take_need(clause: Clause, kind: str, found: Found, spans: Spans, language: str | None) -> None:
    """One need or wish: a language, a licence, schooling, experience, or else a skill."""
    plain = flat(clause.text)
    essential = kind != "wishes" and not optional_words().search(plain)
    if _is_language_need(clause.text):
        take_languages(clause, found, spans, essential)
        return
    licence = find_driving_licence(clause.text)
    if licence and len(clause.text.split()) < 14:
        if essential:
            found.licences.append(licence[0])
        spans.note("licence", clause.start, clause.end)
        return
    duration = find_duration(clause.text) if finder("experience_words").search(plain) else None
    if duration and essential:
        found.months = max(found.months or 0, duration[0])
        spans.note("experience", clause.start, clause.end)
    diploma = find_diploma(clause.text, language, found.country) if kind == "needs" else None
    if diploma and essential and not duration:
        found.education = min(found.education or diploma.level, diploma.level)
        spans.note("education", clause.start, clause.end)
        return
    if start_day(clause.text):
        found.starts_on = found.starts_on or start_day(clause.text)
        spans.note("start", clause.start, clause.end)
        return
    if kind == "needs" and essential and finder("licence_words").search(plain) and not diploma:
        found.licences.append(clause.text)
        spans.note("licence", clause.start, clause.end)
        return
    for text, start, end, needed in _parts_by_need(clause, essential):
        if len(text) > 1 and any(char.isalpha() for char in text):
            found.skills.append(SkillNeed(text=text, essential=needed))
            spans.note("skill" if needed else "skill_optional", start, end)


def _parts_by_need(clause: Clause, essential: bool) -> Iterator[tuple[str, int, int, bool]]:
    """The clause without the words that only say "is a plus"."""
    text = clause.text
    found = optional_words().search(flat(text))
    if found and (clause.end - clause.start) == len(text):
        before, after = strip_span(text, 0, found.start()), strip_span(text, found.end(), len(text))
        start, end = before if before[1] - before[0] >= after[1] - after[0] else after
        if end - start > 2:
            yield text[start:end], clause.start + start, clause.start + end, essential
            return
    yield text, clause.start, clause.end, essential


#: Names of languages that are also verbs: "polish paintwork" asks for no Polish.
VERBS = frozenset({"polish"})


def _is_language_need(text: str) -> bool:
    """Whether a clause asks for a language: a name with a level, or a short clause with a name."""
    name = find_language(text)
    if name is None:
        return False
    level, native = find_level(text)
    if flat(text[name[1] : name[2]]) in VERBS and level is None and native is None and len(text.split()) > 1:
        return False
    return bool(cefr_levels(text)) or (
        (level is not None or native is True or len(text.split()) <= 6) and len(text.split()) <= 14
    )


def take_languages(clause: Clause, found: Found, spans: Spans, essential: bool) -> None:
    """Languages of a clause; "or" between two makes neither of them essential alone."""
    position = 0
    while (name := find_language(clause.text[position:])) is not None:
        code, _, end = name
        following = find_language(clause.text[position + end :])
        stop = position + end + following[1] if following else len(clause.text)
        level, _ = find_level(clause.text[position:stop])
        if level is None and not following:
            level = find_level(clause.text)[0]
        if code not in {need.language for need in found.languages}:
            found.languages.append(LanguageNeed(language=code, level=level, essential=essential))
        position += end
    spans.note("language", clause.start, clause.end)
