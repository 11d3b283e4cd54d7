"""Confidence intervals and tests for rates of groups, as published."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

__all__ = ["bootstrap_difference", "holm", "katz_log_ratio", "newcombe_difference", "same_rate", "wilson"]


def wilson(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Score interval of a rate. Source: Wilson 1927; figures in Newcombe 1998, Statistics in Medicine 17:857.

    Example:
        >>> [round(bound, 4) for bound in wilson(81, 263)]
        [0.2553, 0.3662]
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    rate = hits / n
    middle = rate + z * z / (2 * n)
    half = z * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return (0.0 if hits == 0 else low), (1.0 if hits == n else high)


def newcombe_difference(
    hits: int, n: int, other_hits: int, other_n: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Interval of the difference of two rates, by their Wilson intervals.

    Source: Newcombe 1998, Statistics in Medicine 17:873, method 10.

    Example:
        >>> [round(bound, 4) for bound in newcombe_difference(56, 70, 48, 80)]
        [0.0524, 0.3339]
    """
    rate, other = hits / n, other_hits / other_n
    low, high = wilson(hits, n, confidence)
    other_low, other_high = wilson(other_hits, other_n, confidence)
    gap = rate - other
    return gap - sqrt((rate - low) ** 2 + (other_high - other) ** 2), gap + sqrt(
        (high - rate) ** 2 + (other - other_low) ** 2
    )


def katz_log_ratio(hits: int, n: int, other_hits: int, other_n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of the ratio of two rates; (0, infinity) where either rate is zero, for then it is not defined.

    Source: Katz, Baptista, Azen and Pike 1978, Biometrics 34:469.

    Example:
        >>> [round(bound, 2) for bound in katz_log_ratio(189, 11034, 104, 11037)]
        [1.43, 2.31]
    """
    if hits == 0 or other_hits == 0:
        return 0.0, inf
    middle = log((hits / n) / (other_hits / other_n))
    half = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(1 / hits - 1 / n + 1 / other_hits - 1 / other_n)
    return exp(middle - half), exp(middle + half)


def same_rate(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Probability of a gap at least this large were the two rates the same (Fisher's exact test, two-sided)."""
    from scipy.stats import fisher_exact  # noqa: PLC0415 - half a second to import, and only an audit needs it

    return float(fisher_exact([[hits, n - hits], [other_hits, other_n - other_hits]]).pvalue)


def holm(probabilities: Sequence[float]) -> list[float]:
    """Probabilities raised for the number of comparisons. Source: Holm 1979, Scand. J. Statistics 6:65.

    Example:
        >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
        [0.03, 0.06, 0.06]
    """
    raised, most = [0.0] * len(probabilities), 0.0
    for place, i in enumerate(sorted(range(len(probabilities)), key=lambda k: probabilities[k])):
        most = max(most, min(1.0, (len(probabilities) - place) * probabilities[i]))
        raised[i] = most
    return raised


def bootstrap_difference(
    scores: NDArray[np.float64],
    other: NDArray[np.float64],
    rng: np.random.Generator,
    *,
    confidence: float = 0.95,
    draws: int = 2000,
) -> tuple[float, float]:
    """Percentile interval of the difference of two means; scores are counted to three decimals.

    A draw of people with replacement is one draw of how often each distinct score occurs, so the work does not
    grow with the number of people. Source: Efron 1979, Annals of Statistics 7:1.
    """
    means = []
    for group in (scores, other):
        values, counts = np.unique(np.round(group, 3), return_counts=True)
        means.append(rng.multinomial(len(group), counts / counts.sum(), draws) @ values / len(group))
    low, high = np.quantile(means[0] - means[1], [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
