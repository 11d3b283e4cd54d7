"""A heap of vacancies to look at, the nearest first, inside arrays of the caller."""

from __future__ import annotations

from numba import types

from crosswalk.matching.arrays import I8, compiled

__all__ = ["pop", "push"]

INT = types.int64


@compiled(INT(I8, I8, INT, INT, INT))
def push(keys, items, size, key, item):  # type: ignore[no-untyped-def]
    """Adds to a heap, the least key first and then the least item; returns its new size."""
    at = size
    while at > 0:
        up = (at - 1) // 2
        if keys[up] < key or (keys[up] == key and items[up] <= item):
            break
        keys[at], items[at] = keys[up], items[up]
        at = up
    keys[at], items[at] = key, item
    return size + 1


@compiled(INT(I8, I8, INT))
def pop(keys, items, size):  # type: ignore[no-untyped-def]
    """Removes the first of a heap; returns its new size."""
    size -= 1
    key, item, at = keys[size], items[size], 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        right = child + 1
        if right < size and (keys[right] < keys[child] or (keys[right] == keys[child] and items[right] < items[child])):
            child = right
        if key < keys[child] or (key == keys[child] and item <= items[child]):
            break
        keys[at], items[at] = keys[child], items[child]
        at = child
    keys[at], items[at] = key, item
    return size
