"""Whatever a person or a vacancy holds, every format that can hold it gives it back; no input stops a file."""

from __future__ import annotations

import csv
import io
from dataclasses import MISSING, fields
from datetime import date
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswalk.errors import CrosswalkError
from crosswalk.records import (
    Person,
    Problem,
    Vacancy,
    neutralise,
    read_people,
    read_vacancies,
    write_people,
    write_vacancies,
)
from crosswalk.records.dates import read_date, read_period
from crosswalk.records.money import read_salary
from crosswalk.types import iso_language

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
#: Any language that a reader accepts.
languages = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=3).map(iso_language).filter(bool)
languages |= st.sampled_from(["ber", "apd", "prs", "roa", "jpr", "de", "ckb", "zgh"])
codes = {
    "residence": st.sampled_from(["DEU", "JOR", "XXA"]),
    "country": st.sampled_from(["DEU", "JOR", "MAR"]),
    "language": languages,
    "language_of_text": languages,
    "nationalities": st.sampled_from(["SYR", "XXB", "COL"]),
    "destinations": st.sampled_from(["DEU", "CAN"]),
    "destinations_excluded": st.sampled_from(["ITA", "ESP"]),
}


def values(kind: Any, name: str) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one for each type
    """Values of a field by its type; lists are short, dates are of the last century."""
    if NoneType in get_args(kind):
        inner = next(a for a in get_args(kind) if a is not NoneType)
        return st.none() | values(inner, name)
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0], name), max_size=3).map(tuple)
    if kind is str:
        return codes.get(name, words)
    if kind is int:
        return st.integers(0, 10**9)
    if kind is date:
        months = name in ("start", "end")
        found = st.dates(date(1930, 1, 1), date(2024, 1, 1))
        return found.map(lambda d: d.replace(day=1)) if months else found
    if kind is bool:
        return st.booleans()
    return records(kind) if hasattr(kind, "__dataclass_fields__") else st.sampled_from(list(kind))


def records(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    needed = {f.name: values(hints[f.name], f.name) for f in fields(kind) if f.default is MISSING}
    optional = {f.name: values(hints[f.name], f.name) for f in fields(kind) if f.default is not MISSING}
    return st.fixed_dictionaries(needed, optional=optional).map(lambda v: kind(**v)).filter(_plausible)


def _plausible(record: Any) -> bool:
    """Free of what a reader must take out: an end before its start, work before birth, crossed bounds."""
    start, end = getattr(record, "start", None), getattr(record, "end", None)
    if isinstance(start, date) and isinstance(end, date) and end < start:
        return False
    if isinstance(record, Person):
        began = [x.start for x in (*(record.experience or ()), *(record.education or ())) if x.start]
        return not record.birth_date or all(b >= record.birth_date for b in began)
    if isinstance(record, Vacancy):
        return None in (record.salary_min, record.salary_max) or record.salary_max >= record.salary_min  # type: ignore[operator]
    return True


GENTLE = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@GENTLE
@given(
    st.lists(records(Person), min_size=1, max_size=3, unique_by=lambda p: p.person_id),
    st.sampled_from([".parquet", ".jsonl", ".csv", ".xlsx", ".zip"]),
)
def test_people_come_back_from_our_own_formats(
    tmp_path_factory: pytest.TempPathFactory, people: list[Person], suffix: str
) -> None:
    path = tmp_path_factory.mktemp("people") / f"people{suffix}"
    write_people(people, path)
    reading = read_people(path)
    assert reading.records() == people, reading.report.problems
    assert not reading.report.problems


@GENTLE
@given(
    st.lists(records(Vacancy), min_size=1, max_size=3, unique_by=lambda v: v.vacancy_id),
    st.sampled_from([".parquet", ".jsonl", ".csv", ".xlsx"]),
)
def test_vacancies_come_back_from_our_own_formats(
    tmp_path_factory: pytest.TempPathFactory, vacancies: list[Vacancy], suffix: str
) -> None:
    path = tmp_path_factory.mktemp("vacancies") / f"vacancies{suffix}"
    write_vacancies(vacancies, path)
    reading = read_vacancies(path)
    assert reading.records() == vacancies, reading.report.problems
    assert not reading.report.problems


@GENTLE
@given(records(Person), st.sampled_from(["json_resume", "talentlift"]))
def test_a_person_comes_back_from_exchange_formats(
    tmp_path_factory: pytest.TempPathFactory, person: Person, name: str
) -> None:
    path = tmp_path_factory.mktemp("person") / "person.json"
    write_people([person], path, format=name)
    reading = read_people(path)
    assert reading.reader.name == name
    assert reading.records() == [person], reading.report.problems
    assert not reading.report.problems


cells = st.text(max_size=20) | st.sampled_from(
    ["31/02/1990", "English B2", '"', '"x" y', "a\nb", "Welder, ACME, 2015-2019", "٢٠٢٠", "none", "=1+1", ";", "Germny"]
)


@GENTLE
@given(st.lists(st.lists(cells, min_size=1, max_size=7), min_size=1, max_size=12), st.booleans())
def test_no_table_stops_the_reader_and_every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoted: bool
) -> None:
    headings = ["id", "birth_date", "languages", "skills", "experience", "consent_matching", "residence"]
    stream = io.StringIO(newline="")
    if quoted:
        csv.writer(stream).writerows([headings, *rows])
    else:
        stream.write("\n".join(",".join(row) for row in [headings, *rows]))
    path = tmp_path_factory.mktemp("table") / "people.csv"
    path.write_bytes(stream.getvalue().encode("utf-8", errors="replace"))
    reading = read_people(path)
    kept = sum(len(batch.records) for batch in reading.batches(size=3))
    report = reading.report
    left_out = {p.row for p in report.problems if p.fatal}
    assert kept == report.rows_kept
    assert report.rows_read == kept + len(left_out)
    assert all(p.message and p.remedy for p in report.problems)
    report.write_annotated(path.with_name("copy.csv"))


@GENTLE
@given(st.binary(max_size=400), st.sampled_from([".csv", ".xlsx", ".jsonl", ".json", ".xml", ".parquet"]))
def test_any_bytes_give_records_or_a_plain_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"file{suffix}"
    path.write_bytes(content)
    try:
        read_people(path).records()
    except CrosswalkError as error:
        assert error.message and error.remedy  # noqa: PT017 - most bytes give no error


@given(st.text(max_size=60))
def test_no_text_stops_the_parsers_of_dates_and_money(text: str) -> None:
    for found in (read_date(text), read_period(text), read_salary(text)):
        assert not isinstance(found, Problem) or found.remedy


@given(st.text(max_size=30))
def test_no_text_begins_a_formula_once_it_is_neutralised(text: str) -> None:
    assert not str(neutralise(text)).lstrip(" \n\ufeff").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.booleans())
def test_every_date_is_read_back_in_both_orders(day: date, day_first: bool) -> None:
    layout = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    found = read_date(day.strftime(layout), day_first)
    assert not isinstance(found, Problem)
    assert found.first() == day
