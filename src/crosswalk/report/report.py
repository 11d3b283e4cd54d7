"""Write the report: one HTML file with everything in it, for a programme officer to show to an employer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import polars as pl
from markupsafe import Markup

from crosswalk.matching import PARTS, Audit, Explanation, Nobody, Reference, Weights, near_enough
from crosswalk.matching.doors import Doors
from crosswalk.matching.shortlist import LEAST_ESSENTIAL, LEAST_FIT
from crosswalk.matching.unmet import Unmet
from crosswalk.records import Person, Vacancy, from_frame
from crosswalk.report.equality import audit_tables, comparisons
from crosswalk.report.figures import Figure, figures
from crosswalk.report.jobs import describe_job
from crosswalk.report.pages import environment, write_page
from crosswalk.report.palette import MOST_BARS
from crosswalk.report.people import PersonRow, best_jobs, questions_for, too_little_known, without_match
from crosswalk.report.shortlist import make_shortlists, person_name
from crosswalk.report.ways import without_a_door
from crosswalk.report.words import Words
from crosswalk.taxonomy import Taxonomy

__all__ = ["write_report"]


def write_report(
    path: Path | str,
    *,
    people: pl.DataFrame,
    vacancies: pl.DataFrame,
    matches: pl.DataFrame,
    taxonomy: Taxonomy,
    explanations: Iterable[Explanation],
    nobody: Iterable[Nobody] = (),
    audit: Audit | None = None,
    lang: str = "en",
    title: str | None = None,
    per_vacancy: int = 5,
    as_of: date | None = None,
    programme: str | None = None,
    names: bool = True,
    weights: Weights | None = None,
    doors: Doors | None = None,
    unmet: Sequence[Unmet] = (),
) -> None:
    """Write shortlists with reasons as one HTML file without scripts and without requests to anywhere.

    Of a person it shows the id and, where they agreed to be matched, given names; never nationality, sex, age,
    religion, status, birth date or contact. People who do not agree to be matched are counted and not shown.

    Args:
        path: File to write, whole or not at all.
        people: Under `schema_of(Person)`.
        vacancies: Under `schema_of(Vacancy)`.
        matches: Result of `match` as one frame.
        taxonomy: Gives skills and occupations their names in the language.
        explanations: Of the pairs on the shortlists; a pair without one is shown without its skills.
        nobody: Why vacancies have nobody near enough, from `why_nobody`; for a vacancy without one it isn't said why.
        audit: Adds the section on equal treatment.
        lang: One of en, fr, es, ar.
        title: Of the page; "Who fits where, and why" in the language where not given.
        per_vacancy: People shown for each vacancy.
        as_of: Day on which the facts were judged; today where not given.
        programme: Name of the programme.
        names: Show given names beside the id.
        weights: Of the parts; those of `match` by default.
        doors: Pathways put to these people and vacancies: adds the ways in to each card. The page may go to an
            employer, so nothing on it depends on sensitive facts, whatever the doors know.
        unmet: Vacancies that stay empty for want of an open pathway.

    Raises:
        UsageError: The report does not speak the language.
        OSError: The file cannot be written.
    """
    words = Words(lang)
    as_of = as_of or date.today()  # noqa: DTZ011 - a calendar day, not an instant
    reference = Reference(taxonomy, weights=weights, as_of=as_of)
    willing = people.filter(pl.col("consent_matching").fill_null(value=True))
    matches = matches.filter(pl.col("person_id").is_in(willing["person_id"].implode()))
    if doors is not None:  # the ways in say what is open; what the mask knew may rest on sensitive facts
        doors = doors.shareable()
        matches = matches.with_columns(pl.col("unknown").list.set_difference(["pathway"]))
    persons = {person.person_id: person for person in from_frame(willing, Person)}
    jobs = from_frame(vacancies, Vacancy)
    near = matches.filter(near_enough())
    shortlists = make_shortlists(
        jobs, persons, near, explanations, nobody, reference, taxonomy, words, per_vacancy, names=names, doors=doors
    )
    best = best_jobs(near, persons, shortlists, names=names)
    little, closed = _unmatched(persons, near, reference, words, names)
    drawn = figures(shortlists, willing, jobs, matches, near, words)
    template = environment(words).get_template("page.html")
    page = template.render(
        title=title or words("title"),
        programme=programme,
        as_of=words.day(as_of),
        numbers=_numbers(people, willing, jobs, near, len(little), words),
        places_unknown=any(job.places is None for job in jobs),
        charts=[(figure, _drawing(figure, words)) for figure in drawn],
        most_bars=MOST_BARS,
        least_fit=words.share(LEAST_FIT),
        least_essential=words.share(LEAST_ESSENTIAL),
        shortlists=shortlists,
        people=best,
        some_unnamed=names and any(person.name is None for person in best),
        with_ways=doors is not None,
        unmet=without_a_door(unmet, doors, {s.vacancy_id: (s.short_title, s.anchor) for s in shortlists}, words)
        if doors
        else [],
        little=little,
        closed=closed,
        jobs_little=[describe_job(j, taxonomy, words).title for j in jobs if not reference.asked(j) & 3],
        audit=audit,
        comparisons=comparisons(audit) if audit else 0,
        audit_tables=audit_tables(audit, words) if audit else [],
        part_weights=[(part, words.share(getattr(reference.weights, part))) for part in PARTS],
    )
    write_page(Path(path), page)


def _unmatched(
    persons: dict[str, Person], matches: pl.DataFrame, reference: Reference, words: Words, names: bool
) -> tuple[list[PersonRow], list[PersonRow]]:
    """People with no job near enough: those of whom too little is known, and those to whom none is open."""
    little, closed = [], []
    for person in without_match(persons, matches):
        name = person_name(person, names=names)
        if too_little_known(person, reference):
            little.append(PersonRow(person.person_id, name, questions=questions_for(person, words)))
        else:
            closed.append(PersonRow(person.person_id, name))
    return little, closed


def _numbers(
    people: pl.DataFrame,
    willing: pl.DataFrame,
    jobs: Sequence[Vacancy],
    near: pl.DataFrame,
    little: int,
    words: Words,
) -> list[tuple[str, str]]:
    """What was read and considered; a row that says nothing is left out."""
    withheld = people.height - willing.height
    counts = {
        "people": people.height,
        "vacancies": len(jobs),
        "places": sum(job.places or 0 for job in jobs),
        "pairs": willing.height * len(jobs),
        "listed": near.height,
        "little": little,
    }
    if withheld:
        counts["withheld"] = withheld
    return [(words(f"number.{name}"), words.number(count)) for name, count in counts.items()]


def _drawing(figure: Figure, words: Words) -> Markup | None:
    from crosswalk.report.charts import draw  # noqa: PLC0415 - altair takes half a second, other commands draw nothing

    title = words(f"chart.{figure.name}_title")
    return draw(figure, title, right_to_left=words.direction == "rtl") if figure.bars else None
