"""The people's side of the report: their best jobs, those of whom too little is known, those without an open job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from crosswalk.matching import Reference
from crosswalk.records import Person
from crosswalk.report.shortlist import Shortlist, person_name
from crosswalk.report.words import Words
from crosswalk.wording import points

__all__ = ["BestJob", "PersonRow", "best_jobs", "questions_for", "too_little_known", "without_match"]

#: Jobs shown for a person.
MOST_JOBS = 3


@dataclass(frozen=True, slots=True)
class BestJob:
    """A job on a person's list, its place there, and the person's place on the job's list."""

    title: str
    where: str
    anchor: str
    place: int | None
    fit: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with their best jobs, or with the questions to ask."""

    person_id: str
    name: str | None
    jobs: tuple[BestJob, ...] = ()
    questions: tuple[str, ...] = ()


def best_jobs(
    matches: pl.DataFrame, people: Mapping[str, Person], shortlists: Sequence[Shortlist], *, names: bool
) -> list[PersonRow]:
    """Each person of these matches, with the few jobs that fit best, by id."""
    lists = {listed.vacancy_id: listed for listed in shortlists}
    rows = matches.filter(pl.col("rank_for_person") <= MOST_JOBS).sort("person_id", "rank_for_person")
    found: dict[str, list[BestJob]] = {}
    for row in rows.iter_rows(named=True):
        listed = lists[row["vacancy_id"]]
        job = BestJob(listed.job.title, listed.job.where, listed.anchor, row["rank_for_vacancy"], points(row["fit"]))
        found.setdefault(row["person_id"], []).append(job)
    return [PersonRow(who, person_name(people[who], names=names), jobs=tuple(jobs)) for who, jobs in found.items()]


def without_match(people: Mapping[str, Person], matches: pl.DataFrame) -> list[Person]:
    """People in none of these matches, by id."""
    listed = set(matches["person_id"].unique())
    return [people[who] for who in sorted(people) if who not in listed]


def too_little_known(person: Person, reference: Reference) -> bool:
    """Whether neither skills nor an occupation are known, so that no fit can be worked out."""
    return reference.stated_skills(person) is None and not reference.occupations(person)


def questions_for(person: Person, words: Words) -> tuple[str, ...]:
    """What to ask somebody of whom little is known: work and skills first, then what is absent."""
    absent = {
        "language": person.languages is None,
        "education": person.education is None,
        "destination": person.destinations is None,
        "consent": person.consent_matching is None,
    }
    return (
        words("ask.occupation"),
        words("ask.skills"),
        *[words(f"topic.{topic}") for topic, missing in absent.items() if missing],
    )
