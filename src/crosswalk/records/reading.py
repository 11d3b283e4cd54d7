"""Read people and vacancies from any file that a reader knows: in batches, with a report of every bad row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import numpy as np
import polars as pl

from crosswalk.errors import InputError
from crosswalk.records.checks import inconsistencies
from crosswalk.records.columnar import from_mapping, schema_of
from crosswalk.records.fields import id_field
from crosswalk.records.mapping import Mapping, read_mapping
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.report import Problem, Report

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "BATCH_ROWS",
    "Batch",
    "RawRow",
    "Reader",
    "Reading",
    "Source",
    "arrow_schema",
    "read_people",
    "read_vacancies",
]

R = TypeVar("R")
#: Rows of one batch; memory grows with this, not with the file.
BATCH_ROWS = 5_000

#: What a reader yields: row number, plain record (None where it could not be read), problems.
RawRow = tuple[int, dict[str, Any] | None, list[Problem]]


@cache
def arrow_schema(record: Any) -> pa.Schema:
    """Arrow schema of a record class; the same as the Polars schema of `schema_of`."""
    return pl.DataFrame(schema=schema_of(record)).to_arrow(compat_level=pl.CompatLevel.oldest()).schema


@dataclass
class Batch(Generic[R]):
    """Some records of a file, as plain rows; records, Arrow table and frame are made when asked for."""

    record: type[R]
    rows: list[dict[str, Any]]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def records(self) -> list[R]:
        """The records, in the order of the file."""
        return [from_mapping(self.record, row) for row in self.rows]

    @property
    def table(self) -> pa.Table:
        """Arrow table under `arrow_schema(record)`."""
        import pyarrow as pa  # noqa: PLC0415 - slow to load, and not needed to match

        schema: pa.Schema = arrow_schema(cast("Any", self.record))
        return pa.Table.from_pylist(self.rows, schema=schema)

    @property
    def frame(self) -> pl.DataFrame:
        """Polars frame under `schema_of(record)`."""
        found = pl.from_arrow(self.table)
        assert isinstance(found, pl.DataFrame)
        return found


@dataclass(slots=True)
class Source:
    """What a reader gets: the file, what to read from it, how, and the report to write to."""

    path: Path
    record: type
    mapping: Mapping
    report: Report

    @property
    def file(self) -> str:
        """Name of the file without its folder, for evidence and messages."""
        return self.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format: a module in `readers/` that holds one of these as READER is found by itself.

    Attributes:
        name: Name of the format.
        suffixes: Suffixes of its files, with the dot.
        records: Record classes that it can give.
        recognises: Whether a file is of this format: (path, first 64 kB).
        rows: Reads a source row by row; raises InputError where the file cannot be read at all.
    """

    name: str
    suffixes: tuple[str, ...]
    records: tuple[type, ...]
    recognises: Callable[[Path, bytes], bool]
    rows: Callable[[Source], Iterator[RawRow]]


class _Seen:
    """Ids that were read and their rows, 16 bytes each, so that duplicates are found in steady memory."""

    def __init__(self) -> None:
        self.keys = np.empty(0, dtype=np.uint64)
        self.rows = np.empty(0, dtype=np.int64)

    def first_rows(self, ids: list[str], numbers: list[int]) -> list[int | None]:
        """For each id the row where it came first, if that is another one; then remember the new ids."""
        packed = b"".join(blake2b(i.encode(), digest_size=8).digest() for i in ids)
        keys = np.frombuffer(packed, dtype=np.uint64)
        places = np.searchsorted(self.keys, keys)
        inside = np.minimum(places, max(len(self.keys) - 1, 0))
        old = (self.keys[inside] == keys) if len(self.keys) else np.zeros(len(keys), dtype=bool)
        found: list[int | None] = []
        here: dict[int, int] = {}
        for i, key in enumerate(keys.tolist()):
            first = int(self.rows[inside[i]]) if old[i] else here.get(key)
            found.append(first)
            if first is None:
                here[key] = numbers[i]
        new = np.fromiter(sorted(here), dtype=np.uint64, count=len(here))
        rows = np.fromiter((here[k] for k in sorted(here)), dtype=np.int64, count=len(here))
        at = np.searchsorted(self.keys, new)
        self.keys, self.rows = np.insert(self.keys, at, new), np.insert(self.rows, at, rows)
        return found


@dataclass
class Reading(Generic[R]):
    """A file about to be read. Each pass reads it afresh; the report belongs to the latest pass.

    Attributes:
        path: The file.
        record: Class of its records.
        reader: The format.
        mapping: How its columns are read, for tables.
        progress: Called after each batch with the number of rows read so far.
    """

    path: Path
    record: type[R]
    reader: Reader
    mapping: Mapping
    progress: Callable[[int], None] | None = None
    report: Report = field(init=False)

    def __post_init__(self) -> None:
        self.report = Report(file=self.path.name, path=self.path)

    def batches(self, size: int = BATCH_ROWS) -> Iterator[Batch[R]]:
        """Batches of good records, in file order; `report` is complete once they are exhausted.

        Raises:
            InputError: The file cannot be read at all. A bad row never raises.
        """
        self.report = Report(file=self.path.name, path=self.path)
        seen, waiting = _Seen(), []
        for raw in self.reader.rows(Source(self.path, self.record, self.mapping, self.report)):
            waiting.append(raw)
            if len(waiting) >= size:
                yield self._finish(waiting, seen)
                waiting = []
        if waiting:
            yield self._finish(waiting, seen)

    def records(self) -> list[R]:
        """All good records of the file at once."""
        return [record for batch in self.batches() for record in batch.records]

    def frame(self) -> pl.DataFrame:
        """All good records of the file as one frame under `schema_of(record)`."""
        import pyarrow as pa  # noqa: PLC0415 - slow to load, and not needed to match

        tables = [batch.table for batch in self.batches()]
        found = pl.from_arrow(pa.concat_tables(tables)) if tables else pl.DataFrame(schema=schema_of(self.record))
        assert isinstance(found, pl.DataFrame)
        return found

    def _finish(self, raw: list[RawRow], seen: _Seen) -> Batch[R]:
        """Check ids and consistency, note the problems, keep the good rows."""
        identity, report = id_field(self.record), self.report
        good = [entry for entry in raw if entry[1] and entry[1].get(identity)]
        ids = [str(row[identity]) for _, row, _ in good if row]
        firsts = iter(seen.first_rows(ids, [number for number, _, _ in good]))
        kept: list[dict[str, Any]] = []
        for number, row, problems in raw:
            report.rows_read += 1
            report.add(problems)
            fatal = any(p.fatal for p in problems)
            if row is None:
                continue
            if not row.get(identity):
                report.add([_missing_id(number, identity)])
                continue
            first = next(firsts)
            if first is not None:
                report.add([_duplicate(number, identity, str(row[identity]), first)])
            elif not fatal:
                report.add(replace(p, row=number) for p in inconsistencies(row))
                kept.append(row)
        report.rows_kept += len(kept)
        if self.progress:
            self.progress(report.rows_read)
        return Batch(self.record, kept)


def _missing_id(number: int, identity: str) -> Problem:
    return Problem(
        row=number,
        field=identity,
        code="missing_id",
        message="The row has no id.",
        remedy=f"Fill {identity}; it must be different in each row.",
        fatal=True,
    )


def _duplicate(number: int, identity: str, value: str, first: int) -> Problem:
    return Problem(
        row=number,
        field=identity,
        code="duplicate_id",
        message=f"Row {first} has the same id; this row was left out.",
        value=value,
        remedy="Give each row its own id, or remove the second one.",
        fatal=True,
    )


def _open(path: Path | str, record: type[R], mapping: Path | str | Mapping | None, progress: Any) -> Reading[R]:
    from crosswalk.records.readers import reader_for  # noqa: PLC0415 - readers know this module

    path = Path(path)
    found = mapping if isinstance(mapping, Mapping) else read_mapping(mapping) if mapping else Mapping()
    if found.record and found.record.lower() != record.__name__.lower():
        raise InputError(
            f"The mapping is for records of the kind {found.record!r}.",
            remedy=f"Use a mapping with `record: {record.__name__.lower()}`.",
            place=str(mapping),
        )
    return Reading(path, record, reader_for(path, record), found, progress)


def read_people(
    path: Path | str, *, mapping: Path | str | Mapping | None = None, progress: Callable[[int], None] | None = None
) -> Reading[Person]:
    """People of a file: CSV, XLSX, JSON Lines, Parquet, JSON Resume, Europass XML or JSON, TalentLift.

    Args:
        path: The file; its format is found by content and suffix.
        mapping: For tables whose headings are not recognised by themselves: the YAML mapping file.
        progress: Called after each batch with the number of rows read so far.

    Returns:
        A reading: `.batches()` gives records in steady memory, `.report` then says what was wrong.

    Raises:
        InputError: The file is absent, empty, encrypted, too large when unpacked, or of no known format.
    """
    return _open(path, Person, mapping, progress)


def read_vacancies(
    path: Path | str, *, mapping: Path | str | Mapping | None = None, progress: Callable[[int], None] | None = None
) -> Reading[Vacancy]:
    """Vacancies of a file: CSV, XLSX, JSON Lines or Parquet. Arguments and errors as for `read_people`."""
    return _open(path, Vacancy, mapping, progress)
