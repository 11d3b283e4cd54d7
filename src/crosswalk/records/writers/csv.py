"""CSV: a table that people can read and edit; its last column holds what cells cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswalk.records.model import Person, Vacancy
from crosswalk.records.reading import Batch
from crosswalk.records.rendering import table_of
from crosswalk.records.writers.sheets import write_sheet
from crosswalk.records.writing import Writer

__all__ = ["WRITER"]


def _write(batches: Iterator[Batch[Any]], path: Path, record: type) -> int:
    rows = (row for batch in batches for row in batch.rows)
    return write_sheet(table_of(record, rows), path) - 1


WRITER = Writer(name="csv", suffixes=(".csv",), records=(Person, Vacancy), write=_write)
