"""Tables read a bounded number of rows at a time, and the arrays made of them joined."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.records import schema_of

__all__ = ["ROWS_AT_A_TIME", "Frames", "batches", "give_back_memory", "join_arrays"]

#: Where people or vacancies may come from.
Frames = pl.DataFrame | pl.LazyFrame | Iterable[pl.DataFrame] | Path | str
#: Rows taken apart at a time; bounds memory.
ROWS_AT_A_TIME = 512


def batches(
    frames: Frames, record: type, columns: Sequence[str], fields: Mapping[str, Sequence[str]] | None = None
) -> Iterator[pl.DataFrame]:
    """The needed columns of a table of records, a bounded number of rows at a time; at least one, maybe empty, piece.

    Args:
        fields: Of nested columns the fields that are needed, all where not given; from Parquet the others are not
            read.

    Raises:
        UsageError: A column is missing.
    """
    yield pl.DataFrame(schema=schema_of(record)).select(columns)
    if isinstance(frames, (str, Path)):
        yield from _from_parquet(Path(frames), record, columns, fields or {})
        return
    if isinstance(frames, pl.LazyFrame):
        _check_columns(frames.collect_schema().names(), record, columns)
        frames = frames.select(columns).collect_batches(chunk_size=ROWS_AT_A_TIME)
    for frame in [frames] if isinstance(frames, pl.DataFrame) else frames:
        _check_columns(frame.columns, record, columns)
        yield from frame.select(columns).iter_slices(ROWS_AT_A_TIME)


def _from_parquet(
    path: Path, record: type, columns: Sequence[str], fields: Mapping[str, Sequence[str]]
) -> Iterator[pl.DataFrame]:
    """Rows of a Parquet file without the fields that are not needed: half the memory."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        _check_columns(file.schema_arrow.names, record, columns)
        paths = [file.schema.column(k).path for k in range(len(file.schema))]
        wanted = tuple(
            f"{name}.{field}." if field else f"{name}." for name in columns for field in fields.get(name, ("",))
        )
        needed = [path for path in paths if _plain(path).startswith(wanted)]
        for batch in file.iter_batches(ROWS_AT_A_TIME, columns=needed, use_threads=False):
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)
            yield frame
            del batch, frame
            pa.default_memory_pool().release_unused()


def _plain(path: str) -> str:
    """The path of a Parquet column as our records name it, with a dot behind each name."""
    return path.replace(".list.element", "").replace(".list.item", "") + "."


def give_back_memory() -> None:
    """Gives back to the system what was freed; Arrow and the C library would keep some tens of megabytes."""
    pa.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # of the GNU C library only
        trim(0)


def _check_columns(names: Sequence[str], record: type, columns: Sequence[str]) -> None:
    if missing := ", ".join(sorted(set(columns) - set(names))):
        raise UsageError(
            f"A table of {record.__name__} records lacks the columns {missing}.",
            remedy="Import it with `crosswalk import`.",
        )


def join_arrays(pieces: Iterable[Any]) -> Any:
    """One tuple of arrays out of several of the same class, each copied and let go as it comes.

    `*_ptr` are starts of items and go on counting.
    """
    columns: dict[str, _Growing] = {}
    kind: Any = None
    for piece in pieces:
        kind = type(piece)
        for name, column in piece._asdict().items():
            grown = columns.setdefault(name, _Growing(column[:0]))
            if not name.endswith("_ptr") or not grown.count:
                grown.add(column)
                continue
            so_far = grown.values[grown.count - 1]
            if int(so_far) + int(column[-1]) > np.iinfo(column.dtype).max:
                raise UsageError(
                    "These are more skills, jobs or languages than one match can number.",
                    remedy="Match the people in several parts.",
                )
            grown.add(column[1:] + so_far)
    return kind(**{name: column.values[: column.count] for name, column in columns.items()})


@dataclass(slots=True)
class _Growing:
    """An array with room to grow; large arrays are given back to the system whole, small ones would not be."""

    values: NDArray[Any]
    count: int = 0

    def add(self, more: NDArray[Any]) -> None:
        if self.count + len(more) > len(self.values):
            wider = np.empty(max(self.count + len(more), 2 * len(self.values)), dtype=more.dtype)
            wider[: self.count] = self.values[: self.count]
            self.values = wider
        self.values[self.count : self.count + len(more)] = more
        self.count += len(more)
