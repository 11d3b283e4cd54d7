"""Learns, from the labels that are loaded, a linear map that brings labels of one concept nearer to each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.vectors import unit_rows

__all__ = ["learn_adapter"]

Floats = NDArray[np.float32]

TEMPERATURE, RATE, SEED = 0.03, 1e-3, 20_251
#: Concepts with two labels or more, from which so many steps with batches so large are taken.
STEPS_AND_BATCH = ((2000, 300, 1024), (50, 100, 512))


def learn_adapter(
    vectors: NDArray[Any], concepts: NDArray[np.int32], rows: NDArray[np.int64] | None = None, *, seed: int = SEED
) -> Floats:
    """Returns a square matrix W such that `unit_rows(vectors @ W)` compares labels better than the vectors do.

    Contrastive learning (InfoNCE, van den Oord et al. 2018, arXiv 1807.03748) from the identity: two labels of a
    concept, in any language, are a pair; the other concepts of the batch are what it must not be mistaken for.
    With fewer than 50 concepts that have two labels there is too little to learn from: the identity is returned.

    Args:
        vectors: Vectors (phrases, dimensions), unit length, of any precision.
        concepts: Concept number of each label.
        rows: Row of each label's vector; by default each label has its own, in the same order.
        seed: Seed of the draws; the same labels and seed give the same matrix.

    Returns:
        Matrix (dimensions, dimensions), float32.
    """
    order = np.argsort(concepts, kind="stable")
    firsts = np.searchsorted(concepts[order], np.arange(concepts.max(initial=-1) + 2))
    sizes = np.diff(firsts)
    places = order if rows is None else rows[order]
    usable = np.flatnonzero(sizes > 1)
    weights = np.eye(vectors.shape[1], dtype=np.float32)
    steps, batch = next(((s, b) for fewest, s, b in STEPS_AND_BATCH if len(usable) >= fewest), (0, 0))
    draw = np.random.default_rng(seed)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(steps):
        chosen = np.unique(draw.choice(usable, batch))
        one = (draw.random(len(chosen)) * sizes[chosen]).astype(np.int64)
        other = (one + 1 + (draw.random(len(chosen)) * (sizes[chosen] - 1)).astype(np.int64)) % sizes[chosen]
        pair = [vectors[places[firsts[chosen] + pick]].astype(np.float32) for pick in (one, other)]
        gradient = _gradient(weights, pair[0], pair[1])
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient * gradient
        rate = RATE * min(1.0, (step + 1) / 10) * (1 - step / steps)
        corrected = mean / (1 - 0.9 ** (step + 1))
        weights = weights - rate * corrected / (np.sqrt(square / (1 - 0.99 ** (step + 1))) + 1e-8)
    return weights.astype(np.float32)


def _gradient(weights: Floats, left: Floats, right: Floats) -> Floats:
    """Gradient of the symmetric contrastive loss by the matrix; row i of `left` belongs to row i of `right`."""
    mapped = (left @ weights, right @ weights)
    lengths = [np.linalg.norm(m, axis=1, keepdims=True) for m in mapped]
    a, b = (unit_rows(m) for m in mapped)
    similarity = a @ b.T / TEMPERATURE
    error = _softmax(similarity, axis=1) + _softmax(similarity, axis=0)
    error[np.diag_indices(len(error))] -= 2
    error /= 2 * TEMPERATURE * len(error)
    by_a, by_b = error @ b, error.T @ a
    by_a = (by_a - a * (by_a * a).sum(axis=1, keepdims=True)) / lengths[0]
    by_b = (by_b - b * (by_b * b).sum(axis=1, keepdims=True)) / lengths[1]
    return np.asarray(left.T @ by_a + right.T @ by_b, dtype=np.float32)


def _softmax(values: Floats, axis: int) -> Floats:
    raised = np.exp(values - values.max(axis=axis, keepdims=True))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True), dtype=np.float32)
