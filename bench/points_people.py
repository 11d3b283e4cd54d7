"""People for the points system of bench/law, and every verdict that a person with missing facts can have.

The verdicts are plain NumPy, two-valued, with the tables read from the file without Crosswalk's own reader: what
bench/pathways.py is held against.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import yaml

__all__ = ["outcomes", "people"]

FOLDER = Path(__file__).parent / "law" / "zzz" / "points_system"


def people(count: int, missing: float, seed: int = 1) -> pl.DataFrame:
    """People for the points system, some facts of each hidden."""
    draw = np.random.default_rng(seed)
    columns = {
        "age": np.clip(draw.normal(33, 9, count), 15, 80).astype(np.int8),
        "school": draw.choice(8, count, p=[0.05, 0.2, 0.1, 0.15, 0.25, 0.05, 0.15, 0.05]).astype(np.int8),
        "language": np.clip(draw.normal(7.2, 2.2, count), 0, 12).astype(np.int8),
        "work_years": np.minimum(draw.geometric(0.18, count) - 1, 45).astype(np.int8),
        "job_offer": draw.random(count) < 0.25,
        "family_size": np.minimum(draw.geometric(0.4, count), 12).astype(np.int8),
        "funds": draw.lognormal(10, 0.7, count).clip(0, 1e6).astype(np.int32) * 100,
        "regulated": draw.random(count) < 0.3,
        "licensed": draw.random(count) < 0.6,
        "salary": draw.lognormal(10.7, 0.4, count).clip(0, 1e6).astype(np.int32) * 100,
    }
    frame = pl.DataFrame(columns)
    if missing == 0:
        return frame
    told = [pl.Series(draw.random(count) >= missing) for _ in columns]
    return frame.select(
        pl.when(known).then(pl.col(name)).alias(name) for name, known in zip(columns, told, strict=True)
    )


FILE = yaml.safe_load((FOLDER / "pathway.yaml").read_text("utf-8"))


def steps(table: str, scale: int = 1) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """First values of the brackets of a table, and what they give, read from the file without our own reader."""
    entry = FILE["tables"][table]["values"][0]
    if "entries" in entry:
        return np.arange(len(entry["entries"])), np.array(list(entry["entries"].values()))
    firsts = [int(key.partition("..")[0] or 0) for key in entry["brackets"]]
    return np.array(firsts), np.array(list(entry["brackets"].values())) * scale


TABLES = {name: steps(name, 100 if name == "funds_needed" else 1) for name in FILE["tables"]}


def looked_up(table: str, values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """What a table gives for each value."""
    firsts, given = TABLES[table]
    return given[np.searchsorted(firsts, values, side="right") - 1]


def outcomes(person: dict[str, Any]) -> set[bool]:
    """Every verdict that some completion of a person's facts has: plain NumPy, two-valued, nothing of ours."""
    cells: dict[str, list[Any]] = {
        "age": [15, *TABLES["age_points"][0][1:]], "school": TABLES["school_points"][0],
        "language": TABLES["language_points"][0], "work_years": TABLES["work_points"][0],
        "family_size": [1, *TABLES["funds_needed"][0][1:]], "funds": [0, *TABLES["funds_needed"][1]],
        "salary": [0, 3_000_000], "job_offer": [False, True], "regulated": [False, True], "licensed": [False, True],
    }  # fmt: skip
    known = {name: cells[name] if value is None else [value] for name, value in person.items()}
    all_of = dict(zip(known, (np.array(each) for each in zip(*product(*known.values()), strict=True)), strict=True))
    total = all_of["job_offer"] * 10
    for table, fact in (("age_points", "age"), ("school_points", "school"), ("language_points", "language"),
                        ("work_points", "work_years")):  # fmt: skip
        total = total + looked_up(table, all_of[fact])
    admitted = (total >= 67) & (all_of["funds"] >= looked_up("funds_needed", all_of["family_size"]))
    admitted &= (~all_of["regulated"] | all_of["licensed"]) & (all_of["salary"] >= 3_000_000)
    return set((admitted & (all_of["work_years"] >= 1)).tolist())
