"""The auction: people bid for places until nobody gains more than a set amount by going elsewhere."""

from __future__ import annotations

import numpy as np
from numba import types

from crosswalk.matching.arrays import I4, I8, compiled

__all__ = ["bid"]

INT = types.int64
BOOL = types.boolean


@compiled(BOOL(I8, I4, INT, INT))
def before(offers, bidders, one, other):  # type: ignore[no-untyped-def]
    """Whether the offer in one slot leaves before that in another: the lower offer, then the later person."""
    if offers[one] != offers[other]:
        return offers[one] < offers[other]
    return bidders[one] > bidders[other]


@compiled(types.void(I8, I4, INT, INT))
def swap(offers, bidders, one, other):  # type: ignore[no-untyped-def]
    """Exchanges two slots."""
    offers[one], offers[other] = offers[other], offers[one]
    bidders[one], bidders[other] = bidders[other], bidders[one]


@compiled(types.void(I8, I4, INT, INT))
def sift_up(offers, bidders, start, at):  # type: ignore[no-untyped-def]
    """Brings the last offer of the heap that begins at `start` to its place."""
    while at > 0:
        up = (at - 1) // 2
        if not before(offers, bidders, start + at, start + up):
            return
        swap(offers, bidders, start + at, start + up)
        at = up


@compiled(types.void(I8, I4, INT, INT))
def sift_down(offers, bidders, start, count):  # type: ignore[no-untyped-def]
    """Brings the first offer of the heap of `count` offers to its place."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= count:
            return
        if child + 1 < count and before(offers, bidders, start + child + 1, start + child):
            child += 1
        if not before(offers, bidders, start + child, start + at):
            return
        swap(offers, bidders, start + child, start + at)
        at = child


@compiled(INT(I8, I4, I8, I8, I8, I8, INT, INT, I8, I8))
def bid(first_option, vacancy, value, use, capacity, slot, epsilon, limit, chosen, price):  # type: ignore[no-untyped-def]
    """Runs one auction from price 0.

    Each vacancy keeps its best offers, by place, until they fill it; its price is the least of them, and 0 while it
    has room. The offer of a person is what makes the best vacancy worth as much as the next best (or none), plus
    `epsilon`. Where everybody takes one place nobody can gain more than `epsilon` by going elsewhere in the end. Those
    who take several may overfill a vacancy by a part of the least offer: the prices are those of the relaxation.

    Args:
        first_option, vacancy, value, use, capacity: As in Problem; values may be negative.
        slot: int64[V + 1]; where the offers of each vacancy lie: as many as can fill it, and one more.
        epsilon: Least rise of a price, at least 1.
        limit: Offers to make at most.
        chosen, price: Receive the option of each person (-1 where none) and the price of each vacancy.

    Returns:
        Offers made.
    """
    people, vacancies = len(first_option) - 1, len(capacity)
    offers, bidders = np.empty(slot[vacancies], np.int64), np.empty(slot[vacancies], np.int32)
    count, taken = np.zeros(vacancies, np.int64), np.zeros(vacancies, np.int64)
    made = 0
    chosen[:] = -1
    price[:] = 0
    for someone in range(people):
        person = np.int64(someone)
        while person >= 0 and made < limit:
            best, second, at, where = 0, 0, -1, -1
            for e in range(first_option[person], first_option[person + 1]):
                v = vacancy[e]
                worth = value[e] - use[e] * price[v]
                if worth <= second or use[e] > capacity[v]:
                    continue
                if worth > best:
                    if v != where:
                        second = best
                    best, at, where = worth, e, v
                elif v != where:
                    second = worth
            if at < 0:
                break
            made += 1
            start, size = slot[where], count[where]
            offers[start + size] = price[where] + (best - second + epsilon + use[at] - 1) // use[at]
            bidders[start + size] = person
            chosen[person] = at
            taken[where] += use[at]
            sift_up(offers, bidders, start, size)
            size += 1
            person = np.int64(-1)
            least = bidders[start]
            if taken[where] - use[chosen[least]] >= capacity[where]:
                taken[where] -= use[chosen[least]]
                chosen[least] = -1
                person = np.int64(least)
                size -= 1
                offers[start], bidders[start] = offers[start + size], bidders[start + size]
                sift_down(offers, bidders, start, size)
            count[where] = size
            if taken[where] >= capacity[where]:
                price[where] = offers[start]
    return made
