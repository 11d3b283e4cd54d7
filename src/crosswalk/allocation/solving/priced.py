"""Large problems: prices first, then a small programme of what they leave open, and a bound over every option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crosswalk.allocation.certificate import Floor, certified_bound, reduced_values
from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.result import Prices
from crosswalk.allocation.solving.auction import everybody_alone
from crosswalk.allocation.solving.highs import Answer, run
from crosswalk.allocation.solving.prices import find_prices
from crosswalk.allocation.solving.programme import Written, write
from crosswalk.allocation.solving.restrict import Rest, rest_of, restrict, settled
from crosswalk.allocation.solving.stage import right_signs, solve_stage, stands, total

__all__ = ["PricedStage", "price_stage"]

#: Options this near to the best of their person are kept at first, in millionths; each time four times as near.
FIRST_TAU = VALUE_SCALE // 1_000
#: People or groups that the integer programme may move at first; each time four times as many.
FIRST_UNITS = 100
#: More than these are not searched.
MOST_UNITS = 4_000
#: Parts of the way from known prices to those of a programme that are tried.
STEPS = (1, 2, 4, 8, 16)
#: The gap that may stay open in what only tells tied options apart.
LOOSE = 0.01
#: So few options are searched again with more, where whole numbers leave more than the gap open.
FEW = 5_000
#: Searches for whole numbers, each among more options.
TRIES = 2
#: Options looked at to see whether values are tied, and a multiplier whose high bits look like chance.
SAMPLE, SCATTER = 10_000, 0x9E3779B97F4A7C15
#: A column this near to 0 or 1 is 0 or 1.
WHOLE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedStage:
    """One stage of a large problem.

    Attributes:
        chosen: int64[n], ascending; it keeps every rule and floor. None where no such allocation was found.
        prices: The best found, row by row and then floor by floor.
        bound: `certified_bound` of them, in millionths. Below 0 it proves that the rules cannot hold together.
    """

    chosen: Integers | None
    prices: Prices
    bound: int


def price_stage(problem: Problem, value: Integers, floors: Sequence[Floor] = (), *, gap: float = 1e-4) -> PricedStage:
    """The best allocation of one stage as far as `gap`, and prices that prove how good it is.

    1. Prices (`find_prices`); where people move alone to one place each and there is no rule, that is the optimum.
    2. Only options are kept that are nearly the best of their unit at these prices; whoever has one is settled.
    3. HiGHS solves the linear programme of the rest; its prices are tried on every option of the problem.
    4. An integer programme moves those who are split between options, and those nearest to being indifferent.

    What leaves more than the gap open, or breaks a rule, is tried again with more options. There is one thread, and a
    tie falls to the lower option, so the answer is the same on every machine.

    Args:
        problem: The problem.
        value: int64[E] of the stage, in millionths.
        floors: What earlier stages reached.
        gap: Share of the bound that may stay open.
    """
    if _tied(value) and (problem.rows or floors or not everybody_alone(problem)):
        return _tied_stage(problem, value, floors, gap)
    return _priced(problem, value, floors, gap)


def _tied(value: Integers) -> bool:
    """Whether many options are worth the same, as all are where the number of people placed is what counts."""
    some = value[:: max(1, len(value) // SAMPLE)]
    return 2 * len(np.unique(some)) < len(some)


def _tied_stage(problem: Problem, value: Integers, floors: Sequence[Floor], gap: float) -> PricedStage:
    """A stage in which prices leave too much open: what its bound allows is asked for, and something else is best.

    The something else is the last objective, or chance where that is tied as well. What is asked for is the bound,
    cut to what values can add up to, and then less.
    """
    prices, _ = find_prices(problem, value, floors, gap=gap / 4)
    bound = certified_bound(problem, value, prices, floors)
    other = problem.stages[-1].value
    if _tied(other):
        other = _scattered(len(value))
    step = max(1, int(np.gcd.reduce(value)))
    for share in (0.0, gap / 2, gap):
        reached = max(0, int(bound * (1 - share)) // step * step)
        found = _priced(problem, other, [*floors, Floor(value=value, reached=reached)], LOOSE)
        if found.chosen is not None:
            break
    else:
        return _priced(problem, value, floors, gap)
    if total(value, found.chosen) < bound * (1 - gap):
        again = _priced(problem, value, floors, gap)
        if again.chosen is not None and total(value, again.chosen) > total(value, found.chosen):
            found = again
        if again.bound < bound:
            prices, bound = again.prices, again.bound
    return PricedStage(chosen=found.chosen, prices=prices, bound=bound)


def _scattered(options: int) -> Integers:
    """int64[E]: numbers up to a full unit that look like chance, the same everywhere."""
    mixed = (np.arange(options, dtype=np.uint64) * np.uint64(SCATTER)) >> np.uint64(20)
    return (mixed % np.uint64(VALUE_SCALE)).astype(np.int64)


def _priced(problem: Problem, value: Integers, floors: Sequence[Floor], gap: float) -> PricedStage:
    """A stage whose values are not tied."""
    prices, held = find_prices(problem, value, floors, gap=gap / 4)
    bound = certified_bound(problem, value, prices, floors)
    chosen = np.sort(held[held >= 0])
    if total(value, chosen) >= bound * (1 - gap) and stands(problem, chosen, floors):
        return PricedStage(chosen=chosen, prices=prices, bound=bound)
    best: Integers | None = None
    tau = FIRST_TAU if everybody_alone(problem) else 16 * FIRST_TAU
    kept = np.zeros(0, np.int64)
    largest = np.bincount(problem.group[problem.group != ALONE]).max(initial=1)
    tries = 0
    while bound >= 0 and (
        tries < TRIES or len(kept) < FEW if best is None else len(kept) < FEW and total(value, best) < bound * (1 - gap)
    ):
        kept = np.union1d(kept, restrict(problem, value, prices, tau, floors))
        reduced = reduced_values(problem, value, prices, floors)
        everything = tau > 2 * largest * int(np.abs(reduced).max(initial=0))
        rest = rest_of(problem, kept, settled(problem, kept, held, reduced > tau), floors)
        written = write(rest.problem, value[rest.options], floors=rest.floors, options=rest.kept)
        answer = run(written.programme, whole=False)
        if answer is not None:
            asked = _prices_of(problem, prices, written, answer)
            prices, bound = _towards(problem, value, floors, prices, asked, bound)
            if everything or answer.bound + total(value, rest.settled) >= bound * (1 - gap / 2):
                tries += 1
                found = _whole(value, rest, written, answer, least=bound * (1 - gap))
                if found is not None and (best is None or total(value, found) > total(value, best)):
                    best = found
            else:
                kept = np.union1d(kept, restrict(problem, value, asked, FIRST_TAU, floors))
        if everything:
            break
        tau *= 4
    return PricedStage(chosen=best, prices=prices, bound=bound)


def _towards(
    problem: Problem, value: Integers, floors: Sequence[Floor], known: Prices, asked: Prices, bound: int
) -> tuple[Prices, int]:
    """The best of the prices known and some on the way to those asked for: the whole way may lead too far."""
    best = known
    for part in STEPS:
        tried = Prices(
            vacancy=known.vacancy + (asked.vacancy - known.vacancy) // part,
            row=known.row + (asked.row - known.row) // part,
        )
        if (tried_bound := certified_bound(problem, value, tried, floors)) < bound:
            best, bound = tried, tried_bound
    return best, bound


def _prices_of(problem: Problem, known: Prices, written: Written, answer: Answer) -> Prices:
    """Prices of the linear programme; where nobody is left to choose a vacancy, its price as it was."""
    seen = np.zeros(len(problem.vacancies), bool)
    matrix = written.programme.matrix.tocsr()[written.vacancies]
    seen[np.diff(matrix.indptr) > 0] = True
    vacancy = np.where(seen, np.rint(answer.price[written.vacancies]), known.vacancy)
    row = np.concatenate([answer.price[written.rules], answer.price[written.floors]])
    return right_signs(problem, Prices(vacancy=vacancy.astype(np.int64), row=np.rint(row).astype(np.int64)))


def _whole(value: Integers, rest: Rest, written: Written, answer: Answer, *, least: float) -> Integers | None:
    """Whole numbers near the linear programme's: the clear cases stay, and those in doubt are put to a search.

    More and more are put to it until the value of everybody is `least`, or there are too many to search.
    """
    problem, options = rest.problem, written.options
    x = answer.x[: len(options)]
    unit, person = _units(problem), problem.person[options]
    doubt = _doubt(problem, value[rest.options], rest.floors, written, answer)
    doubt[person[(x > WHOLE) & (x < 1 - WHOLE)]] = -1
    of_unit = np.full(int(unit.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(of_unit, unit, doubt)
    order = np.argsort(of_unit, kind="stable")
    count = max(FIRST_UNITS, 3 * int((of_unit < 0).sum()))
    best: Integers | None = None
    while True:
        moving = np.zeros(len(order), bool)
        moving[order[:count]] = True
        free = moving[unit[person]]
        known = options[(x >= 1 - WHOLE) & ~free]
        small = rest_of(problem, options[free], known, rest.floors)
        own = value[rest.options[small.options]]
        needed = least - total(value, rest.settled) - total(value, rest.options[known])
        reach = max(1.0, answer.bound - total(value, rest.options[known]))
        share = min(1.0, max(0.0, 1 - needed / reach) / 2)
        try:
            found = solve_stage(small.problem, own, floors=small.floors, options=small.kept, gap=share)
        except RuntimeError:  # a rule that only rounding kept: among more options there is another answer
            found = None
        if found is not None:
            taken = np.concatenate([known, small.options[found.chosen]])
            best = np.sort(np.concatenate([rest.settled, rest.options[taken]]))
        if count >= min(len(order), MOST_UNITS // 4) or (best is not None and total(value, best) >= least):
            return best
        count *= 4


def _units(problem: Problem) -> Integers:
    """int64[P]: the unit of each person; the members of a group are one."""
    alone = problem.group == ALONE
    return np.where(alone, len(problem.group_names) + np.cumsum(alone) - 1, problem.group).astype(np.int64)


def _doubt(problem: Problem, value: Integers, floors: Sequence[Floor], written: Written, answer: Answer) -> Integers:
    """int64[P]: how much worse a person's second best option is than the best, not to be placed being one."""
    row = np.concatenate([answer.price[written.rules], answer.price[written.floors]])
    prices = right_signs(
        problem,
        Prices(vacancy=np.rint(answer.price[written.vacancies]).astype(np.int64), row=np.rint(row).astype(np.int64)),
    )
    reduced = reduced_values(problem, value, prices, floors)[written.options]
    people = len(problem.people)
    worth = np.concatenate([reduced, np.zeros(people, np.int64)])
    who = np.concatenate([problem.person[written.options], np.arange(people)])
    order = np.lexsort((-worth, who))
    first = np.searchsorted(who[order], np.arange(people))
    second = np.minimum(first + 1, len(order) - 1)
    alternatives = np.bincount(who, minlength=people) > 1
    gap: Integers = np.where(alternatives, worth[order[first]] - worth[order[second]], np.iinfo(np.int64).max)
    return gap
