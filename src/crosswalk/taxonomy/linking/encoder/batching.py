"""Groups texts of like length, so that short titles are not padded to the length of long ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["batches", "padded"]

MOST_TOKENS: Final = 384  # per batch; more does not fit the second-level cache of a processor core
# Starting one more batch costs about as much as computing so many tokens.
MOST_PADDING: Final = 12


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of the texts, shortest first, in groups that waste little padding.

    Args:
        lengths: Tokens of each text.

    Yields:
        Places in `lengths`; each place once. A group holds at most 384 tokens with its padding (or one
        text), of which at most 12 are padding.

    Example:
        >>> list(batches([4, 30, 4, 5]))
        [[0, 2, 3], [1]]
    """
    group: list[int] = []
    padding = 0
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group:
            growth = len(group) * (lengths[place] - lengths[group[-1]])
            if padding + growth > MOST_PADDING or (len(group) + 1) * lengths[place] > MOST_TOKENS:
                yield group
                group, padding = [], 0
            else:
                padding += growth
        group.append(place)
    if group:
        yield group


def padded(rows: Sequence[Sequence[int]], padding: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Rows of tokens as one table, and which cells are tokens.

    Args:
        rows: Token numbers of each text.
        padding: Token number that fills the shorter rows.

    Returns:
        Tokens and presence (1 or 0), both (texts, longest row).

    Example:
        >>> tokens, present = padded([[7, 8, 9], [5]], padding=1)
        >>> tokens.tolist(), present.tolist()
        ([[7, 8, 9], [5, 1, 1]], [[1, 1, 1], [1, 0, 0]])
    """
    tokens = np.full((len(rows), max(map(len, rows))), padding, np.int32)
    present = np.zeros_like(tokens)
    for number, row in enumerate(rows):
        tokens[number, : len(row)] = row
        present[number, : len(row)] = 1
    return tokens, present
