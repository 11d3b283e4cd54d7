"""One week of an allocation on the command line: who came is placed now, and places are held for those to come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosswalk.cli.output import busy, note
from crosswalk.errors import InputError, NotFoundError

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from crosswalk.allocation import Built, Problem

__all__ = ["tell_week", "weekly"]

#: Drawn pictures of who will come; five serve well (docs/explanation/allocation.md).
PICTURES = 5


def weekly(built: Built, output: Path, this_week: Path, *, expected: int | None, placed: Path | None) -> dict[str, Any]:
    """This week's placements, written; what is told of them as plain data.

    Args:
        built: Of everybody: those of earlier weeks, of this week, and people such as may come later.
        output: File to write.
        this_week: List of this week's people: one person_id a line, or a table with such a column.
        expected: How many of the others are expected to come; None: as many as there are.
        placed: What earlier weeks wrote; None in the first week.
    """
    import numpy as np

    from crosswalk.allocation import place_batch, write
    from crosswalk.allocation.subproblem import drawn, of_people

    problem = built.problem
    now, gone = _people(problem, this_week), _given(problem, placed)
    others = np.setdiff1d(np.arange(len(problem.people)), np.union1d(now, problem.person[gone]))
    history = of_people(problem, others)[0]
    count = len(others) if expected is None else min(expected, len(others))
    pictures = [drawn(history, count, seed=seed) for seed in range(PICTURES)] if count else []
    with busy("Placing this week's people"):
        batch = place_batch(problem, pictures, now=now, placed=gone)
    write.write_placements(write.placements(built, np.union1d(gone, batch.chosen)), output)
    return {
        "file": str(output),
        "people_this_week": len(now),
        "placed_this_week": len(batch.chosen),
        "placed_before": len(gone),
        "expected": count,
        "held_back": [
            {"vacancy_id": held.vacancy, "held": held.held, "left": held.left, "words": held.in_words()}
            for held in batch.held_back
        ],
        "loosened": [row.words or row.name for row in batch.loosened],
        "notes": list(built.notes),
    }


def tell_week(found: dict[str, Any]) -> None:
    """This week's placements for a person at the terminal."""
    print(f"Placed this week: {found['placed_this_week']} of {found['people_this_week']} people.")
    print(f"Placed in earlier weeks: {found['placed_before']}. Expected later: {found['expected']}.")
    for held in found["held_back"]:
        print(f"  {held['words']}")
    for rule in found["loosened"]:
        print(f"  Out of reach with those expected, and kept as far as it can be: {rule}")
    for told in found["notes"]:
        note(told)


def _people(problem: Problem, path: Path) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Indices of the people of a list, ascending."""
    import numpy as np

    known = {person: index for index, person in enumerate(problem.people)}
    named = _column(path)
    if strangers := [person for person in named if person not in known]:
        raise InputError(
            f"{strangers[0]} is not among the people of these matches.",
            remedy="Match this week's people first: crosswalk match.",
            place=str(path),
        )
    return np.unique(np.array([known[person] for person in named], dtype=np.int64))


def _given(problem: Problem, path: Path | None) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Options that earlier weeks gave, ascending."""
    import numpy as np

    if path is None:
        return np.zeros(0, np.int64)
    options = {
        (problem.people[i], problem.vacancies[v], problem.pathways[p] if p >= 0 else None): index
        for index, (i, v, p) in enumerate(
            zip(problem.person.tolist(), problem.vacancy.tolist(), problem.pathway.tolist(), strict=True)
        )
    }
    rows = _table(path, "person_id", "vacancy_id", "pathway").rows()
    if lost := [row for row in rows if row not in options]:
        raise InputError(
            f"{lost[0][0]} was placed at {lost[0][1]}, which is no option in these matches.",
            remedy="Take that person and that place out of people and vacancies, and out of this file.",
            place=str(path),
        )
    return np.unique(np.array([options[row] for row in rows], dtype=np.int64))


def _column(path: Path) -> list[str]:
    if path.suffix == ".txt" and path.is_file():
        return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [str(each) for each in _table(path, "person_id")["person_id"].drop_nulls()]


def _table(path: Path, *columns: str) -> pl.DataFrame:
    """Some columns of a table.

    Raises:
        NotFoundError, InputError: There is no such file, it is no table that is read here, or lacks a column.
    """
    import polars as pl

    if not path.is_file():
        raise NotFoundError("There is no such file.", remedy="Check the path.", place=str(path))
    try:
        table = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
        return table.select(columns)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise InputError(
            f"This is no table with the columns {', '.join(columns)}.",
            remedy="Give a .csv or .parquet with these columns; a list of people may also be a .txt with one a line.",
            place=str(path),
        ) from error
