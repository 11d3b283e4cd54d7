"""Parquet in our own columnar form: the schema is checked first, then the values of each row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from crosswalk.errors import InputError
from crosswalk.records.fields import id_field
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.reading import BATCH_ROWS, RawRow, Reader, Source, arrow_schema
from crosswalk.records.report import Problem
from crosswalk.records.strict import checked, numbered
from crosswalk.records.vocabulary import nearest

__all__ = ["READER"]


def _shape(kind: pa.DataType) -> str:
    """The kind of an Arrow type as far as it matters here: the widths of texts and numbers do not."""
    if pa.types.is_dictionary(kind):
        return _shape(kind.value_type)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"list of {_shape(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "object"
    if pa.types.is_null(kind):
        return "nothing"
    names = (("text", pa.types.is_string), ("text", pa.types.is_large_string), ("text", pa.types.is_string_view))
    more = (("number", pa.types.is_integer), ("truth", pa.types.is_boolean), ("date", pa.types.is_date))
    return next((name for name, test in (*names, *more) if test(kind)), str(kind))


def _check_schema(source: Source, schema: pa.Schema) -> list[str]:
    """Names of the columns to read; an unknown column is reported, a wrong schema raises."""
    wanted = arrow_schema(source.record)
    identity = id_field(source.record)
    wrong = [
        f"{f.name} is {_shape(f.type)} but must be {_shape(wanted.field(f.name).type)}"
        for f in schema
        if f.name in wanted.names and _shape(f.type) not in (_shape(wanted.field(f.name).type), "nothing")
    ]
    if identity not in schema.names or wrong:
        absent = [name for name in wanted.names if name not in schema.names]
        said = [f"missing: {', '.join(absent)}"] if identity in absent else []
        raise InputError(
            f"The Parquet file has another schema ({'; '.join([*said, *wrong])}).",
            remedy=f"Only {identity} must be there; see the reference of records for names and types.",
            place=str(source.path),
        )
    for name in schema.names:
        if name not in wanted.names:
            near = nearest(name, wanted.names)
            remedy = f"Did you mean {near}?" if near else "See the reference of records."
            source.report.add(
                [Problem(field=name, code="unknown_column", message="The column was not read.", remedy=remedy)]
            )
    return [name for name in schema.names if name in wanted.names]


def rows(source: Source) -> Iterator[RawRow]:
    """Plain records of a Parquet file, read in batches; rows count from 1."""
    try:
        file = pq.ParquetFile(source.path)
    except (pa.ArrowException, OSError) as error:
        message = "The file is not Parquet, or damaged."
        raise InputError(message, remedy="Write it again.", place=str(source.path)) from error
    with file:
        names = _check_schema(source, file.schema_arrow)
        number = 0
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=names):
            for value in batch.to_pylist():
                number += 1
                row, found = checked(source.record, value)
                yield number, row, numbered(found, number)


def _recognises(_path: Path, head: bytes) -> bool:
    return head.startswith(b"PAR1")


READER = Reader(name="parquet", suffixes=(".parquet",), records=(Person, Vacancy), recognises=_recognises, rows=rows)
