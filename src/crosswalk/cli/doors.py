"""Pathways in the main job: the mask before the search, the verdicts after it, and vacancies that no door leads to."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.cli.output import note
from crosswalk.cli.pathways.common import Line, chosen, encoded, fact_lines
from crosswalk.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from crosswalk.matching.answers import Answers
    from crosswalk.matching.doors import Doors
    from crosswalk.matching.reading import Frames
    from crosswalk.matching.unmet import Unmet
    from crosswalk.pathways import Fact, Pathway
    from crosswalk.taxonomy import Taxonomy

__all__ = ["AnswersFile", "WithPathways", "open_doors", "reason_of", "tell_doors", "tell_strangers"]

#: Facts without a record that are told one by one.
MOST_STRANGERS = 5

WithPathways = Annotated[
    bool,
    typer.Option(
        "--pathways/--no-pathways", help="Leave out pairs that no regular pathway can admit, and say which can."
    ),
]
AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        help="Facts that the records do not hold, one JSON object a line with person_id or vacancy_id; "
        "`crosswalk pathways facts` names them.",
    ),
]


def open_doors(
    people: Frames,
    vacancies: pl.DataFrame,
    day: date,
    *,
    catalogue: Path | None = None,
    facts: Path | None = None,
    taxonomy: Taxonomy | None = None,
) -> Doors:
    """The catalogue put to people and vacancies, with the facts that were asked for beside the records."""
    from crosswalk.matching.answers import Answers
    from crosswalk.matching.doors import Doors

    pathways = chosen(None, None, catalogue)
    answers = _answers(facts, pathways) if facts else Answers()
    return Doors(pathways, people, vacancies, day, answers, taxonomy.translate if taxonomy else None)


def _answers(path: Path, pathways: tuple[Pathway, ...]) -> Answers:
    from crosswalk.matching.answers import Answers
    from crosswalk.pathways import all_facts

    declared = all_facts(pathways)
    sides: dict[str, dict[str, dict[str, Any]]] = {"person_id": {}, "vacancy_id": {}}
    for line in fact_lines(path):
        keys = [key for key in sides if key in line.answers]
        if len(keys) != 1:
            place = f"{path.name}, line {line.number}"
            raise InputError(
                "The line names no record.", remedy="Give it person_id or vacancy_id, one of them.", place=place
            )
        about = {name: value for name, value in line.answers.items() if name != keys[0]}
        told = encoded(Line(line.number, line.id, about), declared, path)
        _check_side(keys[0], told, declared, sides, f"{path.name}, line {line.number}")
        sides[keys[0]].setdefault(str(line.answers[keys[0]]), {}).update(told)
    return Answers(
        _table("person_id", sides["person_id"], declared), _table("vacancy_id", sides["vacancy_id"], declared)
    )


def _check_side(
    key: str, told: Collection[str], declared: dict[str, Fact], sides: dict[str, dict[str, dict[str, Any]]], place: str
) -> None:
    """Refuses a fact of the offer in a line of a person, and the other way round, and one that both sides answer."""
    theirs = "offer" if key == "person_id" else "person"
    other = next(each for each in sides if each != key)
    for name in told:
        twice = any(name in answers for answers in sides[other].values())
        if declared[name].entry.about == theirs or twice:
            message = f"{name} is answered for people and for vacancies." if twice else f"{name} is about the {theirs}."
            remedy = f"Answer it in lines with {other} only." if twice else f"Give it in a line with {other}."
            raise InputError(message, remedy=remedy, place=place)


def _table(key: str, told: dict[str, dict[str, Any]], declared: dict[str, Fact]) -> pl.DataFrame | None:
    import polars as pl

    from crosswalk.pathways.columns import facts_table

    if not told:
        return None
    names = {name for answers in told.values() for name in answers}
    facts = {name: fact for name, fact in declared.items() if name in names}
    return pl.concat([pl.DataFrame({key: list(told)}), facts_table(list(told.values()), facts)], how="horizontal")


def tell_strangers(doors: Doors) -> None:
    """Says on stderr which facts belong to nobody of the tables, with the nearest id."""
    ids = [*doors.everybody["person_id"], *doors.vacancies["vacancy_id"]]
    strangers = doors.answers.strangers(doors.everybody["person_id"], doors.vacancies["vacancy_id"])
    for stranger in strangers[:MOST_STRANGERS]:
        near = difflib.get_close_matches(stranger, ids, n=1)
        note(
            f"Facts of {stranger} were not used: no record has this id." + (f" Did you mean {near[0]}?" if near else "")
        )
    if len(strangers) > MOST_STRANGERS:
        note(f"… and facts of {len(strangers) - MOST_STRANGERS:,} more.")


def tell_doors(doors: Doors, triples: pl.DataFrame, unmet: tuple[Unmet, ...]) -> None:
    """Says on stderr what the pathways did: how many triples, which vacancies no door leads to and why."""
    counted = dict(triples["verdict"].value_counts().iter_rows()) if triples.height else {}
    shown = ", ".join(f"{verdict.replace('_', ' ')} {counted[verdict]:,}" for verdict in sorted(counted))
    note(f"Pathways of {len(doors.destinations)} countries: {triples.height:,} triples ({shown or 'none'}).")
    for each in unmet:
        note(f"Unmet for want of an open pathway: {each.vacancy_id} ({each.country}); {reason_of(each)}")


def reason_of(unmet: Unmet) -> str:
    """Why a vacancy stays empty, in one sentence."""
    worst = ", ".join(f"{one.criterion} of {one.pathway} ({one.people:,})" for one in unmet.obstacles[:3])
    whose = "the offer itself closes every pathway" if unmet.by_the_offer else "every pathway is closed to them"
    return f"People who fit: {unmet.people:,}, but {whose}. What fails most: {worst or 'not one criterion alone'}."
