"""Synthetic people and vacancies written to Parquet, batch by batch, so that memory stays steady."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from crosswalk.records import Person, Vacancy, schema_of
from crosswalk.synthetic.people import AS_OF, people_in_batches
from crosswalk.synthetic.vacancies import vacancies_in_batches
from crosswalk.taxonomy import Taxonomy

__all__ = ["write_people", "write_vacancies"]


def write_people(
    path: Path | str,
    n: int,
    taxonomy: Taxonomy,
    *,
    seed: int,
    origins: Sequence[str] | None = None,
    destinations: Sequence[str] | None = None,
    occupations: Sequence[str] | None = None,
    unknown: float = 0.1,
    language: str = "en",
    as_of: date = AS_OF,
) -> None:
    """Write the people that `people` would make to a Parquet file, whole or not at all."""
    batches = people_in_batches(
        n, taxonomy, seed=seed, origins=origins, destinations=destinations, occupations=occupations,
        unknown=unknown, language=language, as_of=as_of,
    )  # fmt: skip
    _write(Path(path), batches, schema_of(Person))


def write_vacancies(
    path: Path | str,
    n: int,
    taxonomy: Taxonomy,
    *,
    seed: int,
    destinations: Sequence[str] | None = None,
    occupations: Sequence[str] | None = None,
    unknown: float = 0.1,
    language: str = "en",
    as_of: date = AS_OF,
) -> None:
    """Write the vacancies that `vacancies` would make to a Parquet file, whole or not at all."""
    batches = vacancies_in_batches(
        n, taxonomy, seed=seed, destinations=destinations, occupations=occupations,
        unknown=unknown, language=language, as_of=as_of,
    )  # fmt: skip
    _write(Path(path), batches, schema_of(Vacancy))


def _write(path: Path, batches: Iterable[pl.DataFrame], schema: pl.Schema) -> None:
    empty = pl.DataFrame(schema=schema).to_arrow()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part{os.getpid()}")
    try:
        with pq.ParquetWriter(part, empty.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_table(batch.to_arrow().cast(empty.schema))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
