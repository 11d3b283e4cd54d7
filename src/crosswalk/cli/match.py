"""crosswalk match: exact lists both ways, under the mask, with every part of every score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from crosswalk.cli.doors import AnswersFile, WithPathways, open_doors, tell_doors, tell_strangers
from crosswalk.cli.output import Json, note, print_json, progress
from crosswalk.cli.pathways.common import CatalogueFolder
from crosswalk.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.matching import Filters, Matches
    from crosswalk.matching.doors import Doors
    from crosswalk.taxonomy import Taxonomy

On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day the facts are judged on; today without it.")
]


#: Vacancies of which it is said why nobody is near enough.
MOST_TOLD = 5


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
    pathways: WithPathways = True,
    facts: AnswersFile = None,
    catalogue: CatalogueFolder = None,
    on: On = None,
    threads: Annotated[int | None, typer.Option(min=0, help="Threads; 0 means all cores.")] = None,
    json: Json = False,
) -> None:
    """Match people and vacancies: the best of each for the other, with reasons kept apart from scores."""
    import polars as pl

    from crosswalk.matching import match as match_all
    from crosswalk.matching import without_anybody
    from crosswalk.matching.triples import triples_path
    from crosswalk.matching.unmet import Unmet, near_pairs, not_shut_out, unmet_demand
    from crosswalk.settings import settings

    filters = _filters(without or [], strict or [], doors=pathways)
    store = open_taxonomy(taxonomy)
    candidates = people if linked_already(people) else open_people(people, store)
    jobs = open_vacancies(vacancies, store)
    total = rows_of(candidates)
    doors = (
        open_doors(candidates, jobs, as_date(on), catalogue=catalogue, facts=facts, taxonomy=store)
        if pathways
        else None
    )
    options: dict[str, Any] = {"filters": filters, "as_of": as_date(on)}
    options["threads"] = settings().threads if threads is None else threads
    with progress("Matching") as show:
        found = match_all(
            candidates,
            jobs,
            store,
            top=top,
            per_person=per_person,
            factors=[doors.factor()] if doors else (),
            progress=counter(show, total),
            **options,
        )
        listed = write_matches(found, output, doors)
    empty = without_anybody(matches_of(found, output), jobs["vacancy_id"].to_list())
    triples = pl.DataFrame()
    unmet: tuple[Unmet, ...] = ()
    if doors is not None:
        triples = pl.read_parquet(triples_path(output), columns=["verdict"])
        tell_strangers(doors)
        somebody = not_shut_out(doors, near_pairs(matches_of(found, output)), pl.scan_parquet(triples_path(output)))
        options["filters"] = replace(filters, strict=tuple(name for name in filters.strict if name != "pathway"))
        unmet = unmet_demand(
            doors,
            somebody,
            lambda some: match_all(candidates, some, store, top=top, per_person=1, **options).frame(),
        )
    silent = {"people": found.people_without_profile, "vacancies": found.vacancies_without_profile}
    if json:
        print_json(
            {"file": str(output), "pairs": listed, "people": total, "vacancies": jobs.height}
            | {f"{name}_too_little_known": ids.to_list() for name, ids in silent.items()}
            | {"vacancies_nobody_near": empty, "notes": list(found.notes)}
            | (
                {}
                if doors is None
                else {"pathways_file": str(triples_path(output)), "unmet": [asdict(one) for one in unmet]}
            )
        )
        return
    note(f"{listed:,} pairs of {total:,} people and {jobs.height:,} vacancies: {output}")
    for name, ids in silent.items():
        if len(ids):
            note(f"Not listed, for neither skills nor occupation are known: {len(ids):,} {name}.")
    for told in found.notes:
        note(told)
    if doors is not None:
        tell_doors(doors, triples, unmet)
    if empty:
        note(f"Vacancies with nobody near enough to be shown yet: {len(empty):,}. The exact lists are in the file.")
        tell_nobody(found, empty[:MOST_TOLD], store)
        if len(empty) > MOST_TOLD:
            note(f"… and {len(empty) - MOST_TOLD:,} more; crosswalk report says why for each.")


def linked_already(path: Path) -> bool:
    """Whether a Parquet file holds linked people; it is then read piece by piece, not as a whole."""
    import polars as pl

    if path.suffix != ".parquet" or not path.is_file():
        return False
    head = pl.read_parquet(path, n_rows=1000)
    return {"skills", "occupation"} <= set(head.columns) and (
        bool(head["occupation"].is_not_null().any()) or has_uri(head)
    )


def rows_of(source: pl.DataFrame | Path) -> int:
    """Number of rows of a table or of a Parquet file."""
    import polars as pl

    if isinstance(source, Path):
        return int(pl.scan_parquet(source).select(pl.len()).collect().item())
    return source.height


def write_matches(found: Matches, path: Path, doors: Doors | None = None) -> int:
    """Write the pairs as Parquet (in steady memory), JSON Lines, CSV or XLSX; returns how many.

    With doors, each pair carries its nearest pathway, and all triples stand in a second file beside it.

    Raises:
        UsageError: The name ends in something else.
    """
    import polars as pl

    from crosswalk.matching.triples import triples_path, with_nearest, write_triples
    from crosswalk.records import write_sheet

    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix not in {".parquet", ".jsonl", ".csv", ".xlsx"}:
        raise UsageError(
            "Matches cannot be written in this format.", remedy="End the name in .parquet, .jsonl, .csv or .xlsx."
        )
    if path.suffix == ".parquet":
        return found.write(path) if doors is None else write_triples(found, doors, path)
    frame = found.frame()
    if doors is not None:
        triples = doors.triples(frame)
        triples.write_parquet(triples_path(path))
        frame = with_nearest(frame, triples)
    if path.suffix == ".jsonl":
        frame.write_ndjson(path)
    else:
        lists = [name for name, dtype in frame.schema.items() if dtype == pl.List]
        told = frame.with_columns(pl.col(lists).list.join(", "))
        write_sheet(chain([told.columns], told.iter_rows()), path, title="matches")
    return frame.height


def matches_of(found: Matches, path: Path) -> pl.LazyFrame:
    """The pairs as they were written, or made again where they were not written as Parquet."""
    import polars as pl

    return pl.scan_parquet(path) if path.suffix == ".parquet" else found.frame().lazy()


def tell_nobody(found: Matches, vacancies: list[str], taxonomy: Taxonomy) -> None:
    """Says on stderr why these vacancies have nobody near enough."""
    from crosswalk.matching import nobody_in_words, why_nobody
    from crosswalk.matching.explain import matching_words

    words = matching_words("en")
    for why in why_nobody(found.engine, vacancies):
        note(f"{why.vacancy_id}: {words('nobody.title')}")
        for sentence in nobody_in_words(why, words, [taxonomy.label(uri) for uri in why.lacking]):
            note(f"  {sentence}")


def _filters(without: list[str], strict: list[str], *, doors: bool) -> Filters:
    from crosswalk.matching import FILTERS, Filters

    if unknown := set(without) - set(FILTERS):
        raise UsageError(f"There is no filter named {', '.join(sorted(unknown))}.", remedy=f"Use {', '.join(FILTERS)}.")
    filters = Filters(on=tuple(f for f in FILTERS if f not in without), strict=tuple(strict))
    filters.check_strict(("pathway",) if doors else ())
    return filters


def counter(show: Callable[[int, int], None], total: int) -> Callable[[int], None]:
    """Turns steps into a running count for a bar."""
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        show(done, total)

    return step
