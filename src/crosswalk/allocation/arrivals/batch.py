"""People who arrive in weeks: each week is placed before the next is known, and places are held back by their price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.errors import AllocationConflictError
from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem, Row, Stage
from crosswalk.allocation.reasons.words import allocation_words
from crosswalk.allocation.result import Allocation, Prices
from crosswalk.allocation.solving.stage import solve_stage, total
from crosswalk.allocation.subproblem import of_options, of_people, side_by_side

__all__ = ["Batch", "HeldBack", "place_batch", "planned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Places of a vacancy that are not given this week although they are free.

    Attributes:
        vacancy: Identifier.
        held: Places that people expected later are planned to take.
        left: Places not yet given after this week.
        price: What one more place there is worth to the plan, in millionths of the first stage's unit.
    """

    vacancy: str
    held: int
    left: int
    price: int

    def in_words(self, language: str = "en") -> str:
        """One sentence, in English where it is not written in the language.

        Example:
            >>> HeldBack(vacancy="V7", held=2, left=5, price=312_000).in_words()
            'Held back at V7: 2 of 5 free places. To people expected later a place there is worth 0.31.'
        """
        return allocation_words(language)(
            "allocation.arrivals.held_back",
            held=self.held, left=self.left, vacancy=self.vacancy, price=round(self.price / VALUE_SCALE, 2),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Who goes where this week.

    Attributes:
        chosen: int64[n]; indices of the options chosen this week, ascending.
        held_back: Vacancies with places held back at a price, the highest price first.
        prices: Of the first stage, the mean of the plans: a plan places somebody only where that beats the price.
        loosened: Rules that a plan could not meet, with the bounds that it kept instead, counted over those placed
            from now on. The words are those of the rule as it was asked.
    """

    chosen: Integers
    held_back: tuple[HeldBack, ...]
    prices: Prices
    loosened: tuple[Row, ...] = ()


def place_batch(
    problem: Problem,
    expected: Sequence[Problem] = (),
    *,
    now: Integers | None = None,
    placed: Integers | None = None,
) -> Batch:
    """Places the people of this week, and holds places back for those expected later.

    Who will come is not known, so several pictures of it are drawn. In each, the people of this week and those expected
    share what is left of places and rules in one plan, the best for both. Who is placed by most of the plans is placed
    now, where most plans agree; what the plans give to people expected is held back. That is the consensus of plans.

    Args:
        problem: This week's people, or everybody's; its capacities and rules are those of the whole time.
        expected: Pictures of those who will come until the end, each with as many people as will come (`drawn`), and
            with the same vacancies, rules and objectives. Five serve well. None: nobody comes later.
        now: int64; indices of this week's people, ascending; None: all of the problem.
        placed: Options of the problem given in earlier weeks. Leave it out where the capacities and the bounds of the
            rules are already those that remain.

    Returns:
        This week's options and what is held back. Limits and capacities always hold. A floor, or a share of those
        placed, holds in every plan, and in what is given once nobody is expected; where it is out of reach, the plan
        comes as near as it can, and the answer says so.

    Raises:
        UsageError: A group would be parted, or a picture is of another problem.
        AllocationConflictError: Limits or groups cannot hold together.

    Source:
        Ahani, Gölz, Procaccia, Teytelboym and Trapp, Dynamic Placement in Refugee Resettlement, Operations Research
        72:1087 (2024), prices from arrivals of the past; Freund, Lykouris, Paulson, Sturt and Weng, Group Fairness in
        Dynamic Refugee Assignment (2023), bid prices; Van Hentenryck and Bent, Online Stochastic Combinatorial
        Optimization (2006), consensus.

    Example:
        One place. Amina comes today; tomorrow somebody is expected to whom it is worth more.

        >>> from crosswalk.allocation.problem import Stage
        >>> def one_person(name, fit):
        ...     return Problem(
        ...         people=(name,), vacancies=("ward",), pathways=(), first_option=np.array([0, 1]),
        ...         vacancy=np.zeros(1, np.int32), pathway=np.full(1, -1, np.int32), use=np.ones(1, np.int64),
        ...         capacity=np.array([1]), stages=(Stage(name="fit", value=np.array([fit])),))
        >>> batch = place_batch(one_person("Amina", 300_000), [one_person("expected", 800_000)])
        >>> batch.chosen.tolist(), batch.held_back[0].held, place_batch(one_person("Amina", 300_000)).chosen.tolist()
        ([], 1, [0])
    """
    who = np.arange(len(problem.people)) if now is None else now
    today, option = of_people(problem, who, placed=placed)
    worlds = [side_by_side(today, picture) for picture in expected] or [today]
    plans = [planned(world) for world in worlds]
    mine = [plan.chosen[plan.chosen < len(option)] for plan, _ in plans]
    chosen = _agreed(today, mine) if len(mine) > 1 else mine[0]
    prices = [plan.certificates[0].prices for plan, _ in plans]
    price = Prices(vacancy=_mean([p.vacancy for p in prices]), row=_mean([p.row for p in prices]))
    later = [
        _places(world, plan.chosen[plan.chosen >= len(option)]) for world, (plan, _) in zip(worlds, plans, strict=True)
    ]
    left = today.capacity - _places(today, chosen)
    return Batch(
        chosen=option[chosen],
        held_back=tuple(_held_back(problem.vacancies, np.minimum(_mean(later), left), left, price.vacancy)),
        prices=price,
        loosened=tuple({row.name: row for _, rows in reversed(plans) for row in rows}.values()),
    )


def _agreed(today: Problem, plans: list[Integers]) -> Integers:
    """What most plans agree on: people whom most of them place, each where most of them do, within what is left."""
    votes = np.bincount(np.concatenate(plans), minlength=len(today.vacancy)).astype(np.int64)
    placed = np.bincount(today.person, votes, len(today.people))
    kept = np.flatnonzero((votes > 0) & (2 * placed[today.person] >= len(plans)))
    agreed = of_options(today, kept)
    for at in range(len(today.rows)):
        agreed = _with_row(agreed, at, _limit(agreed, at))
    stage = Stage(name="agreement", value=votes[kept] * VALUE_SCALE)
    chosen: Integers = kept[allocate(replace(agreed, stages=(stage, *agreed.stages))).chosen]
    return chosen


def _places(problem: Problem, chosen: Integers) -> Integers:
    """Places of each vacancy that some options take."""
    taken = np.zeros(len(problem.vacancies), np.int64)
    np.add.at(taken, problem.vacancy[chosen], problem.use[chosen])
    return taken


def _mean(numbers: list[Integers]) -> Integers:
    """The mean, to the nearest whole number."""
    mean: Integers = np.rint(np.mean(numbers, axis=0)).astype(np.int64)
    return mean


def _held_back(vacancies: tuple[str, ...], held: Integers, left: Integers, price: Integers) -> Iterator[HeldBack]:
    """Vacancies where priced places are kept for people expected later, the highest price first."""
    for at in np.argsort(-price, kind="stable").tolist():
        if held[at] and price[at] > 0:
            yield HeldBack(vacancy=vacancies[at], held=int(held[at]), left=int(left[at]), price=int(price[at]))


def planned(problem: Problem) -> tuple[Allocation, tuple[Row, ...]]:
    """The best plan, and the rules that had to give way for it, with the bounds that it keeps instead.

    Only floors and shares give way: of those in conflict the last in the file first, to the nearest bound that holds.

    Raises:
        AllocationConflictError: Limits or groups cannot hold together.
    """
    loosened: list[int] = []
    freed = problem
    while True:
        try:
            plan = allocate(freed)
            break
        except AllocationConflictError as conflict:
            names = {rule.name for rule in conflict.rules}
            may = [at for at, row in enumerate(freed.rows) if row.name in names and _limit(freed, at) != row]
            if not may:
                raise
            loosened.append(may[-1])
            freed = _with_row(freed, may[-1], _limit(freed, may[-1]))
    if not loosened:
        return plan, ()
    for at in sorted(loosened):
        freed = _with_row(freed, at, _nearest(freed, problem.rows[at], at))
    return allocate(freed), tuple(freed.rows[at] for at in sorted(loosened))


def _limit(problem: Problem, at: int) -> Row:
    """What never gives way of a rule: an upper bound that only fills up; otherwise a bound that nothing can reach."""
    counts, row = problem.coefficients[:, at], problem.rows[at]
    if row.upper is not None and (counts >= 0).all():
        return replace(row, lower=None)
    return replace(row, lower=-len(problem.people) * int(np.abs(counts).max(initial=0)), upper=None)


def _nearest(problem: Problem, asked: Row, at: int) -> Row:
    """The rule with the bounds nearest to those asked for that the rest of the problem, already loose, allows."""
    counts, row = problem.coefficients[:, at][problem.kind], problem.rows[at]
    if asked.lower is not None and (most := solve_stage(problem, counts)) is not None:
        row = replace(row, lower=min(asked.lower, total(counts, most.chosen)))
    if asked.upper is not None and (least := solve_stage(_with_row(problem, at, row), -counts)) is not None:
        row = replace(row, upper=max(asked.upper, total(counts, least.chosen)))
    return row if asked.lower is not None else replace(row, lower=None)


def _with_row(problem: Problem, at: int, row: Row) -> Problem:
    return replace(problem, rows=(*problem.rows[:at], row, *problem.rows[at + 1 :]))
