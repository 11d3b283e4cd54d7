"""crosswalk demo: the main job on the example corridor, from CVs and job ads to an explained shortlist and a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from crosswalk.cli.importing import import_files
from crosswalk.cli.match import counter
from crosswalk.cli.output import note, progress
from crosswalk.cli.report import make_report
from crosswalk.errors import NotFoundError
from crosswalk.matching import match
from crosswalk.taxonomy import Taxonomy

CORRIDOR = Path("examples") / "corridor"
CORRIDOR_DAY = date(2026, 6, 30)  #: the day on which the invented people were asked


def demo(
    to: Annotated[Path, typer.Option("--to", help="Folder to write to.")] = Path("demo-output"),
    examples: Annotated[Path, typer.Option(help="Folder of the example corridor.")] = CORRIDOR,
) -> None:
    """Read the example corridor, link, match, print an explained shortlist, write an HTML report."""
    if not examples.is_dir():
        raise NotFoundError(
            "The example corridor is not here.",
            remedy="Run this in the project's folder, or give --examples.",
            place=str(examples),
        )
    to.mkdir(parents=True, exist_ok=True)
    note("1. Reading CVs, exchange files and tables in four languages, and job ads …")
    import_files([examples / "people"], to / "people.parquet", report=to / "people-problems.json")
    import_files(
        [examples / "vacancies"], to / "vacancies.parquet", vacancies=True, report=to / "vacancies-problems.json"
    )
    people, vacancies = pl.read_parquet(to / "people.parquet"), pl.read_parquet(to / "vacancies.parquet")
    taxonomy = Taxonomy.starter()
    note("2. Matching, exactly and under the filters …")
    with progress("Matching") as show:
        found = match(people, vacancies, taxonomy, as_of=CORRIDOR_DAY, progress=counter(show, people.height))
    found.write(to / "matches.parquet")
    matches = found.frame()
    note("3. Explaining the shortlists, writing the report …")
    make_report(to / "report.html", people, vacancies, matches, taxonomy, on=CORRIDOR_DAY)
    _shortlists(matches, vacancies)
    note(f"\nThe report for an employer: {to / 'report.html'}  (open it in any browser)")


def _shortlists(matches: pl.DataFrame, vacancies: pl.DataFrame) -> None:
    """The best three people of each vacancy: what is covered, and what to ask before deciding."""
    best = matches.filter(pl.col("rank_for_vacancy") <= 3).sort("vacancy_id", "rank_for_vacancy")
    jobs = {row["vacancy_id"]: row for row in vacancies.select("vacancy_id", "title", "country", "places").to_dicts()}
    for (vacancy,), rows in best.group_by("vacancy_id", maintain_order=True):
        job = jobs[str(vacancy)]
        print(f"\n{job['title']} ({job['country'] or 'country not stated'}, {job['places'] or '?'} places) · {vacancy}")
        for row in rows.iter_rows(named=True):
            essential = "-" if row["essential"] is None else f"{row['essential']:.0%}"
            ask = f"; ask: {', '.join(row['unknown'])}" if row["unknown"] else ""
            person = f"{row['rank_for_vacancy']}. {row['person_id']}"
            print(f"  {person:<24} essential skills {essential:>4}, fit {row['fit']:.0%}{ask}")
    print("\nFit says how well skills and experience suit; it says nothing of the law, and a human decides.")
