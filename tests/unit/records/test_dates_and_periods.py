"""Dates and periods as people write them in tables."""

from __future__ import annotations

from datetime import date

import pytest

from crosswalk.records.dates import PartialDate, Period, read_date, read_period
from crosswalk.records.report import Problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-03-04", (2020, 3, 4)),
        ("2020-03-04T10:00:00", (2020, 3, 4)),
        ("2020-03-04 00:00:00", (2020, 3, 4)),
        ("2020/3/4", (2020, 3, 4)),
        ("04/03/2020", (2020, 3, 4)),
        ("4.3.2020", (2020, 3, 4)),
        ("٠٤/٠٣/٢٠٢٠", (2020, 3, 4)),
        ("۴/۳/۲۰۲۰", (2020, 3, 4)),
        ("4 mars 2020", (2020, 3, 4)),
        ("March 4th, 2020", (2020, 3, 4)),
        ("miércoles, 4 de marzo de 2020", (2020, 3, 4)),
        ("4 آذار 2020", (2020, 3, 4)),
        ("٤ مارس ٢٠٢٠", (2020, 3, 4)),
        ("1er août 2021", (2021, 8, 1)),
        ("03/2020", (2020, 3, None)),
        ("2020-03", (2020, 3, None)),
        ("Sept. 2020", (2020, 9, None)),
        ("2020", (2020, None, None)),
        ("29/02/2020", (2020, 2, 29)),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(text: str, expected: tuple[int, int | None, int | None]) -> None:
    assert read_date(text) == PartialDate(*expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2020", "impossible_date"),
        ("29/02/2021", "impossible_date"),
        ("2020-13-01", "impossible_date"),
        ("00/05/2020", "impossible_date"),
        ("01/01/1400", "impossible_date"),
        ("3/4/20", "two_digit_year"),
        ("03/20", "two_digit_year"),
        ("soon", "unreadable_date"),
        ("43894", "unreadable_date"),
    ],
)
def test_a_date_that_cannot_be_is_a_problem_with_a_remedy(text: str, code: str) -> None:
    found = read_date(text)
    assert isinstance(found, Problem)
    assert (found.code, found.value) == (code, text)
    assert found.remedy


def test_an_ambiguous_date_follows_the_order_of_the_mapping() -> None:
    assert read_date("03/04/2020", True) == PartialDate(2020, 4, 3)
    assert read_date("03/04/2020", False) == PartialDate(2020, 3, 4)


def test_a_date_that_only_fits_the_other_order_is_refused_and_the_remedy_names_the_switch() -> None:
    found = read_date("12/25/2020", True)
    assert isinstance(found, Problem)
    assert "dates: month_first" in found.remedy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-2019", Period(date(2015, 1, 1), date(2019, 1, 1), False)),
        ("2019", Period(date(2019, 1, 1), date(2019, 12, 1), False)),
        ("03/2015-12/2019", Period(date(2015, 3, 1), date(2019, 12, 1), False)),
        ("2015-03 - 2019-12", Period(date(2015, 3, 1), date(2019, 12, 1), False)),
        ("mars 2015 – juin 2018", Period(date(2015, 3, 1), date(2018, 6, 1), False)),
        ("2015 to present", Period(date(2015, 1, 1), None, True)),
        ("2019-present", Period(date(2019, 1, 1), None, True)),
        ("depuis 2015", Period(date(2015, 1, 1), None, True)),
        ("2015 - الآن", Period(date(2015, 1, 1), None, True)),
        ("3 years", Period(months=36)),
        ("2 ans et 6 mois", Period(months=30)),
    ],
)
def test_a_period_is_read_in_the_ways_people_write_it(text: str, expected: Period) -> None:
    assert read_period(text) == expected


def test_a_period_that_ends_before_it_starts_is_a_problem() -> None:
    found = read_period("2019-2015")
    assert isinstance(found, Problem)
    assert found.code == "end_before_start"


def test_a_month_whose_name_has_two_words_is_read() -> None:
    assert read_date("تشرين الثاني 2017") == (2017, 11, None)
