"""The best set of changes of each row so far: numbers by which sets are ordered, and the table that callers get."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.pathways.menu import PARTS, Menu

__all__ = ["NO", "NO_MONTHS", "OPEN", "SETS", "STAYS_UNKNOWN", "UNKNOWN_COST", "YES", "BestSets", "Truths", "Whole"]

NO, OPEN, YES = 0, 1, 2  # Kleene's truths in an order where `and` is the least and `or` the greatest
UNKNOWN_COST, STAYS_UNKNOWN = 1 << 56, 1 << 59  # above any cost; above any number of costs that are not known
NO_MONTHS = 10**6 * PARTS  # `remedies` orders a time that nobody could say after all others
SETS = 1 << 24  # above any rank of a set
_NOTHING = np.iinfo(np.int64).max

Truths = NDArray[np.uint8]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BestSets:
    """The best set of each row so far, and what sets are ordered by: first `price`, then `time`.

    Attributes:
        chosen: Place of the set in the menu; -1 for none.
        price: In one number: whether the verdict stays unknown, how many costs are not known, the sum of the others.
        time: In one number: the months of the longest change, the rank of the set.
    """

    chosen: NDArray[np.int32]
    after: Truths
    price: Whole
    time: Whole
    exact: Flags

    @classmethod
    def none(cls, count: int) -> BestSets:
        """No set for anybody."""
        price, time = np.full(count, _NOTHING), np.full(count, _NOTHING)
        return cls(np.full(count, -1, np.int32), np.zeros(count, np.uint8), price, time, np.ones(count, np.bool_))

    def put(self, rows: NDArray[np.uint32], found: BestSets, *, exact: bool) -> None:
        """Bring what was found for some rows to their places."""
        self.chosen[rows], self.after[rows], self.exact[rows] = found.chosen, found.after, exact
        self.price[rows], self.time[rows] = found.price, found.time

    def offer(self, chosen: int, rows: NDArray[np.int64], after: Truths, price: Whole, time: Whole) -> None:
        """Take a set for the rows where it is better than what they have."""
        held = self.price[rows]
        better = (price < held) | ((price == held) & (time < self.time[rows]))
        rows = rows[better]
        self.chosen[rows], self.after[rows] = chosen, after[better]
        self.price[rows], self.time[rows] = price[better], time[better]

    def table(self, menu: Menu) -> pl.DataFrame:
        """As callers get it; the last set, added here, is the one of rows that have none."""
        levers = [[menu.levers[lever].id for lever, _ in chosen] for chosen in menu.sets]
        steps = [[step + 1 for _, step in chosen] for chosen in menu.sets]
        sizes = pl.Series([*map(len, menu.sets), None], dtype=pl.UInt8)
        place = pl.Series(np.where(self.chosen < 0, len(menu.sets), self.chosen))
        found = pl.DataFrame({
            "set": place, "size": sizes.gather(place), "after": self.after,
            "unknown": (self.price >> 56) & 7, "minor": self.price & (UNKNOWN_COST - 1), "months": self.time // SETS,
        })  # fmt: skip
        some = pl.col("size").is_not_null()
        months = pl.when(some & (pl.col("months") < NO_MONTHS)).then(pl.col("months")).cast(pl.Decimal(38, 3)) / PARTS
        return found.select(
            levers=pl.Series([*levers, None], dtype=pl.List(pl.String)).gather(place),
            steps=pl.Series([*steps, None], dtype=pl.List(pl.UInt8)).gather(place),
            verdict=pl.when(some).then(
                pl.when(pl.col("after") == YES).then(pl.lit("met")).otherwise(pl.lit("unknown"))
            ),
            cost=pl.when(pl.col("unknown") < pl.col("size")).then("minor"),
            unknown_costs=pl.when(some).then(pl.col("unknown").cast(pl.UInt8)),
            months=months.cast(pl.Decimal(38, 3)),
            exact=pl.Series(self.exact),
        )
