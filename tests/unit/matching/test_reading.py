"""Tables are read in pieces whose arrays are joined, and only the fields that count are read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.matching.person_columns import PERSON_COLUMNS, PERSON_FIELDS
from crosswalk.matching.reading import batches, join_arrays
from crosswalk.records import Person, PersonSkill
from matching_worlds import people_frame


class Piece(NamedTuple):
    item_ptr: NDArray[np.int32]
    item: NDArray[np.int32]


def test_starts_of_items_go_on_counting_from_piece_to_piece() -> None:
    pieces = [Piece(np.array([0, 2], np.int32), np.array([5, 6], np.int32)),
              Piece(np.array([0, 0, 1], np.int32), np.array([7], np.int32))]  # fmt: skip
    joined = join_arrays(pieces)
    assert joined.item_ptr.tolist() == [0, 2, 2, 3]
    assert joined.item.tolist() == [5, 6, 7]


def test_more_items_than_can_be_numbered_are_refused() -> None:
    most = np.iinfo(np.int32).max
    piece = Piece(np.array([0, most], np.int32), np.zeros(0, np.int32))
    with pytest.raises(UsageError, match="more skills"):
        join_arrays([piece, piece])


def test_of_nested_columns_in_parquet_only_the_fields_that_count_are_read(tmp_path: Path) -> None:
    people = people_frame([Person(person_id="p", skills=(PersonSkill(text="words", uri="skill:1"),))])
    people.write_parquet(tmp_path / "people.parquet")
    *_, read = batches(tmp_path / "people.parquet", Person, PERSON_COLUMNS, PERSON_FIELDS)
    fields = [field.name for field in read.schema["skills"].inner.fields]  # type: ignore[attr-defined]
    assert fields == ["uri", "level", "implied_by", "evidence"]
    *_, whole = batches(tmp_path / "people.parquet", Person, PERSON_COLUMNS)
    assert whole["skills"].to_list()[0][0]["text"] == "words"
