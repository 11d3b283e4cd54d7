"""What would have changed it: the least change after which a person is placed, proven by allocating again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.certificate import certified_bound
from crosswalk.allocation.errors import AllocationConflictError
from crosswalk.allocation.fairness.changed import (
    Solver,
    asked_first,
    moving_apart,
    surely_better,
    with_bound,
    with_places,
    without_person,
    without_rows,
)
from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.reasons.standing import Standing, floors_before, own_options
from crosswalk.allocation.result import Allocation

__all__ = ["MOST", "Change", "binds", "nearest_options", "pressing_rows", "what_would_change"]

#: Places, or people more in a quota, that are tried at most.
MOST = 16
#: Options, and rules, that are tried for one person.
TRIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change with which a person would be placed, all else being equal.

    Attributes:
        kind: A higher value of one option; more places of its vacancy; its places held back; a higher upper bound of
            a rule; no such rule; no need for the group to move together.
        option: Index of the option it concerns, or -1.
        stage: Name of the objective whose value it raises; empty for other changes.
        row: Index of the rule it concerns, or -1.
        amount: Of value in millionths; of places, or of a bound, as a count; 0 where there is nothing to count.
        verified: Every best allocation of the changed problem places the person: proven by solving it. Where False
            the amount is what the prices say is needed at least.
    """

    kind: Literal["value", "places", "held_back", "rule_bound", "rule", "together"]
    option: int = -1
    stage: str = ""
    row: int = -1
    amount: int = 0
    verified: bool = True


def nearest_options(problem: Problem, at: Standing, person: int, most: int = TRIED) -> list[int]:
    """Options of a person, the one that keeps most at the prices first; for groups first the one where all can meet."""
    first, end = int(problem.first_option[person]), int(problem.first_option[person + 1])
    options = sorted(range(first, end), key=lambda e: (e != at.nearest[person], -int(at.reduced[e]), e))
    return options[:most]


def pressing_rows(problem: Problem, at: Standing, option: int) -> list[int]:
    """Rules that charge for an option, the dearest first, then rules that leave no room for it."""
    use = problem.coefficients[problem.kind[option]]
    charges = (use * at.prices.row[: len(problem.rows)]).tolist()
    total = at.totals + use
    full = [
        (row.upper is not None and total[q] > row.upper) or (row.lower is not None and total[q] < row.lower)
        for q, row in enumerate(problem.rows)
    ]
    return sorted((q for q in range(len(full)) if charges[q] > 0 or full[q]), key=lambda q: (-charges[q], q))


def binds(problem: Problem, allocation: Allocation, person: int, row: int, solver: Solver = allocate) -> bool:
    """Whether a rule is proven to bind: without it more can be reached, or the person is placed."""
    other = solver(without_rows(problem, {row}))
    return surely_better(other, allocation) or bool(own_options(problem, other)[person] >= 0)


def what_would_change(
    problem: Problem,
    allocation: Allocation,
    person: int,
    at: Standing,
    *,
    held_back: Integers | None = None,
    solver: Solver = allocate,
) -> tuple[Change, ...]:
    """The least changes found after which a person who was not placed would be, each proven by solving.

    Args:
        problem: As it was allocated.
        allocation: Of the problem.
        person: Index of somebody who was not placed.
        at: What `standing` returned.
        held_back: int64[V]; places kept for later.
        solver: Finds the best allocation of a problem; called a few dozen times.

    Returns:
        First what the person can reach, then what the employer and the programme can. Where no change of value could
        be proven, but prices say how much is needed at least, that, not verified.
    """
    options = nearest_options(problem, at, person)
    found = [
        *_value(problem, allocation, options, solver),
        *_places(problem, person, options, solver),
        *_held_back(problem, person, options, held_back, solver),
        *_rules(problem, person, at, options, solver),
    ]
    group = int(problem.group[person])
    if group != ALONE and options and _surely_placed(moving_apart(problem, group), person, solver):
        found.append(Change(kind="together"))
    if options and not found and group == ALONE and at.keeps[person] < 0:
        least = -int(at.keeps[person])
        found.append(
            Change(kind="value", option=options[0], stage=problem.stages[at.stage].name, amount=least, verified=False)
        )
    return tuple(found)


def _surely_placed(changed: Problem, person: int, solver: Solver) -> bool:
    """Whether every best allocation places the person: the best without them is proven to be worse."""
    try:
        best = solver(changed)
    except AllocationConflictError:
        return False
    if own_options(changed, best)[person] < 0:
        return False
    without = without_person(changed, person)
    if _prices_prove_worse(without, best):
        return True
    try:
        return surely_better(best, solver(without))
    except AllocationConflictError:
        return True


def _prices_prove_worse(without: Problem, best: Allocation) -> bool:
    """Whether the prices of the best allocation already prove that a problem falls short of it; saves solving it."""
    for number, (stage, reached) in enumerate(zip(without.stages, best.certificates, strict=True)):
        floors = floors_before(without, best, number)
        bound = certified_bound(without, stage.value, reached.prices, floors)
        if bound != reached.objective:
            return bound < reached.objective
    return False


def _value(problem: Problem, allocation: Allocation, options: list[int], solver: Solver) -> Iterator[Change]:
    """The smallest rise of one option's value, in the least important objective that is enough for any option."""
    found = [rise for option in options if (rise := _rise(problem, allocation, option, solver)) is not None]
    if found:
        yield min(found, key=lambda rise: (-rise[0], rise[1].amount, rise[1].option))[1]


def _rise(problem: Problem, allocation: Allocation, option: int, solver: Solver) -> tuple[int, Change] | None:
    """What the best allocation with the option lacks of an objective, and one millionth more; and which objective.

    Of the first objective that is lost; where its values do not differ or none is so high, of one before it, which
    then needs only to break a tie. None where the rules cannot hold with the option, or no value is enough.
    """
    asked, *given = solver(asked_first(problem, option)).certificates
    if not asked.objective:
        return None
    found = None
    for number, (stage, forced, best) in enumerate(zip(problem.stages, given, allocation.certificates, strict=True)):
        lost = best.bound - forced.objective
        if np.ptp(stage.value) > 0 and int(stage.value[option]) + lost < VALUE_SCALE:
            found = number, Change(kind="value", option=option, stage=stage.name, amount=lost + 1)
        if lost:
            break
    return found


def _places(problem: Problem, person: int, options: list[int], solver: Solver) -> Iterator[Change]:
    """The fewest places more of the nearest vacancy."""
    for option in options[:1]:
        vacancy = int(problem.vacancy[option])

        def more(places: int, vacancy: int = vacancy) -> Problem:
            extra = np.zeros(len(problem.vacancies), np.int64)
            extra[vacancy] = places
            return with_places(problem, extra)

        if (places := _least(more, person, solver)) is not None:
            yield Change(kind="places", option=option, amount=places)


def _held_back(
    problem: Problem, person: int, options: list[int], held_back: Integers | None, solver: Solver
) -> Iterator[Change]:
    if held_back is None:
        return
    for option in options:
        only = np.zeros(len(problem.vacancies), np.int64)
        only[problem.vacancy[option]] = held_back[problem.vacancy[option]]
        if only.any() and _surely_placed(with_places(problem, only), person, solver):
            yield Change(kind="held_back", option=option, amount=int(only.max()))
            return


def _rules(problem: Problem, person: int, at: Standing, options: list[int], solver: Solver) -> Iterator[Change]:
    """For each rule that presses: the least rise of a limit that counts people, else that there is no such rule."""
    for option, row in ((e, q) for e in options[:1] for q in pressing_rows(problem, at, e)[:TRIED]):
        counts = np.isin(problem.coefficients[:, row], (0, 1)).all() and problem.rows[row].upper is not None

        def higher(by: int, row: int = row) -> Problem:
            return with_bound(problem, row, by)

        if not _surely_placed(without_rows(problem, {row}), person, solver):
            continue
        if counts and (by := _least(higher, person, solver)) is not None:
            yield Change(kind="rule_bound", option=option, row=row, amount=by)
        else:
            yield Change(kind="rule", option=option, row=row)


def _least(change: Callable[[int], Problem], person: int, solver: Solver) -> int | None:
    """The least amount found to be enough; None where not even the most that is tried would be."""
    low, high = 0, MOST
    if not _surely_placed(change(high), person, solver):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _surely_placed(change(middle), person, solver) else (middle, high)
    return high
