"""Draws of uncertain numbers: triangular, seeded, each number from a stream of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crosswalk.partnerships.economics.quantities import PARTS, Quantity

__all__ = ["drawn", "stacked"]


def drawn(quantities: Sequence[Quantity], draws: int, seed: int) -> NDArray[np.int64]:
    """Draws of all quantities, independent of each other.

    A range is drawn from the triangular distribution on low, likely and high. The stream of random numbers depends on
    the seed and on the name of the quantity alone, so that a further range in the file leaves the others as they were.

    Returns:
        A row for each draw, a column for each quantity.

    Example:
        >>> price = Quantity("costs.class.money", "money", 900_00, 1000_00, 1500_00, ("costs", "class", "money"))
        >>> drawn([price], 3, seed=1)[:, 0].tolist()
        [100956, 100722, 114553]
    """
    values = np.empty((draws, len(quantities)), np.int64)
    for column, each in enumerate(quantities):
        values[:, column] = each.likely
        if each.uncertain:
            values[:, column] = each.low + _scaled(each.high - each.low, _triangular(each, draws, seed))
    return values


def _triangular(quantity: Quantity, draws: int, seed: int) -> NDArray[np.int64]:
    """Places between low (0) and high (PARTS), by the inverse of the distribution function."""
    name = hashlib.sha256(quantity.name.encode()).digest()
    uniform = np.random.Generator(np.random.PCG64([seed, *np.frombuffer(name, np.uint32).tolist()])).random(draws)
    mode = float(Fraction(quantity.likely - quantity.low, quantity.high - quantity.low))
    rising, falling = np.sqrt(uniform * mode), 1 - np.sqrt((1 - uniform) * (1 - mode))
    place: NDArray[np.float64] = np.where(uniform < mode, rising, falling)
    return np.rint(place * PARTS).astype(np.int64)


def _scaled(width: int, place: NDArray[np.int64]) -> NDArray[np.int64]:
    """Width times a place, in whole units to the nearest; the width is split so that no product overflows."""
    high, low = divmod(width, 10**6)
    # width * place / PARTS = (high * place + low * place / 10**6) / 10**6, both of whole numbers
    scaled: NDArray[np.int64] = (high * place + low * place // 10**6 + 10**6 // 2) // 10**6
    return scaled


def stacked(quantities: Sequence[Quantity], draws: Sequence[Mapping[str, int]]) -> NDArray[np.int64]:
    """Draws that are given by name as rows; a quantity that is not named is at its likeliest."""
    rows = [[draw.get(each.name, each.likely) for each in quantities] for draw in draws]
    return np.array(rows, np.int64).reshape(len(rows), len(quantities))
