"""The arithmetic of the kernel: exact ratios of whole numbers, factors as whole parts, and the compiled types."""

from __future__ import annotations

import math

import numpy as np
from numba import from_dtype, types

from crosswalk.matching.arrays import I8, compiled
from crosswalk.partnerships.economics import programme as records
from crosswalk.partnerships.economics.programme import Programme
from crosswalk.partnerships.economics.quantities import PARTS

__all__ = [
    "ARRAYS",
    "AWAY",
    "A_YEAR",
    "HOME",
    "INT",
    "ON_AWAY",
    "RETURNED",
    "TABLE",
    "WITHOUT",
    "in_parts",
    "ratio",
    "ratio_down",
]

INT = types.int64
REAL = types.float64
TABLE = types.Array(types.int64, 2, "C")
RECORDS = {
    "days": records.DAY,
    "steps": records.STEP,
    "costs": records.COST,
    "payers": records.PAYER,
    "agreements": records.AGREEMENT,
    "earnings": records.EARNED,
    "effects": records.EFFECT,
    "kept": records.KEPT,
}
TYPES = {name: types.Array(from_dtype(kind), 1, "C") for name, kind in RECORDS.items()}
TYPES |= dict.fromkeys(("month_starts", "before", "people", "group_of"), I8)
ARRAYS = types.NamedTuple([TYPES.get(name, types.int64) for name in Programme._fields], Programme)
#: Rows of earnings and of people at work.
WITHOUT, AWAY, HOME, RETURNED = 0, 1, 2, 3
#: The away track among the two; home is 0.
ON_AWAY = 1
A_YEAR = 12


@compiled(INT(INT, INT, INT))
def ratio_down(a, b, whole):  # type: ignore[no-untyped-def]
    """a times b over a whole (below 2**60), rounded down; exact as long as the result fits."""
    down = INT(math.floor(REAL(a) * REAL(b) / REAL(whole)))
    rest = a * b - down * whole  # both may wrap around; their difference is small and true
    while rest < 0:
        down, rest = down - 1, rest + whole
    while rest >= whole:
        down, rest = down + 1, rest - whole
    return down


@compiled(INT(INT, INT, INT))
def ratio(a, b, whole):  # type: ignore[no-untyped-def]
    """a times b over a whole (below 2**60), rounded half to even; exact as long as the result fits."""
    down = ratio_down(a, b, whole)
    twice = 2 * (a * b - down * whole)
    return down + (twice > whole or (twice == whole and down & 1 == 1))


@compiled(INT(REAL))
def in_parts(share):  # type: ignore[no-untyped-def]
    """A factor as whole parts."""
    return INT(np.rint(share * PARTS))
