"""Parts of a problem: some of the people or options, with what others left; and two problems side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.problem import ALONE, Integers, Problem, Stage
from crosswalk.errors import UsageError

__all__ = ["drawn", "of_options", "of_people", "side_by_side"]


def _options_of(problem: Problem, who: Integers) -> tuple[Integers, Integers]:
    """Where the options of some people begin when they stand one after another, and which they are."""
    count = np.diff(problem.first_option)[who]
    first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return first, np.repeat(problem.first_option[who] - first[:-1], count) + np.arange(first[-1])


def _groups(group: NDArray[np.integer], names: tuple[str, ...]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Groups numbered anew: only those with members."""
    used, number = np.unique(group[group != ALONE], return_inverse=True)
    renumbered = np.full(len(group), ALONE, np.int32)
    renumbered[group != ALONE] = number
    return renumbered, tuple(names[k] for k in used.tolist())


def _less(bound: int | None, used: int) -> int | None:
    return None if bound is None else bound - used


def of_people(problem: Problem, who: Integers, *, placed: Integers | None = None) -> tuple[Problem, Integers]:
    """The problem of some of the people.

    Args:
        problem: Of everybody.
        who: int64[n]; indices of people, ascending; the members of a group all or none.
        placed: Options given to others before: their places, and what they count towards rules, are taken off.

    Returns:
        The problem, and int64: the index in `problem` of each of its options.

    Raises:
        UsageError: A group would be parted, or a vacancy gave more places than it has.
    """
    inside = np.zeros(len(problem.people), bool)
    inside[who] = True
    together = problem.group[inside]
    if np.isin(problem.group[~inside], together[together != ALONE]).any():
        raise UsageError("Some members of a group are left out.", remedy="Take the members of a group all together.")
    gone = np.zeros(0, np.int64) if placed is None else placed
    capacity = problem.capacity.copy()
    np.subtract.at(capacity, problem.vacancy[gone], problem.use[gone])
    if (capacity < 0).any():
        short = problem.vacancies[int(np.argmin(capacity))]
        raise UsageError(f"{short} gave more places than it has.", remedy="Check the capacities and who was placed.")
    counted = problem.coefficients[problem.kind[gone]].sum(axis=0).tolist()
    first, option = _options_of(problem, who)
    group, names = _groups(problem.group[who], problem.group_names)
    part = replace(
        problem,
        people=tuple(problem.people[k] for k in who.tolist()),
        first_option=first,
        vacancy=problem.vacancy[option],
        pathway=problem.pathway[option],
        use=problem.use[option],
        capacity=capacity,
        stages=tuple(Stage(name=stage.name, value=stage.value[option]) for stage in problem.stages),
        rows=tuple(
            replace(row, lower=_less(row.lower, used), upper=_less(row.upper, used))
            for row, used in zip(problem.rows, counted, strict=True)
        ),
        kind=problem.kind[option],
        group=group,
        meeting=problem.meeting[option],
        group_names=names,
    )
    return part, option


def of_options(problem: Problem, kept: Integers) -> Problem:
    """The problem with only some of its options, given by their indices, ascending."""
    return replace(
        problem,
        first_option=np.searchsorted(kept, problem.first_option).astype(np.int64),
        vacancy=problem.vacancy[kept],
        pathway=problem.pathway[kept],
        use=problem.use[kept],
        stages=tuple(Stage(name=stage.name, value=stage.value[kept]) for stage in problem.stages),
        kind=problem.kind[kept],
        meeting=problem.meeting[kept],
    )


def drawn(history: Problem, count: int, *, seed: int | tuple[int, ...]) -> Problem:
    """People drawn by chance from those of an earlier time, groups whole: a picture of who will come.

    Args:
        history: People of an earlier time with their options at the vacancies of now.
        count: How many to draw; the last group may bring a few more. Nobody is drawn again before everybody was.
        seed: What chance starts from: a number of 0 or more, or several.

    Returns:
        The problem of those drawn; who is drawn twice is two people.

    Raises:
        UsageError: There is nobody to draw from.
    """
    people = len(history.people)
    if not people:
        raise UsageError("There is nobody to draw expected people from.", remedy="Give people of an earlier time.")
    alone = history.group == ALONE
    unit = np.where(alone, len(history.group_names) + np.arange(people), history.group)
    _, first_member, unit = np.unique(unit, return_index=True, return_inverse=True)
    by_unit, sizes = np.argsort(unit, kind="stable"), np.bincount(unit)
    start = np.concatenate([[0], np.cumsum(sizes)])
    chance = np.random.Generator(np.random.Philox(seed))
    rounds = -(-count // people)
    units = np.concatenate([np.zeros(0, np.int64), *(chance.permutation(len(first_member)) for _ in range(rounds))])
    needed = int(np.searchsorted(np.cumsum(sizes[units]), count)) + 1 if count else 0
    who = [by_unit[start[one] : start[one + 1]] for one in units[:needed].tolist()]
    index = np.concatenate([np.zeros(0, np.int64), *who])
    turn = np.repeat(np.arange(needed) // len(first_member), sizes[units[:needed]])
    first, option = _options_of(history, index)
    group = history.group[index]
    again = np.where(group == ALONE, ALONE, group + turn * len(history.group_names))
    group, names = _groups(again, history.group_names * max(rounds, 1))
    return replace(
        history,
        people=tuple(f"{number:08} {history.people[k]}" for number, k in enumerate(index.tolist())),
        first_option=first,
        vacancy=history.vacancy[option],
        pathway=history.pathway[option],
        use=history.use[option],
        stages=tuple(Stage(name=stage.name, value=stage.value[option]) for stage in history.stages),
        kind=history.kind[option],
        group=group,
        meeting=history.meeting[option],
        group_names=names,
    )


def side_by_side(now: Problem, later: Problem) -> Problem:
    """The people of two problems before the same vacancies and rules, those of the first before those of the second.

    Args:
        now: Its capacities and rules hold.
        later: With the same vacancies, rules and objectives; its own capacities and bounds are not read.

    Returns:
        The problem of both; the options of `now` come first, in their order.

    Raises:
        UsageError: Vacancies, rules or objectives differ.
    """
    for what, one, other in (
        ("vacancies", now.vacancies, later.vacancies),
        ("rules", [r.name for r in now.rows], [r.name for r in later.rows]),
        ("objectives", [s.name for s in now.stages], [s.name for s in later.stages]),
    ):
        if one != other:
            raise UsageError(
                f"The people expected later have other {what} than those of now.",
                remedy=f"Build both problems from the same vacancies and constraints: the {what} must be the same.",
            )
    return replace(
        now,
        people=(*(f"now {person}" for person in now.people), *(f"then {person}" for person in later.people)),
        first_option=np.concatenate([now.first_option, later.first_option[1:] + now.first_option[-1]]),
        vacancy=np.concatenate([now.vacancy, later.vacancy]),
        pathway=np.concatenate([now.pathway, np.full(len(later.pathway), -1, np.int32)]),
        use=np.concatenate([now.use, later.use]),
        stages=tuple(
            Stage(name=one.name, value=np.concatenate([one.value, other.value]))
            for one, other in zip(now.stages, later.stages, strict=True)
        ),
        kind=np.concatenate([now.kind, later.kind + np.int32(len(now.coefficients))]),
        coefficients=np.concatenate([now.coefficients, later.coefficients]),
        group=np.concatenate([now.group, np.where(later.group == ALONE, ALONE, later.group + len(now.group_names))]),
        meeting=np.concatenate([now.meeting, later.meeting]),
        group_names=now.group_names + later.group_names,
    )
