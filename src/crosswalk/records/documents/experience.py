"""Jobs and other work, paid or not: title, employer, country, dates, months and what was done."""

from __future__ import annotations

import re
from datetime import date

from crosswalk.records.documents.dates import find_duration, months_of
from crosswalk.records.documents.entries import Entry, Piece, split_entries
from crosswalk.records.documents.parts import Spans, find_country, finder, strip_text
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import phrases
from crosswalk.records.model import Experience
from crosswalk.records.phrases import alternatives, flat

__all__ = ["is_unpaid", "read_experience", "split_title"]

_STRONG_SEPARATOR = re.compile(r"\s*\|\s*|\s+[–—-]\s+|\s*·\s*|\s+@\s+|\s{3,}")
_COMMA = re.compile(r"\s*[,،]\s*(?![^()]*\))")


def _has(kind: str, text: str) -> bool:
    return bool(finder(kind).search(flat(text)))


def _place_words() -> re.Pattern[str]:
    return re.compile(rf"\s+{alternatives(phrases('place_words'))}\s+")


def split_title(pieces: tuple[Piece, ...]) -> tuple[str | None, str | None]:
    """Title and employer from the pieces that name a job, in whichever order they are written.

    Example:
        >>> split_title((Piece("Clinique Al Boustane, Casablanca", 0), Piece("Infirmière", 40)))
        ('Infirmière', 'Clinique Al Boustane')
        >>> split_title((Piece("Welder, Gharb Industries, Kenitra", 0),))
        ('Welder', 'Gharb Industries')
    """
    texts = [piece.text for piece in pieces]
    labelled = _labelled(texts)
    if labelled != (None, None):
        return labelled
    if not texts:
        return None, None
    if len(texts) > 1 and not _is_place_only(texts[1]):
        first, second = texts[0], texts[1]
        if (
            _has("employer_words", first)
            and not _has("title_words", first)
            and (_has("title_words", second) or not _has("employer_words", second))
        ):
            first, second = second, first
            return first, _employer(second)
        return first, _employer(second)
    return _split_line(texts[0])


def _labelled(texts: list[str]) -> tuple[str | None, str | None]:
    """Title and employer of a form with labels, such as "Employer: ..."."""
    found: dict[str, str] = {}
    for text in texts:
        label, mark, value = text.partition(":")
        for kind in ("title", "employer"):
            if mark and value.strip() and flat(label).strip() in phrases("labels", kind):
                found.setdefault(kind, value.strip())
    return found.get("title"), found.get("employer")


def _is_place_only(text: str) -> bool:
    return find_country(text) is not None and not _COMMA.search(text)


def _employer(text: str) -> str | None:
    """The name before the place."""
    first = _STRONG_SEPARATOR.split(_COMMA.split(text)[0])[0]
    return strip_text(first) or None


def _split_line(text: str) -> tuple[str | None, str | None]:
    """Title and employer from one line: by the words that name an employer, else by the strongest mark."""
    comma = _COMMA.search(text)
    first_part = text[: comma.start()] if comma else text
    place_word = None if _STRONG_SEPARATOR.search(first_part) else _place_words().search(first_part)
    if place_word:
        return strip_text(text[: place_word.start()]), _employer(text[place_word.end() :])
    cuts = sorted([*_COMMA.finditer(text), *_STRONG_SEPARATOR.finditer(text)], key=lambda found: found.start())
    cuts = [cut for number, cut in enumerate(cuts) if number == 0 or cut.start() >= cuts[number - 1].end()]
    if not cuts:
        return strip_text(text) or None, None
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    employer_first = _has("employer_words", parts[0]) and not _has("title_words", parts[0])
    if employer_first and (_has("title_words", parts[1]) or (not comma and not _has("employer_words", parts[1]))):
        return strip_text(parts[1]), strip_text(parts[0])
    named = next((i for i in range(1, len(parts)) if _has("employer_words", parts[i])), None)
    if named is None:
        strong = _STRONG_SEPARATOR.search(first_part)
        named = next(i for i in range(1, len(parts)) if not strong or starts[i] >= strong.end())
        if len(parts) == 2 and find_country(parts[1]):
            return strip_text(parts[0]), None
    return strip_text(text[: ends[named - 1]]), strip_text(parts[named])


def is_unpaid(text: str) -> bool:
    """Whether words say that work was not paid: voluntary work, or care for one's own family.

    Example:
        >>> is_unpaid("Secouriste bénévole"), is_unpaid("care of my grandmother"), is_unpaid("cook")
        (True, True, False)
    """
    plain = flat(text)
    if finder("unpaid_words", prefixes="وب").search(plain):
        return True
    care = finder("care_words").search(plain)
    return bool(care and finder("family_words", prefixes="بلو").search(plain, max(0, care.start() - 40)))


def _is_family(employer: str | None) -> bool:
    return employer is not None and flat(employer).strip() in phrases("family_words")


def read_experience(lines: tuple[Line, ...], spans: Spans, *, unpaid: bool, on: date) -> list[Experience]:
    """Jobs of a section.

    Args:
        lines: Lines of the section.
        spans: Collects the places of what is understood.
        unpaid: Whether the heading says that the work was not paid.
        on: Day up to which ongoing work counts.
    """
    found = []
    for entry in split_entries(lines):
        job = _job(entry, spans, unpaid=unpaid, on=on)
        if job is not None:
            found.append(job)
    return found


def _job(entry: Entry, spans: Spans, *, unpaid: bool, on: date) -> Experience | None:
    title, employer = split_title(entry.pieces)
    if title is None:
        return None
    if not entry.dates and not employer and _reads_as_sentence(entry):
        return None
    head = ", ".join(piece.text for piece in entry.pieces)
    details = entry.details
    if details and _is_place(details[0].text):
        head, details = f"{head}, {details[0].text}", details[1:]
    starts = [span.start for span in entry.dates if span.start]
    ends = [span.end for span in entry.dates if span.end]
    ongoing = True if any(span.ongoing for span in entry.dates) else (False if ends else None)
    months = months_of(entry.dates, on)
    if months is None and not entry.dates:
        duration = find_duration(" ".join([head, *(line.text for line in entry.details)]))
        months = duration[0] if duration else None
    not_paid = unpaid or is_unpaid(head) or _is_family(employer)
    if is_unpaid(title) and employer and not _has("employer_words", employer):
        employer = None  # care at home: what follows the title is a place
    evidence = spans.note("job", entry.lines[0].start, entry.lines[-1].end)
    return Experience(
        title=title,
        employer=employer,
        country=find_country(head),
        start=min(starts, default=None),
        end=None if ongoing else max(ends, default=None),
        ongoing=ongoing,
        months=months,
        paid=False if not_paid else None,
        description=_description(details),
        evidence=evidence,
    )


def _is_place(text: str) -> bool:
    """Whether a line is nothing but a place: "Tema, Ghana"."""
    return len(text.split()) <= 4 and not text.endswith(".") and find_country(text) is not None


def _reads_as_sentence(entry: Entry) -> bool:
    text = entry.lines[0].text
    return text.endswith(".") or len(text.split()) > 12


def _description(lines: tuple[Line, ...]) -> str | None:
    """What was done, one item a line; lines that go on an item joined to it."""
    out: list[str] = []
    for line in lines:
        body = line.body()[1].strip()
        if out and not line.bullet and any(other.bullet for other in lines):
            out[-1] = f"{out[-1]} {body}"
        else:
            out.append(body)
    return "\n".join(out) or None
