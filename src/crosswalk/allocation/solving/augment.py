"""From any prices to the exact optimum where everybody takes one place alone: shortest augmenting paths."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from crosswalk.allocation.problem import Integers
from crosswalk.allocation.solving.nearest import pop, push
from crosswalk.matching.arrays import compiled, layout, typed

__all__ = ["State", "finish"]

INT = types.int64
FAR = 2**62
OUT = -1


class State(NamedTuple):
    """What the search reads and changes.

    Attributes:
        first_option, vacancy, value, capacity: As in Problem.
        slot: int64[V + 1]; where the holders of each vacancy lie.
        first_at, option_at: Options by vacancy; empty until a place with a price is left over.
        person: int32[E]; person of each option, likewise.
        chosen, price: The option of each person or -1, and the price of each vacancy.
        holder, where: People by slot, and the slot of each person.
        holders: How many each vacancy has.
        distance, parent, mover: Of each vacancy in the search: what it costs to come here, by which option, of whom.
        touched: Vacancies reached.
        heap_key, heap_vacancy: Vacancies to look at, the nearest first.
    """

    first_option: Integers
    vacancy: NDArray[np.int32]
    value: Integers
    capacity: Integers
    slot: Integers
    first_at: Integers
    option_at: Integers
    person: NDArray[np.int32]
    chosen: Integers
    price: Integers
    holder: NDArray[np.int32]
    where: Integers
    holders: Integers
    distance: Integers
    parent: Integers
    mover: Integers
    touched: Integers
    heap_key: Integers
    heap_vacancy: Integers


STATE = layout(State)


@compiled(types.void(STATE, INT, INT))
def move(s, person, option):  # type: ignore[no-untyped-def]
    """Takes a person from the present place, if any, to that of an option (-1: to none)."""
    held = s.chosen[person]
    if held >= 0:
        v = s.vacancy[held]
        s.holders[v] -= 1
        last, gap = s.slot[v] + s.holders[v], s.where[person]
        s.holder[gap] = s.holder[last]
        s.where[s.holder[gap]] = gap
    s.chosen[person] = option
    if option >= 0:
        v = s.vacancy[option]
        at = s.slot[v] + s.holders[v]
        s.holder[at], s.where[person] = person, at
        s.holders[v] += 1


@compiled(INT(STATE, INT))
def best_worth(s, person):  # type: ignore[no-untyped-def]
    """What the best option of a person is worth above its price; 0 for none."""
    best = 0
    for e in range(s.first_option[person], s.first_option[person + 1]):
        best = max(best, s.value[e] - s.price[s.vacancy[e]])
    return best


@compiled(types.void(STATE, INT))
def place(s, newcomer):  # type: ignore[no-untyped-def] # noqa: PLR0912 - one search, not called but inlined
    """Finds room for a person at least cost, others moving on, or leaves somebody out; prices rise on the way."""
    worth = best_worth(s, newcomer)
    total, leaver, room, reached, size = worth, newcomer, -1, 0, 0
    mover, base = newcomer, worth  # base: distance so far + what the mover has now
    at, first = -1, 0
    while True:
        for e in range(s.first_option[mover], s.first_option[mover + 1]):
            v = s.vacancy[e]
            there = base - s.value[e] + s.price[v]
            if there < total and there < s.distance[v]:
                if s.distance[v] == FAR:
                    s.touched[reached] = v
                    reached += 1
                s.distance[v], s.parent[v], s.mover[v] = there, e, mover
                size = push(s.heap_key, s.heap_vacancy, size, there, v)
        if at >= 0:
            first += 1
        while at < 0 or first >= s.slot[at] + s.holders[at]:
            at = -1
            while size and at < 0:
                key, v = s.heap_key[0], s.heap_vacancy[0]
                size = pop(s.heap_key, s.heap_vacancy, size)
                if key == s.distance[v]:
                    at = v
            if at < 0 or s.distance[at] >= total:
                at = -2
                break
            if s.holders[at] < s.capacity[at]:
                total, room, leaver, at = s.distance[at], at, -1, -2
                break
            first = s.slot[at]
        if at == -2:
            break
        mover = np.int64(s.holder[first])
        base = s.distance[at] + s.value[s.chosen[mover]] - s.price[at]
        if base < total:
            total, leaver = base, mover
    for t in range(reached):
        v = s.touched[t]
        if s.distance[v] < total:
            s.price[v] += total - s.distance[v]
        s.distance[v] = FAR
    v = room
    if leaver >= 0:
        v = -1 if s.chosen[leaver] < 0 else np.int64(s.vacancy[s.chosen[leaver]])
        move(s, leaver, OUT)
    while v >= 0:
        option, who = s.parent[v], s.mover[v]
        held = s.chosen[who]
        v = -1 if held < 0 else np.int64(s.vacancy[held])
        move(s, who, option)


@compiled(types.void(STATE, INT))
def fill(s, empty):  # type: ignore[no-untyped-def] # noqa: PLR0912 - as above
    """Finds somebody for an empty place that has a price, others moving on, or lowers its price to 0."""
    total, last, newcomer, reached, size = s.price[empty], empty, -1, 1, 0
    s.distance[empty], s.touched[0] = 0, empty
    size = push(s.heap_key, s.heap_vacancy, size, 0, empty)
    while size:
        key, at = s.heap_key[0], s.heap_vacancy[0]
        size = pop(s.heap_key, s.heap_vacancy, size)
        if key != s.distance[at]:
            continue
        if key >= total:
            break
        if key + s.price[at] < total:
            total, last, newcomer = key + s.price[at], at, -1
        for k in range(s.first_at[at], s.first_at[at + 1]):
            e = s.option_at[k]
            who = np.int64(s.person[e])
            held = s.chosen[who]
            there = key - s.value[e] + s.price[at]
            if held < 0:
                if there < total:
                    total, last, newcomer = there, at, e
                continue
            v = np.int64(s.vacancy[held])
            there += s.value[held] - s.price[v]
            if v != at and there < total and there < s.distance[v]:
                if s.distance[v] == FAR:
                    s.touched[reached] = v
                    reached += 1
                s.distance[v], s.parent[v], s.mover[v] = there, e, who
                size = push(s.heap_key, s.heap_vacancy, size, there, v)
    for t in range(reached):
        v = s.touched[t]
        if s.distance[v] < total:
            s.price[v] -= total - s.distance[v]
        s.distance[v] = FAR
    v = last
    while v != empty:
        option = s.parent[v]
        move(s, s.mover[v], option)
        v = np.int64(s.vacancy[option])
    if newcomer >= 0:
        move(s, np.int64(s.person[newcomer]), newcomer)


@compiled(INT(STATE))
def settle(s):  # type: ignore[no-untyped-def]
    """Frees everybody who would rather go elsewhere and finds a place for them; returns how many they were.

    The start may be any prices with any allocation that fits the capacities.
    """
    people, free = len(s.chosen), 0
    queue = np.empty(people, np.int64)
    for person in range(people):
        held = s.chosen[person]
        best = best_worth(s, person)
        now = 0 if held < 0 else s.value[held] - s.price[s.vacancy[held]]
        if now < best:
            move(s, person, OUT)
            queue[free] = person
            free += 1
    for k in range(free):
        place(s, queue[k])
    return free


@compiled(INT(STATE))
def fill_all(s):  # type: ignore[no-untyped-def]
    """Fills every empty place that has a price, or brings its price to 0."""
    filled = 0
    for v in range(len(s.price)):
        while s.holders[v] < s.capacity[v] and s.price[v] > 0:
            fill(s, v)
            filled += 1
    return filled


def state_of(
    first_option: Integers,
    vacancy: NDArray[np.int32],
    value: Integers,
    capacity: Integers,
    chosen: Integers,
    price: Integers,
) -> State:
    """The working arrays for a start, and room for a search."""
    people, vacancies, options = len(chosen), len(capacity), len(vacancy)
    who = np.flatnonzero(chosen >= 0)
    at = vacancy[chosen[who]]
    order = np.argsort(at, kind="stable")
    slot = np.zeros(vacancies + 1, np.int64)
    np.cumsum(np.minimum(capacity, np.bincount(vacancy, minlength=vacancies)), out=slot[1:])
    count = np.bincount(at, minlength=vacancies)
    place_of = slot[:-1][at[order]] + np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    holder, where = np.zeros(slot[-1] + 1, np.int32), np.zeros(people, np.int64)
    holder[place_of], where[who[order]] = who[order], place_of
    state: State = typed(
        State,
        first_option=first_option,
        vacancy=vacancy,
        value=value,
        capacity=capacity,
        slot=slot,
        first_at=np.zeros(0),
        option_at=np.zeros(0),
        person=np.zeros(0),
        chosen=chosen,
        price=price,
        holder=holder,
        where=where,
        holders=count,
        distance=np.full(vacancies, FAR),
        parent=np.zeros(vacancies),
        mover=np.zeros(vacancies),
        touched=np.zeros(vacancies),
        heap_key=np.empty(options + 1, np.int64),
        heap_vacancy=np.empty(options + 1, np.int64),
    )
    return state


def finish(
    first_option: Integers,
    vacancy: NDArray[np.int32],
    value: Integers,
    capacity: Integers,
    chosen: Integers,
    price: Integers,
) -> tuple[Integers, Integers]:
    """The exact optimum and prices that prove it to the last unit, from any start that fits the capacities.

    Args:
        first_option, vacancy, value, capacity: As in Problem; everybody takes one place, alone.
        chosen, price: The start: near the optimum where this should be fast.

    Returns:
        The option of each person (-1 where none), and the price of each vacancy: the sum of price times capacity and
        of what each person's best option is worth above its price is the value of what is chosen.
    """
    state = state_of(first_option, vacancy, value, capacity, chosen.copy(), price.copy())
    settle(state)
    if np.any((state.holders < capacity) & (state.price > 0)):
        options = np.argsort(vacancy, kind="stable")
        first = np.searchsorted(vacancy[options], np.arange(len(capacity) + 1))
        person = np.repeat(np.arange(len(chosen), dtype=np.int32), np.diff(first_option))
        fill_all(state._replace(first_at=first, option_at=options, person=person))
    return state.chosen, state.price
