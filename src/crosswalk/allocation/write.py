"""An allocation as tables and files: who goes where, how far each rule is used, and the certificate."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from crosswalk.allocation.constraints.build import Built
from crosswalk.allocation.constraints.options import VERDICTS
from crosswalk.allocation.greedy import Greedy
from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.result import Allocation
from crosswalk.errors import UsageError
from crosswalk.records import write_sheet

__all__ = ["certificate", "certificate_path", "placements", "rules_used", "vacancies_filled", "write_placements"]

SUFFIXES = (".parquet", ".jsonl", ".csv", ".xlsx")


def placements(built: Built, chosen: Integers) -> pl.DataFrame:
    """Who goes where, one row for each person placed, in order of person.

    Returns:
        person_id, vacancy_id, pathway (null where none is known or needed), verdict, fit; expected_success where the
        file states chances; people (with those who come along); group (null for who moves alone). No attribute of
        people stands here.
    """
    problem = built.problem
    person = problem.person[chosen]
    ways = pl.Series([*problem.pathways, None], dtype=pl.String)
    group = problem.group[person]
    columns: dict[str, pl.Series] = {
        "person_id": pl.Series(problem.people, dtype=pl.String).gather(person),
        "vacancy_id": pl.Series(problem.vacancies, dtype=pl.String).gather(problem.vacancy[chosen]),
        "pathway": ways.gather(problem.pathway[chosen] % len(ways)),
        "verdict": pl.Series(VERDICTS).gather(built.verdict[chosen]),
        "fit": pl.Series(built.fit[chosen] / VALUE_SCALE),
    }
    if built.chance is not None:
        columns["expected_success"] = pl.Series(built.chance[chosen] / VALUE_SCALE)
    columns["people"] = pl.Series(built.household[person])
    names = [None if index == ALONE else problem.group_names[index] for index in group.tolist()]
    return pl.DataFrame(columns).with_columns(pl.Series("group", names, dtype=pl.String))


def write_placements(frame: pl.DataFrame, path: Path) -> None:
    """Write placements as Parquet, JSON Lines, CSV or XLSX.

    Raises:
        UsageError: The name ends in something else.
    """
    if path.suffix not in SUFFIXES:
        raise UsageError(
            "An allocation cannot be written in this format.", remedy="End the name in .parquet, .jsonl, .csv or .xlsx."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    elif path.suffix == ".jsonl":
        frame.write_ndjson(path)
    else:
        write_sheet(chain([frame.columns], frame.iter_rows()), path, title="allocation")


def vacancies_filled(built: Built, chosen: Integers) -> pl.DataFrame:
    """For each vacancy its places, those held back, those filled, and its title and country."""
    problem = built.problem
    taken = pl.DataFrame({"vacancy": problem.vacancy[chosen], "use": problem.use[chosen]})
    taken = taken.group_by("vacancy").agg(pl.col("use").sum().alias("filled"))
    places = pl.DataFrame({"places": problem.capacity + built.held_back, "held_back": built.held_back})
    return (
        pl.concat([built.vacancies.select("vacancy_id", "title", "country"), places], how="horizontal")
        .with_row_index("vacancy")
        .with_columns(pl.col("vacancy").cast(pl.Int32))
        .join(taken, on="vacancy", how="left", maintain_order="left")
        .with_columns(pl.col("filled").fill_null(0))
        .drop("vacancy")
    )


def rules_used(built: Built, chosen: Integers, *, inside: bool = True) -> list[dict[str, Any]]:
    """How far each rule is used: the count it bounds and its bounds, as numbers or, for a share, of how many.

    Args:
        inside: Name also the rules that read a confidential attribute.
    """
    rules, kinds = built.rules, built.problem.kind[chosen]
    counts, bases = rules.those[kinds].sum(axis=0).tolist(), rules.base[kinds].sum(axis=0).tolist()
    found = []
    for number, (row, share) in enumerate(zip(rules.rows, rules.shares, strict=True)):
        told: dict[str, Any] = {"name": row.name, "words": row.words} if inside or not row.sensitive else {}
        told |= {"rule": number + 1, "sensitive": row.sensitive, "count": counts[number]}
        if share is None:
            told |= {"at_least": row.lower, "at_most": row.upper}
        else:
            told |= {"of": bases[number], "share_at_least" if row.upper is None else "share_at_most": str(share)}
        found.append(told)
    return found


def certificate_path(output: Path) -> Path:
    """Where the certificate of a result stands: beside it."""
    return output.with_name(f"{output.stem}.certificate.json")


def certificate(built: Built, allocation: Allocation, found: Greedy | None = None) -> dict[str, Any]:
    """What proves an allocation, as plain data: each objective, what nothing can exceed, and the prices behind it.

    Rules that read a confidential attribute are numbered, not named.
    """
    problem, file = built.problem, built.constraints.file
    stages = []
    for number, each in enumerate(allocation.certificates):
        stages.append(each.as_json() | {"prices": _prices(problem, number, allocation)})
        if found is not None:
            stages[-1]["greedy"] = found.objective[number] / VALUE_SCALE
    return {
        "title": file.title,
        "on": file.on.isoformat(),
        "method": allocation.method,
        "people": len(problem.people),
        "options": len(problem.vacancy),
        "placed": len(allocation.chosen),
        "stages": stages,
        "rules": rules_used(built, allocation.chosen, inside=False),
    }


def _prices(problem: Problem, number: int, allocation: Allocation) -> dict[str, Any]:
    """Prices that are not zero, in millionths: of places by vacancy, of rules by number, of earlier stages."""
    prices, rules = allocation.certificates[number].prices, len(problem.rows)
    named = zip(problem.vacancies, prices.vacancy.tolist(), strict=True)
    rows = prices.row.tolist()
    return {
        "places": {name: price for name, price in named if price},
        "rules": {str(place + 1): price for place, price in enumerate(rows[:rules]) if price},
        "earlier_stages": rows[rules:],
    }


def write_certificate(data: dict[str, Any], path: Path) -> None:
    """Write a certificate as JSON."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
