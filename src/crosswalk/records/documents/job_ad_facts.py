"""Facts at the top of an advertisement or anywhere in it: title, employer, place, places, pay, start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from crosswalk.records.diplomas import find_diploma
from crosswalk.records.documents.credentials import find_driving_licence
from crosswalk.records.documents.dates import find_duration
from crosswalk.records.documents.job_ad_lists import Clause
from crosswalk.records.documents.job_ad_needs import Found, any_day, optional_words, start_day, take_languages
from crosswalk.records.documents.money import find_salary
from crosswalk.records.documents.parts import Spans, find_country, finder, strip_text
from crosswalk.records.documents.places import Cues, Place, country_of_city, find_city
from crosswalk.records.documents.sections import Section
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import phrases
from crosswalk.records.phrases import alternatives, flat

__all__ = ["read_conditions", "read_country", "read_top"]

_LONGEST_LABEL = 40
_LONGEST_HEAD = 140
_PLACE_PART = re.compile(r"(?:(?!\s[–—-]\s)[^,،|·\t])+")


@cache
def _labels() -> dict[str, str]:
    kinds = (
        "title",
        "employer",
        "place",
        "places",
        "salary",
        "start",
        "education",
        "languages",
        "licences",
        "experience",
    )
    return {word: kind for kind in reversed(kinds) for word in phrases("ad_labels", kind)}


def _labelled(text: str) -> tuple[str, str] | None:
    """Kind and value of "Location: Halifax"."""
    label, mark, value = re.split("[:：]", text, maxsplit=1)[0], ":" in text, text.partition(":")[2]
    kind = _labels().get(" ".join(flat(label).split())) if mark and len(label) < _LONGEST_LABEL else None
    return (kind, value.strip()) if kind and value.strip() else None


@cache
def _gender_marks() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(phrases("gender_marks"), key=len, reverse=True))
    return re.compile(rf"\s*[(\[]?\s*(?<!\w)(?:{words})(?!\w)\s*[)\]]?")


def read_top(lines: Sequence[Line], sections: Sequence[Section], found: Found, spans: Spans) -> None:
    """Title, employer and place: labelled, or the first lines of the text."""
    for line in lines:
        for part in re.split(r"\s*[|·\t]\s*", line.text):
            labelled = _labelled(part)
            if labelled:
                before = replace(found)
                _take_label(*labelled, found)
                if found != before:
                    spans.note(labelled[0], line.start, line.end)
    heads = [line for line in _head(lines, sections) if not _labelled(line.text)]
    if found.title is None and heads:
        found.title = _title(heads[0].text)
        spans.note("title", heads[0].start, heads[0].end)
    for line in heads[:5]:
        if found.employer is None:
            _take_employer(line, found, spans, is_title=line is heads[0])
        if found.country is None:
            found.country = find_country(line.text)


def read_country(
    lines: Sequence[Line], sections: Sequence[Section], found: Found, spans: Spans, language: str | None
) -> None:
    """The country of the cities named as the place of work, where no country is named.

    The span "country_from_city" says that it was found so.
    """
    if found.country is not None:
        return
    named = [
        (place, line.start + start)
        for line in lines
        for start, end in _place_parts(line, found, line in _head(lines, sections))
        for place in _cities_of_place(line.text[start:end])
    ]
    cues = Cues(spans.document.text, found.pay.currency if found.pay else None, language)
    found.country = country_of_city((place for place, _ in named), cues)
    if found.country is not None:
        for place, start in named:
            spans.note("country_from_city", start + place.start, start + place.end)


def _place_parts(line: Line, found: Found, in_head: bool) -> Iterator[tuple[int, int]]:
    """Parts of a line that may name a place: after a label, or beside title and employer in the first lines."""
    parts = [(part.start(), part.end()) for part in _PLACE_PART.finditer(line.text)]
    labelled = [(start, end) for start, end in parts if (_labelled(line.text[start:end]) or ("",))[0] == "place"]
    if labelled:
        yield from ((line.text.index(":", start) + 1, end) for start, end in labelled)
    elif in_head and len(line.text) < _LONGEST_HEAD:
        own = {found.title, found.employer}
        yield from ((start, end) for start, end in parts if not own & {strip_text(line.text[start:end])})


def _cities_of_place(text: str) -> list[Place]:
    """Cities of a text that speaks of little else: at least every other of its names is a city."""
    names = re.findall(r"(?<![\w-])[^\W\d_a-z][\w’'-]+", text)
    places = find_city(text)
    return places if len(places) * 2 >= len(names) else []


def _head(lines: Sequence[Line], sections: Sequence[Section]) -> Sequence[Line]:
    return (sections[0].lines if sections and not sections[0].kind else lines)[:6]


def _title(text: str) -> str | None:
    """The title without marks such as (m/w/d), and without place or hours after a dash."""
    marks = _gender_marks().search(flat(text))
    plain = text[: marks.start()] if marks and marks.start() > 3 else text
    lead = finder("hires").match(flat(plain))
    plain = re.split(r"\s[–—|-]\s", plain[lead.end() :] if lead else plain)[0]
    return strip_text(re.sub(r"\s*\((?:\d+.*?|full[- ]time|part[- ]time)\)", "", plain)) or None


def _take_employer(line: Line, found: Found, spans: Spans, *, is_title: bool) -> None:
    """A short line that names a company: "Klinikum Lindental gGmbH, Standort Göttingen-Süd"."""
    parts = re.split(r"\s[–—|·-]\s|[,،|]", line.text)
    named = [part for part in parts if finder("employer_words", prefixes="وبل").search(flat(part)) and len(part) < 70]
    hires = finder("hires").search(flat(line.text))
    if hires and not is_title and 3 < hires.start() < 70:
        named = [line.text[: hires.start()]]
        parts = named
    elif is_title or len(line.text) > _LONGEST_HEAD or line.text.endswith("."):
        return
    if not named and len(parts) > 1 and find_country(line.text):
        named = [parts[0]]  # "Qu'Appelle Freightways – Regina, Saskatchewan"
    if not named:
        return
    found.employer = strip_text(named[0])
    spans.note("employer", line.start, line.end)
    rest = [strip_text(part) for part in parts if part.strip() and part not in named and not re.search(r"\d", part)]
    if found.region is None and rest and found.country is None:
        found.country = find_country(rest[-1])
        places = [part for part in rest if find_country(part) is None]
        found.region = places[0] if places else None


def _take_label(kind: str, value: str, found: Found) -> None:
    if kind == "title":
        found.title = found.title or _title(value)
    elif kind == "employer":
        found.employer = found.employer or strip_text(value)
    elif kind == "place":
        found.country = found.country or find_country(value)
        parts = [strip_text(part) for part in re.split(r"[,،()]", value) if part.strip()]
        found.region = found.region or next((part for part in parts if find_country(part) is None), None)
    elif kind == "places":
        number = re.search(r"\d{1,4}", flat(value))
        found.places = found.places or (int(number.group()) if number else None)
    elif kind == "start":
        found.starts_on = found.starts_on or any_day(value)


def read_conditions(lines: Iterable[Line], sections: Sequence[Section], found: Found, spans: Spans) -> None:
    """Places, pay, start and labelled needs, wherever they stand."""
    for line in lines:
        _take_labelled_need(line, found, spans)
        if found.pay is None:
            found.pay = find_salary(line.text, found.country)
            if found.pay:
                spans.note("salary", line.start + found.pay.start, line.start + found.pay.end)
        if found.starts_on is None and (day := start_day(line.text)):
            found.starts_on = day
            spans.note("start", line.start, line.end)
        places = (
            (_places_pattern().search(flat(line.text)) or _counted(line, found.title)) if found.places is None else None
        )
        if places:
            found.places = int(places.group(1))
            spans.note("places", line.start + places.start(), line.start + places.end())


def _take_labelled_need(line: Line, found: Found, spans: Spans) -> None:
    for part in re.finditer(r"[^|·\t]+", line.body()[1]):
        labelled = _labelled(part.group().strip())
        if labelled is None:
            continue
        kind, value = labelled
        if kind == "languages" and not found.languages:
            take_languages(
                Clause(value, line.start, line.end, value), found, spans, not optional_words().search(flat(value))
            )
        elif kind == "education" and found.education is None:
            diploma = find_diploma(value, country=found.country)
            found.education = diploma.level if diploma else None
        elif kind == "experience" and found.months is None:
            duration = find_duration(value)
            found.months = duration[0] if duration else None
        elif kind == "licences" and not found.licences:
            licence = find_driving_licence(part.group())
            found.licences.append(licence[0] if licence else strip_text(value))
        else:
            continue
        spans.note(kind, line.start, line.end)


def _counted(line: Line, title: str | None) -> re.Match[str] | None:
    """A number before the word of the title: "7 cocineros"; or in brackets after it: "Truck Driver (10)"."""
    plain, word = flat(line.text), flat(title or "").split(" ")[0].split("/")[0][:6]
    if len(word) < 4:
        return None
    return re.search(rf"(?<![\w.,/-])(\d{{1,3}})\s+{re.escape(word)}", plain) or re.search(
        rf"^{re.escape(flat(title or ''))}\s*\((\d{{1,3}})\)", plain
    )


@cache
def _places_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/-])(\d{{1,3}})\s+(?:\w+\s+)?{alternatives(phrases('places_words'))}")
