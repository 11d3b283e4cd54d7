"""Turns several signals of likeness between a text and each concept into one score and a probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.index import LanguageBlock, PillarIndex

__all__ = ["Calibration", "Weights", "best", "fused", "log_shares", "signals"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, in standard deviations of that signal over the concepts.

    Attributes:
        nearest: Nearest label in the text's own language, by meaning.
        support: Nearest label in the supporting languages (English where it is loaded), by meaning.
        centre: The mean of the concept's labels in the text's language and the supporting ones.
        letters: Nearest label in the text's own language, by letters.
        preferred: The preferred label in the text's own language, by letters.
        group: How well the other occupations of the same ISCO-08 unit group match.
    """

    nearest: float
    support: float
    centre: float
    letters: float
    preferred: float
    group: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic curve from how sure the ranking is to the probability that a concept is right.

    Attributes:
        whole: Weight of the log odds of the concept's share (softmax) for the whole text.
        part: Weight of the log odds of its greatest share for a clause of the text.
        likeness: Weight of the cosine of its nearest label.
        constant: Constant.
    """

    whole: float
    part: float
    likeness: float
    constant: float

    def probability(self, whole: Floats, part: Floats, likeness: Floats) -> Floats:
        """Returns probabilities from log shares and cosines, same shape as the arguments.

        >>> sure = np.log(np.array([0.9, 0.1], dtype=np.float32))
        >>> Calibration(1.0, 0.0, 0.0, 0.0).probability(sure, sure, sure).round(2).tolist()
        [0.8999999761581421, 0.10000000149011612]
        """
        raised = self.whole * _log_odds(whole) + self.part * _log_odds(part)
        raised = raised + self.likeness * likeness + self.constant
        return np.asarray(1.0 / (1.0 + np.exp(-raised)), dtype=np.float32)


def _log_odds(log_shares: Floats) -> Floats:
    """Log odds of shares, kept finite: a share counts as at most 0.999."""
    shares = np.clip(np.exp(log_shares), 1e-6, 0.999)
    return np.asarray(np.log(shares / (1 - shares)), dtype=np.float32)


def signals(
    index: PillarIndex,
    own: LanguageBlock | None,
    support: Sequence[LanguageBlock],
    vectors: Floats,
    keys: Sequence[str],
) -> dict[str, Floats]:
    """Computes each signal for texts of one language.

    Args:
        index: The pillar's index.
        own: Labels in the language of the texts; None where that language is not loaded.
        support: Labels in the supporting languages.
        vectors: Adapted unit vectors of the texts (texts, dimensions).
        keys: Keys of the texts.

    Returns:
        Arrays (texts, concepts) by the names of `Weights`; what cannot be computed is left out.
    """
    shape = (len(keys), len(index.uris))
    found = {"support": _nearest(index, support, vectors)}
    best = found["support"]
    if own is not None:
        found["nearest"] = best if list(support) == [own] else _nearest(index, [own], vectors)
        found["letters"], found["preferred"] = (np.zeros(shape, dtype=np.float32) for _ in range(2))
        own.letters.raise_best(keys, own.owners, own.preferred, found["letters"], found["preferred"])
        best = np.maximum(best, found["nearest"])
    found["centre"] = index.middle(own.language if own is not None else None).cosines(vectors)
    if (index.groups >= 0).any():
        found["group"] = _group_scores(best, index.groups)
    return found


def _nearest(index: PillarIndex, blocks: Sequence[LanguageBlock], vectors: Floats) -> Floats:
    best = np.zeros((len(vectors), len(index.uris)), dtype=np.float32)
    for block in blocks:
        index.vectors.raise_best(vectors, block.owners, block.start, best)
    return best


def fused(found: Mapping[str, Floats], weights: Weights) -> Floats:
    """Adds the signals up, each as standard deviations above its mean over the concepts and not below zero."""
    total = np.zeros_like(next(iter(found.values())))
    for name, values in found.items():
        _add_standardised(values, np.float32(getattr(weights, name)), total)
    return total


def log_shares(scores: Floats) -> Floats:
    """Returns the logarithm of each concept's share (softmax) in each row."""
    lowered = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(lowered - np.log(np.exp(lowered).sum(axis=1, keepdims=True)), dtype=np.float32)


def best(calibration: Calibration, scores: Floats, likeness: Floats, top: int, limit: float) -> list[tuple[int, float]]:
    """Returns the best concepts for one text and their probabilities, best first, ties in the order of URIs.

    Args:
        calibration: From shares to probabilities.
        scores: Fused scores of the whole text (first row) and its clauses.
        likeness: Cosines, same shape.
        top: Most concepts.
        limit: Lowest probability.
    """
    shares = log_shares(scores)
    part = shares[1:].max(axis=0) if len(shares) > 1 else shares[0]
    total = scores[0] + (scores[1:].max(axis=0) if len(scores) > 1 else scores[0])
    count = min(top, len(total))
    candidates = np.flatnonzero(total >= np.partition(total, -count)[-count])
    chosen = candidates[np.lexsort((candidates, -total[candidates]))][:count]
    chances = calibration.probability(shares[0, chosen], part[chosen], likeness.max(axis=0)[chosen])
    return [(int(c), float(p)) for c, p in zip(chosen, chances, strict=True) if p >= limit]


@numba.njit(cache=True, nogil=True)
def _add_standardised(values, weight, total):  # type: ignore[no-untyped-def]
    for query in range(values.shape[0]):
        row = values[query]
        mean = row.mean()
        factor = weight / (row.std() + np.float32(1e-6))
        for concept in range(len(row)):
            total[query, concept] += max(row[concept] - mean, np.float32(0)) * factor


@numba.njit(cache=True, nogil=True)
def _group_scores(values, groups):  # type: ignore[no-untyped-def]
    """Root mean square, over each concept's group, of the standardised scores that lie above the mean."""
    count = groups.max() + 1
    sizes = np.zeros(count)
    for group in groups:
        if group >= 0:
            sizes[group] += 1
    out = np.zeros_like(values)
    for query in range(values.shape[0]):
        row = values[query]
        mean, deviation = row.mean(), row.std() + np.float32(1e-6)
        sums = np.zeros(count)
        for concept in range(len(row)):
            if groups[concept] >= 0 and row[concept] > mean:
                sums[groups[concept]] += ((row[concept] - mean) / deviation) ** 2
        for concept in range(len(row)):
            if groups[concept] >= 0:
                out[query, concept] = np.sqrt(sums[groups[concept]] / sizes[groups[concept]])
    return out
