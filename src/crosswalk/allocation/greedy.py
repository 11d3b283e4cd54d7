"""What a careful official does without an optimiser: the best first, under the rules; to be compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numba import types

from crosswalk.allocation.certificate import broken_rules
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.matching.arrays import I8, compiled

__all__ = ["Greedy", "greedy"]

INT, YES_NO, TABLE = types.int64, types.boolean, types.Array(types.int64, 2, "C")

#: No bound; far above any sum of coefficients, and safe to add to.
UNBOUNDED = 2**61
#: How often freed places are offered again after somebody had to give way.
PASSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Greedy:
    """A greedy placement.

    Attributes:
        chosen: int64[n]; indices of options, ascending.
        objective: Of each stage, in millionths.
        broken: Rules that it could not keep, in words; the comparison is not fair to the best then.
    """

    chosen: Integers
    objective: tuple[int, ...]
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """Options and whole groups in the order in which they are served.

    Attributes:
        order: Options; -1 - c for candidate c, a group at a meeting place.
        members: Options of candidates by candidate, member, value.
        first: Where the options of each candidate begin among members.
    """

    order: Integers
    members: Integers
    first: Integers


def greedy(problem: Problem) -> Greedy:
    """Serves the most valuable option first, as long as there is a place and no rule forbids it.

    Shares become numbers: of as many as would be placed without any rule. Floors are filled first. Where a rule on
    shares is broken in the end, the least valuable placements that
    break it are taken back, and the freed places are offered again. A group counts with the mean of its members.

    Args:
        problem: The problem; value is that of the first stage, later ones break its ties, then the order of options.
    """
    line, state = _line(problem), _State(problem)
    unbounded = np.full(len(problem.rows), UNBOUNDED)
    in_numbers = problem
    if (problem.coefficients < 0).any():
        state.serve(line, -unbounded, unbounded, None)
        in_numbers, state = _in_numbers(problem, state), _State(problem)
    state.bounded_by(in_numbers)
    lower, upper = _bounds(in_numbers)
    if (lower > 0).any():
        state.serve(line, -unbounded, upper, lower)
    state.serve(line, -unbounded, upper, None)
    state.bounded_by(problem)
    if in_numbers is not problem and _give_way(problem, state):
        for _ in range(PASSES):
            state.serve(line, *_bounds(problem), None)
    chosen = np.sort(state.choice[state.choice >= 0])
    objective = tuple(int(stage.value[chosen].sum()) for stage in problem.stages)
    return Greedy(chosen=chosen, objective=objective, broken=tuple(broken_rules(problem, chosen)))


def _bounds(problem: Problem) -> tuple[Integers, Integers]:
    lower = [-UNBOUNDED if row.lower is None else row.lower for row in problem.rows]
    upper = [UNBOUNDED if row.upper is None else row.upper for row in problem.rows]
    return np.array(lower, np.int64), np.array(upper, np.int64)


def _in_numbers(problem: Problem, plain: _State) -> Problem:
    """Shares as numbers, as an official sets them beforehand: the share of those placed without any rule."""
    coefficients, rows = problem.coefficients.copy(), list(problem.rows)
    placed = plain.kind[plain.choice[plain.choice >= 0]]
    for number, row in enumerate(problem.rows):
        column = problem.coefficients[:, number]
        if not (column < 0).any():
            continue
        against, towards = -int(column.min()), max(int(column.max()), 0)
        share = Fraction(against, against + towards)
        base = int((column[placed] != 0).sum())
        lower = None if row.lower is None else ceil(share * base)
        upper = None if row.upper is None else floor(share * base)
        rows[number] = replace(row, lower=lower, upper=upper)
        coefficients[:, number] = column > 0
    return replace(problem, rows=tuple(rows), coefficients=coefficients)


class _State:
    """What is placed so far, what places are left, and how far each rule is used."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.person = problem, problem.person.astype(np.int64)
        self.vacancy, self.kind = problem.vacancy.astype(np.int64), problem.kind.astype(np.int64)
        self.choice = np.full(len(problem.people), -1, np.int64)
        self.left = problem.capacity.astype(np.int64)
        self.use = np.ascontiguousarray(problem.use, np.int64)
        self.bounded_by(problem)

    def bounded_by(self, problem: Problem) -> None:
        """Goes on under the rows of a problem that differs in nothing else."""
        self.coefficients = np.ascontiguousarray(problem.coefficients, np.int64)
        self.activity = self.coefficients[self.kind[self.choice[self.choice >= 0]]].sum(axis=0)

    def serve(self, line: _Line, lower: Integers, upper: Integers, floors: Integers | None) -> None:
        """One pass; with floors, only what one of them still lacks is served."""
        needed = np.zeros_like(lower) if floors is None else floors
        _serve(
            line.order, line.members, line.first, self.person, self.vacancy, self.kind, self.use, self.coefficients,
            lower, upper, needed, floors is not None, self.choice, self.left, self.activity,
        )  # fmt: skip

    def take_back(self, options: Integers) -> None:
        """Takes placements back, with the whole group of everybody concerned."""
        problem = self.problem
        gone = np.zeros(len(problem.people), bool)
        gone[self.person[options]] = True
        groups = np.unique(problem.group[gone])
        gone |= (problem.group != ALONE) & np.isin(problem.group, groups)
        options = self.choice[gone & (self.choice >= 0)]
        np.add.at(self.left, self.vacancy[options], problem.use[options])
        self.activity -= self.coefficients[self.kind[options]].sum(axis=0)
        self.choice[gone] = -1


def _give_way(problem: Problem, state: _State) -> bool:
    """Takes back the least valuable placements that break a rule, until none is broken; whether any had to go."""
    went, (lower, upper) = False, _bounds(problem)
    rank = np.empty(len(problem.vacancy), np.int64)
    rank[_by_value(problem, np.arange(len(problem.vacancy)))] = np.arange(len(problem.vacancy))
    while True:
        over, under = state.activity - upper, lower - state.activity
        broken = np.flatnonzero((over > 0) | (under > 0))
        placed = state.choice[state.choice >= 0]
        placed = placed[np.argsort(-rank[placed])]
        for row in broken.tolist():
            sign = 1 if over[row] > 0 else -1
            weight = sign * problem.coefficients[state.kind[placed], row]
            hurts, weight = placed[weight > 0], weight[weight > 0]
            if len(hurts):
                enough = np.searchsorted(np.cumsum(weight), max(over[row], under[row])) + 1
                state.take_back(hurts[:enough])
                went = True
                break
        else:
            return went


def _by_value(problem: Problem, options: Integers) -> Integers:
    """Options from the most valuable: by the first stage, then the later ones, then their order."""
    keys = [-stage.value[options] for stage in reversed(problem.stages)]
    order: Integers = options[np.lexsort((options, *keys))]
    return order


def _line(problem: Problem) -> _Line:
    """Everybody alone and every group at each meeting place, the most valuable first."""
    together = problem.group[problem.person] != ALONE
    alone = np.flatnonzero(~together)
    if not together.any():
        return _Line(_by_value(problem, alone), np.zeros(0, np.int64), np.zeros(1, np.int64))
    members = _by_value(problem, np.flatnonzero(together))
    person = problem.person[members].astype(np.int64)
    order = np.lexsort((person, problem.meeting[members], problem.group[person]))
    members, person = members[order], person[order]
    group, meeting = problem.group[person], problem.meeting[members]
    new = np.ones(len(members), bool)
    new[1:] = (np.diff(group) != 0) | (np.diff(meeting) != 0)
    first = np.flatnonzero(new)
    best = new.copy()
    best[1:] |= np.diff(person) != 0
    sizes = np.bincount(problem.group[problem.group != ALONE])
    whole = np.add.reduceat(best, first) == sizes[group[first]]
    means = [
        np.add.reduceat(np.where(best, stage.value[members], 0), first) // sizes[group[first]]
        for stage in problem.stages
    ]
    names = np.concatenate([alone, -1 - np.flatnonzero(whole)])
    keys = [
        -np.concatenate([stage.value[alone], mean[whole]])
        for stage, mean in zip(reversed(problem.stages), reversed(means), strict=True)
    ]
    return _Line(names[np.lexsort((np.arange(len(names)), *keys))], members, np.append(first, len(members)))


@compiled(types.boolean(INT, I8, I8, I8, TABLE, I8, I8, I8, YES_NO, I8, I8))
def _fits(  # type: ignore[no-untyped-def]
    option, vacancy, kind, use, coefficients, lower, upper, floors, only_floors, left, activity
):
    """Whether an option has a place, and no rule forbids it."""
    if left[vacancy[option]] < use[option]:
        return False
    wanted = not only_floors
    for row in range(len(activity)):
        weight = coefficients[kind[option], row]
        if weight > 0 and activity[row] + weight > upper[row]:
            return False
        if weight < 0 and activity[row] + weight < lower[row]:
            return False
        if only_floors and weight > 0 and activity[row] < floors[row]:
            wanted = True
    return wanted


@compiled(types.void(INT, INT, I8, I8, I8, TABLE, I8, I8))
def _place(option, sign, vacancy, kind, use, coefficients, left, activity):  # type: ignore[no-untyped-def]
    left[vacancy[option]] -= sign * use[option]
    for row in range(len(activity)):
        activity[row] += sign * coefficients[kind[option], row]


@compiled(types.void(I8, I8, I8, I8, I8, I8, I8, TABLE, I8, I8, I8, YES_NO, I8, I8, I8))
def _serve(  # type: ignore[no-untyped-def]
    order, members, first, person, vacancy, kind, use, coefficients, lower, upper, floors, only_floors,
    choice, left, activity,
):  # fmt: skip
    """One pass over the line; choice, left and activity are changed in place."""
    for option in order:
        if option >= 0:
            if choice[person[option]] < 0 and _fits(
                option, vacancy, kind, use, coefficients, lower, upper, floors, only_floors, left, activity
            ):
                choice[person[option]] = option
                _place(option, 1, vacancy, kind, use, coefficients, left, activity)
            continue
        start, stop = first[-1 - option], first[-option]
        if choice[person[members[start]]] >= 0:
            continue
        lacks = only_floors
        complete = True
        at = start
        while at < stop and complete:
            who = person[members[at]]
            complete = False
            while at < stop and person[members[at]] == who:
                other = members[at]
                if not complete:
                    wanted = only_floors and _fits(
                        other, vacancy, kind, use, coefficients, lower, upper, floors, True, left, activity
                    )
                    if wanted or _fits(
                        other, vacancy, kind, use, coefficients, lower, upper, floors, False, left, activity
                    ):
                        complete = True
                        lacks = lacks and not wanted
                        choice[who] = other
                        _place(other, 1, vacancy, kind, use, coefficients, left, activity)
                at += 1
        if not complete or lacks:
            for at in range(start, stop):
                who = person[members[at]]
                if choice[who] == members[at]:
                    choice[who] = -1
                    _place(members[at], -1, vacancy, kind, use, coefficients, left, activity)
