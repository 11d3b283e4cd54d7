"""Dates and periods in the styles that people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.records.documents.dates import find_dates, find_duration, months_of, parse_day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("03/2019 – present", (2019, 3), None),
        ("mars 2019 à ce jour", (2019, 3), None),
        ("مارس 2019 - حتى الآن", (2019, 3), None),
        ("since 2019", (2019, 1), None),
        ("depuis septembre 2019", (2019, 9), None),
        ("seit 04/2022", (2022, 4), None),
        ("2018 to date", (2018, 1), None),
        ("2019 –", (2019, 1), None),
        ("٢٠١٦ - الآن", (2016, 1), None),
        ("desde marzo de 2019 hasta la actualidad", (2019, 3), None),
        ("2015-2018", (2015, 1), (2018, 1)),
        ("2015-18", (2015, 1), (2018, 1)),
        ("2015/16", (2015, 1), (2016, 1)),
        ("آذار ٢٠١٥ – كانون الثاني 2017", (2015, 3), (2017, 1)),
        ("غشت 2018 - شتنبر 2020", (2018, 8), (2020, 9)),
        ("جانفي 2012 إلى أوت 2014", (2012, 1), (2014, 8)),
        ("juin – août 2019", (2019, 6), (2019, 8)),
        ("Jan '19 - Mar '21", (2019, 1), (2021, 3)),
        ("2019-03 – 2021-05", (2019, 3), (2021, 5)),
        ("du 01/03/2018 au 31/05/2019", (2018, 3), (2019, 5)),
        ("01.09.2012 bis 28.02.2022", (2012, 9), (2022, 2)),
        ("from 2004 until the summer of 2014", (2004, 1), (2014, 1)),
        ("2021 – 2019", (2019, 1), (2021, 1)),
    ],
)
def test_a_period_has_its_first_and_last_month(text: str, start: tuple[int, int], end: tuple[int, int] | None) -> None:
    [span] = find_dates(text)
    assert span.start == date(*start, 1)
    assert span.end == (date(*end, 1) if end else None)
    assert span.ongoing is (end is None)


@pytest.mark.parametrize("text", ["+212 600 000 101", "ISO 9606-1", "32/2019", "room 2a", "12345", "may", "19,50 €"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == []


def test_a_day_that_does_not_exist_is_unknown() -> None:
    assert parse_day("31/02/1990") is None
    assert parse_day("31 février 1990") is None
    assert parse_day("٣ آذار ١٩٩٢") == date(1992, 3, 3)


@pytest.mark.parametrize(
    ("text", "months"),
    [("for 5 years", 60), ("18 mois", 18), ("ثلاث سنوات", 36), ("سنتين", 24), ("diez años", 120), ("two months", 2)],
)
def test_lengths_of_time_are_months(text: str, months: int) -> None:
    found = find_duration(text)
    assert found is not None
    assert found[0] == months


def test_months_in_which_two_periods_overlap_count_once() -> None:
    spans = find_dates("01/2019 – 06/2019, 04/2019 – 09/2019")
    assert len(spans) == 2
    assert months_of(spans, date(2026, 6, 30)) == 9


def test_a_gap_between_two_periods_does_not_count() -> None:
    spans = find_dates("01/2019 – 03/2019; 01/2020 – 03/2020")
    assert months_of(spans, date(2026, 6, 30)) == 6


@given(st.integers(1950, 2030), st.integers(1, 12), st.integers(0, 400))
def test_a_period_written_in_numbers_has_its_number_of_months(year: int, month: int, length: int) -> None:
    last = year * 12 + month - 1 + length
    [span] = find_dates(f"{month:02}/{year} - {last % 12 + 1:02}/{last // 12}")
    assert months_of([span], date(2026, 6, 30)) == length + 1


@given(st.text(max_size=200))
def test_any_text_is_searched_without_failing(text: str) -> None:
    for span in find_dates(text):
        assert 0 <= span.begin < span.stop <= len(text)
