"""Values of a plain sheet read at once, many times faster than cell by cell; not for merged cells, formulas, errors."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import fastexcel
import polars as pl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

__all__ = ["PlainBook", "plain_book", "without_time"]

#: Bytes of a sheet that are held in memory at once; a longer one is read row by row.
QUICK_LIMIT = 128 << 20
#: Cells of the rectangle that a sheet spans, empty ones included; one cell in a far corner makes it huge.
CELL_LIMIT = 10_000_000
_ROWS = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,3}(\d{1,9})""")
_COLUMNS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})\d""")
_WORKBOOK = "xl/workbook.xml"
_SHEETS = "xl/worksheets/"
#: What must be looked at cell by cell: merged ranges, formulas, errors.
_PECULIAR = re.compile(rb"""[<:](?:mergeCell|f[ />])|t=["']e["']""")
_OVERLAP = 32
#: A moment counts as its day, whether it is a date of the workbook or a text; day zero is only a time of day.
_TIME_OF_DAY = r"^1899-12-3[01] (\d\d:\d\d:\d\d)(?:\.\d+)?$"
_MOMENT = r"^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(?:\.\d+)?$"


def without_time(text: str) -> str:
    """The day of a moment, the time of a mere time of day; any other text as it is.

    Example:
        >>> without_time("2020-03-04 05:06:07"), without_time("1899-12-31 05:06:07"), without_time("Room 5")
        ('2020-03-04', '05:06:07', 'Room 5')
    """
    return re.sub(_MOMENT, r"\1", re.sub(_TIME_OF_DAY, r"\1", text))


class PlainBook(NamedTuple):
    """A workbook whose sheets are values only.

    Attributes:
        path: The file.
        sheets: Name of each sheet, and whether it is visible.
        from_1904: Whether its days count from 1904 and not from 1900.
    """

    path: Path
    sheets: dict[str, bool]
    from_1904: bool

    def rows(self, sheet: str) -> Iterator[Sequence[str]]:
        """Cells of each row as text, from the first row of the sheet and the first column in use on; dates as ISO 8601.

        Raises:
            fastexcel.FastExcelError: The sheet is damaged.
        """
        book = fastexcel.read_excel(str(self.path))
        table = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
        texts = pl.all().str.replace(_TIME_OF_DAY, "$1").str.replace(_MOMENT, "$1").fill_null("")
        return iter(table.select(texts).iter_rows())


def plain_book(path: Path, parts: list[zipfile.ZipInfo]) -> PlainBook | None:
    """The workbook, where all its sheets are values only and short enough; None where cells must be looked at.

    Args:
        path: A file whose parts are within bounds.
        parts: These parts.
    """
    names = [part.filename for part in parts]
    sheets = [part for part in parts if part.filename.startswith(_SHEETS) and part.filename.endswith(".xml")]
    if _WORKBOOK not in names or any(name.startswith(("xl/chartsheets/", "xl/dialogsheets/")) for name in names):
        return None
    if sum(part.file_size for part in sheets) > QUICK_LIMIT:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            if any(_needs_care(archive, part.filename) for part in sheets):
                return None
            book = fromstring(archive.read(_WORKBOOK), forbid_dtd=True)
    except (SyntaxError, DefusedXmlException, zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError):
        return None  # the careful reader says what is wrong
    found = {
        element.get("name", ""): element.get("state", "visible") == "visible"
        for element in book.iter()
        if element.tag.rpartition("}")[2] == "sheet"
    }
    epochs = (element.get("date1904") for element in book.iter() if element.tag.rpartition("}")[2] == "workbookPr")
    return PlainBook(path, found, any(epoch in ("1", "true") for epoch in epochs)) if found else None


def _needs_care(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a sheet has what must be looked at cell by cell, or is so wide and long that it would fill the memory."""
    last_row = last_column = 0
    with archive.open(name) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            text = tail + chunk
            if _PECULIAR.search(text):
                return True
            last_row = max(last_row, *map(int, _ROWS.findall(text)), 0)
            last_column = max(last_column, *map(_column, set(_COLUMNS.findall(text))), 0)
            if last_row * last_column > CELL_LIMIT:
                return True
            tail = text[-_OVERLAP:]
    return False


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
