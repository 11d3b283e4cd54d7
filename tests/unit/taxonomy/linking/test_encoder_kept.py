"""Vectors are computed once for each phrase, whatever asks for them, and a stopped run goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from crosswalk.taxonomy.linking import Linker
from crosswalk.taxonomy.linking.encoder.kept import BLOCK, encode_once

WIDTH = 16


class Counting:
    """An encoder of its own that draws a vector by the letters of the text, and remembers what it was asked."""

    name, dimensions = "drawn-by-letters", WIDTH

    def __init__(self, most: int | None = None) -> None:
        self.asked: list[str] = []
        self.most = most

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        if self.most is not None and len(self.asked) >= self.most:
            raise KeyboardInterrupt
        self.asked += texts
        rows = np.stack([np.random.default_rng(list(text.encode())).standard_normal(WIDTH) for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_a_phrase_that_stands_twice_is_encoded_once(tmp_path: Path) -> None:
    encoder = Counting()
    vectors, rows = encode_once(["cook", "nurse", "cook"], encoder, tmp_path)
    assert encoder.asked == ["cook", "nurse"]
    np.testing.assert_array_equal(vectors[rows], encoder.encode(["cook", "nurse", "cook"]).astype(np.float16))


def test_a_stopped_run_goes_on_after_the_last_whole_block(tmp_path: Path) -> None:
    phrases = [f"guard {number}" for number in range(2 * BLOCK + 10)]
    stopped = Counting(most=BLOCK)
    with pytest.raises(KeyboardInterrupt):
        encode_once(phrases, stopped, tmp_path)
    told: list[tuple[int, int]] = []
    later = Counting()
    vectors, rows = encode_once(phrases, later, tmp_path, lambda *step: told.append(step))
    assert sorted(stopped.asked + later.asked) == sorted(phrases)
    assert told == [(2 * BLOCK, len(phrases)), (len(phrases), len(phrases))]
    np.testing.assert_array_equal(vectors[rows], later.encode(phrases).astype(np.float16))


def test_another_encoder_shares_nothing(tmp_path: Path) -> None:
    encode_once(["cook"], Counting(), tmp_path)
    other = Counting()
    other.name = "another"
    encode_once(["cook"], other, tmp_path)
    assert other.asked == ["cook"]


def test_a_damaged_file_is_passed_over_and_written_again(tmp_path: Path) -> None:
    encode_once(["cook", "nurse"], Counting(), tmp_path)
    (file,) = tmp_path.rglob("*.npy")
    file.write_bytes(file.read_bytes()[:-7])
    again, thereafter = Counting(), Counting()
    encode_once(["cook", "nurse"], again, tmp_path)
    encode_once(["cook", "nurse"], thereafter, tmp_path)
    assert (again.asked, thereafter.asked) == (["cook", "nurse"], [])


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    vectors, _ = encode_once(["cook"], Counting(), tmp_path / "file")
    assert vectors.shape == (1, WIDTH)


def test_nothing_to_encode_gives_no_vectors(tmp_path: Path) -> None:
    vectors, rows = encode_once([], Counting(), tmp_path)
    assert (vectors.shape, rows.shape) == ((0, WIDTH), (0,))


def test_one_more_language_costs_only_its_new_labels(tmp_path: Path) -> None:
    concepts = pl.DataFrame({"uri": ["o:1", "o:2"], "kind": ["occupation"] * 2, "code": ["5120", "7212"]})
    columns = ["uri", "lang", "kind", "text"]
    english = pl.DataFrame(
        [("o:1", "en", "preferred", "chef"), ("o:2", "en", "preferred", "welder")], columns, orient="row"
    )
    french = pl.DataFrame(
        [("o:1", "fr", "preferred", "cuisinier"), ("o:2", "fr", "alternative", "chef")], columns, orient="row"
    )
    first, second = Counting(), Counting()
    Linker.build(concepts, english, encoder=first, cache=tmp_path)
    Linker.build(concepts, pl.concat([english, french]), encoder=second, cache=tmp_path)
    assert sorted(first.asked) == ["chef", "welder"]
    assert second.asked == ["cuisinier"]
