"""Workbooks: formulas, merged cells, dates as numbers, several sheets, and files made to do harm."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crosswalk.errors import InputError
from crosswalk.records import Person, Reading, read_people
from crosswalk.records.readers import xlsx


def workbook(tmp_path: Path, rows: list[list[Any]], *, merge: str | None = None, sheets: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "People"
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    for name in sheets:
        book.create_sheet(name)
    path = tmp_path / "people.xlsx"
    book.save(path)
    return path


def codes(reading: Reading[Person]) -> list[tuple[int | None, str | None, str]]:
    return [(p.row, p.field, p.code) for p in reading.report.problems]


def test_numbers_dates_and_truth_values_are_read_as_they_are_meant(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["id", "date of birth", "phone", "consent", "job1 title", "job1 start", "job1 end"],
            [1.0, datetime(1990, 3, 4), 212600000101, True, "Welder", 42005, 2019],  # noqa: DTZ001 - a cell has no zone
            [2, 32936, None, False, None, None, None],
        ],
    )
    reading = read_people(path)
    first, second = reading.records()
    assert (first.person_id, first.birth_date, first.phone, first.consent_matching) == (
        "1",
        date(1990, 3, 4),
        "212600000101",
        True,
    )
    assert first.experience is not None
    assert (first.experience[0].start, first.experience[0].end) == (date(2015, 1, 1), date(2019, 1, 1))
    assert (second.birth_date, second.consent_matching) == (date(1990, 3, 4), False)
    assert codes(reading) == []


def test_merged_cells_are_filled_from_the_top_left(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [["id", "residence", "skills"], [1, "Jordan", "a"], [2, None, "b"], [3, None, "c"], [4, "Kenya", "d"]],
        merge="B2:B4",
    )
    assert [p.residence for p in read_people(path).records()] == ["JOR", "JOR", "JOR", "KEN"]


def test_a_formula_without_its_value_and_a_cell_error_are_reported(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["id", "last name", "skills"], [1, '="A"&"B"', "x"], [2, "Roe", "#REF!"]])
    reading = read_people(path)
    first, second = reading.records()
    assert (first.family_name, second.skills) == (None, None)
    assert codes(reading) == [(2, "column B", "formula_without_value"), (3, "column C", "cell_error")]


def test_a_formula_with_its_value_is_read_by_its_value(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["id", "last name"], [1, "=1+1"]])
    changed = tmp_path / "computed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = (
                old.read(name)
                .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
                .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            )
            new.writestr(name, data)
    reading = read_people(changed)
    assert [p.family_name for p in reading.records()] == ["2"]
    assert codes(reading) == []


def test_only_the_first_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["id", "last name"], [1, "Doe"]], sheets=("Archive",))
    reading = read_people(path)
    assert len(reading.records()) == 1
    assert [p.code for p in reading.report.problems] == ["sheets_not_read"]
    assert "Archive" in reading.report.problems[0].message


def test_a_sheet_that_does_not_exist_is_refused_with_the_names_of_those_that_do(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["id", "last name"], [1, "Doe"]])
    (tmp_path / "m.yaml").write_text("sheet: Peple", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_people(path, mapping=tmp_path / "m.yaml").records()
    assert "People" in caught.value.remedy


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (xlsx.RATIO_FREE + 1))
    assert path.stat().st_size < 100_000
    with pytest.raises(InputError, match="unpacks to more than is allowed"):
        read_people(path).records()


def test_too_many_texts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, [["id", "last name"], [1, "Doe"]])
    monkeypatch.setattr(xlsx, "PART_LIMIT", 10)
    with pytest.raises(InputError, match="unpacks"):
        read_people(path).records()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old Office file"),
        (b"PK\x03\x04 this is no zip", "damaged"),
        (b"", "empty"),
    ],
)
def test_a_workbook_that_cannot_be_opened_says_why(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_people(path).records()
    assert caught.value.remedy


def test_a_workbook_with_broken_xml_is_damaged_not_a_crash(tmp_path: Path) -> None:
    good = workbook(tmp_path, [["id", "last name"], [1, "Doe"]])
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        bad = tmp_path / "bad.xlsx"
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name)[: 40 if name == part else None])
        with pytest.raises(InputError, match="damaged"):
            read_people(bad).records()


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path, [["id", "last name"], [1, "Doe"]], merge="A2:B2")
    bad = tmp_path / "bad.xlsx"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, bomb + data if name.endswith("sheet1.xml") else data)
    with pytest.raises(InputError, match="damaged"):
        read_people(bad).records()


def test_a_cell_in_a_far_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "headline"])
    sheet.append(["p1", "Welder"])
    sheet["XFD20000"] = "far"
    book.save(path)
    reading = read_people(path)
    assert [p.person_id for p in reading.records()] == ["p1"]
    assert codes(reading) == [(20000, None, "too_many_cells")]
