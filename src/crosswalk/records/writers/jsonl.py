"""JSON Lines: one record a line under its own field names; what is absent is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from crosswalk.records.model import Person, Vacancy
from crosswalk.records.reading import Batch
from crosswalk.records.strict import sparse
from crosswalk.records.writing import Writer

__all__ = ["WRITER", "json_text"]


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON of plain data; dates as ISO 8601, letters of every script as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=date.isoformat, indent=indent)


def _write(batches: Iterator[Batch[Any]], path: Path, _record: type) -> int:
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for batch in batches:
            stream.writelines(json_text(sparse(row)) + "\n" for row in batch.rows)
            written += len(batch)
    return written


WRITER = Writer(name="jsonl", suffixes=(".jsonl", ".ndjson"), records=(Person, Vacancy), write=_write)
