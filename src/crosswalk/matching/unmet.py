"""Unmet demand: vacancies for which people fit, but no regular pathway is open to any of them, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import polars as pl

from crosswalk.matching.doors import Doors
from crosswalk.matching.shortlist import near_enough

__all__ = ["Obstacle", "Unmet", "near_pairs", "not_shut_out", "unmet_demand"]


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
        people: People near enough to be shown, on a list as long as the others, whom every known pathway shuts out.
        by_the_offer: The offer's own facts (pay, occupation, length) close every pathway, whoever applies.
        obstacles: What shuts them out, the nearest pathway and the most common criterion first.
    """

    vacancy_id: str
    country: str
    people: int
    by_the_offer: bool
    obstacles: tuple[Obstacle, ...]


def unmet_demand(
    doors: Doors,
    open_to_somebody: Collection[str],
    match_again: Callable[[pl.DataFrame], pl.DataFrame],
) -> tuple[Unmet, ...]:
    """Vacancies for which somebody is near enough, but every pathway is closed to all of them.

    Args:
        doors: The pathways put to people and vacancies.
        open_to_somebody: Vacancies with somebody near enough and not shut out, of `not_shut_out`.
        match_again: Matches some vacancies without that filter; gives rows under PAIR_SCHEMA.
    """
    empty = doors.vacancies.filter(
        ~pl.col("vacancy_id").is_in(open_to_somebody) & pl.col("country").is_in(doors.destinations)
    )
    if empty.is_empty():
        return ()
    again = near_pairs(match_again(empty).lazy()).collect()
    triples = doors.triples(again)
    hopeful = not_shut_out(doors, again.lazy(), triples.lazy())
    by_the_offer = doors.closed_by_the_offer()
    found = []
    for vacancy, country in empty.select("vacancy_id", "country").iter_rows():
        mine = triples.filter(pl.col("vacancy_id") == vacancy)
        if mine.height and vacancy not in hopeful:
            people = mine["person_id"].n_unique()
            found.append(Unmet(vacancy, country, people, vacancy in by_the_offer, _obstacles(mine)))
    return tuple(sorted(found, key=lambda each: (-each.people, each.vacancy_id)))


def near_pairs(matches: pl.LazyFrame) -> pl.LazyFrame:
    """Pairs on the list of a vacancy that may be shown."""
    return matches.filter(pl.col("rank_for_vacancy").is_not_null() & near_enough()).select("person_id", "vacancy_id")


def not_shut_out(doors: Doors, pairs: pl.LazyFrame, triples: pl.LazyFrame) -> set[str]:
    """Vacancies of some pairs with somebody to whom not every pathway is closed.

    Args:
        pairs: Of `near_pairs`.
        triples: Of `Doors.triples`, of these pairs or of more.
    """
    keys = ["person_id", "vacancy_id"]
    shut = doors.shut(triples.join(pairs, on=keys, how="semi"))
    return set(pairs.join(shut.lazy(), on=keys, how="anti").select("vacancy_id").unique().collect()["vacancy_id"])


def _obstacles(triples: pl.DataFrame) -> tuple[Obstacle, ...]:
    """Failing criteria of each person's nearest pathway, the most common first."""
    nearest = triples.group_by("person_id", maintain_order=True).first().explode("fails")
    counted = nearest.group_by("pathway", "fails").agg(people=pl.col("person_id").n_unique())
    ordered = counted.drop_nulls("fails").sort("people", "pathway", "fails", descending=[True, False, False])
    return tuple(Obstacle(*row) for row in ordered.select("pathway", "fails", "people").iter_rows())
