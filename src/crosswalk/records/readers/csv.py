"""CSV: any common encoding and separator; damaged quotes, long cells and ragged rows cost one row, not the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from crosswalk.errors import InputError
from crosswalk.records.encoding import detect_encoding
from crosswalk.records.guard import unguarded
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.planning import plan_of
from crosswalk.records.readers._table import TableRow, heading_row, table_rows
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem

__all__ = ["READER", "RECORD_LIMIT", "csv_rows", "find_delimiter"]

#: Characters of one row; a longer one is left out and reported.
RECORD_LIMIT = 4_000_000
_DELIMITERS = ",;\t|"
_SAMPLE = 65_536


class _Lines:
    """Lines of a stream, bounded in length; remembers those of the current record so that they can be read again."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.again: deque[str] = deque()
        self.taken: list[str] = []
        self.overlong = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else self.stream.readline(RECORD_LIMIT)
        if not line:
            raise StopIteration
        if len(line) >= RECORD_LIMIT and line[-1] not in "\r\n":
            self.overlong = True
            while (more := self.stream.readline(RECORD_LIMIT)) and more[-1] not in "\r\n":
                pass
            line = "\n"
        self.taken.append(line)
        return line


@contextmanager
def _long_cells() -> Iterator[None]:
    """Cells up to RECORD_LIMIT, for one damaged or very long row; the limit of the process is put back after."""
    before = csv.field_size_limit(RECORD_LIMIT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def find_delimiter(sample: str) -> str:
    """The separator under which most of the first rows have as many cells as the headings.

    Example:
        >>> find_delimiter("id;name\\n1;Doe, Jane\\n2;Roe, Joe\\n")
        ';'
    """
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        rows = [r for r in islice(csv.reader(sample.splitlines(), delimiter=delimiter), 50) if r]
        width = len(rows[0]) if rows else 0
        if width > 1:
            score = (sum(len(r) == width for r in rows[:-1] or rows) / len(rows[:-1] or rows), width)
            best, best_score = max((best_score, best), (score, delimiter))[::-1]
    return best


def _bad_quotes(number: int, text: str, mended: bool) -> Problem:
    what = "it was read as it stands" if mended else "the row was left out"
    return Problem(
        row=number,
        code="bad_quotes",
        message=f"A quotation mark is opened and not closed in its place; {what}.",
        value=text.strip(),
        remedy='Write a quotation mark within quoted text twice ("").',
        fatal=not mended,
    )


def _long_row(number: int) -> Problem:
    return Problem(
        row=number,
        code="row_too_long",
        message=f"The row has more than {RECORD_LIMIT:,} characters; it was left out.",
        remedy="Check the quotation marks and line ends of the file.",
        fatal=True,
    )


def _one_long_record(lines: _Lines, delimiter: str, width: int) -> list[str] | None:
    """The current record read again with long cells allowed, where that gives as many cells as there are headings."""
    lines.again.extendleft(reversed(lines.taken))
    lines.taken.clear()

    def bounded() -> Iterator[str]:
        size = 0
        for line in lines:
            size += len(line)
            if size > RECORD_LIMIT:
                return
            yield line

    with _long_cells():
        try:
            cells = next(csv.reader(bounded(), delimiter=delimiter, strict=True))
        except (csv.Error, StopIteration):
            return None
    return cells if len(cells) == width else None


def _recover(lines: _Lines, delimiter: str, width: int, number: int) -> TableRow:
    """A record that could not be split: a long cell, else its first line alone; the lines after it are read again."""
    if cells := _one_long_record(lines, delimiter, width):
        return number, cells, []
    first, *rest = lines.taken
    lines.again.extendleft(reversed(rest))
    with _long_cells():
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            cells = next(csv.reader([first], delimiter=delimiter, quoting=quoting), [])
            if len(cells) == width:
                return number, cells, [_bad_quotes(number, first, True)]
    return number, None, [_bad_quotes(number, first, False)]


def csv_rows(stream: TextIO, delimiter: str) -> Iterator[TableRow]:
    """Cells of each record, numbered as a spreadsheet would; the first record gives the width of the rest."""
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, width = 0, 0
    while True:
        lines.taken.clear()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _recover(lines, delimiter, width, number)
            continue
        if lines.overlong:
            lines.overlong = False
            yield number, None, [_long_row(number)]
            continue
        width = width or len(cells)
        yield number, unguarded(cells), []


def open_table(source: Source) -> tuple[TextIO, str]:
    """The text of the file and its separator; both are noted in the report."""
    encoding, notes = (source.mapping.encoding, ()) if source.mapping.encoding else detect_encoding(source.path)
    source.report.add(notes)
    try:
        stream = source.path.open(encoding=encoding, errors="replace", newline="")
    except LookupError as error:
        raise InputError(
            f"The encoding {encoding!r} is not known.", remedy="Write utf-8, cp1252, cp1256 ...", place=str(source.path)
        ) from error
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    if sample[:4].lower() == "sep=" and sample[5:6] in ("\r", "\n"):
        stream.readline()
        return stream, sample[4]
    delimiter = source.mapping.delimiter or find_delimiter(sample)
    source.report.encoding, source.report.delimiter = encoding, delimiter
    return stream, delimiter


def rows(source: Source) -> Iterator[RawRow]:
    """Plain records of a CSV file."""
    stream, delimiter = open_table(source)
    with stream:
        found = csv_rows(stream, delimiter)
        number, headers = heading_row(source, found)
        plan = plan_of(source.record, headers, source.mapping, source.file)
        yield from table_rows(source, plan, number, found)


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in (".csv", ".tsv") and not head.startswith(b"PK\x03\x04")


READER = Reader(
    name="csv", suffixes=(".csv", ".tsv", ".txt"), records=(Person, Vacancy), recognises=_recognises, rows=rows
)
