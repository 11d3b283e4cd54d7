"""CSV and XLSX that are safe to open: no cell that we write is ever computed by a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl

from crosswalk.errors import InputError, UsageError
from crosswalk.records.model import Person
from crosswalk.records.planning import ANNOTATION
from crosswalk.records.report import Report

__all__ = ["neutralise", "write_annotated", "write_sheet"]

#: A spreadsheet computes a cell that begins with one of these, also in their full-width forms.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: Longest text of a spreadsheet cell.
_CELL_LIMIT = 32_767
_XLSX_ROWS = 1_048_576
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


def neutralise(value: Any) -> Any:
    """A cell that no spreadsheet computes: an apostrophe goes before text that would begin a formula.

    Numbers stay numbers. Our readers take the apostrophe off again.

    Example:
        >>> neutralise("=HYPERLINK(1)"), neutralise("+212 600"), neutralise("-"), neutralise(-5)
        ("'=HYPERLINK(1)", "'+212 600", "'-", -5)
    """
    if not isinstance(value, str):
        return value
    if value.lstrip(" \n\ufeff").startswith(_DANGEROUS) or value.startswith(("\t", "\r")):
        return f"'{value}"
    return value


def _write_csv(rows: Iterable[Iterable[Any]], path: Path) -> int:
    # The byte order mark makes spreadsheets read the file as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        written = 0
        for row in rows:
            writer.writerow([neutralise(value) for value in row])
            written += 1
    return written


def _write_xlsx(rows: Iterable[Iterable[Any]], path: Path, title: str) -> int:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    written = 0
    for row in rows:
        if written == _XLSX_ROWS:
            book.close()
            raise UsageError("A sheet has room for 1,048,576 rows only.", remedy="Write CSV.", place=str(path))
        sheet.append([_xlsx_value(value) for value in row])
        written += 1
    book.save(path)
    return written


def _xlsx_value(value: Any) -> Any:
    return neutralise(value).translate(_ILLEGAL)[:_CELL_LIMIT] if isinstance(value, str) else value


def write_sheet(rows: Iterable[Iterable[Any]], path: Path, *, title: str = "Sheet") -> int:
    """Write rows to a .csv or .xlsx file with every cell neutralised; returns the number of rows written.

    Raises:
        UsageError: The suffix is neither, or the rows do not fit into a sheet.
    """
    if path.suffix.lower() == ".csv":
        return _write_csv(rows, path)
    if path.suffix.lower() == ".xlsx":
        return _write_xlsx(rows, path, title)
    raise UsageError(f"A sheet cannot be written as {path.suffix!r}.", remedy="End the name in .csv or .xlsx.")


def _input_rows(report: Report) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row of the table that was read."""
    from crosswalk.records.mapping import Mapping  # noqa: PLC0415 - readers know writers through reports
    from crosswalk.records.readers.csv import RECORD_LIMIT, csv_rows  # noqa: PLC0415
    from crosswalk.records.readers.xlsx import sheet_rows  # noqa: PLC0415
    from crosswalk.records.reading import Source  # noqa: PLC0415

    path = report.path
    if path is None or not path.is_file():
        raise InputError("The file that was read is not there any more.", remedy="Read it again.", place=report.file)
    if report.delimiter and report.encoding:
        with path.open(encoding=report.encoding, errors="replace", newline="") as stream:
            if stream.readline(8)[:4].lower() != "sep=":
                stream.seek(0)
            for number, cells, problems in csv_rows(stream, report.delimiter):
                yield number, cells if cells is not None else [p.value or "" for p in problems][:RECORD_LIMIT]
        return
    source = Source(path, Person, Mapping(sheet=report.sheet), Report(file=report.file))
    for number, cells, _ in sheet_rows(source, set()):
        yield number, cells or []


def write_annotated(report: Report, path: Path, *, only_bad: bool = False) -> Path:
    """The rows that were read with a last column `problems`; see `Report.write_annotated`."""
    if report.sheet is None and report.delimiter is None:
        table = report.as_table()
        write_sheet(chain([table.columns], table.iter_rows()), path, title="problems")
        return path
    said: dict[int, list[str]] = {}
    for problem in report.problems:
        where = f"{problem.field}: " if problem.field else ""
        said.setdefault(problem.row or 0, []).append(f"{where}{problem.message} {problem.remedy}".strip())
    rows = _input_rows(report)
    write_sheet(_annotated(rows, said, only_bad), path, title=report.sheet or "rows")
    return path


def _annotated(
    rows: Iterator[tuple[int, list[str]]], said: dict[int, list[str]], only_bad: bool
) -> Iterator[list[str]]:
    width = 0
    for number, cells in rows:
        if not width:
            if not any(c.strip() for c in cells):
                continue
            width = len(cells)
            yield [*cells, ANNOTATION]
            continue
        if only_bad and number not in said:
            continue
        padded = [*cells, *[""] * (width - len(cells))]
        yield [*padded, " | ".join(said.get(number, ()))]
