"""Keeps label vectors in eight bits and finds, for each concept, its label nearest to a text: exact, no sampling."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["LabelVectors", "unit_rows"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LabelVectors:
    """Vectors of labels: row i is `codes[i] * scales[i]`, of about unit length."""

    codes: NDArray[np.int8]
    scales: Floats

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
        _raise_best(
            packed.codes.astype(np.int16), packed.scales, self.codes[start:stop], self.scales[start:stop], owners, best
        )


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
