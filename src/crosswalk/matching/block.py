"""People against blocks of vacancies: the search over all of them, and the second look at chosen pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from crosswalk.matching.denials import Denials
from crosswalk.matching.index import Index
from crosswalk.matching.kernel import LAST, search
from crosswalk.matching.people import People
from crosswalk.matching.reasons import PairArrays, open_pairs
from crosswalk.matching.rules import Rules

__all__ = ["best_of_both", "offer", "open_chosen", "ranks_of"]

#: Cells of the verdict sheet that one thread holds at a time.
SHEET_CELLS = 2_000_000
#: People that a thread takes at least, and at most, at a time.
LEAST_SHARD, MOST_SHARD = 256, 2_048

LaidOut = tuple[Index, Denials]


def _pieces(people: int, width: int) -> Iterator[slice]:
    """People in pieces small enough for their verdict sheet to stay small."""
    step = max(LEAST_SHARD, min(MOST_SHARD, SHEET_CELLS // max(width, 1)))
    return (slice(start, min(start + step, people)) for start in range(0, people, step))


def offer(
    people: People,
    block: LaidOut,
    rules: Rules,
    who: NDArray[np.int64],
    by_person: NDArray[np.int64],
    by_vacancy: NDArray[np.int64],
) -> None:
    """Puts some people and a block of vacancies on each other's lists, in this thread.

    Args:
        who: Rows of the people.
        by_person: Keys so far (people of `who`, per_person); ascending afterwards, zero where empty.
        by_vacancy: Keys so far, (places, top), as heaps.
    """
    index, refused = block
    sheet = index.sheet.fill(people.arrays, who)
    search(
        people.arrays, index.arrays, rules, sheet, who, refused.ptr, refused.place, people.rank, by_person, by_vacancy
    )


def ranks_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rank of the other side's id in each key of ascending lists, the best first; -1 where a list is shorter."""
    best_first = keys[..., ::-1]
    return np.where(best_first > 0, LAST - (best_first & LAST), -1)


def best_of_both(
    people: People,
    blocks: Sequence[LaidOut],
    rules: Rules,
    by_person: NDArray[np.int32],
    by_vacancy: Sequence[NDArray[np.int64]],
    *,
    threads: int,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Finds the best of each person and of each vacancy.

    Each thread keeps its own list for every vacancy; since keys are totally ordered, the merged lists do not
    depend on how the people were shared out.

    Args:
        by_person: Receives (people, per_person) the ranks of vacancies as `ranks_of` gives them: keys of everybody
            would take twice the memory.
        by_vacancy: Receives the keys of each block, (places, top), in any order, zero where empty.
        progress: Told how many people are done.
    """
    per_person = by_person.shape[1]
    pieces = iter(list(_pieces(len(people), max((index.sheet.width for index, _ in blocks), default=0))))

    def work(best: Sequence[NDArray[np.int64]]) -> None:
        for piece in pieces:  # a list iterator hands each piece to one thread only
            who = np.arange(piece.start, piece.stop)
            theirs = np.zeros((len(who), per_person), dtype=np.int64)
            for block, best_of_block in zip(blocks, best, strict=True):
                offer(people, block, rules, who, theirs, best_of_block)
            if per_person:
                by_person[piece] = ranks_of(theirs)
            if progress:
                progress(len(who))

    if threads == 1:
        work(by_vacancy)
        return
    lists = [by_vacancy, *([np.zeros_like(best) for best in by_vacancy] for _ in range(threads - 1))]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, lists))
    for of_block in zip(*lists, strict=True):
        _merge(of_block)


def _merge(lists: Sequence[NDArray[np.int64]]) -> None:
    """The best keys of all threads, into the first of them."""
    top = lists[0].shape[1]
    for start in range(0, len(lists[0]), 4_096) if top else ():
        rows = slice(start, start + 4_096)
        together = np.hstack([best[rows] for best in lists])
        together.partition(together.shape[1] - top, axis=1)
        lists[0][rows] = together[:, -top:]


def open_chosen(
    people: People,
    index: Index,
    rules: Rules,
    shares: NDArray[np.int64],
    person: NDArray[np.int64],
    place: NDArray[np.int64],
    out: PairArrays,
    *,
    threads: int = 1,
) -> None:
    """Fills every part of the chosen pairs.

    Args:
        person: Row of the person of each pair; the pairs of a person stand beside each other.
        place: Place of the vacancy of each pair.
    """
    first = np.flatnonzero(np.diff(person, prepend=-1))
    last = np.append(first[1:], len(person))

    def work(some: slice) -> None:
        who = person[first[some]]
        open_pairs(
            people.arrays, index.arrays, rules, index.sheet.fill(people.arrays, who), who, first[some], last[some],
            place, shares, index.term_skill, index.sheet.bit, out,
        )  # fmt: skip

    pieces = _pieces(len(first), index.sheet.width)
    if threads == 1:
        for some in pieces:
            work(some)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, pieces))
