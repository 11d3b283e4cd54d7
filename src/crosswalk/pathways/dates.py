"""Dates in columns: a time elapsed against a bound is a day against a day, so no calendar is needed for each row."""

from __future__ import annotations

import polars as pl

from crosswalk.pathways import nodes as n
from crosswalk.pathways.reference import elapsed

__all__ = ["Moved", "elapsed_column", "moved", "plus_months_column", "steps_by_day", "turning_day"]

#: The one day fact of a time elapsed, whether it is the start, the unit, and the constant other day.
Moved = tuple[n.NumberFact, bool, str, int]


def moved(node: n.Numeric) -> Moved | None:
    """What moves a time elapsed, where it is one day fact alone."""
    if isinstance(node, n.Elapsed):
        if isinstance(node.start, n.NumberFact) and isinstance(node.end, n.Constant):
            return node.start, True, node.unit, node.end.value
        if isinstance(node.end, n.NumberFact) and isinstance(node.start, n.Constant):
            return node.end, False, node.unit, node.start.value
    return None


def turning_day(fact: n.NumberFact, start: bool, unit: str, day: int, at_least: int) -> int:
    """The last start (or first end) for which so much time has elapsed, found by halving; just outside if none."""

    def reached(value: int) -> bool:
        return (elapsed(unit, value, day) if start else elapsed(unit, day, value)) >= at_least

    low, high = fact.low - 1, fact.high + 1
    while high - low > 1:
        middle = (low + high) // 2
        if reached(middle) == start:
            low = middle
        else:
            high = middle
    return low if start else high


def steps_by_day(
    what: Moved, cuts: tuple[int, ...], values: tuple[int | None, ...]
) -> tuple[n.NumberFact, tuple[int, ...], tuple[int | None, ...]]:
    """Brackets of a time elapsed as brackets of the day fact that moves it."""
    fact, start, unit, day = what
    days = [turning_day(fact, start, unit, day, cut) for cut in cuts]
    if not start:
        return fact, tuple(days), values
    return fact, tuple(at + 1 for at in reversed(days)), tuple(reversed(values))


def elapsed_column(unit: str, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whole years, months or days between two columns of days; zero where the end lies before the start."""
    start, end, zero = start.cast(pl.Int32), end.cast(pl.Int32), pl.lit(0, dtype=pl.Int32)
    if unit == "days":
        return pl.when(end > start).then(end - start).otherwise(zero)
    first, last = start.cast(pl.Date).dt, end.cast(pl.Date).dt
    months = (last.year() - first.year()) * 12 + last.month().cast(pl.Int32) - first.month().cast(pl.Int32)
    months = pl.when(end > start).then(months - (last.day() < first.day()).cast(pl.Int32)).otherwise(zero)
    return months if unit == "months" else months // 12


def plus_months_column(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    """Days some months later; the last day of the month where it is shorter."""
    later = day.cast(pl.Int32).cast(pl.Date).dt.offset_by(months.cast(pl.String) + pl.lit("mo"))
    return later.cast(pl.Int32)
