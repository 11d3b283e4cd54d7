"""First come, first served: each person takes the best that is open, at prices posted beforehand or at none."""

from __future__ import annotations

import numpy as np

from crosswalk.allocation.problem import ALONE, Integers, Problem

__all__ = ["first_come"]

_NO_LIMIT = 2**62


class _Room:
    """What is left of the places, and of the limits that only fill up (upper bounds without negative coefficients)."""

    def __init__(self, problem: Problem) -> None:
        fills_up = (problem.coefficients >= 0).all(axis=0)
        upper = [_NO_LIMIT if row.upper is None else row.upper for row in problem.rows]
        self.places = problem.capacity.copy()
        self.limits = np.where(fills_up, np.array(upper, np.int64), _NO_LIMIT)
        self.counts = np.where(fills_up, problem.coefficients, 0)
        self.problem = problem

    def best(self, options: Integers, worth: Integers) -> int:
        """The option worth most among those still open, the first of equals; -1 where none is."""
        p = self.problem
        is_open = self.places[p.vacancy[options]] >= p.use[options]
        if len(self.limits):
            is_open &= (self.counts[p.kind[options]] <= self.limits).all(axis=1)
        if not is_open.any():
            return -1
        left = options[is_open]
        return int(left[np.argmax(worth[left])])

    def take(self, option: int, times: int = 1) -> None:
        """Takes the places of an option; gives them back for times = -1."""
        p = self.problem
        self.places[p.vacancy[option]] -= times * p.use[option]
        self.limits -= times * self.counts[p.kind[option]]


def _together(room: _Room, members: list[Integers], worth: Integers) -> list[int]:
    """The options of a group at its best meeting place, each member in turn; none where it has no worth."""
    p, found, most = room.problem, [], 0
    for meeting in np.unique(np.concatenate([p.meeting[options] for options in members])).tolist():
        taken: list[int] = []
        for options in members:
            option = room.best(options[p.meeting[options] == meeting], worth)
            if option < 0:
                break
            room.take(option)
            taken.append(option)
        for option in taken:
            room.take(option, times=-1)
        total = int(worth[taken].sum())
        if len(taken) == len(members) and total > most:
            found, most = taken, total
    return found


def first_come(problem: Problem, order: Integers, worth: Integers) -> Integers:
    """What people get who come one after another and take the best that is open and worth something.

    Capacities and plain upper bounds are kept; floors and shares cannot be kept by who does not look ahead.

    Args:
        problem: The problem.
        order: int64[P]; indices of people as they come; a group comes with its first member.
        worth: int64[E]; value after prices, in millionths; nobody takes what is not above 0.

    Returns:
        Indices of the options taken, ascending.
    """
    room, chosen = _Room(problem), []
    members: dict[int, list[int]] = {}
    for who in np.flatnonzero(problem.group != ALONE).tolist():
        members.setdefault(int(problem.group[who]), []).append(who)
    for who in order.tolist():
        group = int(problem.group[who])
        unit = [who] if group == ALONE else members.pop(group, [])
        if not unit:
            continue
        each = [np.arange(problem.first_option[k], problem.first_option[k + 1]) for k in unit]
        if group == ALONE:
            best = room.best(each[0], worth)
            taken = [best] if best >= 0 and worth[best] > 0 else []
        else:
            taken = _together(room, each, worth)
        for option in taken:
            room.take(option)
        chosen += taken
    return np.sort(np.array(chosen, np.int64))
