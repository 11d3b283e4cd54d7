"""Writes matches as triples: each pair with its nearest pathway, and every pathway of every pair beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from crosswalk.matching.doors import Doors
from crosswalk.matching.match import Matches
from crosswalk.matching.pairs import PAIR_SCHEMA
from crosswalk.matching.triple_columns import TRIPLE_SCHEMA

__all__ = ["DOOR_SCHEMA", "pairs_and_triples", "triples_path", "with_nearest", "write_triples"]

#: What a pair says of its nearest pathway; the rest of TRIPLE_SCHEMA stands in the file of triples.
DOOR_SCHEMA = pl.Schema(
    {
        "pathway": pl.String(),
        "verdict": pl.String(),
        "pathway_fails": pl.List(pl.String()),
        "pathway_unknown": pl.List(pl.String()),
        "remedy": pl.List(pl.String()),
        "remedy_months": pl.Float64(),
        "remedy_cost": pl.Int64(),
        "remedy_currency": pl.String(),
    }
)
_KEYS = ("person_id", "vacancy_id")


def triples_path(output: Path) -> Path:
    """Where the triples of a result stand: beside it."""
    return output.with_name(f"{output.stem}.pathways.parquet")


def with_nearest(pairs: pl.DataFrame, triples: pl.DataFrame) -> pl.DataFrame:
    """Pairs with their nearest pathway under DOOR_SCHEMA; nothing where none is known, or none is asked for.

    What the mask left unknown is no longer unknown where the facts of the pair decide it.

    Args:
        pairs: Rows under PAIR_SCHEMA.
        triples: Of `Doors.triples` for these pairs, the nearest pathway of a pair first.
    """
    nearest = triples.unique(_KEYS, keep="first", maintain_order=True)
    nearest = nearest.rename({"fails": "pathway_fails", "unknown": "pathway_unknown"}).select(*_KEYS, *DOOR_SCHEMA)
    joined = pairs.join(nearest, on=_KEYS, how="left", maintain_order="left")
    decided = pl.col("verdict").is_in(["met", "not_met"]).fill_null(value=False)
    rest = pl.col("unknown").list.set_difference(["pathway"])
    return joined.with_columns(pl.when(decided).then(rest).otherwise("unknown").alias("unknown"))


def pairs_and_triples(found: Matches, doors: Doors) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Pairs with their nearest pathway, and their triples, in bounded pieces."""
    for batch in found.batches():
        triples = doors.triples(batch)
        yield with_nearest(batch, triples), triples


def write_triples(found: Matches, doors: Doors, path: Path) -> int:
    """Write both files as Parquet, piece by piece; returns how many pairs there are."""
    pairs_schema = pl.DataFrame(schema={**PAIR_SCHEMA, **DOOR_SCHEMA}).to_arrow().schema
    triples_schema = pl.DataFrame(schema=TRIPLE_SCHEMA).to_arrow().schema
    rows = 0
    with ExitStack() as stack:
        pairs_file = stack.enter_context(pq.ParquetWriter(path, pairs_schema, compression="zstd"))
        triples_file = stack.enter_context(pq.ParquetWriter(triples_path(path), triples_schema, compression="zstd"))
        for pairs, triples in pairs_and_triples(found, doors):
            pairs_file.write_table(pairs.to_arrow().cast(pairs_schema))
            triples_file.write_table(triples.to_arrow().cast(triples_schema))
            rows += pairs.height
    return rows
