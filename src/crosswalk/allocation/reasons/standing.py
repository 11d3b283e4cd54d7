"""Where everybody stands at the prices that certify an allocation: which option was nearest, and how far off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.certificate import Floor, reduced_values
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.result import Allocation, Prices
from crosswalk.errors import UsageError

__all__ = ["Standing", "deciding_stage", "floors_before", "own_options", "standing"]

#: No option.
NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The options and people of a problem at the prices of one stage; amounts in millionths of its unit.

    Attributes:
        stage: Index of the stage.
        value: int64[E]; as in the stage.
        reduced: int64[E]; what an option keeps after it has paid for its places, for the rules, and for what earlier
            stages reached. The value less this is what somebody must bring to be given the option.
        charge: int64[E]; what the rules take of it (below zero: what they give).
        prices: Of the stage.
        own: int64[P]; the option chosen for each person, or -1.
        nearest: int64[P]; the option that keeps most; for a member of a group the one at the place where the group
            keeps most together; -1 for none.
        keeps: int64[P]; what the nearest option keeps, for a group all its members' together.
        together: bool[P]; False for members of a group of which no place has an option for every member.
        totals: int64[Q]; what the chosen options add up to in every rule.
    """

    stage: int
    value: Integers
    reduced: Integers
    charge: Integers
    prices: Prices
    own: Integers
    nearest: Integers
    keeps: Integers
    together: NDArray[np.bool_]
    totals: Integers


def deciding_stage(problem: Problem) -> int:
    """The first stage at which options differ in value: the one that tells people apart."""
    differ = (s for s, stage in enumerate(problem.stages) if len(stage.value) and np.ptp(stage.value) > 0)
    return next(differ, 0)


def own_options(problem: Problem, allocation: Allocation) -> Integers:
    """int64[P]; the option chosen for each person, or -1."""
    own = np.full(len(problem.people), NONE, np.int64)
    own[np.searchsorted(problem.first_option, allocation.chosen, side="right") - 1] = allocation.chosen
    return own


def floors_before(problem: Problem, allocation: Allocation, stage: int) -> list[Floor]:
    """What the stages before one reached."""
    earlier = zip(problem.stages[:stage], allocation.certificates[:stage], strict=True)
    return [Floor(value=each.value, reached=certificate.objective) for each, certificate in earlier]


def standing(problem: Problem, allocation: Allocation, stage: int | None = None) -> Standing:
    """Everybody's standing at the prices of a stage.

    Args:
        problem: With E options and P people.
        allocation: Of the problem, with its certificates.
        stage: Index of the stage; where not given, the first at which options differ in value.

    Raises:
        UsageError: The allocation is not of this problem.
    """
    if len(allocation.certificates) != len(problem.stages):
        raise UsageError("The allocation is not of this problem.", remedy="Allocate this problem again.")
    stage = deciding_stage(problem) if stage is None else stage
    value, prices = problem.stages[stage].value, allocation.certificates[stage].prices
    reduced = reduced_values(problem, value, prices, floors_before(problem, allocation, stage))
    nearest, keeps = _best_of_people(problem, reduced)
    together = np.ones(len(problem.people), bool)
    if (problem.group != ALONE).any():
        _best_of_groups(problem, reduced, nearest, keeps, together)
    return Standing(
        stage=stage,
        value=value,
        reduced=reduced,
        charge=(problem.coefficients @ prices.row[: len(problem.rows)])[problem.kind],
        prices=prices,
        own=own_options(problem, allocation),
        nearest=nearest,
        keeps=keeps,
        together=together,
        totals=problem.coefficients[problem.kind[allocation.chosen]].sum(axis=0),
    )


def _best_of_people(problem: Problem, reduced: Integers) -> tuple[Integers, Integers]:
    """For each person the first of the options that keep most, and what it keeps."""
    nearest = np.full(len(problem.people), NONE, np.int64)
    keeps = np.zeros(len(problem.people), np.int64)
    some = np.flatnonzero(np.diff(problem.first_option))
    if len(some):
        keeps[some] = np.maximum.reduceat(reduced, problem.first_option[some])
        best = np.flatnonzero(reduced == np.repeat(keeps, np.diff(problem.first_option)))
        nearest[some] = best[np.searchsorted(best, problem.first_option[some])]
    return nearest, keeps


def _best_of_groups(
    problem: Problem, reduced: Integers, nearest: Integers, keeps: Integers, together: NDArray[np.bool_]
) -> None:
    """For members of groups, in place: the option where all can meet and keep most together.

    Where they can meet nowhere, the place where most of them can.
    """
    options = np.flatnonzero(problem.group[problem.person] != ALONE)
    person = problem.person[options]
    options = options[np.lexsort((-reduced[options], person, problem.meeting[options], problem.group[person]))]
    person, meeting = problem.person[options], problem.meeting[options]
    group = problem.group[person]
    member = _starts(group, meeting, person)  # the best option of each member at each place
    options, person, group, meeting = options[member], person[member], group[member], meeting[member]
    place = np.flatnonzero(_starts(group, meeting))
    present = np.diff(np.append(place, len(group)))
    kept = np.add.reduceat(reduced[options], place) if len(place) else np.zeros(0, np.int64)
    sizes = np.bincount(problem.group[problem.group != ALONE], minlength=len(problem.group_names))
    order = np.lexsort((-kept, -present, group[place]))
    best = order[_starts(group[place][order])]
    whole = np.zeros(len(sizes), bool)
    whole[group[place[best]]] = present[best] == sizes[group[place[best]]]
    in_group = problem.group != ALONE
    together[in_group] = whole[problem.group[in_group]]
    nearest[in_group], keeps[in_group] = NONE, 0
    at_best = np.isin(np.repeat(np.arange(len(place)), present), best)
    nearest[person[at_best]] = options[at_best]
    keeps[person[at_best]] = np.repeat(kept, present)[at_best]


def _starts(*keys: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Where a run of equal sorted keys begins."""
    first = np.ones(len(keys[0]), bool)
    if len(first):
        first[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return first
