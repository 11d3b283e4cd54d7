"""The measures of the ranking benchmark, against figures worked out by hand and published."""

from __future__ import annotations

import importlib.util
from math import log2
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[3] / "bench" / "ranking"


@pytest.fixture(scope="module")
def metrics() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ranking_metrics", BENCH / "metrics.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_perfect_order_has_ndcg_one_and_a_reversed_one_less(metrics: ModuleType) -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    assert metrics.ndcg(["a", "b", "c", "d"], grades) == 1
    reversed_gain = 1 + 3 / log2(3) + 7 / 2
    assert metrics.ndcg(["c", "b", "a"], grades) == pytest.approx(reversed_gain / (7 + 3 / log2(3) + 1 / 2))


def test_ndcg_gives_the_figure_worked_out_by_hand(metrics: ModuleType) -> None:
    """Grades 3 2 3 0 1 2 in that order: 13.848 gained of 14.595 at best."""
    grades = dict(zip("abcdef", (3, 2, 3, 0, 1, 2), strict=True))
    assert metrics.ndcg(list("abcdef"), grades, k=6) == pytest.approx(0.949, abs=5e-4)


def test_people_after_the_cut_do_not_count(metrics: ModuleType) -> None:
    assert metrics.ndcg(["x"] * 10 + ["a"], {"a": 3}) == 0


def test_where_nobody_is_relevant_there_is_no_measure(metrics: ModuleType) -> None:
    assert metrics.ndcg(["a"], {"a": 0}) is None
    assert metrics.recall(["a"], {}, 50) is None
    assert metrics.mean_ndcg({"v": ["a"]}, {"v": {}}) == (0.0, 0)


def test_recall_counts_those_with_the_least_grade_within_the_cut(metrics: ModuleType) -> None:
    grades = {"a": 3, "b": 2, "c": 1, "d": 0}
    assert metrics.recall(["a", "x", "b"], grades, k=2, least=2) == 0.5
    assert metrics.recall(["a", "b"], grades, k=2, least=1) == 1


def test_a_subgroup_is_ranked_by_itself(metrics: ModuleType) -> None:
    rankings, grades = {"v": ["x", "a", "y", "b"]}, {"v": {"a": 3, "b": 2}}
    assert metrics.mean_ndcg(rankings, grades, only={"a", "b"}) == (1.0, 1)
    assert metrics.mean_ndcg(rankings, grades)[0] < 1
