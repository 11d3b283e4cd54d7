"""Envy: who brings more to a vacancy than somebody who was given it, and which rule explains it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.fairness.attributes import SMALLEST_CELL, Division, shown_counts
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.reasons.standing import Standing, deciding_stage, own_options, standing
from crosswalk.allocation.result import Allocation

__all__ = ["REASONS", "Envy", "GroupEnvy", "PriceEnvy", "envy", "envy_between", "envy_up_to_price"]

#: Why an exchange was not made, the least excused first: it would have served everybody's objective ("unexplained");
#: it would have left less in all ("whole"); a rule, the number of places, or a group that moves together forbids it.
REASONS = ("unexplained", "whole", "rule", "places", "together")
UNEXPLAINED, WHOLE, RULE, PLACES, TOGETHER = range(len(REASONS))
#: Exchanges looked at in one step, so that memory stays small.
_STEP = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Envy:
    """Every person and vacancy where the person brings more than somebody placed there, and would rather be there.

    One case is one person and one vacancy, with the least excused exchange.

    Attributes:
        option: int64[n]; the option the person would rather have.
        holder: int64[n]; the chosen option that would give way.
        reason: int8[n]; index into REASONS.
        row: int32[n]; the first rule that the exchange would break, or -1.
        people: How many people there are with at least one case.
    """

    option: Integers
    holder: Integers
    reason: NDArray[np.int8]
    row: NDArray[np.int32]
    people: int

    @property
    def justified(self) -> int:
        """Cases that no rule explains."""
        return int(np.count_nonzero(self.reason <= WHOLE))

    def counts(self) -> dict[str, int]:
        """Cases by reason."""
        return {name: int(np.count_nonzero(self.reason == code)) for code, name in enumerate(REASONS)}

    def rules(self, problem: Problem) -> dict[str, int]:
        """Cases by name of the rule that explains them."""
        return dict(Counter(problem.rows[q].name for q in self.row[self.row >= 0].tolist()))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEnvy:
    """People of one group with justified envy, and with envy that a rule explains; None where withheld."""

    attribute: str
    group: str
    justified: int | None
    explained: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceEnvy:
    """Envy at the certificate's prices, of people who move alone; amounts in millionths.

    Attributes:
        people: Whose own option keeps less than another one, or than staying, at the same prices.
        most, total: The largest such difference, and their sum: never more than the gap of the certificate.
    """

    people: int
    most: int
    total: int


def envy(problem: Problem, allocation: Allocation, stage: int | None = None) -> Envy:
    """All cases of envy, each with the reason why the exchange was not made.

    In the exchange the person leaves the place they have, if any, takes the option, and one holder who brings less
    goes without a place.

    Args:
        problem: With its rules.
        allocation: Of the problem.
        stage: Index of the stage whose values compare people; where not given, the first at which they differ.

    Source:
        Justified envy: A. Abdulkadiroğlu and T. Sönmez, "School choice: a mechanism design approach", American
        Economic Review 93 (2003) 729.
    """
    value = problem.stages[deciding_stage(problem) if stage is None else stage].value
    own = own_options(problem, allocation)
    mine = np.append(value, -1)[own]  # -1 is who has no place
    order = np.lexsort((value[allocation.chosen], problem.vacancy[allocation.chosen]))
    holders = allocation.chosen[order].astype(np.int64)
    base = int(value.max(initial=0)) + 1
    ranked = problem.vacancy[holders].astype(np.int64) * base + value[holders]
    first = np.searchsorted(ranked, problem.vacancy.astype(np.int64) * base)
    below = np.searchsorted(ranked, problem.vacancy.astype(np.int64) * base + value) - first
    wanted = np.flatnonzero((below > 0) & (value > mine[problem.person]))
    weights = np.cumsum(below[wanted])
    parts = np.split(wanted, np.searchsorted(weights, np.arange(_STEP, int(weights[-1]), _STEP)) if len(wanted) else [])
    free = problem.capacity.copy()
    np.subtract.at(free, problem.vacancy[holders], problem.use[holders])
    activity = problem.coefficients[problem.kind[allocation.chosen]].sum(axis=0)
    found = [_cases(problem, part, first, below, holders, own, free, activity) for part in parts]
    option, holder, reason, row = (np.concatenate(column) for column in zip(*found, strict=True))
    return Envy(
        option=option,
        holder=holder,
        reason=reason.astype(np.int8),
        row=row.astype(np.int32),
        people=len(np.unique(problem.person[option])),
    )


def _cases(
    problem: Problem,
    wanted: Integers,
    first: Integers,
    below: Integers,
    holders: Integers,
    own: Integers,
    free: Integers,
    activity: Integers,
) -> tuple[Integers, Integers, Integers, Integers]:
    """The least excused exchange of each wanted option: option, holder, reason and row."""
    count = below[wanted]
    start = np.cumsum(count) - count
    option = np.repeat(wanted, count)
    holder = holders[np.repeat(first[wanted] - start, count) + np.arange(len(option))]
    leaves = own[problem.person[option]]
    reason = np.where(_gain(problem, option, holder, leaves), UNEXPLAINED, WHOLE)
    row = _broken_row(problem, option, holder, leaves, activity)
    reason[row >= 0] = RULE
    given_up = np.append(problem.vacancy, -1)[leaves] == problem.vacancy[option]
    room = free[problem.vacancy[option]] + problem.use[holder] + np.where(given_up, problem.use[leaves], 0)
    reason[problem.use[option] > room] = PLACES
    in_group = problem.group != ALONE
    reason[in_group[problem.person[option]] | in_group[problem.person[holder]]] = TOGETHER
    same = problem.person[option] == problem.person[holder]
    keep = np.flatnonzero(~same)
    order = keep[np.lexsort((keep, reason[keep], option[keep]))]
    cases = order[np.unique(option[order], return_index=True)[1]]
    return option[cases], holder[cases], reason[cases], np.where(reason[cases] == RULE, row[cases], -1)


def _gain(problem: Problem, option: Integers, holder: Integers, leaves: Integers) -> NDArray[np.bool_]:
    """Whether the exchange raises the first objective that it changes."""
    gain = np.zeros(len(option), np.int64)
    for stage in reversed(problem.stages):
        change = stage.value[option] - stage.value[holder] - np.append(stage.value, 0)[leaves]
        gain = np.where(change != 0, change, gain)
    return gain > 0


def _broken_row(problem: Problem, option: Integers, holder: Integers, leaves: Integers, activity: Integers) -> Integers:
    """The first rule that each exchange would break, or -1; told once for each combination of kinds."""
    kinds = len(problem.coefficients)
    left = np.where(leaves >= 0, problem.kind[leaves].astype(np.int64), kinds)
    code = (problem.kind[option].astype(np.int64) * kinds + problem.kind[holder]) * (kinds + 1) + left
    codes, back = np.unique(code, return_inverse=True)
    takes, gives, leaving = codes // (kinds + 1) // kinds, codes // (kinds + 1) % kinds, codes % (kinds + 1)
    table = np.vstack([problem.coefficients, np.zeros((1, len(problem.rows)), np.int64)])
    total = activity + table[takes] - table[gives] - table[leaving]
    broken = np.zeros(total.shape, bool)
    for q, row in enumerate(problem.rows):
        broken[:, q] |= (total[:, q] > row.upper) if row.upper is not None else False
        broken[:, q] |= (total[:, q] < row.lower) if row.lower is not None else False
    first = np.where(broken.any(axis=1), broken.argmax(axis=1), -1) if len(problem.rows) else np.full(len(codes), -1)
    rows: Integers = first[back]
    return rows


def envy_between(
    problem: Problem, found: Envy, people: Division, *, smallest_cell: int = SMALLEST_CELL
) -> tuple[GroupEnvy, ...]:
    """How many people of each group have envy, justified or explained by a rule; small counts are withheld."""
    masks = {name: np.zeros(len(problem.people), bool) for name in ("justified", "explained")}
    masks["justified"][problem.person[found.option[found.reason <= WHOLE]]] = True
    masks["explained"][problem.person[found.option[found.reason > WHOLE]]] = True
    counts = shown_counts(people, masks, smallest_cell)
    return tuple(
        GroupEnvy(attribute=people.attribute, group=name, **each)
        for name, each in zip(people.names, counts, strict=True)
    )


def envy_up_to_price(problem: Problem, allocation: Allocation, at: Standing | None = None) -> PriceEnvy:
    """Whether everybody has what they would take themselves at the prices of the certificate.

    Args:
        problem: With its rules.
        allocation: Of the problem.
        at: What `standing` returned, where it is at hand.
    """
    at = at or standing(problem, allocation)
    has = np.append(at.reduced, 0)[at.own]
    regret = np.where(problem.group == ALONE, np.maximum(at.keeps, 0) - has, 0)
    regret = np.where(at.nearest >= 0, regret, 0)
    return PriceEnvy(people=int(np.count_nonzero(regret)), most=int(regret.max(initial=0)), total=int(regret.sum()))
