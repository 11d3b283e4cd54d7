"""Deferred acceptance at the speed of memory, either side proposing; `stable_reference` is the same in plain words."""

from __future__ import annotations

import numpy as np
from numba import types

from crosswalk.matching.arrays import I4, I8, compiled

__all__ = ["people_propose", "vacancies_propose"]

INT = types.int64


@compiled(types.boolean(I8, INT, INT))
def ranks_higher(rank, one, other):  # type: ignore[no-untyped-def]
    """One option stands above the other: a higher rank, or the same and an earlier place."""
    return rank[one] > rank[other] or (rank[one] == rank[other] and one < other)


@compiled(types.void(I8, I8, INT, INT, INT))
def sink(rank, heap, low, high, option):  # type: ignore[no-untyped-def]
    """Puts an option in the place of the lowest of a heap, which stands first in heap[low:high]."""
    at, size = 0, high - low
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and ranks_higher(rank, heap[low + child], heap[low + child + 1]):
            child += 1
        if not ranks_higher(rank, option, heap[low + child]):
            break
        heap[low + at] = heap[low + child]
        at = child
    heap[low + at] = option


@compiled(types.void(I8, I8, INT, INT, INT))
def rise(rank, heap, low, size, option):  # type: ignore[no-untyped-def]
    """Adds an option to a heap of so many that begins at low."""
    at = size
    while at > 0:
        parent = (at - 1) // 2
        if not ranks_higher(rank, heap[low + parent], option):
            break
        heap[low + at] = heap[low + parent]
        at = parent
    heap[low + at] = option


@compiled(I8(I4, INT))
def first_of_vacancy(vacancy, vacancies):  # type: ignore[no-untyped-def]
    """Where the options of each vacancy begin when they stand together."""
    first = np.zeros(vacancies + 1, np.int64)
    for option in range(len(vacancy)):
        first[vacancy[option] + 1] += 1
    return np.cumsum(first)


@compiled(types.void(I8, I8, I8))
def sort_each(first, rank, order):  # type: ignore[no-untyped-def]
    """Sorts every part of the order from the highest rank to the lowest; equals keep their places."""
    for part in range(len(first) - 1):
        mine = order[first[part] : first[part + 1]].copy()
        # The complement turns the order round without running over at the least whole number.
        order[first[part] : first[part + 1]] = mine[np.argsort(~rank[mine], kind="mergesort")]


@compiled(I8(I8, I4, I4, I8, I8, I8))
def people_propose(first_option, person, vacancy, capacity, person_rank, vacancy_rank):  # type: ignore[no-untyped-def]
    """The option of each person, or -1, when people propose: best first, and on when they are refused or displaced."""
    people, vacancies = len(first_option) - 1, len(capacity)
    order = np.arange(len(vacancy))
    sort_each(first_option, person_rank, order)
    low = first_of_vacancy(vacancy, vacancies)
    places = np.minimum(np.diff(low), capacity)
    heap, held = np.empty(len(vacancy), np.int64), np.zeros(vacancies, np.int64)
    next_one, choice = first_option[:-1].copy(), np.full(people, -1, np.int64)
    for newcomer in range(people):
        who = newcomer
        while next_one[who] < first_option[who + 1]:
            option = order[next_one[who]]
            next_one[who] += 1
            at = vacancy[option]
            if held[at] < places[at]:
                rise(vacancy_rank, heap, low[at], held[at], option)
                held[at] += 1
                choice[who] = option
                break
            if places[at] > 0 and ranks_higher(vacancy_rank, option, heap[low[at]]):
                displaced = heap[low[at]]
                sink(vacancy_rank, heap, low[at], low[at] + places[at], option)
                choice[who] = option
                who = person[displaced]
                choice[who] = -1
    return choice


@compiled(INT(I8, I4, I8, I8, INT, INT))
def passed_over(first_option, vacancy, position, pointer, who, option):  # type: ignore[no-untyped-def]
    """The person's next option at the same vacancy that it passed over while the person held this one, or -1."""
    at, best, least = vacancy[option], -1, pointer[vacancy[option]]
    for other in range(first_option[who], first_option[who + 1]):
        if vacancy[other] == at and position[option] < position[other] < least:
            best, least = other, position[other]
    return best


@compiled(I8(I8, I4, I4, I8, I8, I8))
def vacancies_propose(first_option, person, vacancy, capacity, person_rank, vacancy_rank):  # type: ignore[no-untyped-def]
    """The option of each person, or -1, when vacancies propose as many as they have places, and on when refused.

    A vacancy proposes one pathway at a time to a person. It passes over the others while the person holds the first,
    and comes back to them when the person lets it go.
    """
    people, vacancies = len(first_option) - 1, len(capacity)
    low = first_of_vacancy(vacancy, vacancies)
    order, position, pointer = np.empty(len(vacancy), np.int64), np.empty(len(vacancy), np.int64), low[:-1].copy()
    for option in range(len(vacancy)):
        order[pointer[vacancy[option]]] = option
        pointer[vacancy[option]] += 1
    sort_each(low, vacancy_rank, order)
    position[order] = np.arange(len(vacancy))
    pointer[:] = low[:-1]
    free, choice = capacity.copy(), np.full(people, -1, np.int64)
    waiting, queued, count = np.arange(vacancies)[::-1].copy(), np.ones(vacancies, np.uint8), vacancies
    while count:
        count -= 1
        at = waiting[count]
        queued[at] = 0
        while free[at] > 0 and pointer[at] < low[at + 1]:
            option = order[pointer[at]]
            pointer[at] += 1
            who = person[option]
            left = choice[who]
            if left >= 0 and (vacancy[left] == at or not ranks_higher(person_rank, option, left)):
                continue
            choice[who] = option
            free[at] -= 1
            while left >= 0:
                again = passed_over(first_option, vacancy, position, pointer, who, left)
                if again < 0:
                    there = vacancy[left]
                    free[there] += 1
                    if not queued[there]:
                        waiting[count], queued[there] = there, 1
                        count += 1
                    left = -1
                elif ranks_higher(person_rank, again, choice[who]):
                    left, choice[who] = choice[who], again
                else:
                    left = again
    return choice
