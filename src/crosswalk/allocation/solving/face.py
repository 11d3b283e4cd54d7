"""What prices that close the gap leave open: every best allocation of a stage, and no other, for the next stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.certificate import Floor, group_places, reduced_values, unit_surplus
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.result import Prices

__all__ = ["Face", "face_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """The best allocations of a stage, by complementary slackness.

    An allocation is best exactly when it keeps the rules of the problem and these: it chooses among `options`, fills
    each vacancy of `vacancies`, brings each row of `rows` to the bound that its price presses on, and places each
    person of `people`. That is exact, where "the earlier objective stays at what it reached" as one more row would
    be one long row of large numbers; and a problem of places alone keeps its whole-number corners.

    Attributes:
        options: bool[E].
        vacancies: bool[V].
        rows: int64[Q]; 1 for the upper bound, -1 for the lower one, 0 for neither.
        people: bool[P].
    """

    options: NDArray[np.bool_]
    vacancies: NDArray[np.bool_]
    rows: Integers
    people: NDArray[np.bool_]

    def within(self, other: Face | None) -> Face:
        """The allocations of both; each must have one in common with the other, as the stages of one order do."""
        if other is None:
            return self
        return Face(
            options=self.options & other.options,
            vacancies=self.vacancies | other.vacancies,
            rows=np.where(self.rows != 0, self.rows, other.rows),
            people=self.people | other.people,
        )


def face_of(problem: Problem, value: Integers, prices: Prices, floors: Sequence[Floor] = ()) -> Face:
    """The face that prices prove; only right where their bound equals what was reached.

    Args:
        problem: The problem.
        value: int64[E] of the stage.
        prices: Prices whose `certified_bound` is the objective reached.
        floors: As the prices were certified with.

    Returns:
        What the best allocations have in common.
    """
    reduced = reduced_values(problem, value, prices, floors)
    surplus, of_groups = unit_surplus(problem, reduced)
    best = reduced == surplus[problem.person]
    if len(of_groups):
        grouped = problem.group != ALONE
        surplus[grouped] = of_groups[problem.group[grouped]]
        places = group_places(problem, reduced)
        chosen = places.whole & (places.together == of_groups[places.group])
        best[places.options] = (reduced[places.options] == places.best[places.member]) & chosen[
            places.place[places.member]
        ]
    return Face(
        options=best,
        vacancies=prices.vacancy > 0,
        rows=np.sign(prices.row[: len(problem.rows)]),
        people=surplus > 0,
    )
