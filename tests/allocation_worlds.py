"""Small worlds to allocate: people, vacancies, matches and constraints files, with everything left unknown somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from crosswalk.allocation.constraints.build import Built, build
from crosswalk.allocation.constraints.reading import read_constraints
from crosswalk.records import Person, Vacancy, to_frame

__all__ = ["HEAD", "built", "pairs_of", "people", "triples_of", "vacancies", "write_constraints"]

HEAD = "constraints: 1\ntitle: {en: Test}\non: 2026-07-01\n"

#: Person, vacancy, fit, and verdict by pathway; no pathway at all where none is needed.
Pair = tuple[str, str, float, dict[str, str]]


def people(*records: dict[str, Any]) -> pl.DataFrame:
    """People, consenting where not said otherwise."""
    return to_frame([Person(**({"consent_matching": True} | record)) for record in records], Person)


def vacancies(*records: dict[str, Any]) -> pl.DataFrame:
    """Vacancies of one place where not said otherwise."""
    return to_frame([Vacancy(**({"places": 1, "country": "DEU"} | record)) for record in records], Vacancy)


def pairs_of(pairs: Sequence[Pair]) -> pl.DataFrame:
    """The file of matches."""
    return pl.DataFrame(
        {
            "person_id": [pair[0] for pair in pairs],
            "vacancy_id": [pair[1] for pair in pairs],
            "fit": [pair[2] for pair in pairs],
            "pathway": [next(iter(pair[3]), None) for pair in pairs],
            "unknown": [["pathway"] if pair[3] == {"": "unknown"} else [] for pair in pairs],
        },
        schema_overrides={
            "person_id": pl.String,
            "vacancy_id": pl.String,
            "pathway": pl.String,
            "unknown": pl.List(pl.String),
            "fit": pl.Float64,
        },
    ).with_columns(pl.when(pl.col("pathway") != "").then("pathway").alias("pathway"))


def triples_of(pairs: Sequence[Pair]) -> pl.DataFrame:
    """The file of pathways beside it."""
    rows = [(pair[0], pair[1], name, verdict) for pair in pairs for name, verdict in pair[3].items() if name]
    schema = dict.fromkeys(("person_id", "vacancy_id", "pathway", "verdict"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def write_constraints(folder: Path, text: str, objective: str = "[fit]") -> Path:
    """A constraints file of one folder."""
    path = folder / "constraints.yaml"
    path.write_text(f"{HEAD}objective: {objective}\n{text}", encoding="utf-8")
    return path


def built(
    folder: Path,
    text: str,
    persons: pl.DataFrame,
    jobs: pl.DataFrame,
    pairs: Sequence[Pair],
    objective: str = "[fit]",
    pathways: Sequence[str] = (),
) -> Built:
    """The problem of a small world."""
    constraints = read_constraints(write_constraints(folder, text, objective))
    codes = {"urn:nurse": "2221", "urn:welder": "7212"}
    return build(constraints, pairs_of(pairs), triples_of(pairs), persons, jobs, pathways=pathways, isco=codes.get)
