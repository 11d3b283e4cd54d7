"""Encodes each phrase once in the life of a cache folder, and loses at most a block when it is stopped."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.encoder import Encoder
from crosswalk.taxonomy.linking.encoder.cache import cached_bytes

__all__ = ["encode_once", "phrase_hashes"]

#: Phrases encoded and then written at once: some seconds of work.
BLOCK = 4096
SUFFIX = ".npy"


def phrase_hashes(phrases: Sequence[str]) -> NDArray[np.uint64]:
    """Returns 64 bits that stand for each phrase; two of a million phrases have the same in one case of 40 million."""
    digests = b"".join(hashlib.blake2b(phrase.encode(), digest_size=8).digest() for phrase in phrases)
    return np.frombuffer(digests, dtype="<u8")


def encode_once(
    phrases: Sequence[str], encoder: Encoder, folder: Path, progress: Callable[[int, int], None] | None = None
) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
    """Vectors of phrases, of which only those are computed that the folder does not have yet.

    A folder that cannot be written is no error: the phrases are then encoded again next time.

    Args:
        phrases: Any phrases, repeated or not, also in several languages alike.
        encoder: Turns phrases into vectors.
        folder: Where vectors are kept, in files of some thousand.
        progress: Told how many different phrases have their vector, and how many there are.

    Returns:
        Vectors of the different phrases in half precision, and the row in them of each phrase.

    Example:
        >>> from crosswalk.taxonomy.linking.encoder import default_encoder
        >>> vectors, rows = encode_once(["nurse", "welder", "nurse"], default_encoder(), getfixture("tmp_path"))
        >>> vectors.shape, rows[0] == rows[2]
        ((2, 384), np.True_)
    """
    hashes, first, rows = np.unique(phrase_hashes(phrases), return_index=True, return_inverse=True)
    vectors = np.empty((len(hashes), encoder.dimensions), dtype=np.float16)
    missing = np.ones(len(hashes), dtype=np.bool_)
    folder = folder / hashlib.blake2b(encoder.name.encode(), digest_size=8).hexdigest()
    row_type = np.dtype([("phrase", "<u8"), ("vector", "<f2", (encoder.dimensions,))])
    for block in _blocks(folder, row_type):
        places = np.minimum(np.searchsorted(hashes, block["phrase"]), max(len(hashes) - 1, 0))
        known = np.flatnonzero(hashes[places] == block["phrase"]) if len(hashes) else places[:0]
        vectors[places[known]] = block["vector"][known]
        missing[places[known]] = False
    # In the order in which they came, so that phrases of one language and like length are encoded together.
    left = np.flatnonzero(missing)[np.argsort(first[missing], kind="stable")]
    for begin in range(0, len(left), BLOCK):
        chosen = left[begin : begin + BLOCK]
        block = np.empty(len(chosen), dtype=row_type)
        block["phrase"] = hashes[chosen]
        block["vector"] = vectors[chosen] = encoder.encode([phrases[i] for i in first[chosen]])
        _keep(folder, block)
        if progress:
            progress(len(hashes) - len(left) + begin + len(chosen), len(hashes))
    return vectors, rows


def _blocks(folder: Path, row_type: np.dtype[np.void]) -> Iterator[NDArray[np.void]]:
    """The files of a folder, mapped one after another; a damaged one is passed over."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with contextlib.suppress(OSError, ValueError):
            block = np.load(path, mmap_mode="r", allow_pickle=False)
            if block.dtype == row_type and block.ndim == 1:
                yield block


def _keep(folder: Path, block: NDArray[np.void]) -> None:
    name = hashlib.blake2b(block["phrase"].tobytes(), digest_size=12).hexdigest()
    file = io.BytesIO()
    np.save(file, block, allow_pickle=False)
    cached_bytes(folder / f"{name}{SUFFIX}", file.getvalue, anew=True)
