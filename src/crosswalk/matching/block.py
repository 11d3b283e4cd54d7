"""People against one block of vacancies: the search over all of them, and the second look at chosen pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from crosswalk.matching.denials import Denials
from crosswalk.matching.index import Index
from crosswalk.matching.kernel import Rules, search
from crosswalk.matching.people import People
from crosswalk.matching.reasons import PairArrays, open_pairs

__all__ = ["best_of_both", "open_chosen"]

#: Cells of the verdict sheet that one thread holds at a time.
SHEET_CELLS = 2_000_000
#: People that a thread takes at least at a time.
LEAST_SHARD = 256


def _spans(start: int, stop: int, width: int) -> Iterator[tuple[int, int]]:
    """People in pieces small enough for their verdict sheet to stay small."""
    step = max(LEAST_SHARD, min(4_096, SHEET_CELLS // max(width, 1)))
    return ((first, min(first + step, stop)) for first in range(start, stop, step))


def best_of_both(
    people: People,
    index: Index,
    rules: Rules,
    refused: Denials,
    by_person: NDArray[np.int64],
    by_vacancy: NDArray[np.int64],
    *,
    threads: int,
    people_span: tuple[int, int],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Fills the best keys of each person and of each vacancy (ascending, zero where empty).

    Each thread keeps its own list for every vacancy; since keys are totally ordered, the merged lists do not
    depend on how the people were shared out.

    Args:
        people_span: First person and the one after the last.
        by_person: Keys so far, (people of the span, per_person).
        by_vacancy: Keys so far, (places, top).
        progress: Told how many people are done.
    """
    width = index.sheet.width
    spans = iter(list(_spans(*people_span, width)))

    def work(best: NDArray[np.int64]) -> None:
        for first, last in spans:  # a list iterator hands each span to one thread only
            sheet = index.sheet.fill(people.arrays, first, last)
            search(
                people.arrays, index.arrays, rules, sheet, first, last,
                refused.ptr, refused.place, people.rank, people_span[0], by_person, best,
            )  # fmt: skip
            if progress:
                progress(last - first)

    if threads == 1:
        work(by_vacancy)
        return
    lists = [by_vacancy, *(np.zeros_like(by_vacancy) for _ in range(threads - 1))]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, lists))
    top = by_vacancy.shape[1]
    for start in range(0, len(by_vacancy), 4_096) if top else ():
        rows = slice(start, start + 4_096)
        together = np.hstack([best[rows] for best in lists])
        together.partition(together.shape[1] - top, axis=1)
        by_vacancy[rows] = together[:, -top:]


def open_chosen(
    people: People,
    index: Index,
    rules: Rules,
    shares: NDArray[np.int64],
    person: NDArray[np.int64],
    place: NDArray[np.int64],
    out: PairArrays,
) -> None:
    """Fills every part of the chosen pairs, which are sorted by person."""
    if not len(person):
        return
    for first, last in _spans(int(person[0]), int(person[-1]) + 1, index.sheet.width):
        low, high = np.searchsorted(person, (first, last))
        if low == high:
            continue
        ptr = np.searchsorted(person[low:high], np.arange(first, last + 1))
        sheet = index.sheet.fill(people.arrays, first, last)
        open_pairs(
            people.arrays, index.arrays, rules, sheet, first, ptr, place[low:high], shares,
            index.term_skill, index.sheet.bit, low, out,
        )  # fmt: skip
