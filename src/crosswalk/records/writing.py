"""Write people and vacancies, so that data can leave: tables, JSON Lines, Parquet, JSON Resume, TalentLift."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from crosswalk.errors import UsageError
from crosswalk.records.columnar import to_mapping
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.reading import BATCH_ROWS, Batch, Reading

__all__ = ["Writer", "write_people", "write_vacancies"]

#: What can be written: a reading, batches, records or a frame.
Writable = Reading[Any] | pl.DataFrame | Iterable[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One format: a module in `writers/` that holds one of these as WRITER is found by itself.

    Attributes:
        name: Name of the format, as given to `write_people(..., format=...)`.
        suffixes: Suffixes that mean this format when no name is given.
        records: Record classes that it can hold.
        write: Writes batches of a record class to a path; returns the number of records written.
    """

    name: str
    suffixes: tuple[str, ...]
    records: tuple[type, ...]
    write: Callable[[Iterator[Batch[Any]], Path, type], int]


def _batches(data: Writable, record: type) -> Iterator[Batch[Any]]:
    if isinstance(data, Reading):
        yield from data.batches()
        return
    if isinstance(data, pl.DataFrame):
        for part in data.iter_slices(BATCH_ROWS):
            yield Batch(record, part.to_dicts())
        return
    stream = iter(data)
    while chunk := list(islice(stream, BATCH_ROWS)):
        if isinstance(chunk[0], Batch):
            yield from chunk
        else:
            yield Batch(record, [to_mapping(r) for r in chunk])


def _write(data: Writable, path: Path | str, record: type, name: str | None) -> int:
    from crosswalk.records.writers import writer_for  # noqa: PLC0415 - writers know this module

    path = Path(path)
    writer = writer_for(name, path.suffix.lower())
    if record not in writer.records:
        raise UsageError(
            f"The format {writer.name} cannot hold a {record.__name__.lower()}.",
            remedy="Write parquet, jsonl, csv or xlsx.",
        )
    part = path.with_name(f".part-{path.name}")
    try:
        written = writer.write(_batches(data, record), part, record)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return written


def write_people(data: Writable, path: Path | str, *, format: str | None = None) -> int:
    """Write people to a file, in steady memory; a file that exists is replaced only when all is written.

    Args:
        data: What `read_people` gives, or batches, records, or a frame under `schema_of(Person)`.
        path: File to write.
        format: parquet, jsonl, csv, xlsx, json_resume or talentlift; by the suffix where absent.

    Returns:
        Number of people written.

    Raises:
        UsageError: The format is not known, or cannot hold what is given.
    """
    return _write(data, path, Person, format)


def write_vacancies(data: Writable, path: Path | str, *, format: str | None = None) -> int:
    """Write vacancies to a file: parquet, jsonl, csv or xlsx. Arguments and errors as for `write_people`."""
    return _write(data, path, Vacancy, format)
