"""People as prepared for matching: arrays made of their table piece by piece, then put in order of occupation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import InputError
from crosswalk.matching.columns import take_rows
from crosswalk.matching.person_columns import PERSON_COLUMNS, PERSON_FIELDS, PeopleArrays, people_arrays
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.reading import Frames, batches, give_back_memory, join_arrays
from crosswalk.matching.vocabularies import Vocabularies
from crosswalk.records import Person

__all__ = ["People", "prepare_people", "text_order"]

#: Arrays of PeopleArrays with one value for each person; the others hold items.
PLAIN = ("parts", "lists", "education", "education_open", "available", "consent")
#: People put in order at a time: enough for some of each occupation, few enough to be moved in little memory.
CHUNK, PIECE = 65_536, 4_096


@dataclass(frozen=True, slots=True)
class People:
    """Prepared people, those of one occupation beside each other: what is near to their skills then stays in cache.

    Args:
        row: Row in the table that each came from.
        ids: Their ids.
        rank: Place of each id in text order.
    """

    row: NDArray[np.int32]
    ids: pl.Series
    rank: NDArray[np.uint32]
    arrays: PeopleArrays

    def __len__(self) -> int:
        return len(self.ids)


def text_order(ids: pl.Series, what: str) -> NDArray[np.uint32]:
    """Place of each id among all, ordered as UTF-8 text.

    Raises:
        InputError: An id is missing or occurs twice.
    """
    if ids.null_count():
        raise InputError(f"A {what} has no id.", remedy="Give every row an id.", place=f"{what}_id")
    order = np.arange(len(ids)) if ids.is_sorted() else ids.arg_sort().to_numpy()
    sorted_ids = ids.gather(order)
    again = (sorted_ids == sorted_ids.shift(1)).fill_null(value=False)
    if again.any():
        twice = sorted_ids.filter(again)[0]
        raise InputError(f"The id {twice} occurs twice.", remedy="Keep one row for each id.", place=f"{what}_id")
    rank = np.empty(len(ids), dtype=np.uint32)
    rank[order] = np.arange(len(ids), dtype=np.uint32)
    return rank


def prepare_people(
    people: Frames,
    taxonomy: SkillTaxonomy,
    vocabularies: Vocabularies,
    as_of: date,
) -> People:
    """Arrays of people from their columnar form.

    Args:
        people: Rows under `schema_of(Person)`: a frame, a Parquet file, a lazy frame, or frames in turn. All but
            the frame are read piece by piece: memory holds the arrays (about 8 bytes a skill) and one piece.
        taxonomy: Gives skills their ids.
        vocabularies: Grow by the words met.
        as_of: Day on which evidence, credentials and ongoing jobs are judged.

    Raises:
        UsageError: A column is missing.
        InputError: An id is missing or occurs twice.
    """
    ids: list[pl.Series] = []

    def pieces() -> Iterator[PeopleArrays]:
        for frame in batches(people, Person, PERSON_COLUMNS, PERSON_FIELDS):
            # copied: a slice would keep the columns beside it in memory
            ids.append(pl.Series(frame["person_id"].to_list(), dtype=pl.String))
            yield people_arrays(frame, taxonomy, vocabularies, as_of)

    arrays: PeopleArrays = join_arrays(pieces())
    give_back_memory()
    row = _by_occupation(arrays)
    arrays = _moved(arrays, row)
    give_back_memory()
    all_ids = pl.concat(ids)
    ids.clear()
    return People(row, all_ids.gather(row), text_order(all_ids, "person")[row], arrays)


def _by_occupation(arrays: PeopleArrays) -> NDArray[np.int32]:
    """People in the order of their first occupation and first skill, a chunk of the table after the other."""
    keys = _first(arrays.claim_ptr, arrays.claim), _first(arrays.occupation_ptr, arrays.occupation)
    row = np.arange(len(arrays.parts), dtype=np.int32)
    for start in range(0, len(row), CHUNK):
        chunk = slice(start, start + CHUNK)
        row[chunk] = start + np.lexsort([key[chunk] for key in keys])
    return row


def _moved(arrays: PeopleArrays, row: NDArray[np.int32]) -> PeopleArrays:
    """The people `row`, in this order; items are moved within their array, so that memory holds one chunk twice."""
    moved: dict[str, NDArray[Any]] = {}
    ptr = arrays.claim_ptr
    for name, column in arrays._asdict().items():  # items follow their starts
        if name.endswith("_ptr"):
            ptr, moved[name] = column, np.zeros_like(column)
            np.cumsum(np.diff(column)[row], out=moved[name][1:])
        elif name in PLAIN:
            moved[name] = column[row]
        else:
            for start in range(0, len(row), CHUNK):
                _move_items(column, ptr, row[start : start + CHUNK], start)
            moved[name] = column
    return PeopleArrays(**moved)


def _move_items(column: NDArray[Any], ptr: NDArray[np.int32], row: NDArray[np.int32], start: int) -> None:
    """Puts the items of a chunk of people, which begins at row `start`, in the order `row`."""
    at = int(ptr[start])
    before = column[at : ptr[start + len(row)]].copy()
    for piece in range(0, len(row), PIECE):
        items = take_rows(ptr, row[piece : piece + PIECE])[1] - ptr[start]
        column[at : at + len(items)] = before[items]
        at += len(items)


def _first(ptr: NDArray[np.integer], items: NDArray[np.integer]) -> NDArray[np.int32]:
    """First item of each row, -1 where there is none."""
    first = np.full(len(ptr) - 1, -1, dtype=np.int32)
    some = np.diff(ptr) > 0
    first[some] = items[ptr[:-1][some]]
    return first
