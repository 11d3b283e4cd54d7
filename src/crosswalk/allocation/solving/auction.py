"""The best allocation where everybody moves alone and takes one place: an auction, then shortest augmenting paths."""

from __future__ import annotations

import numpy as np

from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.solving.augment import finish
from crosswalk.allocation.solving.bidding import bid

__all__ = ["auction", "everybody_alone", "optimum"]

#: Coarse bids that leave the rest to the search for paths; that was fastest from 10,000 to 100,000 people.
COARSE = VALUE_SCALE // 50
#: Offers for each person before the search takes over: where many options are equal, bids rise for too long.
OFFERS = 100


def auction(
    problem: Problem,
    value: Integers,
    *,
    epsilon: int = VALUE_SCALE // 5_000,
    limit: int = 2**62,
) -> tuple[Integers, Integers]:
    """Who gets a place when people bid for places, and what a place costs in the end.

    One auction from price 0: prices of an earlier one would leave unsold places with a price. Groups are not held
    together. Where somebody takes several places a vacancy may be filled beyond its capacity by a part of its last
    holder's use, so that the prices are those of the relaxation.

    Args:
        problem: With P people, E options, V vacancies.
        value: int64[E], in millionths, after any prices of rows; may be negative.
        epsilon: Least rise of a price, in millionths. Without groups, at one place each and no limit, what is chosen
            is worth at least the bound of its prices less `epsilon` for each person placed.
        limit: Offers to make at most.

    Returns:
        int64[P], the option of each person or -1, and int64[V], the prices.

    Source: D. P. Bertsekas and D. A. Castañon, "The auction algorithm for the transportation problem", Annals of
    Operations Research 20 (1989).
    """
    vacancies = len(problem.vacancies)
    slot = np.zeros(vacancies + 1, np.int64)
    most = np.minimum(problem.capacity, np.bincount(problem.vacancy, minlength=vacancies))
    np.cumsum(most + 1, out=slot[1:])
    chosen, price = np.empty(len(problem.people), np.int64), np.empty(vacancies, np.int64)
    bid(
        problem.first_option, problem.vacancy, np.ascontiguousarray(value), problem.use, problem.capacity,
        slot, epsilon, limit, chosen, price,
    )  # fmt: skip
    full = problem.capacity[problem.vacancy] == 0  # nobody bids where there is no place at all
    np.maximum.at(price, problem.vacancy[full], value[full])
    return chosen, price


def everybody_alone(problem: Problem) -> bool:
    """Whether nobody moves with others and everybody takes one place: then the optimum is a matter of paths."""
    return bool((problem.group == ALONE).all() and (problem.use == 1).all())


def optimum(
    problem: Problem, value: Integers, start: tuple[Integers, Integers] | None = None
) -> tuple[Integers, Integers]:
    """The exact optimum without rows where `everybody_alone`, and the prices that prove it to the last millionth.

    Args:
        problem: With P people, E options, V vacancies.
        value: int64[E], in millionths, after any prices of rows; may be negative.
        start: An allocation and prices to begin from, such as the answer for other values; otherwise a coarse auction.

    Returns:
        int64[P], the option of each person or -1, and int64[V], the prices.
    """
    chosen, price = start or auction(problem, value, epsilon=COARSE, limit=OFFERS * len(problem.people))
    return finish(problem.first_option, problem.vacancy, value, problem.capacity, chosen, price)
