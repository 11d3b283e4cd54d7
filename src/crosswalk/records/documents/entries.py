"""Entries of a section: which lines belong to one job or course, which of them name it and which describe it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosswalk.records.documents.dates import DateSpan, find_dates
from crosswalk.records.documents.parts import finder, strip_span
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import phrases
from crosswalk.records.phrases import flat

__all__ = ["Entry", "Piece", "split_entries"]

LONGEST_HEAD_LINE = 140
_FEW_WORDS = 14
_COLUMNS = ("title", "employer", "dates", "institution", "degree")
_LEAD_WORDS = frozenset(
    flat(word)
    for word in (
        "from",
        "du",
        "de",
        "del",
        "von",
        "vom",
        "dal",
        "من",
        "le",
        "en",
        "in",
        "since",
        "depuis",
        "summer",
        "été",
    )
)
_EMPLOYED_AT = re.compile(r"\s(?:at|chez|bei|presso|@|لدي|au sein de)\s")
#: "Missions: ..." describes a job; "Employer: ..." names it.
_LABEL = re.compile(r"([^:،,]{2,30}?)\s?:\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the lines that name an entry, without dates, with its place in the document."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One job or course: the pieces that name it, its dates, its lines, and the lines that describe it."""

    pieces: tuple[Piece, ...]
    dates: tuple[DateSpan, ...]
    lines: tuple[Line, ...]
    details: tuple[Line, ...]


def _is_sentence(text: str) -> bool:
    return len(text.split()) > _FEW_WORDS or (text.endswith((".", "!")) and len(text.split()) > 6)


def _dates_at_edge(line: Line) -> list[DateSpan]:
    """Dates that open, close or fill a line; a date in the middle of a sentence does not name an entry."""
    _offset, body = line.body()
    if len(body) > LONGEST_HEAD_LINE:
        return []
    found = []
    for span in find_dates(body):
        before, after = _before(body[: span.begin]), body[span.stop :].strip(" )].,،:|\t-–")
        edge = not before or not after or body[span.stop : span.stop + 2].strip(" ") in (":", "|", "\t", ")")
        bracketed = body[: span.begin].rstrip().endswith(("(", "|", "\t", ",", "،", "–", "-", "·"))
        if edge or (bracketed and (span.is_range or not _is_sentence(body))):
            found.append(span)
    return [] if _is_sentence(body) and not any(span.is_range for span in found) else found


def _before(text: str) -> str:
    """What stands before a date, without marks and words such as "du" or "summer"."""
    bare = text.strip(" ([،,:|\t-–•")
    return "" if flat(bare) in _LEAD_WORDS else bare


def _starts(lines: Sequence[Line], anchors: list[int]) -> list[int]:
    """Positions of the lines that open an entry."""
    bulleted = sum(line.bullet for line in lines)
    if not anchors:
        strong = [i for i, line in enumerate(lines) if line.strong and not (i and lines[i - 1].strong and not line.gap)]
        if strong and len(strong) < len(lines):
            return [0, *[i for i in strong if i]]
        if bulleted and bulleted >= len(lines) / 2:
            return [i for i, line in enumerate(lines) if line.bullet or i == 0]
        if any(line.gap for line in lines[1:]):
            return [i for i, line in enumerate(lines) if line.gap or i == 0]
        return list(range(len(lines)))
    before = anchors[0] if anchors[0] <= 3 else 1
    if any(line.bullet for line in lines[: anchors[0]]):
        before = 0
    starts: list[int] = []
    for number, anchor in enumerate(anchors):
        floor = anchors[number - 1] + 1 if number else 0
        starts.append(_start_of(lines, anchor, floor, before))
    if lines[starts[0]].strong:
        undated = [
            i
            for i, line in enumerate(lines)
            if line.strong
            and not line.bullet
            and i not in starts
            and not (i and lines[i - 1].strong)
            and not any(start < i <= anchor for start, anchor in zip(starts, anchors, strict=True))
        ]
        starts = sorted({*starts, *undated})
    if starts[0] > 0:
        starts = [0, *starts]
    return starts


def _start_of(lines: Sequence[Line], anchor: int, floor: int, before: int) -> int:
    """The line that opens the entry whose dates are on the line `anchor`."""
    if lines[anchor].bullet:
        return anchor
    if before and lines[anchor].strong and not (anchor > floor and lines[anchor - 1].strong):
        return anchor
    start = anchor
    for i in range(anchor - 1, max(floor, anchor - max(before, 1)) - 1, -1):
        if lines[i].bullet or _is_sentence(lines[i].text):
            break
        if before or (lines[i].strong and not lines[anchor].strong):
            start = i
        if lines[i].strong and (lines[i].gap or i == floor or not lines[i - 1].strong):
            break
    while start > floor and lines[start].strong and lines[start - 1].strong and not lines[start].gap:
        start -= 1
    return start


def split_entries(lines: Sequence[Line]) -> list[Entry]:
    """Cut the lines of a section into entries.

    The way the section itself is written decides: dates before, beside or after the title; titles in bold;
    items of a list; blocks with space between.
    """
    lines = [line for line in lines if line.text.strip() and not _heads_columns(line.text)]
    if not lines:
        return []
    dated = [bool(_dates_at_edge(line)) for line in lines]
    anchors = [i for i, line in enumerate(lines) if dated[i] and not line.bullet]
    ranged = [i for i in anchors if any(span.is_range for span in _dates_at_edge(lines[i]))]
    if len(ranged) * 2 > len(anchors):
        anchors = [i for i in anchors if i in ranged or not _inside_entry(lines, i, ranged)]
    if not anchors:
        anchors = [i for i, line in enumerate(lines) if dated[i]]
    starts = _starts(lines, anchors)
    return [
        _entry(lines[start:stop], set(range(start, stop)) & set(anchors), start)
        for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]


def _heads_columns(text: str) -> bool:
    """Whether a line is the head of a table: nothing but names of what stands in its columns."""
    cells = [flat(cell).strip(" :") for cell in re.split(r"[\t|]", text)]
    return len(cells) > 1 and all(any(cell in phrases("labels", name) for name in _COLUMNS) for cell in cells)


def _inside_entry(lines: Sequence[Line], place: int, ranged: list[int]) -> bool:
    """Whether a line with a single date describes a job rather than opening one."""
    body = lines[place].body()[1]
    leads = any(not _before(body[: span.begin]) and ":" in body[span.stop : span.stop + 3] for span in find_dates(body))
    return any(other < place for other in ranged) and not (lines[place].strong or lines[place].gap or leads)


def _entry(lines: Sequence[Line], anchors: set[int], start: int) -> Entry:
    dates: list[DateSpan] = []
    pieces: list[Piece] = []
    last_anchor = max(anchors, default=start) - start
    used = 0
    for number, line in enumerate(lines):
        wanted = number <= last_anchor or (
            len(pieces) < 2
            and not line.bullet
            and not _is_sentence(line.text)
            and len(line.text) < LONGEST_HEAD_LINE
            and not _describes(line.text)
            and not (_is_full(pieces, lines[number:]) or (pieces and line.text[:1].islower()))
        )
        continues = bool(pieces) and number > 0 and line.text[:1].islower() and lines[number - 1].strong and line.strong
        if not (wanted or continues):
            break
        offset, body = line.body()
        found = _dates_at_edge(line)
        dates.extend(_moved(span, offset) for span in found)
        rest = _without_dates(body, offset, found)
        wrapped = (
            number > 0 and line.strong and lines[number - 1].strong and not line.gap and not lines[number - 1].bullet
        )
        if wrapped and pieces and rest and not found and number <= 2 and _continues(pieces[-1].text, rest[0].text):
            pieces[-1] = Piece(f"{pieces[-1].text} {rest[0].text}", pieces[-1].start)
            rest = rest[1:]
        pieces.extend(rest)
        used = number + 1
    return Entry(tuple(pieces), tuple(dates), tuple(lines), tuple(lines[used:]))


def _describes(text: str) -> bool:
    """Whether a line opens with a label that does not name an entry."""
    label = _LABEL.match(text)
    names = ("title", "employer", "dates", "institution")
    return label is not None and not any(flat(label.group(1)).strip() in phrases("labels", name) for name in names)


def _continues(first: str, second: str) -> bool:
    """Whether a title goes on in the next line: a bracket is open, a small letter follows, or no comma ends it."""
    return first.count("(") > first.count(")") or second[:1].islower() or first.endswith((",", "–", "-", "&"))


def _is_full(pieces: list[Piece], following: Sequence[Line]) -> bool:
    """Whether one line names title and employer already, so that the next one describes the work."""
    if len(pieces) != 1:
        return False
    if _EMPLOYED_AT.search(flat(pieces[0].text)):
        return True
    parts = len(re.split(r"[,،|]|\s[–—-]\s|\s@\s", pieces[0].text))
    if parts > 1 and finder("employer_words").search(flat(pieces[0].text)):
        return True
    beside_bullets = len(following) > 1 and following[1].bullet
    return parts > 2 or (parts > 1 and not beside_bullets)


def _moved(span: DateSpan, offset: int) -> DateSpan:
    return DateSpan(
        span.begin + offset, span.stop + offset, span.start, span.end, span.ongoing, span.is_range, span.by_month
    )


def _without_dates(body: str, offset: int, dates: list[DateSpan]) -> list[Piece]:
    """Cells of a line without its dates."""
    pieces = []
    position = 0
    for begin, stop in [*((span.begin, span.stop) for span in dates), (len(body), len(body))]:
        for cell in re.finditer(r"(?:[^\t]|(?<=:)\t)+", body[position:begin]):
            start, end = strip_span(body, position + cell.start(), position + cell.end())
            if start < end and any(char.isalpha() for char in body[start:end]) and not _is_glue(body[start:end]):
                pieces.append(Piece(body[start:end], offset + start))
        position = stop
    return pieces


def _is_glue(text: str) -> bool:
    """Words that only lead to a date: "from", "du", "من"."""
    return flat(text) in _LEAD_WORDS
