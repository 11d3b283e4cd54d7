"""Turns conditions and numbers into Polars expressions, each once: what is used again becomes a column of its own.

Polars reads a null condition as false in `when` and skips nulls in horizontal sums, and its own search for common
parts does not look into `when`. So conditions here stay Kleene's (`&`, `|`, `~` are), and numbers are pairs of bounds
that are never null; only a number that is known or anything in its range travels as one nullable column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import add, and_, or_
from typing import Any

import polars as pl

from crosswalk.pathways import nodes as n
from crosswalk.pathways.dates import elapsed_column, moved, plus_months_column, steps_by_day, turning_day
from crosswalk.pathways.facts import Fact
from crosswalk.pathways.reference import interval, truth

__all__ = ["Bounds", "Lowering", "Number", "whole_number"]

#: Columns of the smallest and of the largest value; never null.
Bounds = tuple[pl.Expr, pl.Expr]

_INTEGERS = ((pl.Int8, 2**7), (pl.Int16, 2**15), (pl.Int32, 2**31), (pl.Int64, 2**63), (pl.Int128, 2**127))
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_UNKNOWN = n.Undetermined()


def whole_number(low: int, high: int) -> pl.DataType:
    """The narrowest whole-number type that holds a range.

    Raises:
        OverflowError: None does.
    """
    for dtype, size in _INTEGERS:
        if -size <= low and high < size:
            return dtype()
    raise OverflowError(f"no column holds whole numbers from {low} to {high}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in columns.

    Attributes:
        low, high: The least and the most that it can be for anybody.
        known: One nullable column, where null is anything from low to high; None where bounds are needed.
        bounds: Columns of the smallest and the largest value; None where they are not needed yet.
    """

    low: int
    high: int
    known: pl.Expr | None = None
    bounds: Bounds | None = None


@dataclass(slots=True)
class Lowering:
    """The columns of a law as they are found, stage by stage.

    Attributes:
        stages: Columns by name; a stage reads facts and the stages before it.
        coded: Columns that are looked up by code: the fact, the answer to a code, and its type.
    """

    facts: Mapping[str, Fact]
    stages: list[dict[str, pl.Expr]] = field(default_factory=list)
    coded: dict[str, tuple[str, Callable[[Any], Any], pl.DataType]] = field(default_factory=dict)
    _conditions: dict[n.Boolean, pl.Expr] = field(default_factory=dict)
    _numbers: dict[n.Numeric, Number] = field(default_factory=dict)
    _bounds: dict[n.Numeric, Bounds] = field(default_factory=dict)
    _depths: dict[str, int] = field(default_factory=dict)

    def condition(self, node: n.Boolean) -> pl.Expr:
        """A Boolean column; null is unknown."""
        if node not in self._conditions:
            self._conditions[node] = self.keep(self._condition(node))
        return self._conditions[node]

    def number(self, node: n.Numeric) -> Number:
        """A number as it comes: one nullable column, or its bounds."""
        if node not in self._numbers:
            found = self._number(node)
            known = None if found.known is None else self.keep(found.known)
            bounds = None if found.bounds is None else (self.keep(found.bounds[0]), self.keep(found.bounds[1]))
            self._numbers[node] = Number(found.low, found.high, known, bounds)
        return self._numbers[node]

    def bounds(self, node: n.Numeric) -> Bounds:
        """Columns of the smallest and the largest value of a number."""
        if node not in self._bounds:
            found = self.number(node)
            if found.bounds is None:
                assert found.known is not None
                constant = found.low == found.high
                filled = [self.keep(found.known.fill_null(_lit(end))) for end in (found.low, found.high)[constant:]]
                self._bounds[node] = (_lit(found.low), _lit(found.low)) if constant else (filled[0], filled[1])
            else:
                self._bounds[node] = found.bounds
        return self._bounds[node]

    def keep(self, expr: pl.Expr) -> pl.Expr:
        """The column of an expression, in the first stage that finds all it reads."""
        if expr.meta.is_column() or expr.meta.is_literal():
            return expr
        depth = max((self._depths.get(name, 0) for name in expr.meta.root_names()), default=0)
        if depth == len(self.stages):
            self.stages.append({})
        name = f"_{len(self._depths)}"
        self.stages[depth][name] = expr
        self._depths[name] = depth + 1
        return pl.col(name)

    # -- conditions ---------------------------------------------------------------------------------------------------

    def _condition(self, node: n.Boolean) -> pl.Expr:
        match node:
            case n.Truth(value):
                return pl.lit(value, dtype=pl.Boolean)
            case n.YesNo(fact):
                return pl.col(fact)
            case n.Compare(operator, left, right):
                return self._compare(operator, left, right)
            case n.OneOf(fact) if options := self.facts[fact].options:
                held = [place for place, option in enumerate(options) if truth(node, {fact: (option,)})]
                return pl.col(fact).to_physical().is_in(held)
            case n.OneOf(fact) | n.Overlap(fact):
                return self._looked_up(fact, lambda value: truth(node, {fact: value}), pl.Boolean())
            case n.All(items):
                return reduce(and_, map(self.condition, items), pl.lit(value=True))
            case n.Any(items):
                return reduce(or_, map(self.condition, items), pl.lit(value=False))
            case n.Not(item):
                return ~self.condition(item)

    def _looked_up(self, fact: str, look_up: Callable[[Any], Any], dtype: pl.DataType) -> pl.Expr:
        name = f"_{len(self.coded)}_{fact}"
        self.coded[name] = (fact, look_up, dtype)
        return pl.col(name)

    def _compare(self, operator: str, left: n.Numeric, right: n.Numeric) -> pl.Expr:
        if isinstance(left, n.Constant) and not isinstance(right, n.Constant):
            return self._compare(_TURNED[operator], right, left)
        if isinstance(right, n.Constant):
            by_day = moved(left)
            if by_day is not None and operator != "=":
                return self._compare_elapsed(operator, *by_day, right.value)
            one = self.number(left)
            if one.known is not None:
                return _against(operator, one, right.value)
        (low, high), (other_low, other_high) = self.bounds(left), self.bounds(right)
        match operator:
            case "=":
                sure = (low == high) & (other_low == other_high) & (low == other_low)
                never = (high < other_low) | (other_high < low)
            case ">=":
                sure, never = low >= other_high, high < other_low
            case ">":
                sure, never = low > other_high, high <= other_low
            case "<=":
                sure, never = high <= other_low, low > other_high
            case _:
                sure, never = high < other_low, low >= other_high
        sure = self.keep(sure)
        return pl.when(sure | never).then(sure)

    def _compare_elapsed(
        self, operator: str, fact: n.NumberFact, start: bool, unit: str, day: int, bound: int
    ) -> pl.Expr:
        at_least = bound if operator in {">=", "<"} else bound + 1
        cut = turning_day(fact, start, unit, day, at_least)
        reached = _against("<=" if start else ">=", self.number(fact), cut)
        return reached if operator in {">=", ">"} else ~reached

    # -- numbers ------------------------------------------------------------------------------------------------------

    def _number(self, node: n.Numeric) -> Number:  # noqa: PLR0912 - one case for each node
        low, high = interval(node, {})
        match node:
            case n.Constant(value):
                return Number(value, value, known=_lit(value))
            case n.Undetermined():
                return Number(low, high, bounds=(_lit(low), _lit(high)))
            case n.NumberFact(fact):
                return Number(low, high, known=pl.col(fact))
            case n.Steps(argument, cuts, values):
                return self._steps(argument, cuts, values, low, high)
            case n.Lookup(fact):
                return self._lookup(node, fact, low, high)
            case n.Choose(condition, then, otherwise):
                return Number(low, high, bounds=self._choose(condition, then, otherwise))
            case n.Count(items):
                one, none = _lit(1), _lit(0)
                held = [self.condition(item) for item in items]
                lows = [pl.when(each).then(one).otherwise(none) for each in held]
                highs = [pl.when(~each).then(none).otherwise(one) for each in held]
                return Number(low, high, bounds=(reduce(add, lows), reduce(add, highs)))
            case n.Sum(items):
                return Number(low, high, bounds=self._sum(items))
            case n.Product(left, right):
                return Number(low, high, bounds=self._product(left, right))
            case n.Smallest(items):
                return Number(low, high, bounds=self._extreme(items, _smaller))
            case n.Largest(items):
                return Number(low, high, bounds=self._extreme(items, _larger))
            case n.Elapsed(unit, start, end):
                (start_low, start_high), (end_low, end_high) = self.bounds(start), self.bounds(end)
                bounds = elapsed_column(unit, start_high, end_low), elapsed_column(unit, start_low, end_high)
                return Number(low, high, bounds=bounds)
            case n.PlusMonths(day, months):
                (day_low, day_high), (few, many) = self.bounds(day), self.bounds(months)
                return Number(low, high, bounds=(plus_months_column(day_low, few), plus_months_column(day_high, many)))

    def _steps(
        self, argument: n.Numeric, cuts: tuple[int, ...], values: tuple[int | None, ...], low: int, high: int
    ) -> Number:
        by_day = moved(argument)
        if by_day is not None:
            argument, cuts, values = steps_by_day(by_day, cuts, values)
        given = self.number(argument)
        first, last = bisect_right(cuts, given.low), bisect_right(cuts, given.high)
        cuts, values = cuts[first:last], values[first : last + 1]
        floors = [_UNKNOWN.low if value is None else value for value in values]
        tops = [_UNKNOWN.high if value is None else value for value in values]
        if given.known is not None and floors == tops:
            return Number(low, high, known=_chain(given.known, cuts, floors, low, high))
        lows, highs = self.bounds(argument)
        if _rises(floors) and _rises(tops):
            return Number(
                low, high, bounds=(_chain(lows, cuts, floors, low, high), _chain(highs, cuts, tops, low, high))
            )
        if _rises(floors[::-1]) and _rises(tops[::-1]):
            return Number(
                low, high, bounds=(_chain(highs, cuts, floors, low, high), _chain(lows, cuts, tops, low, high))
            )
        return Number(low, high, bounds=self._any_step(lows, highs, cuts, floors, tops))

    def _any_step(
        self, lows: pl.Expr, highs: pl.Expr, cuts: tuple[int, ...], floors: list[int], tops: list[int]
    ) -> Bounds:
        """The least and the most of all steps between two bounds."""
        places = list(range(len(floors)))
        first, last = (self.keep(_chain(each, cuts, places, 0, len(cuts))) for each in (lows, highs))
        reached = [self.keep((first <= place) & (last >= place)) for place in places]
        low, high = _lit(max(floors)), _lit(min(tops))
        for each, floor, top in zip(reached, floors, tops, strict=True):
            low = self.keep(pl.when(each & (low > floor)).then(_lit(floor)).otherwise(low))
            high = self.keep(pl.when(each & (high < top)).then(_lit(top)).otherwise(high))
        return low, high

    def _lookup(self, node: n.Lookup, fact: str, low: int, high: int) -> Number:
        if options := self.facts[fact].options:
            pairs = [interval(node, {fact: (option,)}) for option in options]
            floors, tops = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
            place, cuts = pl.col(fact).to_physical(), tuple(range(1, len(options)))
            columns = [_chain(place, cuts, each, low, high) for each in (floors, tops)]
            same = floors == tops
        else:
            dtype = whole_number(low, high)
            columns = [
                self._looked_up(fact, lambda value: interval(node, {fact: value})[0], dtype),
                self._looked_up(fact, lambda value: interval(node, {fact: value})[1], dtype),
            ]
            same = False
        if same:
            return Number(low, high, known=columns[0])
        return Number(low, high, bounds=(columns[0].fill_null(low), columns[1].fill_null(high)))

    def _choose(self, condition: n.Boolean, then: n.Numeric, otherwise: n.Numeric) -> Bounds:
        """A condition that is not known leaves the lesser of the two lows, and the greater of the two highs."""
        held = self.condition(condition)
        one, other = self.number(then), self.number(otherwise)
        (low, high), (other_low, other_high) = self.bounds(then), self.bounds(otherwise)
        if one.low >= other.high:
            return pl.when(held).then(low).otherwise(other_low), pl.when(~held).then(other_high).otherwise(high)
        if one.high <= other.low:
            return pl.when(~held).then(other_low).otherwise(low), pl.when(held).then(high).otherwise(other_high)
        least, most = _smaller(low, other_low), _larger(high, other_high)
        return (
            pl.when(held).then(low).when(~held).then(other_low).otherwise(least),
            pl.when(held).then(high).when(~held).then(other_high).otherwise(most),
        )

    def _widened(self, items: Iterable[n.Numeric], low: int, high: int) -> list[Bounds]:
        dtype = whole_number(low, high)
        bounds = [self.bounds(item) for item in items]
        return [(one.cast(dtype), other.cast(dtype)) for one, other in bounds]

    def _sum(self, items: tuple[n.Numeric, ...]) -> Bounds:
        ranges = [self.number(item) for item in items]
        low, high = sum(min(each.low, 0) for each in ranges), sum(max(each.high, 0) for each in ranges)
        pairs = self._widened(items, low, high)
        return reduce(add, [pair[0] for pair in pairs]), reduce(add, [pair[1] for pair in pairs])

    def _product(self, left: n.Numeric, right: n.Numeric) -> Bounds:
        one, other = self.number(left), self.number(right)
        ends = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
        ends += [one.low, one.high, other.low, other.high]
        pairs = self._widened((left, right), min(ends), max(ends))
        if one.low == one.high or other.low == other.high:
            pair, factor = (pairs[1], one.low) if one.low == one.high else (pairs[0], other.low)
            scaled = pair[0] * factor, pair[1] * factor
            return scaled if factor >= 0 else (scaled[1], scaled[0])
        corners = [self.keep(a * b) for a in pairs[0] for b in pairs[1]]
        return self._folded(corners, _smaller), self._folded(corners, _larger)

    def _extreme(self, items: tuple[n.Numeric, ...], pick: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Bounds:
        bounds = [self.bounds(item) for item in items]
        return self._folded([each[0] for each in bounds], pick), self._folded([each[1] for each in bounds], pick)

    def _folded(self, columns: list[pl.Expr], pick: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> pl.Expr:
        """The smallest or largest of several columns, pair by pair: Polars' horizontal ones cost far more."""
        return reduce(lambda one, other: self.keep(pick(one, other)), columns)


def _lit(value: int) -> pl.Expr:
    return pl.lit(value, dtype=whole_number(value, value))


def _smaller(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(one < other).then(one).otherwise(other)


def _larger(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(one > other).then(one).otherwise(other)


def _rises(values: list[int]) -> bool:
    return all(one <= other for one, other in pairwise(values))


def _against(operator: str, number: Number, bound: int) -> pl.Expr:
    """A number that is known or anything in its range, against a constant; decided where no value could change it."""
    low, high, known = number.low, number.high, number.known
    assert known is not None
    always = {">=": low >= bound, ">": low > bound, "<=": high <= bound, "<": high < bound, "=": low == high == bound}
    never = {
        ">=": high < bound,
        ">": high <= bound,
        "<=": low > bound,
        "<": low >= bound,
        "=": bound < low or bound > high,
    }
    if always[operator] or never[operator]:
        return pl.lit(always[operator])
    other = pl.lit(bound, dtype=whole_number(low, high))
    match operator:
        case ">=":
            return known >= other
        case ">":
            return known > other
        case "<=":
            return known <= other
        case "<":
            return known < other
        case _:
            return known == other


def _chain(argument: pl.Expr, cuts: tuple[int, ...], values: list[int], low: int, high: int) -> pl.Expr:
    """A table of brackets as a chain of comparisons, equal neighbours as one; a null argument stays null."""
    dtype = whole_number(low, high)
    kept = [place for place in range(len(cuts)) if values[place] != values[place + 1]]
    given = [pl.lit(values[place], dtype=dtype) for place in kept]
    last = pl.lit(values[-1], dtype=dtype)
    if not kept:
        return last
    chain: Any = pl.when(argument < cuts[kept[0]]).then(given[0])
    for place, value in zip(kept[1:], given[1:], strict=True):
        chain = chain.when(argument < cuts[place]).then(value)
    found: pl.Expr = chain.when(argument >= cuts[kept[-1]]).then(last)
    return found
