"""An invented corridor and its report, for every test that reads the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from crosswalk.matching import Explanation, Reference, explain, match
from crosswalk.records import Person, Vacancy, from_frame, to_frame
from crosswalk.report import LANGUAGES, write_report
from crosswalk.synthetic import people as make_people
from crosswalk.synthetic import vacancies as make_vacancies
from crosswalk.taxonomy import Taxonomy

AS_OF = date(2026, 6, 30)


class Corridor(NamedTuple):
    taxonomy: Taxonomy
    people: list[Person]
    vacancies: list[Vacancy]
    matches: pl.DataFrame


def report(folder: Path, corridor: Corridor, **options: Any) -> str:
    path = folder / "report.html"
    settings: dict[str, Any] = {
        "people": to_frame(corridor.people, Person),
        "vacancies": to_frame(corridor.vacancies, Vacancy),
        "matches": corridor.matches,
        "explanations": explanations_of(corridor, options.get("lang") if options.get("lang") in LANGUAGES else "en"),
        "as_of": AS_OF,
    }
    write_report(path, taxonomy=corridor.taxonomy, **(settings | options))
    return path.read_text(encoding="utf-8")


def explanations_of(corridor: Corridor, language: str) -> list[Explanation]:
    """Of the pairs on the shortlists."""
    people = {person.person_id: person for person in corridor.people}
    jobs = {job.vacancy_id: job for job in corridor.vacancies}
    reference = Reference(corridor.taxonomy, as_of=AS_OF)
    shown = corridor.matches.filter(pl.col("rank_for_vacancy") <= 5).select("person_id", "vacancy_id")
    return [
        explain(people[person], jobs[job], corridor.taxonomy, lang=language, reference=reference)
        for person, job in shown.iter_rows()
    ]


def make_corridor() -> Corridor:
    """60 people and 15 vacancies of four occupations in two countries."""
    taxonomy = Taxonomy.starter()
    names = ("registered-nurse", "cook", "welder", "building-electrician")
    chosen = {"destinations": ["DEU", "CAN"], "occupations": [f"urn:crosswalk:occupation:{name}" for name in names]}
    people, vacancies = make_people(60, taxonomy, seed=5, **chosen), make_vacancies(15, taxonomy, seed=3, **chosen)
    matches = match(people, vacancies, taxonomy, as_of=AS_OF).frame()
    return Corridor(taxonomy, from_frame(people, Person), from_frame(vacancies, Vacancy), matches)
