"""crosswalk report: shortlists with reasons as one self-contained HTML file."""

from __future__ import annotations

from dataclasses import replace
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
from crosswalk.cli.doors import AnswersFile, WithPathways, open_doors
from crosswalk.cli.match import On, as_date
from crosswalk.cli.output import note
from crosswalk.cli.pathways.common import CatalogueFolder

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.matching.doors import Doors
    from crosswalk.matching.unmet import Unmet
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
    doors: Doors | None = None,
) -> None:
    """Explain the shortlists, say why a vacancy has nobody near enough, and write the report.

    Args:
        doors: Pathways put to these people and vacancies; the report tells of them what an employer may see.
    """
    import polars as pl

    from crosswalk.matching import Engine, audit, explain, match, near_enough, why_nobody, without_anybody
    from crosswalk.matching.unmet import near_pairs, not_shut_out, unmet_demand
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
    told = doors.shareable() if doors else None
    shut = [replace(told, vacancies=jobs_of).factor()] if told else []
    nobody = why_nobody(Engine(people, jobs_of, taxonomy, factors=shut, as_of=on), empty) if empty else []
    unmet: tuple[Unmet, ...] = ()
    if told:
        near = near_pairs(matches.lazy()).collect()
        somebody = not_shut_out(told, near.lazy(), told.triples(near).lazy())
        unmet = unmet_demand(told, somebody, lambda some: match(people, some, taxonomy, as_of=on).frame())
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
        doors=told,
        unmet=unmet,
    )


def report(
    matches: Annotated[Path, typer.Option("--matches", help="Matches, from crosswalk match.")],
    people: PeopleFile,
    vacancies: VacanciesFile,
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")],
    taxonomy: TaxonomyFile = None,
    lang: Annotated[str, typer.Option(help="Language of the report: en, fr, es, ar.")] = "en",
    pathways: WithPathways = True,
    facts: AnswersFile = None,
    catalogue: CatalogueFolder = None,
    on: On = None,
) -> None:
    """Write shortlists with reasons and ways in as one HTML file that needs nothing else."""
    store = open_taxonomy(taxonomy)
    candidates, jobs, day = open_people(people, store), open_vacancies(vacancies, store), as_date(on)
    listed = open_matches(matches)
    doors = open_doors(candidates, jobs, day, catalogue=catalogue, facts=facts, taxonomy=store) if pathways else None
    make_report(output, candidates, jobs, listed, store, on=day, lang=lang, doors=doors)
    note(f"Report: {output}")
