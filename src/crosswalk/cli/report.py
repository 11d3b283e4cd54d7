"""crosswalk report: shortlists with reasons as one self-contained HTML file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    import polars as pl

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
    """Explain the shortlists, say why a vacancy has nobody near enough, and write the report."""
    import polars as pl

    from crosswalk.matching import Engine, audit, explain, near_enough, why_nobody, without_anybody
    from crosswalk.records import Person, Vacancy, from_frame
    from crosswalk.report import write_report

    shown = matches.filter((pl.col("rank_for_vacancy") <= PER_VACANCY) & near_enough())
    persons = {
        p.person_id: p
        for p in from_frame(people.filter(pl.col("person_id").is_in(shown["person_id"].implode())), Person)
    }
    jobs = {v.vacancy_id: v for v in from_frame(vacancies, Vacancy)}
    explanations = [
        explain(persons[person], jobs[vacancy], taxonomy, as_of=on, lang=lang)
        for person, vacancy in shown.select("person_id", "vacancy_id").iter_rows()
    ]
    empty = without_anybody(matches, vacancies["vacancy_id"].to_list())
    jobs_of = vacancies.filter(pl.col("vacancy_id").is_in(empty))
    nobody = why_nobody(Engine(people, jobs_of, taxonomy, as_of=on), empty) if empty else []
    write_report(
        path,
        people=people,
        vacancies=vacancies,
        matches=matches,
        taxonomy=taxonomy,
        explanations=explanations,
        nobody=nobody,
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
