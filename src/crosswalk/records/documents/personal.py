"""Who a CV is about: name, e-mail, phone, birth date, nationality, residence, and the headline under the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from crosswalk.records.documents.credentials import find_driving_licence
from crosswalk.records.documents.dates import find_dates, parse_day
from crosswalk.records.documents.names import looks_like_name, split_name, without_title
from crosswalk.records.documents.nationality import nationality
from crosswalk.records.documents.parts import Spans, find_country, finder, strip_span, strip_text
from crosswalk.records.documents.sections import find_heading
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import entries, phrases
from crosswalk.records.model import Evidence
from crosswalk.records.phrases import alternatives, flat
from crosswalk.types import Sex

__all__ = ["Personal", "read_personal", "split_name"]

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w/.-])\(?(?:\+|00)?\d[\d ().\-/\u00a0]{6,20}\d(?![\w/])")
_SEPARATOR = re.compile(r"\s*[|·•\t]\s*|\s{3,}|\s+[–—]\s+(?=[^\d])")


@dataclass(slots=True)
class Personal:
    """What was found about a person, and where."""

    given_names: str | None = None
    family_name: str | None = None
    email: str | None = None
    phone: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    nationalities: tuple[str, ...] | None = None
    residence: str | None = None
    headline: str | None = None
    evidence: dict[str, Evidence] | None = None


@dataclass(frozen=True, slots=True)
class _Field:
    """A piece of a line of contacts: its label if it has one, its value, and where the value stands."""

    label: str | None
    value: str
    start: int
    line: Line


@cache
def _labels() -> dict[str, str]:
    kinds = (
        "name",
        "given_names",
        "family_name",
        "birth_date",
        "nationality",
        "residence",
        "sex",
        "email",
        "phone",
        "marital",
    )
    return {flat(word): kind for kind in kinds for word in phrases("labels", kind)}


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(rf"^\s*({alternatives(_labels())})\s*(?:[:：\t]|\.\s|\s[–-]\s|(?=\s)|$)\s*")


def _fields(lines: Sequence[Line]) -> Iterator[_Field]:
    pending: tuple[str, Line] | None = None
    for line in lines:
        offset, body = line.body()
        if pending is not None and body.strip():
            yield _Field(pending[0], body.strip(), offset, line)
            pending = None
            continue
        position = 0
        for cut in [*_SEPARATOR.finditer(body), None]:
            stop = cut.start() if cut else len(body)
            start, end = position, stop
            position = cut.end() if cut else stop
            if not body[start:end].strip():
                continue
            field = _labelled(body[start:end], offset + start, line)
            if field.label and not field.value:
                if cut and body[cut.end() :].strip():
                    rest = body[cut.end() :]
                    yield _Field(field.label, _SEPARATOR.split(rest)[0].strip(), offset + cut.end(), line)
                else:
                    pending = (field.label, line)
                continue
            yield field


def _labelled(text: str, start: int, line: Line) -> _Field:
    found = _label_pattern().match(flat(text))
    blank = len(text) - len(text.lstrip())
    if found is None:
        return _Field(None, text.strip(), start + blank, line)
    strict = text[found.start() : found.end()].rstrip().endswith((":", "：", "\t", "-", "–")) or found.end() == len(
        text
    )
    kind = _labels()[" ".join(found.group(1).split())]
    if not strict and kind not in ("birth_date", "nationality"):
        return _Field(None, text.strip(), start + blank, line)
    return _Field(kind, text[found.end() :].strip(), start + found.end(), line)


def read_personal(lines: Sequence[Line], spans: Spans, *, language: str | None, top: Sequence[Line] = ()) -> Personal:
    """Facts about the person from the lines at the top and under headings such as "Personal details".

    Args:
        lines: Lines that may hold contacts and personal facts.
        spans: Collects the places of what is understood.
        language: Language of the document, for the order of names.
        top: First lines of each page column, where the name and the headline stand.
    """
    found = Personal(evidence={})
    for field in _fields(lines):
        _take(field, found, spans)
    _name_and_headline(found, spans, language, top or lines)
    return found


def _keep(found: Personal, name: str, value: object, spans: Spans, start: int, end: int) -> None:
    if getattr(found, name) is None and value:
        setattr(found, name, value)
        assert found.evidence is not None
        found.evidence[name] = spans.note(name, start, end)


def _take(field: _Field, found: Personal, spans: Spans) -> None:
    """Put one field where it belongs."""
    start, end = field.start, field.start + len(field.value)
    email = _EMAIL.search(field.value)
    if email:
        _keep(found, "email", email.group(), spans, start + email.start(), start + email.end())
    if field.label == "birth_date" or (field.label is None and _says_birth(field.value)):
        _keep(found, "birth_date", parse_day(field.value), spans, start, end)
        return
    rest = _EMAIL.sub(lambda m: " " * len(m.group()), field.value)
    phone = _PHONE.search(flat(rest))
    if phone and field.label in (None, "phone") and not find_dates(phone.group()):
        _keep(
            found,
            "phone",
            " ".join(flat(field.value[phone.start() : phone.end()]).split()),
            spans,
            start + phone.start(),
            start + phone.end(),
        )
    if field.label == "nationality":
        codes = tuple(
            dict.fromkeys(
                code for part in re.split(r"[,/&،]|\bet\b|\by\b|\band\b| و", field.value) if (code := nationality(part))
            )
        )
        _keep(found, "nationalities", codes or None, spans, start, end)
    elif field.label == "residence":
        _keep(found, "residence", find_country(field.value), spans, start, end)
        spans.note("address", start, end)
    elif field.label == "sex":
        sex = next(
            (
                Sex(kind)
                for _, kinds in entries("sexes")
                for kind, words in kinds.items()
                if flat(field.value).strip() in map(flat, words)
            ),
            None,
        )
        _keep(found, "sex", sex, spans, start, end)
    elif field.label in ("name", "given_names", "family_name"):
        _named(field, found, spans, start, end)
    elif field.label is None and not email and not phone and len(field.value) < 80:
        _keep(found, "residence", find_country(field.value), spans, start, end)


def _named(field: _Field, found: Personal, spans: Spans, start: int, end: int) -> None:
    value = strip_text(field.value)
    if field.label != "name":
        _keep(found, str(field.label), value, spans, start, end)
    elif found.given_names is None:
        given, family = split_name(value)
        _keep(found, "given_names", given, spans, start, end)
        _keep(found, "family_name", family, spans, start, end)


def _says_birth(text: str) -> bool:
    return bool(finder("labels", "birth_date").search(flat(text)))


def _name_and_headline(found: Personal, spans: Spans, language: str | None, top: Sequence[Line]) -> None:
    """The name is the first line that looks like one, the largest first; the headline is the line under it."""
    candidates: list[tuple[float, int]] = []
    for place, line in enumerate(top):
        first = _SEPARATOR.split(line.text)[0]
        if line.bullet or not looks_like_name(re.split(r"\s[–—-]\s|[,،]", first)[0]):
            continue
        candidates.append((-(line.size or 0.0), place))
    name_place = min(candidates)[1] if candidates else None
    if name_place is not None and found.given_names is None:
        line = top[name_place]
        first = re.split(r"\s[–—-]\s", _SEPARATOR.split(line.text)[0])[0]
        name = without_title(strip_text(first))
        given, family = split_name(name, language)
        start, end = strip_span(line.text, 0, len(first))
        _keep(found, "given_names", given, spans, line.start + start, line.start + end)
        _keep(found, "family_name", family, spans, line.start + start, line.start + end)
        rest = line.text[len(first) :]
        if strip_text(rest) and not _EMAIL.search(rest) and not re.search(r"\d", rest):
            found.headline = strip_text(rest)
            spans.note("headline", line.start + len(first), line.end)
    if found.given_names is None:
        _name_told(found, spans, language, top)
    _headline(found, spans, top, (name_place if name_place is not None else -1) + 1)


@cache
def _told_pattern() -> re.Pattern[str]:
    """ "My name is Ana Gil": names begin with a capital, or stand in a script without capitals."""
    return re.compile(rf"{alternatives(phrases('named'))}\s+")


def _name_told(found: Personal, spans: Spans, language: str | None, top: Sequence[Line]) -> None:
    """The name where a sentence gives it."""
    for line in top:
        lead = _told_pattern().search(flat(line.text))
        words = re.match(r"(?:[^\W\d_a-z][\w'’-]*[ ]?){1,5}", line.text[lead.end() :]) if lead else None
        if lead is None or words is None:
            continue
        name = re.split(r"\sو", words.group())[0].strip()
        given, family = split_name(name, language)
        start = line.start + lead.end()
        _keep(found, "given_names", given, spans, start, start + len(name))
        _keep(found, "family_name", family, spans, start, start + len(name))
        return


def _headline(found: Personal, spans: Spans, top: Sequence[Line], place: int) -> None:
    for line in top[place : place + 3]:
        text = strip_text(line.text)
        named = place > 0 or finder("title_words").search(flat(text))
        if found.headline or not named or not _is_headline(text, line.text):
            continue
        found.headline = text
        spans.note("headline", line.start, line.end)
        return


def _is_headline(text: str, line_end: str) -> bool:
    if (
        not 2 < len(text) < 110
        or re.search(r"@|\d{4,}|:", text)
        or find_heading(text)
        or line_end.endswith((".", ",", "،"))
    ):
        return False
    if find_country(text) or find_driving_licence(text) or _says_birth(text):
        return False
    return len(text.split()) > 1 or bool(finder("title_words").search(flat(text)))


def facts(found: Personal) -> Iterable[tuple[str, Evidence]]:
    """Evidence for each plain field that was found."""
    return (found.evidence or {}).items()
