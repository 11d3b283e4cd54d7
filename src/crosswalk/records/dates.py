"""Dates and periods as people write them: ISO, day or month first, month names, Arabic digits; never guessed."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from crosswalk.records.report import Problem
from crosswalk.records.vocabulary import fold, is_word, month_number

__all__ = ["FIRST_YEAR", "LAST_YEAR", "PartialDate", "Period", "ascii_digits", "end_of", "read_date", "read_period"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
SINCE_WORDS = 3  #: words of "a partir de", the longest way to say "since"

#: Zeros of the decimal digits that are used beside 0-9: Arabic, Persian and Urdu, Hindi, Bengali, full width.
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10)
_DIGITS = {zero + i: str(i) for zero in _ZEROS for i in range(10)}
_YMD = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YM = re.compile(r"(\d{4})[-/.](\d{1,2})")
_XYZ = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})")
_MY = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})")
_TWO_DIGITS = re.compile(r"\d{1,2}\s?[-/.]\s?(\d{1,2}|[^\W\d]+\.?)\s?[-/.]\s?\d{2}|\d{1,2}[-/.]\d{2}")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th|er|re|ème|º|ª)\b")
_YEARS = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})")
_SPLIT = re.compile(
    r"\s+[-–—]\s+|\s*[–—]\s*|\s+(?:to|until|till|à|au|jusqu'à|hasta|a|al|bis|إلى|الى|حتى)\s+", re.IGNORECASE
)
_LENGTH = re.compile(
    r"(\d+(?:[.,]5)?)\s*\+?\s*"
    r"(?:(years?|yrs?|ans?|années?|años?|jahre?|سنة|سنوات|عام|أعوام)|(months?|mois|mes(?:es)?|monate?|شهر|أشهر|شهور))",
    re.IGNORECASE,
)


class PartialDate(NamedTuple):
    """A date as precise as it was written: month and day may be absent."""

    year: int
    month: int | None = None
    day: int | None = None

    def first(self) -> date:
        """First day that the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def month_start(self) -> date:
        """First day of the month: the precision of dates of work and education."""
        return date(self.year, self.month or 1, 1)


class Period(NamedTuple):
    """When something was done. Dates are first days; `months` only where a length was written."""

    start: date | None = None
    end: date | None = None
    ongoing: bool | None = None
    months: int | None = None


def ascii_digits(text: str) -> str:
    """Arabic, Persian, Hindi, Bengali and full-width digits as 0-9.

    Example:
        >>> ascii_digits("١٢/٠٣/٢٠٢٠")
        '12/03/2020'
    """
    return text if text.isascii() else text.translate(_DIGITS)


def _problem(code: str, message: str, text: str, remedy: str) -> Problem:
    return Problem(code=code, message=message, value=text, remedy=remedy)


def _impossible(text: str, swapped: bool, day_first: bool) -> Problem:
    order, other = ("day first", "month_first") if day_first else ("month first", "day_first")
    if not swapped:
        return _problem("impossible_date", "There is no such date.", text, "Correct the date.")
    return _problem(
        "impossible_date",
        f"There is no such date, read {order}.",
        text,
        f"If the whole file is written so, put `dates: {other}` in the mapping; else correct the date.",
    )


def _checked(year: int, month: int | None, day: int | None, text: str, day_first: bool) -> PartialDate | Problem:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _problem(
            "impossible_date",
            f"The year is not between {FIRST_YEAR} and {LAST_YEAR}.",
            text,
            "Write the date of the Gregorian calendar with a year of four digits.",
        )
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return _impossible(text, month is not None and 12 < month <= 31 and (day or 99) <= 12, day_first)
    return PartialDate(year, month, day)


def _with_words(text: str) -> tuple[int, int | None, int | None] | None:
    """Year, month, day of a date with a month's name, in any order; weekday and small words are passed over."""
    year = month = day = None
    words = fold(_ORDINAL.sub("", text)).split()
    for place, token in enumerate(words[:8]):
        if token.isdecimal():
            if len(token) == 4 and year is None:
                year = int(token)
            elif len(token) <= 2 and day is None:
                day = int(token)
            else:
                return None
        else:
            month = month or month_number(" ".join(words[place : place + 2])) or month_number(token)
    return None if year is None or month is None else (year, month, day)


@lru_cache(maxsize=16_384)
def read_date(text: str, day_first: bool = True) -> PartialDate | Problem:  # noqa: PLR0911 - one for each way of writing
    """Date of a text, as precise as it is written.

    Args:
        text: ISO 8601, dd/mm/yyyy, mm/yyyy, yyyy, "4 mars 2020", "March 4, 2020"; any decimal digits.
        day_first: How 03/04/2020 is read: 3 April (True) or 4 March (False).

    Returns:
        The date, or the problem: impossible, year of two digits, not understood. Nothing is guessed.

    Example:
        >>> read_date("4 mars 2020"), read_date("2020-03")
        (PartialDate(year=2020, month=3, day=4), PartialDate(year=2020, month=3, day=None))
        >>> read_date("31/02/2020").code, read_date("3/4/20").code
        ('impossible_date', 'two_digit_year')
    """
    plain = _TIME.sub("", ascii_digits(text).strip())
    if found := _YMD.fullmatch(plain):
        return _checked(int(found[1]), int(found[2]), int(found[3]), text, day_first)
    if found := _YM.fullmatch(plain):
        return _checked(int(found[1]), int(found[2]), None, text, day_first)
    if found := _XYZ.fullmatch(plain):
        day, month = (int(found[1]), int(found[2])) if day_first else (int(found[2]), int(found[1]))
        return _checked(int(found[3]), month, day, text, day_first)
    if found := _MY.fullmatch(plain):
        return _checked(int(found[2]), int(found[1]), None, text, day_first)
    if len(plain) == 4 and plain.isdecimal():
        return _checked(int(plain), None, None, text, day_first)
    if len(plain) < 60 and (parts := _with_words(plain)):
        return _checked(*parts, text, day_first)
    if _TWO_DIGITS.fullmatch(plain):
        return _problem("two_digit_year", "The year has two digits.", text, "Write the year with four digits.")
    return _problem("unreadable_date", "This is not a date.", text, "Write it as 2020-03-04 (year, month, day).")


def _length(text: str) -> int | None:
    """Months of "3 years", "2 ans 6 mois"; None where the text is something else."""
    found = list(_LENGTH.finditer(text))
    if not found or fold(_LENGTH.sub("", text)) not in {"", "and", "et", "y", "و", "und"}:
        return None
    return sum(round(float(m[1].replace(",", ".")) * (12 if m[2] else 1)) for m in found)


def end_of(start: PartialDate | date, end: PartialDate) -> date:
    """First day of the last month. Of two bare years the end counts from January, which is right on average;
    within one year it is December, because the work was not nothing."""
    if end.month is None and start.year == end.year:
        return date(end.year, 12, 1)
    return end.month_start()


def _two_ends(text: str, day_first: bool) -> list[str]:
    """The two ends of a written period, or its one date."""
    if years := _YEARS.fullmatch(text):
        return [years[1], years[2]]
    ends = _SPLIT.split(text, maxsplit=1)
    if len(ends) == 1 and "-" in text and isinstance(read_date(text, day_first), Problem):
        for place in (i for i, letter in enumerate(text[:40]) if letter == "-"):
            first, last = text[:place], text[place + 1 :]
            known = is_word("ongoing", last) or not isinstance(read_date(last, day_first), Problem)
            if known and not isinstance(read_date(first, day_first), Problem):
                return [first, last]
    return ends


def _without_since(text: str) -> str:
    """What follows "since", "a partir de" at the start of a text; the text itself where it starts otherwise."""
    parts = text.split(" ")
    for count in range(min(SINCE_WORDS, len(parts) - 1), 0, -1):
        words = " ".join(parts[:count])
        if is_word("since", words) or is_word("from", words):
            return " ".join(parts[count:])
    return text


@lru_cache(maxsize=16_384)
def read_period(text: str, day_first: bool = True) -> Period | Problem:  # noqa: PLR0911 - one for each way of writing
    """Period of a text: "2015-2019", "03/2015-12/2019", "since 2015", "2015 to present", "3 years".

    Example:
        >>> read_period("2015-2019").start, read_period("depuis mars 2015").ongoing, read_period("3 ans").months
        (datetime.date(2015, 1, 1), True, 36)
    """
    plain = ascii_digits(text).strip(" ().")
    if (months := _length(plain)) is not None:
        return Period(months=months)
    body = _without_since(plain)
    since = body != plain
    ends = _two_ends(body, day_first)
    start = read_date(ends[0], day_first)
    if isinstance(start, Problem):
        return start
    if len(ends) == 1:
        if since:
            return Period(start.month_start(), None, True)
        return Period(start.month_start(), end_of(start, start), False)
    if is_word("ongoing", ends[1]):
        return Period(start.month_start(), None, True)
    end = read_date(ends[1], day_first)
    if isinstance(end, Problem):
        return end
    last = end_of(start, end)
    if last < start.month_start():
        return _problem("end_before_start", "It ends before it starts.", text, "Correct one of the two dates.")
    return Period(start.month_start(), last, False)
