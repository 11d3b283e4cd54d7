"""What both sides think of each other, as ranks of options: those listed first, then by the rule of the file."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.allocation.constraints.build import Built
from crosswalk.allocation.constraints.layout import Preferences, Ranking
from crosswalk.allocation.constraints.reading import nearest
from crosswalk.allocation.problem import Integers
from crosswalk.errors import UsageError

__all__ = ["ranks"]

#: Above every value of a rule, so that a list comes before the rest.
LISTED = 2**60
MONTHS_OF_A_YEAR = 12
Side = Literal["people", "vacancies"]


def ranks(built: Built) -> tuple[Integers, Integers]:
    """Ranks of the options by their person and by their vacancy; higher is better.

    Args:
        built: Of a file with `preferences`; without them both sides go by fit.

    Returns:
        int64[E] each, as `stable_matching` takes them.

    Raises:
        FileError: A list names who is not there; file, line and remedy are named.
        UsageError: Pay is ranked by and cannot be compared.
    """
    asked = built.constraints.file.preferences or Preferences()
    return _side(built, "people", asked.people), _side(built, "vacancies", asked.vacancies)


def _side(built: Built, side: Side, ranking: Ranking) -> Integers:
    problem = built.problem
    rank = _by_rule(built, ranking)
    ids = (problem.people, problem.vacancies) if side == "people" else (problem.vacancies, problem.people)
    mine, theirs = ({name: place for place, name in enumerate(names)} for names in ids)
    ends = (problem.person, problem.vacancy) if side == "people" else (problem.vacancy, problem.person)
    for name, ranked in ranking.lists.items():
        for place, other in enumerate((name, *ranked)):
            known = theirs if place else mine
            if other not in known:
                key = ("preferences", side, "lists", name, *((place - 1,) if place else ()))
                remedy = nearest(other, known, "Name one of the records.")
                raise built.constraints.document.error(f"There is no record {other}.", *key, remedy=remedy)
        own = np.flatnonzero(ends[0] == mine[name])
        order = {theirs[other]: len(ranked) - place for place, other in enumerate(ranked)}
        listed = np.array([order.get(other, 0) for other in ends[1][own].tolist()], np.int64)
        rank[own] += np.where(listed > 0, LISTED, 0)
        rank[own[listed > 0]] = LISTED + listed[listed > 0]
    return rank


def _by_rule(built: Built, ranking: Ranking) -> Integers:
    if ranking.rule == "pay":
        return _pay(built.vacancies)[built.problem.vacancy].copy()
    value = built.chance if ranking.rule == "expected_success" else built.fit
    assert value is not None, "the file was checked for chances"
    return value.copy()


def _pay(vacancies: pl.DataFrame) -> NDArray[np.int64]:
    """Least pay of each vacancy in minor units a year; -1 where it is not known, which ranks last."""
    stated = pl.col("salary_min").is_not_null() & pl.col("currency").is_not_null()
    kinds = vacancies.filter(stated).select("currency", "salary_period").unique()
    if kinds["currency"].n_unique() > 1 or not set(kinds["salary_period"]) <= {"month", "year"}:
        told = sorted(f"{currency} a {period or '?'}" for currency, period in kinds.iter_rows())
        raise UsageError(
            f"Pay in {', '.join(told)} cannot be compared.",
            remedy="Rank by fit or by lists, or state all pay in one currency, by month or year.",
        )
    yearly = pl.col("salary_min") * pl.when(pl.col("salary_period") == "month").then(MONTHS_OF_A_YEAR).otherwise(1)
    return vacancies.select(pl.when(stated).then(yearly).fill_null(-1)).to_series().cast(pl.Int64).to_numpy()
