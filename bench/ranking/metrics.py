"""Measures of a ranking against graded relevance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from statistics import fmean

__all__ = ["mean_ndcg", "ndcg", "recall"]

Ranking = Sequence[str]


def ndcg(ranking: Ranking, grades: Mapping[str, int], k: int = 10) -> float | None:
    """Normalised discounted cumulative gain of the first k (gain 2^grade - 1); None where nobody is relevant.

    Source: Järvelin and Kekäläinen 2002, ACM TOIS 20:422; gains as in Burges et al. 2005.
    """
    best = sorted(grades.values(), reverse=True)[:k]
    ideal = sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(best))
    if not ideal:
        return None
    return sum((2 ** grades.get(who, 0) - 1) / log2(place + 2) for place, who in enumerate(ranking[:k])) / ideal


def recall(ranking: Ranking, grades: Mapping[str, int], k: int = 50, least: int = 1) -> float | None:
    """Share of those with at least a grade who are among the first k; at best k of them can be."""
    relevant = {who for who, grade in grades.items() if grade >= least}
    return len(relevant.intersection(ranking[:k])) / min(len(relevant), k) if relevant else None


def mean_ndcg(
    rankings: Mapping[str, Ranking], grades: Mapping[str, Mapping[str, int]], only: set[str] | None = None, k: int = 10
) -> tuple[float, int]:
    """Mean over vacancies, and how many had somebody relevant; with `only`, among those people alone."""
    values = []
    for vacancy_id, found in grades.items():
        ranking = [who for who in rankings.get(vacancy_id, ()) if only is None or who in only]
        value = ndcg(ranking, {who: grade for who, grade in found.items() if only is None or who in only}, k)
        if value is not None:
            values.append(value)
    return (fmean(values) if values else 0.0), len(values)
