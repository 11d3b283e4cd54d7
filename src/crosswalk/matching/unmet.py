"""Unmet demand: vacancies for which people fit, but no regular pathway is open to any of them, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from crosswalk.matching.doors import Doors

__all__ = ["Obstacle", "Unmet", "unmet_demand"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A criterion of a pathway, and how many of the people who fit fail it."""

    pathway: str
    criterion: str
    people: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """A vacancy that stays empty only for want of an open pathway.

    Attributes:
        people: People who fit and whom every pathway to the country shuts out.
        by_the_offer: The offer's own facts (pay, occupation, length) close every pathway, whoever applies.
        obstacles: What shuts them out, the nearest pathway and the most common criterion first.
    """

    vacancy_id: str
    country: str
    people: int
    by_the_offer: bool
    obstacles: tuple[Obstacle, ...]


def unmet_demand(
    doors: Doors, listed: pl.Series, match_again: Callable[[pl.DataFrame], pl.DataFrame]
) -> tuple[Unmet, ...]:
    """Vacancies that nobody is listed for, although people would be if no pathway were asked for.

    Args:
        doors: The pathways put to people and vacancies.
        listed: Ids of the vacancies that have somebody on their list.
        match_again: Matches some vacancies without the filter `pathway`; gives `person_id` and `vacancy_id`.
    """
    empty = doors.vacancies.filter(~pl.col("vacancy_id").is_in(listed.unique().to_list()))
    empty = empty.filter(pl.col("country").is_in(doors.destinations))
    if empty.is_empty():
        return ()
    pairs = match_again(empty).select("person_id", "vacancy_id").unique(maintain_order=True)
    triples = doors.triples(pairs)
    shut = doors.closed_by_the_offer()
    found = []
    for vacancy, country in empty.select("vacancy_id", "country").iter_rows():
        mine = triples.filter(pl.col("vacancy_id") == vacancy)
        if mine.height:
            people = mine["person_id"].n_unique()
            found.append(Unmet(vacancy, country, people, vacancy in shut, _obstacles(mine)))
    return tuple(sorted(found, key=lambda each: (-each.people, each.vacancy_id)))


def _obstacles(triples: pl.DataFrame) -> tuple[Obstacle, ...]:
    """Failing criteria of each person's nearest pathway, the most common first."""
    nearest = triples.group_by("person_id", maintain_order=True).first().explode("fails")
    counted = nearest.group_by("pathway", "fails").agg(people=pl.col("person_id").n_unique())
    ordered = counted.drop_nulls("fails").sort("people", "pathway", "fails", descending=[True, False, False])
    return tuple(Obstacle(*row) for row in ordered.select("pathway", "fails", "people").iter_rows())
