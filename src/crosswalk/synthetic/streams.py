"""Seeded chance that does not depend on how many rows are made, or in what batches.

Row i belongs to block i // BLOCK. Each column of each block has its own counter-based stream (Philox), so a row is
the same whether it is made alone or among a million, and one more column leaves the others as they were.
Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.records import schema_of

__all__ = ["BLOCK", "Streams", "as_lists", "at", "blocks", "nested", "pick", "unless"]

BLOCK = 4096  #: rows that share a stream; part of what a seed means, so never changed


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one block: `streams("sex")` always begins at the same place."""

    seed: int
    kind: str
    block: int

    def __call__(self, name: str) -> np.random.Generator:
        key = np.array([self.seed, zlib.crc32(f"{self.kind}/{name}".encode())], dtype=np.uint64)
        counter = np.array([0, 0, 0, self.block], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(key=key, counter=counter))


def blocks(n: int, seed: int, kind: str, first: int = 0) -> Iterator[tuple[Streams, slice]]:
    """Streams of each block that holds rows first to first + n - 1, and the rows of the block that are wanted.

    Raises:
        UsageError: The number of rows or the seed is negative, or the seed has more than 64 bits.
    """
    if n < 0 or first < 0 or not 0 <= seed < 2**64:
        raise UsageError("The number of rows and the seed must not be negative.", remedy="Use 0 or more.")
    for block in range(first // BLOCK, -(-(first + n) // BLOCK)):
        start = max(first - block * BLOCK, 0)
        yield Streams(seed, kind, block), slice(start, min(first + n - block * BLOCK, BLOCK))


def pick(rng: np.random.Generator, shares: Sequence[float] | NDArray[np.float64], size: int) -> NDArray[np.int64]:
    """Indices drawn with the shares given, which need not sum to one."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    found: NDArray[np.int64] = np.searchsorted(edges, rng.random(size) * edges[-1], side="right").astype(np.int64)
    return found


def unless(hidden: NDArray[np.bool_], values: pl.Series) -> pl.Series:
    """The values, null where hidden."""
    return values.zip_with(pl.Series(~hidden), pl.Series([None], dtype=values.dtype))


def at(values: Sequence[str | None] | pl.Series, index: NDArray[np.int64]) -> pl.Series:
    """The values at the indices; null where an index is negative."""
    column = values if isinstance(values, pl.Series) else pl.Series(values, dtype=pl.String)
    places = pl.Series(index)
    return column.gather(unless(index < 0, places.clip(0)))


def nested(
    record: type,
    counts: NDArray[np.int64],
    columns: dict[str, pl.Series],
    hidden: NDArray[np.bool_] | None = None,
) -> pl.Series:
    """A list column of records from its flattened fields.

    Args:
        record: Dataclass of the items; fields that `columns` lacks are null.
        counts: Items of each row.
        columns: Flattened fields, sum(counts) items each.
        hidden: Rows whose list is null.
    """
    flat = pl.DataFrame(columns)
    missing = [pl.lit(None, dtype=t).alias(c) for c, t in schema_of(record).items() if c not in columns]
    fields = [pl.col(c).cast(t) for c, t in schema_of(record).items() if c in columns]
    items = flat.select(*fields, *missing).select(list(schema_of(record))).to_struct("item")
    return as_lists(counts, items, hidden)


def as_lists(counts: NDArray[np.int64], items: pl.Series, hidden: NDArray[np.bool_] | None = None) -> pl.Series:
    """A list column from flattened items, `counts` of them to each row; null where hidden."""
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    mask = None if hidden is None else pa.array(hidden)
    values = items.rechunk().to_arrow()
    column = pl.from_arrow(pa.LargeListArray.from_arrays(pa.array(offsets), values, mask=mask))
    assert isinstance(column, pl.Series)
    return column
