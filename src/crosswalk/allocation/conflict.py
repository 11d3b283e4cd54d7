"""Rules that cannot hold together: the smallest such set in words, and what would mend it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from crosswalk.allocation.errors import AllocationConflictError, ConflictingRule
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.remedies import missing_places, nearest_bound
from crosswalk.allocation.solving.stage import relaxation_holds, solve_stage

__all__ = ["GROUPS", "PLACES", "Element", "can_hold", "conflict", "only", "smallest_conflict"]

#: Elements of a conflict that are no rows: the capacities of all vacancies, and groups that move together.
PLACES, GROUPS = "places", "groups"
#: The index of a row, PLACES or GROUPS.
Element = int | str
#: Up to so many options a remedy is sought that leaves every other rule standing; above, those of the conflict.
_ALL_OTHERS = 20_000


def conflict(problem: Problem) -> AllocationConflictError:
    """What to tell somebody whose rules cannot hold together.

    Args:
        problem: A problem without any allocation.

    Returns:
        The error: the smallest set of rules that cannot hold together, and for each the nearest bound with which the
        rest could.
    """
    elements = smallest_conflict(problem)
    rules = tuple(_rule(problem, element, elements) for element in elements)
    told = [rule.words for rule in rules]
    if len(told) == 1:
        return AllocationConflictError(f"No choice among the options keeps this rule: {told[0]}.", rules=rules)
    return AllocationConflictError(
        f"These rules cannot hold together: {', '.join(told[:-1])} and {told[-1]}.", rules=rules
    )


def smallest_conflict(problem: Problem) -> tuple[Element, ...]:
    """The rules of which no smaller set is in conflict.

    Each element is tried in turn: where the rest still cannot hold without it, it is left out for good (a deletion
    filter). What people read last in their file is tried first, after groups and places, so that the rules they wrote
    first are those that are named.

    Args:
        problem: A problem without any allocation.

    Returns:
        Indices of rows, then PLACES and GROUPS where they belong to it.
    """
    kept: list[Element] = [*range(len(problem.rows)), PLACES, GROUPS]
    for holds in (relaxation_holds, can_hold):  # where fractions of people cannot hold them, that leaves few to search
        if holds(only(problem, kept)):
            continue
        for element in [GROUPS, PLACES, *reversed(range(len(problem.rows)))]:
            rest = [other for other in kept if other != element]
            if element in kept and not holds(only(problem, rest)):
                kept = rest
    return tuple(kept)


def can_hold(problem: Problem) -> bool:
    """Whether there is any allocation that keeps all rules."""
    return solve_stage(problem, np.zeros(len(problem.vacancy), np.int64)) is not None


def only(problem: Problem, elements: list[Element] | tuple[Element, ...]) -> Problem:
    """The problem with these of its rules and no others; that a person takes one option at most is no rule."""
    rows = [q for q in range(len(problem.rows)) if q in elements]
    return replace(
        problem,
        rows=tuple(problem.rows[q] for q in rows),
        coefficients=problem.coefficients[:, rows],
        capacity=problem.capacity if PLACES in elements else _everybody(problem),
        group=problem.group if GROUPS in elements else np.full(len(problem.people), ALONE, np.int32),
    )


def _everybody(problem: Problem) -> Integers:
    """As many places of each vacancy as all options together could take."""
    places = problem.capacity.copy()
    np.add.at(places, problem.vacancy, problem.use)
    return places


def _rule(problem: Problem, element: Element, conflicting: tuple[Element, ...]) -> ConflictingRule:
    """One element in words; its remedy leaves every other rule standing, or if none does, those it conflicts with."""
    others = [*range(len(problem.rows)), PLACES, GROUPS]
    rest = [other for other in others if other != element]
    large = len(problem.vacancy) > _ALL_OTHERS
    if large or not can_hold(only(problem, rest)):  # in the second case there is another conflict beside this one
        rest = [other for other in conflicting if other != element]
    if element == GROUPS:
        remedy = "Let the members of groups be placed apart."
        return ConflictingRule(name=GROUPS, words="that groups stay together", place="", remedy=remedy)
    if element == PLACES:
        number, remedy = missing_places(only(problem, [*rest, PLACES]))
        return ConflictingRule(
            name=PLACES, words="the places of the vacancies", place="", remedy=remedy, nearest=number
        )
    row = problem.rows[int(element)]
    words = f"'{row.name if row.sensitive or not row.words else row.words}'"
    nearest, remedy = nearest_bound(only(problem, rest), row, problem.coefficients[:, int(element)], words)
    return ConflictingRule(name=row.name, words=words, place=row.place, remedy=remedy, nearest=nearest)
