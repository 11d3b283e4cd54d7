"""Groups of people beside each other: rates, ratios and gaps with their intervals; small counts are hidden."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.intervals import (
    bootstrap_difference,
    katz_log_ratio,
    newcombe_difference,
    same_rate,
    wilson,
)

__all__ = ["GROUPS_SCHEMA", "UNKNOWN_GROUP", "compare_groups", "hidden_groups"]

UNKNOWN_GROUP = "unknown"

GROUPS_SCHEMA = pl.Schema(
    {
        "attribute": pl.String(),
        "group": pl.String(),
        "people": pl.Int64(),
        "selected": pl.Int64(),
        "rate": pl.Float64(),
        "rate_low": pl.Float64(),
        "rate_high": pl.Float64(),
        "reference": pl.Boolean(),
        "impact_ratio": pl.Float64(),
        "ratio_low": pl.Float64(),
        "ratio_high": pl.Float64(),
        "rate_gap": pl.Float64(),
        "gap_low": pl.Float64(),
        "gap_high": pl.Float64(),
        "p_value": pl.Float64(),
        "p_adjusted": pl.Float64(),
        "mean_fit": pl.Float64(),
        "fit_gap": pl.Float64(),
        "fit_gap_low": pl.Float64(),
        "fit_gap_high": pl.Float64(),
        "suppressed": pl.Boolean(),
        "finding": pl.String(),
    }
)


def compare_groups(
    table: pl.DataFrame,
    attribute: str,
    smallest_cell: int,
    smallest_group: int,
    confidence: float,
    rng: np.random.Generator,
) -> list[dict[str, Any]]:
    """One row for each group of an attribute, sorted by name, the unknown last."""
    groups = table.group_by(attribute).agg(
        people=pl.len(), selected=pl.col("selected").sum(), fits=pl.col("fit").drop_nulls()
    )
    groups = groups.sort(pl.col(attribute) == UNKNOWN_GROUP, attribute)
    counts = list(zip(groups["people"].to_list(), groups["selected"].to_list(), strict=True))
    hidden = hidden_groups([(n, hits, n - hits) for n, hits in counts], smallest_cell)
    fits = [np.sort(np.asarray(fit, dtype=np.float64)) for fit in groups["fits"].to_list()]
    able = [
        i for i, (n, _) in enumerate(counts)
        if n >= smallest_group and not hidden[i] and groups[attribute][i] != UNKNOWN_GROUP
    ]  # fmt: skip
    reference = max(able, key=lambda i: (counts[i][1] / counts[i][0], counts[i][0]), default=None)
    rows = []
    for i, name in enumerate(groups[attribute].to_list()):
        row: dict[str, Any] = dict.fromkeys(GROUPS_SCHEMA)
        row |= {"attribute": attribute, "group": name, "suppressed": hidden[i], "reference": i == reference}
        if not hidden[i]:
            row |= _rate(*counts[i], fits[i], confidence)
            if reference is not None and i != reference:
                row |= _against(counts[i], counts[reference], confidence)
                row |= _fit_gap(fits[i], fits[reference], smallest_cell, confidence, rng)
        rows.append(row)
    return rows


def hidden_groups(cells: Sequence[Sequence[int]], smallest: int) -> list[bool]:
    """Groups with a cell too small to show, and as many of the smallest others as keep it from being worked out.

    Args:
        cells: For each group its counts, the first the number of its people, in the same order.
        smallest: Least count above zero that is shown.

    Returns:
        True for each group that must not be shown. What the hidden groups have in common (the total less all that
        is shown) is nowhere a count below the smallest either.

    Example:
        >>> hidden_groups([(80, 48), (40, 12), (9, 3)], 5)
        [False, True, True]
    """
    hidden = [any(0 < cell < smallest for cell in group) for group in cells]
    while any(hidden) and not all(hidden):
        together = [sum(column) for column in zip(*compress(cells, hidden), strict=True)]
        if sum(hidden) > 1 and not any(0 < cell < smallest for cell in together):
            break
        hidden[min((i for i, is_hidden in enumerate(hidden) if not is_hidden), key=lambda i: (cells[i][0], i))] = True
    return hidden


def _rate(n: int, hits: int, fits: NDArray[np.float64], confidence: float) -> dict[str, Any]:
    low, high = wilson(hits, n, confidence)
    return {
        "people": n,
        "selected": hits,
        "rate": hits / n,
        "rate_low": low,
        "rate_high": high,
        "mean_fit": float(fits.mean()) if fits.size else None,
    }


def _against(group: tuple[int, int], reference: tuple[int, int], confidence: float) -> dict[str, Any]:
    (n, hits), (other_n, other_hits) = group, reference
    four = (hits, n, other_hits, other_n)
    gap_low, gap_high = newcombe_difference(*four, confidence)
    found = {
        "rate_gap": hits / n - other_hits / other_n,
        "gap_low": gap_low,
        "gap_high": gap_high,
        "p_value": same_rate(*four),
    }
    if other_hits:
        ratio_low, ratio_high = katz_log_ratio(*four, confidence)
        found |= {"impact_ratio": (hits / n) / (other_hits / other_n), "ratio_low": ratio_low, "ratio_high": ratio_high}
    return found


def _fit_gap(
    fits: NDArray[np.float64], other: NDArray[np.float64], smallest: int, confidence: float, rng: np.random.Generator
) -> dict[str, Any]:
    """Empty where a group has too few people with a fit for an interval to mean anything."""
    if min(fits.size, other.size) < max(smallest, 2):
        return {}
    low, high = bootstrap_difference(fits, other, rng, confidence=confidence)
    return {"fit_gap": float(fits.mean() - other.mean()), "fit_gap_low": low, "fit_gap_high": high}
