"""Keeps label vectors in eight bits and finds, for each concept, its label nearest to a text: exact, no sampling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["LabelVectors", "unit_rows"]

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

#: What stands for zero: the processor's instructions want one of the two factors without a sign.
MIDDLE = 128
#: Labels compared at once, so that the products of many queries stay in the processor's own memory.
AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class LabelVectors:
    """Vectors of labels: row i is `(codes[i] - 128) * scales[i]`, of about unit length.

    Attributes:
        codes: Whole numbers from 1 to 255 (labels, dimensions).
        scales: One factor for each row.
    """

    codes: Bytes
    scales: Floats

    @classmethod
    def pack(cls, vectors: Floats) -> LabelVectors:
        """Rounds rows to eight bits, each with its own scale; the cosine changes by less than 0.001.

        >>> packed = LabelVectors.pack(unit_rows(np.eye(3, 8, dtype=np.float32)))
        >>> packed.codes.dtype.name, packed.scales.shape
        ('uint8', (3,))
        """
        scales = (np.abs(vectors).max(axis=1, initial=0.0) / 127.0 + 1e-12).astype(np.float32)
        return cls((np.round(vectors / scales[:, None]) + MIDDLE).astype(np.uint8), scales)

    def rows(self, places: NDArray[np.integer]) -> Floats:
        """Returns some rows in full precision."""
        return np.asarray((self.codes[places].astype(np.float32) - MIDDLE) * self.scales[places, None])

    def raise_best(self, queries: Floats, owners: NDArray[np.int32], start: int, best: Floats) -> None:
        """Raises `best[q, owner]` to the cosine of query q with the labels of that owner, where higher.

        Args:
            queries: Unit rows (queries, dimensions).
            owners: Concept of each label of the slice.
            start: Row of the slice's first label; it has `len(owners)` labels.
            best: Array (queries, concepts) that is changed.
        """
        turned, query_scales = _turned(queries)
        highest = np.full((best.shape[1], len(queries)), -np.inf, dtype=np.float32)
        for begin in range(start, start + len(owners), AT_ONCE):
            end = min(begin + AT_ONCE, start + len(owners))
            products = _product()(self.codes[begin:end], turned)
            _raise_highest(products, self.scales[begin:end], owners[begin - start : end - start], highest)
        _raise_turned(highest, query_scales, best)

    def cosines(self, queries: Floats) -> Floats:
        """Returns the cosine of every query with every row: array (queries, rows)."""
        out = np.empty((len(queries), len(self.scales)), dtype=np.float32)
        turned, query_scales = _turned(queries)
        for begin in range(0, len(self.scales), AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            products = _product()(self.codes[part], turned)
            out[:, part] = products.T * self.scales[part] * query_scales[:, None]
        return out


def _turned(queries: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Queries in eight bits with a sign, as columns, and their scales."""
    packed = LabelVectors.pack(queries)
    signed = (packed.codes.astype(np.int16) - MIDDLE).astype(np.int8)
    return np.ascontiguousarray(signed.T), packed.scales


@cache
def _product() -> Callable[[Bytes, NDArray[np.int8]], NDArray[np.int32]]:
    """Returns the integer matrix product: of onnxruntime where it is at hand, several times faster, else of NumPy."""
    try:
        from crosswalk.taxonomy.linking.products import integer_product  # noqa: PLC0415
    except ImportError:
        return lambda left, right: ((left.astype(np.float32) - MIDDLE) @ right.astype(np.float32)).astype(np.int32)
    return integer_product(MIDDLE)


@numba.njit(cache=True, nogil=True)
def _raise_highest(products, scales, owners, highest):  # type: ignore[no-untyped-def]
    for label in range(products.shape[0]):
        row, scale = highest[owners[label]], scales[label]
        for query in range(products.shape[1]):
            row[query] = max(row[query], np.float32(products[label, query]) * scale)


@numba.njit(cache=True, nogil=True)
def _raise_turned(highest, query_scales, best):  # type: ignore[no-untyped-def]
    for query in range(best.shape[0]):
        for owner in range(best.shape[1]):
            best[query, owner] = max(best[query, owner], highest[owner, query] * query_scales[query])


def unit_rows(vectors: Floats) -> Floats:
    """Returns the rows divided by their length; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
