"""The reason of everybody in columns, from the prices of the certificate: no loop over people."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.reasons.reasons import REASONS
from crosswalk.allocation.reasons.standing import Standing
from crosswalk.allocation.result import Allocation

__all__ = ["reasons_of_all"]

PLACED, NO_OPTION, NOWHERE, RULE, HELD_BACK, CONTESTED, COMBINATION = range(len(REASONS))


def reasons_of_all(
    problem: Problem, allocation: Allocation, at: Standing, held: Integers
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """What stood in everybody's way.

    Args:
        problem: With P people and V vacancies.
        allocation: Of the problem.
        at: What `standing` returned.
        held: int64[V]; places kept for later.

    Returns:
        int8[P], index into REASONS, and int32[P], the rule that presses most on the nearest option of those not
        placed, or -1. A later line below overrides an earlier one.
    """
    place, charge = problem.use * at.prices.vacancy[problem.vacancy], at.charge
    free = problem.capacity.copy()
    np.subtract.at(free, problem.vacancy[allocation.chosen], problem.use[allocation.chosen])
    full = _of_nearest(free[problem.vacancy] < problem.use, at) > 0
    later = _of_nearest(held[problem.vacancy], at) > 0
    dearest, blocked = (_of_nearest(rows[problem.kind], at, -1) for rows in _pressing(problem, at))
    place, charge = (_share_in_groups(problem, _of_nearest(amounts, at)) for amounts in (place, charge))
    keeps = at.keeps
    reason = np.full(len(problem.people), COMBINATION, np.int8)
    reason[(keeps < 0) | ((keeps == 0) & full)] = CONTESTED
    reason[(keeps <= 0) & (place > 0) & later & (keeps + place > 0)] = HELD_BACK
    reason[(keeps <= 0) & (charge > 0) & (keeps + charge > 0)] = RULE
    reason[(keeps >= 0) & (blocked >= 0) & ~full] = RULE
    reason[~at.together] = NOWHERE
    reason[np.diff(problem.first_option) == 0] = NO_OPTION
    reason[at.own >= 0] = PLACED
    row = np.where(dearest >= 0, dearest, blocked).astype(np.int32)
    row[(reason == PLACED) | (reason == NO_OPTION) | (at.nearest < 0)] = -1
    return reason, row


def _of_nearest(column: NDArray[Any], at: Standing, otherwise: int = 0) -> Integers:
    """A column of options for the nearest option of each person."""
    values: Integers = np.append(column, otherwise)[at.nearest].astype(np.int64)
    return values


def _share_in_groups(problem: Problem, amounts: Integers) -> Integers:
    """With the sum of its members for every member of a group."""
    members = np.flatnonzero(problem.group != ALONE)
    totals = np.zeros(len(problem.group_names), np.int64)
    np.add.at(totals, problem.group[members], amounts[members])
    amounts[members] = totals[problem.group[members]]
    return amounts


def _pressing(problem: Problem, at: Standing) -> tuple[Integers, Integers]:
    """For each kind of option the rule that charges most, and the first that leaves no room for one more; or -1."""
    kinds, rules = problem.coefficients.shape
    if not rules:
        return np.full(kinds, -1), np.full(kinds, -1)
    charges = problem.coefficients * at.prices.row[:rules]
    total = at.totals + problem.coefficients
    broken = np.zeros(total.shape, bool)
    for q, row in enumerate(problem.rows):
        broken[:, q] |= row.upper is not None and total[:, q] > row.upper
        broken[:, q] |= row.lower is not None and total[:, q] < row.lower
    dearest = np.where(charges.max(axis=1) > 0, charges.argmax(axis=1), -1)
    return dearest, np.where(broken.any(axis=1), broken.argmax(axis=1), -1)
