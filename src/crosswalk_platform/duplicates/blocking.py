"""Which pairs of a caseload are worth comparing: those that share a key, of which there are few even among many people.

Keys: day of birth (whichever way day and month were written), telephone, e-mail, names by their consonants in either
order, one name with the year of birth. In a block that is too large only neighbours in the order of names are compared
(M. A. Hernández, S. J. Stolfo, The merge/purge problem for large databases, SIGMOD 1995).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from crosswalk_platform.duplicates.likeness import PROPOSED_FROM, Likeness, Shares, Traits, likeness, worth_showing

__all__ = ["alike", "blocking_keys", "pairs", "pairs_in"]

T = TypeVar("T", int, UUID)

#: A block of more people than this is compared among neighbours only, so many on either side.
LARGEST_BLOCK, NEIGHBOURS = 24, 6


def alike(caseload: Sequence[Traits]) -> list[tuple[int, int, Likeness]]:
    """Pairs that a human should look at, the likest first, by their places in the caseload.

    It holds everybody in memory at once; `comparing.part_alike` finds the same pairs in parts.
    """
    shares = Shares.of(caseload)
    found = [
        (first, second, likeness(caseload[first], caseload[second], shares))
        for first, second in pairs(caseload)
        if worth_showing(caseload[first], caseload[second], shares)
    ]
    return sorted((each for each in found if each[2].value >= PROPOSED_FROM), key=lambda each: (-each[2].value, each))


def pairs(caseload: Sequence[Traits]) -> set[tuple[int, int]]:
    """Pairs of places in the caseload that share a key, the smaller one first."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, traits in enumerate(caseload):
        for key in set(blocking_keys(traits)):
            blocks[key].append(place)
    found: set[tuple[int, int]] = set()
    for block in blocks.values():
        found.update(pairs_in(block, caseload.__getitem__))
    return found


def pairs_in(block: list[T], traits_of: Callable[[T], Traits]) -> Iterator[tuple[T, T]]:
    """Pairs of one block that are compared, the smaller one first; of a large block, neighbours by name alone."""
    reach = len(block)
    if len(block) > LARGEST_BLOCK:
        block, reach = sorted(block, key=lambda each: (_order(traits_of(each)), each)), NEIGHBOURS
    for index, one in enumerate(block):
        for other in block[index + 1 : index + 1 + reach]:
            yield (one, other) if one < other else (other, one)


def blocking_keys(traits: Traits) -> Iterator[str]:
    """The keys under which somebody is compared with others."""
    sounds = sorted(max(part.sounds) for part in traits.given + traits.family)
    if traits.birth:
        year, month, day = traits.birth
        if (month, day) != (1, 1):
            yield f"b{year}-{min(month, day)}-{max(month, day)}"
        yield from (f"y{year}{sound}" for sound in sounds)
    if traits.phone:
        yield f"p{traits.phone}"
    if traits.email:
        yield f"e{traits.email}"
    if len(sounds) > 1:
        yield f"n{sounds}"
        yield f"s{''.join(sounds)[:8]}"
        if traits.given and traits.family:
            yield f"m{sorted((max(traits.given[0].sounds), max(traits.family[-1].sounds)))}"


def _order(traits: Traits) -> tuple[list[str], tuple[int, int, int]]:
    return sorted(max(part.sounds) for part in traits.given + traits.family), traits.birth or (0, 0, 0)
