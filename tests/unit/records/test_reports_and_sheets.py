"""Row reports, annotated copies, templates; nothing that we write is computed by a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from crosswalk.errors import UsageError
from crosswalk.records import (
    Person,
    Problem,
    Report,
    Vacancy,
    neutralise,
    read_people,
    read_vacancies,
    template,
    write_sheet,
)
from crosswalk.records import report as report_module

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")', "\n=1"]


@pytest.mark.parametrize("text", EVIL)
def test_text_that_begins_a_formula_is_neutralised(text: str) -> None:
    assert neutralise(text) == f"'{text}"


def test_harmless_text_and_numbers_stay_as_they_are() -> None:
    assert [neutralise(v) for v in ("a=b", "1-2", -5, None, "")] == ["a=b", "1-2", -5, None, ""]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_cell_of_a_written_sheet_is_a_formula(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"sheet{suffix}"
    write_sheet([EVIL, ["x", 1, None]], path)
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = [c for row in csv.reader(stream) for c in row]
    else:
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        found = [c for row in sheet.iter_rows() for c in row]
        assert all(c.data_type != "f" for c in found)
        cells = [str(c.value) for c in found if c.value is not None]
    assert not any(c.startswith(("=", "+", "-", "@", "\t", "\r")) for c in cells)


def test_our_guard_is_taken_off_when_we_read_again(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    write_sheet([["id", "phone", "last name"], ["1", "+212 600", "'quoted"]], path)
    person = read_people(path).records()[0]
    assert (person.phone, person.family_name) == ("+212 600", "'quoted")


def test_a_sheet_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_sheet([["a"]], tmp_path / "a.ods")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_annotated_copy_holds_every_row_and_can_be_mended_and_read_again(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"people{suffix}"
    write_sheet([["id", "sex", "phone"], ["1", "F", "+1"], ["2", "qq", ""], ["2", "M", ""]], path)
    reading = read_people(path)
    reading.records()
    copy = reading.report.write_annotated(tmp_path / f"copy{suffix}")
    again = read_people(copy)
    assert [p.person_id for p in again.records()] == ["1", "2"]
    assert again.report.as_json()["problems_by_code"] == {"unknown_value": 1, "duplicate_id": 1}
    bad = reading.report.write_annotated(tmp_path / "bad.csv", only_bad=True)
    with bad.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["id", "sex", "phone", "problems"]
    assert [row[0] for row in rows[1:]] == ["2", "2"]
    assert "Row 3 has the same id" in rows[2][3]


def test_rows_that_could_not_be_split_are_in_the_annotated_copy_too(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('id,last name\n1,"Doe" x,y,z\n2,Roe\n', encoding="utf-8")
    reading = read_people(path)
    assert len(reading.records()) == 1
    copy = reading.report.write_annotated(tmp_path / "copy.csv")
    assert "1," in copy.read_text(encoding="utf-8-sig")
    assert "quotation mark" in copy.read_text(encoding="utf-8-sig")


def test_the_report_of_a_file_that_is_no_table_is_a_table_of_problems(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('{"person_id": "1", "sex": "=1+1"}', encoding="utf-8")
    reading = read_people(path)
    reading.records()
    text = reading.report.write_annotated(tmp_path / "problems.csv").read_text(encoding="utf-8-sig")
    assert "unknown_value" in text
    assert ",'=1+1," in text


def test_a_report_is_a_table_and_json() -> None:
    report = Report(file="people.csv", rows_read=2, rows_kept=1)
    report.add([Problem(row=2, code="missing_id", message="The row has no id.", fatal=True, value="x" * 500)])
    assert report.as_table().row(0, named=True)["row"] == 2
    assert len(report.as_json()["problems"][0]["value"]) == 80


def test_a_report_stays_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_module, "REPORT_LIMIT", 3)
    report = Report(file="people.csv")
    report.add(Problem(row=i, code="x", message="m") for i in range(10))
    assert (len(report.problems), report.problems_not_listed, report.counts["x"]) == (3, 7, 10)


@pytest.mark.parametrize("record", [Person, Vacancy])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_template_reads_without_a_problem_with_and_without_its_mapping(
    tmp_path: Path, record: type, suffix: str
) -> None:
    found = template(record)
    table, mapping = found.write(tmp_path / f"template{suffix}"), found.write(tmp_path / "template.yaml")
    read = read_people if record is Person else read_vacancies
    for chosen in (None, mapping):
        reading = read(table, mapping=chosen)
        assert len(reading.records()) == 1
        assert reading.report.problems == []
