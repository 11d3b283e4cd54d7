"""Parquet: the columnar form, one row a record, written in row groups so that memory stays steady."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from crosswalk.records.model import Person, Vacancy
from crosswalk.records.reading import Batch, arrow_schema
from crosswalk.records.writing import Writer

__all__ = ["ROW_GROUP", "WRITER"]

#: Rows of one row group, gathered from several batches.
ROW_GROUP = 20_000


def _write(batches: Iterator[Batch[Any]], path: Path, record: type) -> int:
    waiting: list[pa.Table] = []
    written = 0
    with pq.ParquetWriter(path, arrow_schema(cast("Any", record)), compression="zstd") as writer:
        for batch in batches:
            waiting.append(batch.table)
            written += len(batch)
            if sum(table.num_rows for table in waiting) >= ROW_GROUP:
                writer.write_table(pa.concat_tables(waiting), row_group_size=ROW_GROUP)
                waiting.clear()
        if waiting:
            writer.write_table(pa.concat_tables(waiting), row_group_size=ROW_GROUP)
    return written


WRITER = Writer(name="parquet", suffixes=(".parquet",), records=(Person, Vacancy), write=_write)
