"""What prices leave open: the options worth a look, and the small problem of those whose option is not settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.certificate import Floor, group_places, reduced_values, unit_surplus
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.result import Prices
from crosswalk.allocation.subproblem import of_people

__all__ = ["Rest", "rest_of", "restrict", "settled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The part of a problem that prices do not settle.

    Attributes:
        problem: Of the people who have an option kept and are not settled; places and rules as the settled leave them.
        options: int64[n]; its options in the whole problem.
        kept: int64[m], ascending; those of its options that may be chosen.
        floors: Less what the settled bring.
        settled: int64[k]; options of the whole problem that are taken already.
    """

    problem: Problem
    options: Integers
    kept: Integers
    floors: tuple[Floor, ...]
    settled: Integers


def restrict(problem: Problem, value: Integers, prices: Prices, tau: int, floors: Sequence[Floor] = ()) -> Integers:
    """Options that are nearly the best of their person, or of their group at nearly its best meeting place.

    Args:
        problem: With E options.
        value: int64[E] of the stage, in millionths.
        prices: Of vacancies, rows and floors.
        tau: How far below the best (not to be placed is worth 0), in millionths.
        floors: What earlier stages reached.

    Returns:
        int64[n], ascending. With tau 0 they are the only options that an allocation can use whose value is the bound.
    """
    reduced = reduced_values(problem, value, prices, floors)
    surplus, of_groups = unit_surplus(problem, reduced)
    kept: NDArray[np.bool_] = reduced >= np.repeat(surplus - tau, np.diff(problem.first_option))
    if len(of_groups):
        places = group_places(problem, reduced)
        near = places.whole & (places.together >= of_groups[places.group] - tau)
        kept[places.options] = near[places.place[places.member]] & (
            reduced[places.options] >= places.best[places.member] - tau
        )
    return np.flatnonzero(kept)


def settled(problem: Problem, kept: Integers, held: Integers, sure: NDArray[np.bool_]) -> Integers:
    """Options of those who move alone and hold, for sure, the one option that is kept for them.

    Args:
        problem: With P people.
        kept: int64[n]; options that are kept.
        held: int64[P]; the option of each person at the prices, or -1.
        sure: bool[E]; whether the option is so good that its person is placed in any case.

    Returns:
        int64[k]; none at a vacancy that has no room for all of them.
    """
    one = np.bincount(problem.person[kept], minlength=len(problem.people)) == 1
    options = held[one & (held >= 0) & (problem.group == ALONE)]
    options = options[sure[options] & np.isin(options, kept)]
    used = np.bincount(problem.vacancy[options], problem.use[options], len(problem.vacancies))
    fits: Integers = options[(used <= problem.capacity)[problem.vacancy[options]]]
    return fits


def rest_of(problem: Problem, kept: Integers, taken: Integers, floors: Sequence[Floor] = ()) -> Rest:
    """The problem of those who have an option kept and take none yet.

    Args:
        problem: With P people.
        kept: int64[n], ascending; options that may be chosen.
        taken: int64[k]; options that are taken: of people alone, or of all members of a group.
        floors: What earlier stages reached.
    """
    person = problem.person
    opened = np.zeros(len(problem.people), bool)
    opened[person[kept]] = True
    opened[np.isin(problem.group, np.unique(problem.group[opened & (problem.group != ALONE)]))] = True
    opened[person[taken]] = False
    part, options = of_people(problem, np.flatnonzero(opened), placed=taken)
    left = tuple(
        Floor(value=floor.value[options], reached=max(0, floor.reached - sum(floor.value[taken].tolist())))
        for floor in floors
    )
    mine = kept[opened[person[kept]]]
    return Rest(problem=part, options=options, kept=np.searchsorted(options, mine), floors=left, settled=taken)
