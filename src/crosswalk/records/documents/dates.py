"""Dates and periods as people write them in CVs: month names, numbers, "since", "until today", in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from crosswalk.records.dates import read_date
from crosswalk.records.documents.words import entries, phrases
from crosswalk.records.phrases import alternatives, flat
from crosswalk.records.report import Problem
from crosswalk.records.vocabulary import listed, month_names, month_number

__all__ = ["DateSpan", "find_dates", "find_duration", "months_of", "parse_day"]

_BEFORE_A_DATE = (
    *("the", "the end of", "the summer of", "the spring of", "the autumn of", "the winter of", "summer", "the year"),
    *("le", "la", "l'été", "l'année", "fin", "début", "ce", "el", "el año", "finales de", "principios de"),
    *("dem", "zum", "der", "ende", "anfang", "mitte", "شهر", "عام", "سنة", "نهاية", "بداية", "صيف"),
)
_SHORT_YEAR = re.compile(r"[ ]?[-/][ ]?(\d\d)(?![\d/.-])")
_OPEN_DASH = re.compile(r"[ \t]*-+[ \t]*(?:$|\t|\n|\|)")
_NOW_FIRST = re.compile(r"[ \t]*(?:-+|الي|from|من)[ \t]*")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a period and the characters it was read from.

    `start` and `end` are the first day of their month, or of January where only the year is written
    (`by_month` False). `ongoing` is True where it goes on. `is_range` is False for a single date.
    """

    begin: int
    stop: int
    start: date | None
    end: date | None
    ongoing: bool = False
    is_range: bool = True
    by_month: bool = True

    def months(self, on: date) -> int | None:
        """Months covered, both end months counted; years alone count from January to January."""
        last = on.replace(day=1) if self.ongoing else self.end
        if self.start is None or last is None or last < self.start:
            return None
        span = (last.year - self.start.year) * 12 + last.month - self.start.month
        return span + 1 if self.by_month or self.ongoing else (span or None)


@dataclass(frozen=True, slots=True)
class _Point:
    begin: int
    stop: int
    year: int | None
    month: int | None
    day: int | None = None


@cache
def _point_pattern() -> re.Pattern[str]:
    month = alternatives(month_names())
    year = r"(?:19[4-9]\d|20\d\d)"
    return re.compile(
        rf"""(?<![\w/.])(?:
          (?P<iy>{year})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>[0-2]\d|3[01]))?(?![\d-])
        | (?P<yf>{year})[/.](?P<mf>0?[1-9]|1[0-2])(?!\d|[/.]\d)
        | (?P<dd>[0-3]?\d)[/.-](?P<dm>0?[1-9]|1[0-2])[/.-](?P<dy>{year})(?!\d)
        | (?P<nm>0?[1-9]|1[0-2])[ ]?[/.-][ ]?(?P<ny>{year})(?!\d)
        | (?:(?P<wd>[0-3]?\d)(?:er|st|nd|rd|th|\.|º|°)?[ ]+(?:de[ ]+|of[ ]+)?)?(?P<wm>{month}(?:/{month})?)\.?
            (?:[ ]*[,/-]?[ ]*(?:de[ ]+|del[ ]+|of[ ]+|عام[ ]+|سنه[ ]+)?(?P<wy>{year})(?!\d)|[ ]*'(?P<ws>\d\d)(?!\d))?
        | (?P<y>{year})(?!\d)
        )""",
        re.VERBOSE,
    )


@cache
def _present_pattern() -> re.Pattern[str]:
    return re.compile(alternatives(listed("ongoing")))


@cache
def _between_pattern() -> re.Pattern[str]:
    """What may stand between the two ends of a period."""
    words = alternatives(phrases("until"))
    month_words = alternatives(_BEFORE_A_DATE)
    return re.compile(
        rf"[ \t]*[.,]?[ \t]*(?:-+>?|->|→|←|/|\||\t|{words})?[ \t]*(?:{words})?[ \t]*(?:{month_words})?[ \t]*"
    )


@cache
def _since_pattern() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(listed('since'))}[ \t]*(?:{alternatives(_BEFORE_A_DATE)})?[ \t]*$")


def _points(text: str) -> list[_Point]:
    points = []
    for found in _point_pattern().finditer(text):
        written, short = found.group(), found["ws"]
        if short:
            written = f"{written[: -len(short) - 1]}{20 if int(short) < 50 else 19}{short}"
        parsed = read_date(written)
        if isinstance(parsed, Problem):  # a month alone, or a day that does not exist
            points.append(_Point(found.start(), found.end(), *_year_and_month(found)))
        else:
            points.append(_Point(found.start(), found.end(), *parsed))
    return points


def _year_and_month(found: re.Match[str]) -> tuple[int | None, int | None]:
    """What stands beside a day that does not exist, or a month without a year."""
    year, month = found["wy"] or found["dy"] or found["iy"], found["dm"] or found["im"]
    number = int(month) if month else month_number(found["wm"] or "")
    return int(year) if year else None, number


def _first_day(point: _Point) -> date | None:
    return date(point.year, point.month or 1, 1) if point.year else None


def find_dates(text: str) -> list[DateSpan]:
    """All dates and periods in a line of text, in order.

    Example:
        >>> [span] = find_dates("Soudeur, mars 2019 – à ce jour")
        >>> span.start, span.ongoing
        (datetime.date(2019, 3, 1), True)
        >>> [span] = find_dates("2015-18")
        >>> span.start.year, span.end.year
        (2015, 2018)
    """
    plain = flat(text)
    points = _points(plain)
    presents = [(found.start(), found.end()) for found in _present_pattern().finditer(plain)] if points else []
    spans: list[DateSpan] = []
    position = 0
    while position < len(points):
        point = points[position]
        following = points[position + 1] if position + 1 < len(points) else None
        span, used = _span(plain, point, following, presents)
        position += used
        if span is not None:
            spans.append(span)
    return spans


def _span(
    plain: str, point: _Point, following: _Point | None, presents: list[tuple[int, int]]
) -> tuple[DateSpan | None, int]:
    """The period or date that begins at a point, and how many points it used."""
    since = _since_pattern().search(plain, max(0, point.begin - 30), point.begin)
    begin = since.start() if since else point.begin
    if following is not None and _joined(plain, point.stop, following.begin) and following.year:
        start, end = date(point.year or following.year, point.month or 1, 1), _first_day(following)
        if end is not None and end < start:  # right-to-left text, or the later date written first
            start, end = end, start
        return DateSpan(begin, following.stop, start, end, by_month=bool(point.month and following.month)), 2
    if point.year is None:
        return None, 1
    first_day, by_month = _first_day(point), point.month is not None
    short = _SHORT_YEAR.match(plain, point.stop)
    if short and not by_month and int(short.group(1)) >= point.year % 100:
        end = date(point.year // 100 * 100 + int(short.group(1)), 1, 1)
        return DateSpan(begin, short.end(), first_day, end, by_month=False), 1
    ongoing = _until_now(plain, point, presents) or _open_end(plain, point, since is not None)
    if ongoing:
        return DateSpan(min(begin, ongoing[0]), ongoing[1], first_day, None, True, True, by_month), 1
    return DateSpan(begin, point.stop, None, first_day, False, False, by_month), 1


def _until_now(plain: str, point: _Point, presents: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Characters of a period from a date until "present", in either order."""
    for first, last in presents:
        blank = not plain[point.stop : first].strip(" ,")
        if 0 <= first - point.stop <= 16 and (blank or _joined(plain, point.stop, first)):
            return point.begin, last
        if 0 <= point.begin - last <= 8 and _NOW_FIRST.fullmatch(plain, last, point.begin):
            return first, point.stop
    return None


def _open_end(plain: str, point: _Point, since: bool) -> tuple[int, int] | None:
    """Characters of a date after "since", or before a dash with nothing behind it."""
    trailing = _OPEN_DASH.match(plain, point.stop)
    if trailing:
        return point.begin, trailing.end()
    return (point.begin, point.stop) if since else None


def _joined(plain: str, stop: int, begin: int) -> bool:
    """Whether what stands between two dates makes them the ends of one period."""
    between = plain[stop:begin]
    return len(between) <= 28 and bool(between.strip(" ")) and bool(_between_pattern().fullmatch(between))


def parse_day(text: str) -> date | None:
    """The first whole date (day, month, year) in a text; None where there is none or it does not exist.

    Example:
        >>> parse_day("Née le 12 avril 1993 à Settat"), parse_day("31/02/1990")
        (datetime.date(1993, 4, 12), None)
    """
    for point in _points(flat(text)):
        if point.year and point.month and point.day:
            return date(point.year, point.month, point.day)
    return None


@cache
def _duration_pattern() -> re.Pattern[str]:
    number = rf"(?P<n>\d{{1,2}}(?:[.,]5)?|{alternatives(phrases('numbers'))})"
    years, months = alternatives(phrases("year_words")), alternatives(phrases("month_words"))
    return re.compile(
        rf"(?<![\d/.-]){number}\+?[ ]*(?:\(\d{{1,2}}\)[ ]*)?(?:full[ ]|good[ ])?"
        rf"(?:(?P<y>{years})|(?P<m>{months}))|(?P<two>سنتين|عامين|شهرين)"
    )


@cache
def _numbers() -> dict[str, int]:
    return {flat(word): number for _, words in entries("numbers") for word, number in words.items()}


def find_duration(text: str) -> tuple[int, int, int] | None:
    """A length of time in words, such as "trois ans": its months and the characters it stands at.

    Example:
        >>> find_duration("lima 18 months"), find_duration("ثلاث سنوات")[0]
        ((18, 5, 14), 36)
    """
    found = _duration_pattern().search(flat(text))
    if found is None:
        return None
    if found["two"]:
        return (2 if found["two"].startswith("شهر") else 24), found.start(), found.end()
    number = found["n"]
    value = _numbers().get(number) if not number[0].isdigit() else float(number.replace(",", "."))
    if value is None:
        return None
    return round(value * (12 if found["y"] else 1)), found.start(), found.end()


def months_of(spans: Iterable[DateSpan], on: date) -> int | None:
    """Months that are covered by at least one of several periods; None where no period has both ends.

    Args:
        spans: Periods of one job.
        on: Day up to which an ongoing period counts.
    """
    covered: set[int] = set()
    for span in spans:
        count = span.months(on)
        if count is not None and span.start is not None:
            first = span.start.year * 12 + span.start.month
            covered.update(range(first, first + count))
    return len(covered) or None
