"""Keeps label vectors in eight bits and finds, for each concept, its label nearest to a text: exact, no sampling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["LabelVectors", "unit_rows"]

Floats = NDArray[np.float32]

#: Below so many queries a plain pass over the labels is faster than a matrix product.
FEW = 8


@dataclass(frozen=True, slots=True)
class LabelVectors:
    """Vectors of labels: row i is `codes[i] * scales[i]`, of about unit length.

    Attributes:
        codes: Whole numbers from -127 to 127 (labels, dimensions).
        scales: One factor for each row.
        columns: Slices of `codes` turned by a quarter, kept for matrix products.
    """

    codes: NDArray[np.int8]
    scales: Floats
    columns: dict[tuple[int, int], NDArray[np.int8]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def pack(cls, vectors: Floats) -> LabelVectors:
        """Rounds rows to eight bits, each with its own scale; the cosine changes by less than 0.001.

        >>> packed = LabelVectors.pack(unit_rows(np.eye(3, 8, dtype=np.float32)))
        >>> packed.codes.dtype.name, packed.scales.shape
        ('int8', (3,))
        """
        scales = (np.abs(vectors).max(axis=1) / 127.0 + 1e-12).astype(np.float32)
        return cls(np.round(vectors / scales[:, None]).astype(np.int8), scales)

    def raise_best(self, queries: Floats, owners: NDArray[np.int32], start: int, best: Floats) -> None:
        """Raises `best[q, owner]` to the cosine of query q with the labels of that owner, where higher.

        Args:
            queries: Unit rows (queries, dimensions).
            owners: Concept of each label of the slice.
            start: Row of the slice's first label; it has `len(owners)` labels.
            best: Array (queries, concepts) that is changed.
        """
        packed = LabelVectors.pack(queries)
        stop = start + len(owners)
        scales = self.scales[start:stop]
        if len(queries) < FEW:
            wide = packed.codes.astype(np.int16)
            _raise_best(wide, packed.scales, self.codes[start:stop], scales, owners, best)
            return
        if (start, stop) not in self.columns:
            self.columns[start, stop] = np.ascontiguousarray(self.codes[start:stop].T)
        products = _product()(packed.codes, self.columns[start, stop])
        _raise_best_of(products, packed.scales, scales, owners, best)


@cache
def _product() -> Callable[[NDArray[np.int8], NDArray[np.int8]], NDArray[np.int32]]:
    """Returns the integer matrix product: of onnxruntime where it is at hand, several times faster, else of NumPy."""
    try:
        from crosswalk.taxonomy.linking.products import integer_product  # noqa: PLC0415
    except ImportError:
        return lambda left, right: (left.astype(np.float32) @ right.astype(np.float32)).astype(np.int32)
    return integer_product()


@numba.njit(cache=True, nogil=True)
def _raise_best_of(products, query_scales, scales, owners, best):  # type: ignore[no-untyped-def]
    for query in range(products.shape[0]):
        for label in range(products.shape[1]):
            score = np.float32(products[query, label]) * scales[label] * query_scales[query]
            best[query, owners[label]] = max(best[query, owners[label]], score)


@numba.njit(cache=True, nogil=True, fastmath=True)
def _raise_best(queries, query_scales, codes, scales, owners, best):  # type: ignore[no-untyped-def]
    for label in range(codes.shape[0]):
        row, owner, scale = codes[label], owners[label], scales[label]
        for query in range(queries.shape[0]):
            other = queries[query]
            total = np.int32(0)
            for k in range(row.shape[0]):
                total += np.int32(row[k]) * np.int32(other[k])
            score = np.float32(total) * scale * query_scales[query]
            best[query, owner] = max(best[query, owner], score)


def unit_rows(vectors: Floats) -> Floats:
    """Returns the rows divided by their length; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
