"""From nested columns of records to flat arrays: rows within rows, codes of levels, months of a job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.vocabularies import ISCO_GROUP
from crosswalk.types import Assurance, Cefr, Isced, SkillLevel

__all__ = ["NO_DATE", "days", "inner_rows", "job_months", "level_code", "occupation_uri", "starts", "take_rows"]

#: Stands for an unknown date among days since 1970.
NO_DATE = -(2**31)
#: Longer than any working life; keeps sums of months small.
MOST_MONTHS = 1_200


def level_code(column: str | pl.Expr, kind: type[IntEnum], *, absent: int) -> pl.Expr:
    """Number of a level that is stored by name; `absent` where it is not stated."""
    name = pl.col(column) if isinstance(column, str) else column
    by_name = {m.name if kind is Cefr else m.name.lower(): int(m) for m in kind}
    return name.replace_strict(by_name, default=absent, return_dtype=pl.Int16).fill_null(absent)


def inner_rows(frame: pl.DataFrame, column: str, fields: Sequence[str] = ()) -> pl.DataFrame:
    """One row for each item of a list column: `row` (place of its record) and the item's fields or value."""
    lists = frame[column]
    row = np.repeat(np.arange(len(frame)), lists.list.len().fill_null(0).to_numpy())
    items = lists.explode(empty_as_null=False, keep_nulls=False)
    inner = [items.struct.field(name) for name in fields] if fields else [items.alias("item")]
    found = pl.DataFrame([pl.Series("row", row, dtype=pl.Int64), *inner])
    return found.filter(items.is_not_null()) if items.null_count() else found


def starts(rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Where the items of each of `count` records begin, from the sorted record numbers of the items."""
    found = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=found[1:])
    return found


def take_rows(ptr: NDArray[np.integer], rows: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Compressed rows in another order: where each of `rows` begins now, and which items it takes."""
    lengths = np.diff(ptr)[rows]
    new = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    return new, np.arange(new[-1]) + np.repeat(ptr[rows] - new[:-1], lengths)


def days(column: pl.Series) -> NDArray[np.int32]:
    """Days since 1970 of a date column; NO_DATE where null."""
    return column.cast(pl.Date).to_physical().cast(pl.Int32).fill_null(NO_DATE).to_numpy()


def occupation_uri(occupation: str, isco: str) -> pl.Expr:
    """The occupation's URI, or else that of its ISCO-08 group."""
    code = pl.col(isco).str.strip_chars()
    group = pl.when(code.str.contains(r"^[0-9]{1,4}$")).then(pl.lit(ISCO_GROUP) + code).otherwise(code)
    return pl.coalesce(pl.col(occupation), group)


@cache
def job_months(as_of: date) -> pl.Expr:
    """Months of a job: as stated, else counted from its dates; null where neither is known."""
    end = pl.coalesce(pl.col("end"), pl.when(pl.col("ongoing")).then(pl.lit(as_of)))
    start = pl.col("start")
    counted = (end.dt.year() - start.dt.year()) * 12 + (end.dt.month().cast(pl.Int32) - start.dt.month())
    months = pl.coalesce(pl.col("months"), counted.cast(pl.Int64))
    return pl.when(months >= 0).then(pl.min_horizontal(months, pl.lit(MOST_MONTHS)))


@cache
def evidence_code(as_of: date) -> pl.Expr:
    """0 where an occupation implies the skill, else 1 to 4 as `Assurance`; expired evidence is 1."""
    evidence = pl.col("evidence")
    rank = level_code(evidence.struct.field("assurance"), Assurance, absent=int(Assurance.SELF_DECLARED))
    expired = (evidence.struct.field("until") < pl.lit(as_of)).fill_null(value=False)
    stated = pl.when(expired).then(int(Assurance.SELF_DECLARED)).otherwise(rank)
    return pl.when(pl.col("implied_by").is_not_null()).then(0).otherwise(stated)


def skill_level() -> pl.Expr:
    """1 to 4 as `SkillLevel`, 0 where not stated."""
    return level_code("level", SkillLevel, absent=0)


def isced_level(column: str) -> pl.Expr:
    """0 to 8 as `Isced`, -1 where not stated."""
    return level_code(column, Isced, absent=-1)


@cache
def language_level() -> pl.Expr:
    """1 to 6 as `Cefr`: 6 for native, as stated overall, or the lowest of all five skills; else 0."""
    skills = ("listening", "reading", "spoken_interaction", "spoken_production", "writing")
    lowest = pl.min_horizontal(level_code(name, Cefr, absent=0) for name in skills)
    overall = level_code("level", Cefr, absent=0)
    native = pl.col("native").fill_null(value=False)
    return pl.when(native).then(int(Cefr.C2)).when(overall > 0).then(overall).otherwise(lowest)
