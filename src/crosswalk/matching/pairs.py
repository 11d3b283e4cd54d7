"""Opened pairs as a table: one row for each pair, every part as a share, what was unknown as names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.reasons import COLUMNS, PairArrays
from crosswalk.matching.weights import FULL, SCALE

__all__ = ["PAIR_SCHEMA", "REASON", "pairs_frame", "reasons_column"]

#: One row for each pair that is on the list of the person, or of the vacancy, or on both.
PAIR_SCHEMA = pl.Schema(
    {"person_id": pl.String, "vacancy_id": pl.String, "rank_for_vacancy": pl.UInt32, "rank_for_person": pl.UInt32}
    | dict.fromkeys(COLUMNS, pl.Float64)
    | {"unknown": pl.List(pl.String)}
)
#: A reason: the skill needed, the skill held that covers it, and how far, 0 to 1.
REASON = pl.Struct({"needed": pl.String, "held": pl.String, "cover": pl.Float64})


def pairs_frame(
    person_id: pl.Series,
    vacancy_id: pl.Series,
    ranks: tuple[NDArray[np.int64], NDArray[np.int64]],
    opened: PairArrays,
    filters: Sequence[str],
) -> pl.DataFrame:
    """The table of some pairs.

    Args:
        ranks: Place on the vacancy's list and on the person's list, from 1; 0 where not on it.
        filters: Names behind the bits of `opened.unknown`.
    """
    columns: dict[str, pl.Series | NDArray[np.generic]] = {"person_id": person_id, "vacancy_id": vacancy_id}
    frame = pl.DataFrame(columns | {"rank_for_vacancy": ranks[0], "rank_for_person": ranks[1]})
    shares = np.where(opened.parts >= 0, opened.parts / SCALE, np.nan)  # numpy divides exactly, Polars by reciprocal
    parts = [pl.Series(name, shares[:, k], nan_to_null=True) for k, name in enumerate(COLUMNS)]
    masks, which = np.unique(opened.unknown, return_inverse=True)
    names = [[name for k, name in enumerate(filters) if mask >> k & 1] for mask in masks.tolist()]
    unknown = pl.Series("unknown", names, dtype=pl.List(pl.String)).gather(which)
    return frame.with_columns(
        pl.when(pl.col("rank_for_vacancy", "rank_for_person") > 0).then(pl.col("rank_for_vacancy", "rank_for_person")),
        *parts,
        unknown,
    ).cast(PAIR_SCHEMA)


def reasons_column(opened: PairArrays, skills: Sequence[str]) -> pl.Series:
    """The reasons of each pair as a list column."""
    lists = [
        [{"needed": skills[n], "held": skills[h], "cover": cover / FULL} for n, h, cover in pair if n >= 0]
        for pair in opened.reasons.tolist()
    ]
    return pl.Series("reasons", lists, dtype=pl.List(REASON))
