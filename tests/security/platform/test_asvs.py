"""security/asvs.csv answers every requirement of OWASP ASVS 5.0.0, and names tests that exist."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: Requirements of each chapter of the standard (V1 to V17), 345 in all.
CHAPTERS = (30, 13, 31, 16, 13, 47, 19, 13, 7, 36, 24, 12, 21, 13, 21, 17, 12)
COLUMNS = ["requirement", "level", "about", "status", "evidence"]
STATUSES = {"tested", "not applicable", "open"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (ROOT / "security" / "asvs.csv").open(encoding="utf-8", newline="") as table:
        reader = csv.DictReader(table)
        assert reader.fieldnames == COLUMNS
        return list(reader)


@cache
def names_in(path: str) -> frozenset[str]:
    """Names of the tests of a file, those of its classes as `Class::test`."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for holder in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        found |= {f"{holder.name}::{node.name}" for node in holder.body if isinstance(node, ast.FunctionDef)}
    return frozenset(found)


def test_every_requirement_is_answered_once_and_in_order(rows: list[dict[str, str]]) -> None:
    names = [row["requirement"] for row in rows]
    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", name) for name in names)
    assert len(set(names)) == len(names) == 345
    assert names == sorted(names, key=lambda name: [int(part) for part in name[1:].split(".")])
    counted = Counter(int(name[1:].split(".")[0]) for name in names)
    assert tuple(counted[chapter] for chapter in range(1, 18)) == CHAPTERS


def test_what_the_first_two_levels_ask_is_tested_or_does_not_apply(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert row["level"] in {"1", "2", "3"}
        assert row["status"] in STATUSES - ({"open"} if row["level"] != "3" else set()), row["requirement"]


def test_every_answer_says_something(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert row["about"], row["requirement"]
        if row["status"] != "tested":
            assert len(row["evidence"].split()) >= 4, f"{row['requirement']}: why?"
            assert row["evidence"].endswith("."), row["requirement"]


def test_every_test_that_is_named_exists(rows: list[dict[str, str]]) -> None:
    for row in rows:
        if row["status"] == "tested":
            for test in row["evidence"].split():
                path, _, name = test.partition("::")
                assert (ROOT / path).is_file(), f"{row['requirement']}: {test}"
                assert name.rpartition("::")[2].startswith("test_"), f"{row['requirement']}: {test}"
                assert name in names_in(path), f"{row['requirement']}: {test}"
