"""Compiles the law of a day to Polars expressions: the same verdicts as the plain evaluator, for columns of any length.

Polars reads a null condition as false in `when` and skips nulls in horizontal sums; so conditions here stay Kleene's
(`&`, `|`, `~` are), numbers are pairs of bounds that are never null, and a number that is either known or anything
in its range travels as one nullable column. Masks tell which criteria fail and which are unknown, so that reasons are
written only for the rows that are shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add, and_, or_
from typing import Any

import polars as pl

from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import Fact, Value
from crosswalk.pathways.pathway import Law
from crosswalk.pathways.reference import elapsed, interval, truth

__all__ = ["JOINT", "Compiled", "compile_law", "fact_dtype", "facts_table"]

#: Joins the codes that an occupation may be, or all the countries of a person, into one text.
JOINT = "|"

_INTEGERS = ((pl.Int8, 2**7), (pl.Int16, 2**15), (pl.Int32, 2**31), (pl.Int64, 2**63))


def fact_dtype(fact: Fact) -> pl.DataType:
    """The column type of a fact: the narrowest whole number that holds its range, Boolean, or text of codes."""
    if fact.shape == "truth":
        return pl.Boolean()
    return _integer(fact.low, fact.high) if fact.shape == "number" else pl.String()


def facts_table(people: Sequence[Mapping[str, Value]], facts: Mapping[str, Fact]) -> pl.DataFrame:
    """Encoded facts of many people as columns, one for each fact; absent is null."""
    cells = {name: [_cell(person.get(name)) for person in people] for name in facts}
    return pl.DataFrame({name: pl.Series(cells[name], dtype=fact_dtype(fact)) for name, fact in facts.items()})


def _cell(value: Value) -> bool | int | str | None:
    return JOINT.join(sorted(value)) if isinstance(value, tuple | frozenset) else value


def _integer(low: int, high: int) -> pl.DataType:
    return next(dtype() for dtype, size in _INTEGERS if -size <= low and high < size)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in columns: bounds that are never null, or one nullable column, known or anything in its range."""

    low: int
    high: int
    known: pl.Expr | None = None
    lows: pl.Expr | None = None
    highs: pl.Expr | None = None

    def bounds(self) -> tuple[pl.Expr, pl.Expr]:
        """Columns of the smallest and the largest value."""
        if self.known is not None:
            return self.known.fill_null(self.low), self.known.fill_null(self.high)
        assert self.lows is not None
        assert self.highs is not None
        return self.lows, self.highs

    @property
    def dtype(self) -> pl.DataType:
        """The narrowest type that holds both bounds."""
        return _integer(self.low, self.high)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A law in columns.

    Attributes:
        facts: Columns that are read; one that a frame lacks is unknown in every row.
        criteria: Criteria in the order of the bits of `failed` and `unknown`.
    """

    law: Law
    facts: tuple[str, ...]
    criteria: tuple[str, ...]
    _outputs: Mapping[str, pl.Expr]
    _coded: Mapping[str, tuple[str, Callable[[str], Any], pl.DataType]]

    def run(self, frame: pl.DataFrame, *outputs: str) -> pl.DataFrame:
        """Evaluate every row.

        Args:
            frame: One column for each fact, as `fact_dtype` says; others are ignored.
            outputs: Of `verdict` (Boolean, null is unknown), `points_low`, `points_high`, `failed`, `unknown` (bit
                masks over `criteria`); all if none is named.
        """
        wanted = {name: self._outputs[name] for name in outputs or self._outputs}
        return self._prepared(frame).lazy().select(**wanted).collect()

    def _prepared(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns that are read, in their types, and one column for each list or table over codes."""
        known = self.law.pathway.facts
        columns = []
        for name in self.facts:
            dtype = fact_dtype(known[name])
            if name not in frame.columns:
                columns.append(pl.lit(None, dtype=dtype).alias(name))
            elif frame.schema[name] != dtype:
                columns.append(pl.col(name).cast(dtype))
            else:
                columns.append(pl.col(name))
        prepared = frame.select(columns) if frame.width else frame
        return prepared.with_columns(**self._looked_up(prepared)) if self._coded else prepared

    def _looked_up(self, frame: pl.DataFrame) -> dict[str, pl.Series]:
        """What the plain evaluator says of each different code, brought to the rows."""
        found: dict[str, pl.Series] = {}
        coded: dict[str, tuple[pl.Series, list[str]]] = {}
        for column, (fact, look_up, dtype) in self._coded.items():
            if fact not in coded:
                texts = frame[fact].unique(maintain_order=True).drop_nulls()
                places = pl.Series(range(len(texts)), dtype=pl.UInt32)
                coded[fact] = frame[fact].replace_strict(texts, places, default=None), texts.to_list()
            places_of_rows, texts_of_places = coded[fact]
            answers = pl.Series([look_up(text) for text in texts_of_places], dtype=dtype)
            found[column] = (
                answers.gather(places_of_rows) if len(answers) else pl.Series([None] * frame.height, dtype=dtype)
            )
        return found


def compile_law(law: Law) -> Compiled:
    """The law of a day as expressions over columns of facts."""
    lowering = _Lowering(law.pathway.facts)
    held = [lowering.condition(criterion.effective) for criterion in law.counted if criterion.effective is not None]
    effective = {criterion.effective: expr for criterion, expr in zip(law.counted, held, strict=True)}
    lowering.conditions |= effective  # type: ignore[arg-type]
    mask = pl.UInt16 if len(held) <= 16 else pl.UInt32 if len(held) <= 32 else pl.UInt64
    outputs: dict[str, pl.Expr] = {"verdict": lowering.condition(law.verdict)}
    if law.points is not None:
        outputs["points_low"], outputs["points_high"] = lowering.number(law.points).bounds()
    bits = [pl.lit(1 << place, dtype=mask) for place in range(len(held))]
    nothing = pl.lit(0, dtype=mask)
    outputs["failed"] = reduce(
        or_, [pl.when(~each).then(bit).otherwise(nothing) for each, bit in zip(held, bits, strict=True)]
    )
    outputs["unknown"] = reduce(
        or_, [pl.when(each.is_null()).then(bit).otherwise(nothing) for each, bit in zip(held, bits, strict=True)]
    )
    names = tuple(criterion.id for criterion in law.counted)
    read = tuple(dict.fromkeys((*n.facts_of(law.verdict), *(n.facts_of(law.points) if law.points is not None else ()))))
    return Compiled(law, read, names, outputs, lowering.coded)


@dataclass(slots=True)
class _Lowering:
    """Turns nodes into expressions, each node once."""

    facts: Mapping[str, Fact]
    conditions: dict[n.Boolean, pl.Expr] = field(default_factory=dict)
    numbers: dict[n.Numeric, Number] = field(default_factory=dict)
    coded: dict[str, tuple[str, Callable[[str], Any], pl.DataType]] = field(default_factory=dict)

    def condition(self, node: n.Boolean) -> pl.Expr:
        if node not in self.conditions:
            self.conditions[node] = self._condition(node)
        return self.conditions[node]

    def number(self, node: n.Numeric) -> Number:
        if node not in self.numbers:
            self.numbers[node] = self._number(node)
        return self.numbers[node]

    # -- conditions ---------------------------------------------------------------------------------------------------

    def _condition(self, node: n.Boolean) -> pl.Expr:
        match node:
            case n.Truth(value):
                return pl.lit(value, dtype=pl.Boolean)
            case n.YesNo(fact):
                return pl.col(fact)
            case n.Compare(operator, left, right):
                return self._compare(operator, left, right)
            case n.OneOf(fact) | n.Overlap(fact):
                return self._code_column(fact, lambda value: truth(node, {fact: value}), pl.Boolean())
            case n.All(items):
                return reduce(and_, map(self.condition, items), pl.lit(value=True))
            case n.Any(items):
                return reduce(or_, map(self.condition, items), pl.lit(value=False))
            case n.Not(item):
                return ~self.condition(item)

    def _code_column(self, fact: str, look_up: Callable[[Any], Any], dtype: pl.DataType) -> pl.Expr:
        shape = self.facts[fact].shape
        name = f"_{len(self.coded)}_{fact}"

        def of_text(text: str) -> Any:
            codes = [code for code in text.split(JOINT) if code]
            return look_up(frozenset(codes) if shape == "countries" else tuple(codes))

        self.coded[name] = (fact, of_text, dtype)
        return pl.col(name)

    def _compare(self, operator: str, left: n.Numeric, right: n.Numeric) -> pl.Expr:
        if isinstance(left, n.Constant) and not isinstance(right, n.Constant):
            turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
            return self._compare(turned[operator], right, left)
        if isinstance(right, n.Constant):
            moved = _moved(left)
            if moved is not None and operator != "=":
                return self._compare_elapsed(operator, *moved, right.value)
            one = self.number(left)
            if one.known is not None:
                return _against(operator, one, right.value)
        one, other = self.number(left), self.number(right)
        (low, high), (other_low, other_high) = one.bounds(), other.bounds()
        match operator:
            case "=":
                sure, never = (
                    (low == high) & (other_low == other_high) & (low == other_low),
                    (high < other_low) | (other_high < low),
                )
            case ">=":
                sure, never = low >= other_high, high < other_low
            case ">":
                sure, never = low > other_high, high <= other_low
            case "<=":
                sure, never = high <= other_low, low > other_high
            case _:
                sure, never = high < other_low, low >= other_high
        return pl.when(sure | never).then(sure)

    def _compare_elapsed(
        self, operator: str, fact: n.NumberFact, start: bool, unit: str, day: int, bound: int
    ) -> pl.Expr:
        """Time elapsed against a bound is a day against a day: no calendar is needed for each row."""
        at_least = bound if operator in {">=", "<"} else bound + 1
        cut = _day_of(fact, start, unit, day, at_least)
        reached = _against("<=" if start else ">=", self.number(fact), cut)
        return reached if operator in {">=", ">"} else ~reached

    # -- numbers ------------------------------------------------------------------------------------------------------

    def _number(self, node: n.Numeric) -> Number:
        low, high = interval(node, {})
        match node:
            case n.Constant(value):
                return Number(value, value, known=pl.lit(value, dtype=_integer(value, value)))
            case n.Undetermined():
                return Number(low, high, lows=pl.lit(low), highs=pl.lit(high))
            case n.NumberFact(fact):
                return Number(low, high, known=pl.col(fact))
            case n.Steps(argument, cuts, values):
                return self._steps(argument, cuts, values, low, high)
            case n.Lookup(fact):
                return self._lookup(node, fact, low, high)
            case n.Choose(condition, then, otherwise):
                return self._choose(condition, then, otherwise, low, high)
            case n.Count(items):
                held = [self.condition(item) for item in items]
                lows = reduce(add, [each.fill_null(value=False).cast(pl.Int8) for each in held])
                return Number(
                    low, high, lows=lows, highs=reduce(add, [each.fill_null(value=True).cast(pl.Int8) for each in held])
                )
            case n.Sum(items):
                dtype = _integer(min(low, 0), max(high, 0))
                pairs = [self._widened(item, dtype) for item in items]
                lows = reduce(add, [each[0] for each in pairs])
                return Number(low, high, lows=lows, highs=reduce(add, [each[1] for each in pairs]))
            case n.Product(left, right):
                return self._product(left, right, low, high)
            case n.Smallest(items) | n.Largest(items):
                pick = pl.min_horizontal if isinstance(node, n.Smallest) else pl.max_horizontal
                bounds = [self.number(item).bounds() for item in items]
                dtype = _integer(low, high)
                return Number(
                    low,
                    high,
                    lows=pick([b[0] for b in bounds]).cast(dtype),
                    highs=pick([b[1] for b in bounds]).cast(dtype),
                )
            case n.Elapsed(unit, start, end):
                return self._elapsed(unit, start, end, low, high)
            case n.PlusMonths(day, months):
                return self._plus_months(day, months, low, high)

    def _widened(self, node: n.Numeric, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
        low, high = self.number(node).bounds()
        return low.cast(dtype), high.cast(dtype)

    def _steps(
        self, argument: n.Numeric, cuts: tuple[int, ...], values: tuple[int | None, ...], low: int, high: int
    ) -> Number:
        moved = _moved(argument)
        if moved is not None:
            argument, cuts, values = _steps_by_day(moved, cuts, values)
        given = self.number(argument)
        first, last = bisect_right(cuts, given.low), bisect_right(cuts, given.high)
        cuts, values = cuts[first:last], values[first : last + 1]
        if given.known is not None and None not in values:
            return Number(
                low,
                high,
                known=_step_column(given.known, cuts, [value for value in values if value is not None], low, high),
            )
        lows, highs = given.bounds()
        worst = [n.Undetermined().low if value is None else value for value in values]
        best = [n.Undetermined().high if value is None else value for value in values]
        if list(worst) == sorted(worst) and list(best) == sorted(
            best
        ):  # rising: the bounds of the argument are the bounds
            return Number(
                low,
                high,
                lows=_step_column(lows, cuts, worst, low, high),
                highs=_step_column(highs, cuts, best, low, high),
            )
        first_step, last_step = _step_index(lows, cuts), _step_index(highs, cuts)
        reached = [(first_step <= place) & (last_step >= place) for place in range(len(values))]
        floors = [pl.when(each).then(value).otherwise(high) for each, value in zip(reached, worst, strict=True)]
        tops = [pl.when(each).then(value).otherwise(low) for each, value in zip(reached, best, strict=True)]
        return Number(low, high, lows=pl.min_horizontal(floors), highs=pl.max_horizontal(tops))

    def _lookup(self, node: n.Lookup, fact: str, low: int, high: int) -> Number:
        dtype = _integer(low, high)
        lows = self._code_column(fact, lambda value: interval(node, {fact: value})[0], dtype)
        highs = self._code_column(fact, lambda value: interval(node, {fact: value})[1], dtype)
        return Number(low, high, lows=lows.fill_null(low), highs=highs.fill_null(high))

    def _choose(self, condition: n.Boolean, then: n.Numeric, otherwise: n.Numeric, low: int, high: int) -> Number:
        held, dtype = self.condition(condition), _integer(low, high)
        if isinstance(then, n.Constant) and isinstance(otherwise, n.Constant):
            one, other = pl.lit(then.value, dtype=dtype), pl.lit(otherwise.value, dtype=dtype)
            return Number(low, high, known=pl.when(held).then(one).when(~held).then(other))
        one_bounds, other_bounds = self.number(then).bounds(), self.number(otherwise).bounds()
        pairs = []
        for one_bound, other_bound, pick in zip(
            one_bounds, other_bounds, (pl.min_horizontal, pl.max_horizontal), strict=True
        ):
            open_ = pick(one_bound, other_bound)
            pairs.append(pl.when(held).then(one_bound).when(~held).then(other_bound).otherwise(open_).cast(dtype))
        return Number(low, high, lows=pairs[0], highs=pairs[1])

    def _product(self, left: n.Numeric, right: n.Numeric, low: int, high: int) -> Number:
        dtype = _integer(min(low, 0), max(high, 0))
        for one, other in ((left, right), (right, left)):
            if isinstance(other, n.Constant):
                lows, highs = self._widened(one, dtype)
                scaled = (lows * other.value, highs * other.value)
                return Number(low, high, lows=scaled[other.value < 0], highs=scaled[other.value >= 0])
        corners = [a * b for a in self._widened(left, dtype) for b in self._widened(right, dtype)]
        return Number(low, high, lows=pl.min_horizontal(corners), highs=pl.max_horizontal(corners))

    def _elapsed(self, unit: str, start: n.Numeric, end: n.Numeric, low: int, high: int) -> Number:
        (start_low, start_high), (end_low, end_high) = self.number(start).bounds(), self.number(end).bounds()
        return Number(
            low, high, lows=_elapsed_column(unit, start_high, end_low), highs=_elapsed_column(unit, start_low, end_high)
        )

    def _plus_months(self, day: n.Numeric, months: n.Numeric, low: int, high: int) -> Number:
        (day_low, day_high), (few, many) = self.number(day).bounds(), self.number(months).bounds()
        return Number(low, high, lows=_plus_months_column(day_low, few), highs=_plus_months_column(day_high, many))


def _against(operator: str, number: Number, bound: int) -> pl.Expr:
    """A number that is known or anything in its range, against a constant; decided where no value could change it."""
    assert number.known is not None
    low, high = number.low, number.high
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
    other = pl.lit(bound, dtype=_integer(min(low, bound), max(high, bound)))
    match operator:
        case ">=":
            return number.known >= other
        case ">":
            return number.known > other
        case "<=":
            return number.known <= other
        case "<":
            return number.known < other
        case _:
            return number.known == other


def _moved(node: n.Numeric) -> tuple[n.NumberFact, bool, str, int] | None:
    """The one day fact of a time elapsed, whether it is the start, the unit, and the constant other day."""
    if isinstance(node, n.Elapsed):
        if isinstance(node.start, n.NumberFact) and isinstance(node.end, n.Constant):
            return node.start, True, node.unit, node.end.value
        if isinstance(node.end, n.NumberFact) and isinstance(node.start, n.Constant):
            return node.end, False, node.unit, node.start.value
    return None


def _day_of(fact: n.NumberFact, start: bool, unit: str, day: int, at_least: int) -> int:
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


def _steps_by_day(
    moved: tuple[n.NumberFact, bool, str, int], cuts: tuple[int, ...], values: tuple[int | None, ...]
) -> tuple[n.NumberFact, tuple[int, ...], tuple[int | None, ...]]:
    fact, start, unit, day = moved
    days = [_day_of(fact, start, unit, day, cut) for cut in cuts]
    if not start:
        return fact, tuple(days), values
    return fact, tuple(at + 1 for at in reversed(days)), tuple(reversed(values))


def _step_column(argument: pl.Expr, cuts: tuple[int, ...], values: list[int], low: int, high: int) -> pl.Expr:
    """A bracket table as a chain of comparisons; a null argument stays null."""
    dtype = _integer(low, high)
    if not cuts:
        return pl.when(argument.is_not_null()).then(pl.lit(values[0], dtype=dtype))
    chain: Any = pl.when(argument < cuts[0]).then(pl.lit(values[0], dtype=dtype))
    for cut, value in zip(cuts[1:], values[1:-1], strict=True):
        chain = chain.when(argument < cut).then(pl.lit(value, dtype=dtype))
    last: pl.Expr = chain.when(argument >= cuts[-1]).then(pl.lit(values[-1], dtype=dtype))
    return last


def _step_index(argument: pl.Expr, cuts: tuple[int, ...]) -> pl.Expr:
    return _step_column(argument, cuts, list(range(len(cuts) + 1)), 0, len(cuts))


def _elapsed_column(unit: str, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    if unit == "days":
        return pl.max_horizontal(end.cast(pl.Int32) - start.cast(pl.Int32), pl.lit(0, dtype=pl.Int32))
    first, last = start.cast(pl.Int32).cast(pl.Date).dt, end.cast(pl.Int32).cast(pl.Date).dt
    months = (last.year() - first.year()) * 12 + last.month().cast(pl.Int32) - first.month().cast(pl.Int32)
    months = pl.max_horizontal(months - (last.day() < first.day()).cast(pl.Int32), pl.lit(0, dtype=pl.Int32))
    return months if unit == "months" else months // 12


def _plus_months_column(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    moved = day.cast(pl.Int32).cast(pl.Date).dt.offset_by(months.cast(pl.String) + pl.lit("mo"))
    return moved.cast(pl.Int32)
