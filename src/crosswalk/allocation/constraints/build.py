"""Builds a problem: a constraints file put to matched triples, people and vacancies, all in columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.allocation.constraints.conditions import Conditions
from crosswalk.allocation.constraints.declared import declared_attributes
from crosswalk.allocation.constraints.options import LOST, VERDICTS, Options, admitted
from crosswalk.allocation.constraints.places import capacities, groups_of
from crosswalk.allocation.constraints.reading import Constraints
from crosswalk.allocation.constraints.rules import Rules, rules_of
from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem, Stage
from crosswalk.errors import InputError

__all__ = ["Built", "build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A problem with what its options and people were made from.

    Attributes:
        constraints: What bounds it.
        problem: The problem.
        verdict: uint8[E]; index into `options.VERDICTS`.
        fit: int64[E], in millionths.
        chance: int64[E], in millionths; None where the file states no chances.
        household: int64[P]; people who come with each person, the person included.
        held_back: int64[V]; places kept for later arrivals.
        rules: What the rows of the problem count.
        no_option: For each person without an option why, one of `options.LOST`; None for the others.
        attributes: Declared attributes over the people; null where not known. Sensitive.
        vacancies: The records of the vacancies, in the order of the problem.
        notes: What a reader should know: who was left out, what is not known.
    """

    constraints: Constraints
    problem: Problem
    verdict: NDArray[np.uint8]
    fit: Integers
    chance: Integers | None
    household: Integers
    held_back: Integers
    rules: Rules
    no_option: tuple[str | None, ...]
    attributes: dict[str, pl.Series]
    vacancies: pl.DataFrame
    notes: tuple[str, ...]

    def noting(self, *more: str) -> Built:
        """The same with further notes."""
        return replace(self, notes=(*self.notes, *more))


def build(
    constraints: Constraints,
    pairs: pl.DataFrame,
    triples: pl.DataFrame | None,
    people: pl.DataFrame,
    vacancies: pl.DataFrame,
    *,
    pathways: Collection[str] = (),
    isco: Callable[[str], str | None] = lambda uri: None,
) -> Built:
    """A problem from matches, records and constraints.

    People who do not consent to be matched are left out. Of options that differ in nothing one is kept.

    Args:
        constraints: Of `read_constraints`.
        pairs: Of `crosswalk match`: person_id, vacancy_id, fit; and pathway, unknown where pathways were asked.
        triples: The file beside it: person_id, vacancy_id, pathway, verdict; None where pathways were not asked.
        people: Rows under `schema_of(Person)`.
        vacancies: Rows under `schema_of(Vacancy)`.
        pathways: Names that a file may use, besides those of the triples.
        isco: The ISCO-08 code of an occupation's URI, such as `Taxonomy.isco`.

    Raises:
        FileError: The file names what is not there, or a number is missing; file, line and remedy are named.
        InputError: Identifiers are missing or twice, or the matches belong to other records.
    """
    people, vacancies = _in_order(people, "person_id"), _in_order(vacancies, "vacancy_id")
    refused = people.filter(pl.col("consent_matching").eq_missing(other=False))["person_id"].to_list()
    people = people.filter(pl.col("consent_matching").ne_missing(other=False))
    names, jobs = tuple(people["person_id"]), tuple(vacancies["vacancy_id"])
    groups = groups_of(constraints, names, refused)
    places, held_back = capacities(constraints, vacancies)
    options = admitted(constraints.file, pairs, triples, names, jobs, refused)
    attributes = declared_attributes(constraints, people)
    known = frozenset(pathways).union(options.pathways, *([] if triples is None else [triples["pathway"].unique()]))
    conditions = Conditions(constraints, people, vacancies, options.pathways, known, attributes, isco)
    options = options.without(_excluded(conditions, options))
    chance = _chances(conditions, options)
    rules = rules_of(conditions, options, groups.household)
    values = {"placed": np.full(len(options.person), VALUE_SCALE, np.int64), "fit": options.fit}
    values |= {} if chance is None else {"expected_success": chance}
    takes = groups.household if constraints.file.capacities.count == "people" else np.ones(len(names), np.int64)
    problem = Problem(
        people=names,
        vacancies=jobs,
        pathways=options.pathways,
        first_option=np.searchsorted(options.person, np.arange(len(names) + 1)).astype(np.int64),
        vacancy=options.vacancy,
        pathway=options.pathway,
        use=takes[options.person],
        capacity=places,
        stages=tuple(Stage(name=name, value=values[name]) for name in constraints.file.objective),
        rows=rules.rows,
        kind=rules.kind,
        coefficients=rules.coefficients,
        group=groups.group,
        meeting=groups.meeting(options.person, options.vacancy, vacancies),
        group_names=groups.names,
    )
    return Built(
        constraints=constraints,
        problem=problem,
        verdict=options.verdict,
        fit=options.fit,
        chance=chance,
        household=groups.household,
        held_back=held_back,
        rules=rules,
        no_option=tuple((*LOST, None)[step] for step in options.came_to.tolist()),
        attributes=attributes,
        vacancies=vacancies,
        notes=(*_notes(people, refused, options, asked="pathway" in pairs.columns), *rules.notes),
    )


def _in_order(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Records in order of their identifier."""
    ids = frame[key]
    if ids.null_count():
        raise InputError(f"A record has no {key}.", remedy="Give each record one.")
    if ids.is_duplicated().any():
        twice = frame.filter(ids.is_duplicated())[key][0]
        raise InputError(f"The {key} {twice} occurs twice.", remedy="Keep one record of each, then match again.")
    return frame.sort(key)


def _excluded(conditions: Conditions, options: Options) -> NDArray[np.bool_]:
    """bool[E]: options that the file excludes."""
    excluded = np.zeros(len(options.person), bool)
    for number, each in enumerate(conditions.constraints.file.exclusions):
        meant = conditions.meant(each, ("exclusions", number))
        excluded |= meant.options(options.person, options.vacancy, options.pathway)
    return excluded


def _chances(conditions: Conditions, options: Options) -> Integers | None:
    """The chance of each option in millionths; the last entry that applies counts."""
    file, document = conditions.constraints.file, conditions.constraints.document
    if not file.chances:
        return None
    chance = np.full(len(options.person), -1, np.int64)
    for number, each in enumerate(file.chances):
        meant = conditions.meant(each.where, ("chances", number, "where"))
        applies = meant.options(options.person, options.vacancy, options.pathway)
        applies &= options.verdict == VERDICTS.index(each.verdict)
        chance[applies] = round(Fraction(each.chance) * VALUE_SCALE)
    without = np.flatnonzero(chance < 0)
    if len(without):
        verdict = VERDICTS[options.verdict[without[0]]]
        way = options.pathway[without[0]]
        through = f" through {options.pathways[way]}" if way >= 0 else ""
        raise document.error(
            f"No chance is stated for placements with the verdict {verdict}{through}.", "chances",
            remedy=f"Add - {{verdict: {verdict}, chance: …, source: …}} as the first entry.",
        )  # fmt: skip
    return chance


def _notes(people: pl.DataFrame, refused: list[str], options: Options, *, asked: bool) -> Iterator[str]:
    """Who was left out, and what is not known of those who were not."""
    if refused:
        yield f"People who do not consent to be matched, left out: {len(refused):,}."
    unsaid = int(people["consent_matching"].null_count())
    if unsaid:
        yield f"People of whom it is not known whether they consent: {unsaid:,}. Ask before anything is sent."
    if not asked:
        yield "The matches were made without pathways: whether any law admits these placements was not asked."
    for verdict, what in (
        ("unknown", "of which the facts given do not decide whether the pathway is open"),
        ("not_needed", "that need no pathway, by nationality"),
    ):
        count = int((options.verdict == VERDICTS.index(verdict)).sum())
        if count and asked:
            yield f"Options {what}: {count:,} of {len(options.verdict):,}."
