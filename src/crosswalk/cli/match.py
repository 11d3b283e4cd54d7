"""crosswalk match: exact lists both ways, under the mask, with every part of every score."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from crosswalk.cli.common import (
    PeopleFile,
    TaxonomyFile,
    VacanciesFile,
    has_uri,
    open_people,
    open_taxonomy,
    open_vacancies,
)
from crosswalk.cli.output import Json, note, print_json, progress
from crosswalk.errors import UsageError
from crosswalk.matching import FILTERS, Filters, Matches
from crosswalk.matching import match as match_all
from crosswalk.records import write_sheet
from crosswalk.settings import settings

On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day the facts are judged on; today without it.")
]


def as_date(on: datetime | None) -> date:
    """The day that was named, else today."""
    return on.date() if on else date.today()  # noqa: DTZ011 - the day where the user is


def match(
    people: PeopleFile,
    vacancies: VacanciesFile,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write: .parquet, .jsonl, .csv or .xlsx.")],
    taxonomy: TaxonomyFile = None,
    top: Annotated[int, typer.Option(min=1, max=1000, help="People listed for each vacancy.")] = 50,
    per_person: Annotated[int, typer.Option(min=1, max=1000, help="Vacancies listed for each person.")] = 20,
    without: Annotated[list[str] | None, typer.Option(help="A filter to switch off; repeat for more.")] = None,
    strict: Annotated[
        list[str] | None, typer.Option(help="A filter in which unknown excludes; repeat for more.")
    ] = None,
    on: On = None,
    threads: Annotated[int | None, typer.Option(min=0, help="Threads; 0 means all cores.")] = None,
    json: Json = False,
) -> None:
    """Match people and vacancies: the best of each for the other, with reasons kept apart from scores."""
    store = open_taxonomy(taxonomy)
    candidates = people if linked_already(people) else open_people(people, store)
    jobs = open_vacancies(vacancies, store)
    total = rows_of(candidates)
    with progress("Matching") as show:
        found = match_all(
            candidates,
            jobs,
            store,
            top=top,
            per_person=per_person,
            filters=_filters(without or [], strict or []),
            threads=settings().threads if threads is None else threads,
            as_of=as_date(on),
            progress=counter(show, total),
        )
        listed = write_matches(found, output)
    silent = {"people": found.people_without_profile, "vacancies": found.vacancies_without_profile}
    if json:
        print_json(
            {"file": str(output), "pairs": listed, "people": total, "vacancies": jobs.height}
            | {f"{name}_too_little_known": ids.to_list() for name, ids in silent.items()}
        )
        return
    note(f"{listed:,} pairs of {total:,} people and {jobs.height:,} vacancies: {output}")
    for name, ids in silent.items():
        if len(ids):
            note(f"{len(ids):,} {name} are not listed: neither their skills nor their occupation are known.")


def linked_already(path: Path) -> bool:
    """Whether a Parquet file holds linked people; it is then read piece by piece, not as a whole."""
    if path.suffix != ".parquet" or not path.is_file():
        return False
    head = pl.read_parquet(path, n_rows=1000)
    return {"skills", "occupation"} <= set(head.columns) and (
        bool(head["occupation"].is_not_null().any()) or has_uri(head)
    )


def rows_of(source: pl.DataFrame | Path) -> int:
    """Number of rows of a table or of a Parquet file."""
    if isinstance(source, Path):
        return int(pl.scan_parquet(source).select(pl.len()).collect().item())
    return source.height


def write_matches(found: Matches, path: Path) -> int:
    """Write the pairs as Parquet (in steady memory), JSON Lines, CSV or XLSX; returns how many.

    Raises:
        UsageError: The name ends in something else.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        return found.write(path)
    frame = found.frame()
    if path.suffix == ".jsonl":
        frame.write_ndjson(path)
    elif path.suffix in (".csv", ".xlsx"):
        told = frame.with_columns(pl.col("unknown").list.join(", "))
        write_sheet(chain([told.columns], told.iter_rows()), path, title="matches")
    else:
        raise UsageError(
            "Matches cannot be written in this format.", remedy="End the name in .parquet, .jsonl, .csv or .xlsx."
        )
    return frame.height


def _filters(without: list[str], strict: list[str]) -> Filters:
    if unknown := set(without) - set(FILTERS):
        raise UsageError(f"There is no filter named {', '.join(sorted(unknown))}.", remedy=f"Use {', '.join(FILTERS)}.")
    return Filters(on=tuple(f for f in FILTERS if f not in without), strict=tuple(strict))


def counter(show: Callable[[int, int], None], total: int) -> Callable[[int], None]:
    """Turns steps into a running count for a bar."""
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        show(done, total)

    return step
