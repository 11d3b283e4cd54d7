"""XLSX: a workbook that people can read and edit; its last column holds what cells cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswalk.errors import UsageError
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.reading import Batch
from crosswalk.records.rendering import table_of
from crosswalk.records.writers.sheets import CELL_LIMIT, cell_text, write_sheet
from crosswalk.records.writing import Writer

__all__ = ["WRITER"]


def _write(batches: Iterator[Batch[Any]], path: Path, record: type) -> int:
    rows = (row for batch in batches for row in batch.rows)
    return write_sheet(_fitting(table_of(record, rows, cell_text), path), path, title=record.__name__) - 1


def _fitting(rows: Iterator[list[str]], path: Path) -> Iterator[list[str]]:
    """The rows, as long as what they say fits into cells; nothing is cut off silently."""
    for row in rows:
        if len(row[-1]) > CELL_LIMIT:
            raise UsageError(
                f"The record {row[0]!r} says more than a cell of a workbook can hold.",
                remedy="Write CSV, JSON Lines or Parquet.",
                place=str(path),
            )
        yield row


WRITER = Writer(name="xlsx", suffixes=(".xlsx",), records=(Person, Vacancy), write=_write)
