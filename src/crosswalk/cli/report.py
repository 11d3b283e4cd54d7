"""crosswalk report: shortlists with reasons as one self-contained HTML file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from crosswalk.cli.common import (
    PeopleFile,
    TaxonomyFile,
    VacanciesFile,
    open_matches,
    open_people,
    open_taxonomy,
    open_vacancies,
)
from crosswalk.cli.match import On, as_date
from crosswalk.cli.output import note
from crosswalk.matching import Explanation, audit, explain
from crosswalk.records import Person, Vacancy, from_frame
from crosswalk.report import write_report
from crosswalk.taxonomy import Taxonomy

PER_VACANCY = 5


def make_report(
    path: Path,
    people: pl.DataFrame,
    vacancies: pl.DataFrame,
    matches: pl.DataFrame,
    taxonomy: Taxonomy,
    *,
    on: date,
    lang: str = "en",
    title: str | None = None,
) -> None:
    """Explain the shortlists and write the report."""
    shown = matches.filter(pl.col("rank_for_vacancy") <= PER_VACANCY)
    persons = {
        p.person_id: p
        for p in from_frame(people.filter(pl.col("person_id").is_in(shown["person_id"].implode())), Person)
    }
    jobs = {v.vacancy_id: v for v in from_frame(vacancies, Vacancy)}
    explanations: list[Explanation] = [
        explain(persons[person], jobs[vacancy], taxonomy, as_of=on, lang=lang)
        for person, vacancy in shown.select("person_id", "vacancy_id").iter_rows()
    ]
    write_report(
        path,
        people=people,
        vacancies=vacancies,
        matches=matches,
        taxonomy=taxonomy,
        explanations=explanations,
        audit=audit(matches, people, by=("sex",), top=10, as_of=on),
        lang=lang,
        title=title,
        as_of=on,
        per_vacancy=PER_VACANCY,
    )


def report(
    matches: Annotated[Path, typer.Option("--matches", help="Matches, from crosswalk match.")],
    people: PeopleFile,
    vacancies: VacanciesFile,
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")],
    taxonomy: TaxonomyFile = None,
    lang: Annotated[str, typer.Option(help="Language of the report: en, fr, es, ar.")] = "en",
    on: On = None,
) -> None:
    """Write shortlists with reasons as one HTML file that needs nothing else."""
    store = open_taxonomy(taxonomy)
    make_report(
        output,
        open_people(people, store),
        open_vacancies(vacancies, store),
        open_matches(matches),
        store,
        on=as_date(on),
        lang=lang,
    )
    note(f"Report: {output}")
