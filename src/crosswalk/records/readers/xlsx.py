"""XLSX: cached values of formulas, merged cells, dates as numbers; unpacked size is checked before opening."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from fastexcel import FastExcelError
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from crosswalk.errors import InputError
from crosswalk.records.guard import unguarded
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.planning import GUIDE, plan_of
from crosswalk.records.readers._quick import plain_book, without_time
from crosswalk.records.readers._table import TableRow, heading_row, table_rows
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem

__all__ = ["PART_LIMIT", "READER", "UNPACKED_LIMIT", "check_zip", "sheet_rows"]

#: Bytes that a workbook may have when unpacked, in all and in the parts that are held in memory at once.
UNPACKED_LIMIT = 1 << 30
PART_LIMIT = 128 << 20
#: A part that unpacks to more than this many times its size, and is not small, is a zip bomb.
RATIO_LIMIT, RATIO_FREE = 200, 16 << 20
_SERIAL_FIRST, _SERIAL_LAST = 10_000, 80_000
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
#: What the libraries raise on a workbook whose parts are cut off, missing or not what they should be.
_DAMAGE = (KeyError, ValueError, TypeError, OSError, EOFError, SyntaxError, zipfile.BadZipFile, DefusedXmlException)
_ERRORS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")


def _damaged(path: Path) -> InputError:
    return InputError("The workbook is damaged.", remedy="Open it in a spreadsheet and save it again.", place=str(path))


def check_zip(path: Path) -> list[zipfile.ZipInfo]:
    """Parts of a zip file whose unpacked sizes are within bounds.

    Raises:
        InputError: It would unpack to more than UNPACKED_LIMIT, or a part grows more than RATIO_LIMIT times.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(path) from error
    held = [p for p in parts if not p.filename.startswith("xl/worksheets/")]
    bomb = any(p.file_size > RATIO_FREE and p.file_size > RATIO_LIMIT * max(p.compress_size, 1) for p in parts)
    if bomb or sum(p.file_size for p in parts) > UNPACKED_LIMIT or any(p.file_size > PART_LIMIT for p in held):
        raise InputError(
            f"The workbook unpacks to more than is allowed ({UNPACKED_LIMIT >> 20} MB in all, "
            f"{PART_LIMIT >> 20} MB of texts, {RATIO_LIMIT} times its size).",
            remedy="Save the rows as CSV, or split the workbook.",
            place=str(path),
        )
    return parts


class _Peculiar(NamedTuple):
    """What the quick reader of rows does not tell: merged ranges, and formulas that were never computed."""

    merged: list[tuple[int, int, int, int]]
    uncomputed: set[tuple[int, int]]


def _peculiarities(path: Path, part: str) -> _Peculiar:
    """One pass over the XML of a sheet, only where its text has merged cells or formulas at all."""
    merged: list[tuple[int, int, int, int]] = []
    uncomputed: set[tuple[int, int]] = set()
    with zipfile.ZipFile(path) as archive:
        with archive.open(part) as stream:
            chunks = iter(lambda: stream.read(1 << 20), b"")
            tail = b""
            for chunk in chunks:
                if b"<mergeCell" in tail + chunk or b"<f" in tail + chunk or b":f>" in tail + chunk:
                    break
                tail = chunk[-16:]
            else:
                return _Peculiar(merged, uncomputed)
        with archive.open(part) as stream:
            for _, element in iterparse(stream, forbid_dtd=True):
                name = element.tag.rpartition("}")[2]
                if name == "c":
                    children = {child.tag.rpartition("}")[2]: child for child in element}
                    if "f" in children and not (children.get("v") is not None and children["v"].text):
                        column, row, *_ = range_boundaries(element.get("r"))
                        uncomputed.add((row, column))
                elif name == "mergeCell":
                    left, top, right, bottom = range_boundaries(element.get("ref"))
                    merged.append((top, left, bottom, right))
                if name in ("row", "mergeCell"):
                    element.clear()
    return _Peculiar(sorted(merged), uncomputed)


def _cell_text(value: Any) -> str:
    """Text of a cell: dates as ISO, numbers without a needless decimal part, truth values as words."""
    if value is None:
        return ""
    if isinstance(value, str):
        return without_time(unescape(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _fill(values: list[Any], number: int, merged: Sequence[tuple[int, int, int, int]], held: dict[Any, Any]) -> None:
    """Every cell of a merged range gets the value of its top left one."""
    for span in merged:
        top, left, bottom, right = span
        if top <= number <= bottom:
            if number == top:
                held[span] = values[left - 1] if left <= len(values) else None
            end = min(right, max(len(values), left))
            values[left - 1 : end] = [held.get(span)] * (end - left + 1)


def _problems(number: int, cells: list[str], uncomputed: set[tuple[int, int]]) -> list[Problem]:
    """Cells of a row that hold an error, or a formula whose value is not in the file; they become unknown."""
    found = []
    for column, text in enumerate(cells, 1):
        if (number, column) in uncomputed:
            code, message = "formula_without_value", "The file holds a formula here but not its value."
            remedy = "Open the workbook in a spreadsheet, let it compute, and save it."
        elif text.startswith("#") and _ERRORS.fullmatch(text):
            code, message, remedy = "cell_error", "The cell holds an error.", "Correct the formula."
        else:
            continue
        cells[column - 1] = ""
        found.append(
            Problem(
                row=number,
                field=f"column {get_column_letter(column)}",
                code=code,
                message=message,
                value=text or None,
                remedy=remedy,
            )
        )
    return found


def _choose(source: Source, sheets: dict[str, bool]) -> str:
    """The sheet that the mapping names, else the first visible one; the others are reported."""
    wanted = source.mapping.sheet
    if wanted is not None and wanted not in sheets:
        raise InputError(
            f"The workbook has no sheet {wanted!r}.", remedy=f"Choose one of: {', '.join(sheets)}.", place=source.file
        )
    if not sheets:
        raise InputError("The workbook has no sheet of cells.", remedy="Check the file.", place=source.file)
    chosen = wanted or next((name for name, visible in sheets.items() if visible), next(iter(sheets)))
    others = [name for name in sheets if name not in (chosen, GUIDE)]
    if others and wanted is None:
        source.report.add(
            [
                Problem(
                    code="sheets_not_read",
                    message=f"Only the sheet {chosen!r} was read; not read: {', '.join(others)}.",
                    remedy="Name the `sheet` in the mapping to read another one.",
                )
            ]
        )
    source.report.sheet = chosen
    return chosen


def sheet_rows(source: Source, dates: set[int]) -> Iterator[TableRow]:
    """Cells of each row of the chosen sheet as text; numbers in the columns `dates` are dates.

    `dates` is read row by row, so that it may be filled once the headings are known.
    """
    parts = check_zip(source.path)
    if book := plain_book(source.path, parts):
        sheet = _choose(source, book.sheets)
        epoch = CALENDAR_MAC_1904 if book.from_1904 else CALENDAR_WINDOWS_1900
        try:
            plain = book.rows(sheet)
        except FastExcelError as error:
            raise _damaged(source.path) from error
        for number, texts in enumerate(plain, 1):
            yield number, _finished(list(texts), dates, epoch), []
        return
    yield from _careful_rows(source, dates)


def _careful_rows(source: Source, dates: set[int]) -> Iterator[TableRow]:
    """The rows of a sheet cell by cell: merged ranges filled, errors and formulas without a value reported."""
    try:
        with source.path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            sheet = book[_choose(source, {s.title: s.sheet_state == "visible" for s in book.worksheets})]
            peculiar = _peculiarities(source.path, sheet._worksheet_path)
            sheet.reset_dimensions()
            yield from _rows_of(sheet, peculiar, dates, book.epoch)
    except _DAMAGE as error:
        raise _damaged(source.path) from error


def _rows_of(sheet: Any, peculiar: _Peculiar, dates: set[int], epoch: datetime) -> Iterator[TableRow]:
    held: dict[Any, Any] = {}
    width = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        width = width or len(values)
        row = [*values, *[None] * (width - len(values))]
        if peculiar.merged:
            _fill(row, number, peculiar.merged, held)
        cells = _finished([_cell_text(v) for v in row], dates, epoch)
        yield number, cells, _problems(number, cells, peculiar.uncomputed)


def _finished(cells: list[str], dates: set[int], epoch: datetime) -> list[str]:
    """Cells without our guards, and with dates for the numbers in date columns: days since the epoch, but no years."""
    for column in dates:
        if column < len(cells) and (found := _SERIAL.fullmatch(cells[column])):
            days = int(found[1])
            if _SERIAL_FIRST <= days <= _SERIAL_LAST:
                cells[column] = from_excel(days, epoch).date().isoformat()
    return unguarded(cells)


def rows(source: Source) -> Iterator[RawRow]:
    """Plain records of one sheet of a workbook."""
    dates: set[int] = set()
    found = sheet_rows(source, dates)
    number, headers = heading_row(source, found)
    while headers and not headers[-1]:
        headers.pop()
    plan = plan_of(source.record, headers, source.mapping, source.file)
    dates |= plan.date_columns
    yield from table_rows(source, plan, number, chain(found))


def _recognises(path: Path, head: bytes) -> bool:
    if not head.startswith(b"PK\x03\x04") or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.startswith("xl/workbook") for name in archive.namelist())


READER = Reader(name="xlsx", suffixes=(".xlsx", ".xlsm"), records=(Person, Vacancy), recognises=_recognises, rows=rows)
