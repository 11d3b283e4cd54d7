"""Intervals against the figures of the papers that they come from."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from crosswalk.matching.intervals import (
    bootstrap_difference,
    holm,
    katz_log_ratio,
    newcombe_difference,
    same_rate,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_figures(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I, method 3."""
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_gives_the_published_figures(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    assert newcombe_difference(*counts) == pytest.approx((low, high), abs=5e-5)


def test_katz_gives_the_published_figures_of_the_aspirin_trial() -> None:
    """Physicians' Health Study: 189 of 11,034 against 104 of 11,037; relative risk 1.82, 1.43 to 2.31."""
    assert katz_log_ratio(189, 11034, 104, 11037) == pytest.approx((1.433, 2.306), abs=5e-4)


def test_a_ratio_of_nothing_has_no_bounds() -> None:
    assert katz_log_ratio(0, 10, 5, 10) == (0.0, inf)


def test_fisher_gives_the_published_figure_of_the_tea_tasting() -> None:
    """Fisher 1935: three of four cups right has probability 0.486 two-sided."""
    assert same_rate(3, 4, 1, 4) == pytest.approx(0.4857, abs=1e-4)


def test_holm_raises_probabilities_and_keeps_their_order() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_the_bootstrap_agrees_with_the_normal_interval_on_many_scores() -> None:
    rng = np.random.default_rng(3)
    one, two = rng.beta(3, 2, 4000), rng.beta(2, 2, 3000)
    half = 1.96 * np.sqrt(one.var() / 4000 + two.var() / 3000)
    gap = one.mean() - two.mean()
    found = bootstrap_difference(one, two, np.random.default_rng(1))
    assert found == pytest.approx((gap - half, gap + half), abs=0.002)
    assert found == bootstrap_difference(one, two, np.random.default_rng(1))
