"""CSV and XLSX that are safe to open: no cell that we write is ever computed by a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from crosswalk.errors import InputError, UsageError
from crosswalk.records.guard import neutralise
from crosswalk.records.model import Person
from crosswalk.records.planning import ANNOTATION
from crosswalk.records.report import Report

__all__ = ["CELL_LIMIT", "cell_text", "write_annotated", "write_sheet"]

#: Longest text of a spreadsheet cell.
CELL_LIMIT = 32_767
#: Text that a workbook would take for a character written by its number, such as _x0041_.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_XLSX_ROWS = 1_048_576
#: Characters that XML does not have.
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


def cell_text(text: str) -> str:
    """A text as a cell of a workbook gives it back: one kind of line end, no control characters, not too long."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ILLEGAL)[: CELL_LIMIT - 1]


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
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load, and needed for workbooks only

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    written = 0
    try:
        for row in rows:
            if written == _XLSX_ROWS:
                raise UsageError("A sheet has room for 1,048,576 rows only.", remedy="Write CSV.", place=str(path))
            sheet.append([_xlsx_value(value) for value in row])
            written += 1
    except BaseException:
        sheet.close()  # ends its unfinished XML, which would complain when it is collected
        raise
    book.save(path)
    return written


def _xlsx_value(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _LOOKS_ESCAPED.sub("_x005F_", neutralise(value).translate(_ILLEGAL)[:CELL_LIMIT])


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
