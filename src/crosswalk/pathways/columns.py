"""Compiles the law of a day to Polars expressions: the same verdicts as the plain evaluator, for columns of any length.

The compiled law is a list of stages. Each stage adds a few narrow columns that later ones use again, so nothing is
computed twice; a long frame goes through them in slices that fit into the cache, so memory does not grow with the
law. Masks tell which criteria fail and which are unknown, so that reasons are written only for the rows that are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from threading import Lock
from typing import Any

import polars as pl

from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import Fact, Value
from crosswalk.pathways.lowering import Lowering, whole_number
from crosswalk.pathways.pathway import Law

__all__ = ["JOINT", "Compiled", "compile_law", "fact_dtype", "facts_table"]

#: Joins the codes that an occupation may be, or all the countries of a person, into one text.
JOINT = "|"
#: Rows that go through all stages together, so that memory does not grow with the frame.
SLICE = 1 << 19
#: Compiled laws that are kept.
MOST_KEPT = 512

_MASKS = ((pl.UInt8, 8), (pl.UInt16, 16), (pl.UInt32, 32), (pl.UInt64, 64))
_ROWS = "_rows"  # so that a column that is the same for everybody gets as many rows as there are people
_AS_WRITTEN = pl.QueryOptFlags.none()
_KEPT: dict[tuple[str, date], Compiled] = {}
_LOCK = Lock()


def fact_dtype(fact: Fact) -> pl.DataType:
    """The column type of a fact: the narrowest whole number that holds its range, Boolean, its choices, or text."""
    if fact.shape == "truth":
        return pl.Boolean()
    if fact.shape == "number":
        return whole_number(fact.low, fact.high)
    return pl.Enum(fact.options) if fact.options else pl.String()


def facts_table(people: Sequence[Mapping[str, Value]], facts: Mapping[str, Fact]) -> pl.DataFrame:
    """Encoded facts of many people as columns, one for each fact; absent is null."""
    cells = {name: [_cell(person.get(name)) for person in people] for name in facts}
    return pl.DataFrame({name: pl.Series(cells[name], dtype=fact_dtype(fact)) for name, fact in facts.items()})


def _cell(value: Value) -> bool | int | str | None:
    return JOINT.join(sorted(value)) if isinstance(value, tuple | frozenset) else value


@dataclass(frozen=True, eq=False)
class Compiled:
    """A law in columns.

    Attributes:
        facts: Columns that are read; one that a frame lacks is unknown in every row.
        criteria: Criteria in the order of the bits of `failed` and `unknown`.
        facts_of: The facts that each criterion reads.
    """

    law: Law
    facts: tuple[str, ...]
    criteria: tuple[str, ...]
    facts_of: Mapping[str, frozenset[str]]
    _outputs: Mapping[str, pl.Expr]
    _stages: Sequence[Mapping[str, pl.Expr]]
    _coded: Mapping[str, tuple[str, Callable[[Any], Any], pl.DataType]]
    _plans: dict[tuple[str, ...], _Plan] = field(default_factory=dict, repr=False)

    def run(self, frame: pl.DataFrame, *outputs: str) -> pl.DataFrame:
        """Evaluate every row.

        Args:
            frame: One column for each fact, as `fact_dtype` says; others are ignored.
            outputs: Of `verdict` (Boolean, null is unknown), `points_low`, `points_high`, `failed`, `unknown` (bit
                masks over `criteria`), all of these if none is named; or `holds.<criterion>` (Boolean).
        """
        names = outputs or tuple(name for name in self._outputs if not name.startswith("holds."))
        if names not in self._plans:
            self._plans[names] = self._plan(names)
        plan = self._plans[names]
        prepared = self._prepared(frame, plan)
        starts = range(0, prepared.height, SLICE) if prepared.height else (0,)
        return pl.concat([plan.run(prepared.slice(start, SLICE)) for start in starts])

    def _plan(self, names: tuple[str, ...]) -> _Plan:
        """The stages that some outputs need, and the columns that they read."""
        outputs = {name: self._outputs[name] for name in names}
        needed = _roots(outputs.values())
        stages: list[dict[str, pl.Expr]] = []
        for stage in reversed(self._stages):
            kept = {name: expr for name, expr in stage.items() if name in needed}
            needed |= _roots(kept.values())
            stages.insert(0, kept)
        coded = {name: entry for name, entry in self._coded.items() if name in needed}
        read = needed | {fact for fact, _, _ in coded.values()}
        return _Plan(
            tuple(name for name in self.facts if name in read), coded, [each for each in stages if each], outputs
        )

    def _prepared(self, frame: pl.DataFrame, plan: _Plan) -> pl.DataFrame:
        """The columns that are read, in their types, and one column for each list or table over codes."""
        known = self.law.pathway.facts
        types = {name: fact_dtype(known[name]) for name in plan.facts}
        columns = {name: frame[name].cast(dtype) for name, dtype in types.items() if name in frame.columns}
        nothing = {
            name: pl.Series(name, [None], dtype=dtype).new_from_index(0, frame.height)
            for name, dtype in types.items()
            if name not in columns
        }
        given = columns | nothing
        rows = pl.Series(_ROWS, [None], dtype=pl.Null).new_from_index(0, frame.height)
        return pl.DataFrame([rows, *given.values(), *self._looked_up(given, plan)])

    def _looked_up(self, given: Mapping[str, pl.Series], plan: _Plan) -> Iterator[pl.Series]:
        """What the plain evaluator says of each different code, brought to the rows."""
        places: dict[str, tuple[pl.Series, list[Value]]] = {}
        for column, (fact, look_up, dtype) in plan.coded.items():
            if fact not in places:
                texts = given[fact].unique().drop_nulls()
                codes = [self._codes(fact, text) for text in texts.to_list()]
                numbers = pl.Series(range(len(texts)), dtype=pl.UInt32)
                places[fact] = given[fact].replace_strict(texts, numbers, default=None), codes
            rows, codes = places[fact]
            answers = pl.Series([*(look_up(code) for code in codes), None], dtype=dtype)
            yield answers.gather(rows.fill_null(len(codes))).alias(column)

    def _codes(self, fact: str, text: str) -> Value:
        codes = [code for code in text.split(JOINT) if code]
        return frozenset(codes) if self.law.pathway.facts[fact].shape == "countries" else tuple(codes)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What some outputs need: facts, columns looked up by code, stages."""

    facts: tuple[str, ...]
    coded: Mapping[str, tuple[str, Callable[[Any], Any], pl.DataType]]
    stages: Sequence[Mapping[str, pl.Expr]]
    outputs: Mapping[str, pl.Expr]

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Put some rows through all stages."""
        lazy = frame.lazy()
        for stage in (*self.stages, self.outputs):
            lazy = lazy.with_columns(**stage)
        return lazy.select(*self.outputs).collect(optimizations=_AS_WRITTEN)


def _roots(exprs: Iterable[pl.Expr]) -> set[str]:
    return {name for expr in exprs for name in expr.meta.root_names()}


def compile_law(law: Law) -> Compiled:
    """The law of a day as expressions over columns of facts; kept by the pathway's digest and the day."""
    key = law.pathway.digest, law.day
    with _LOCK:
        found = _KEPT.get(key)
    if found is None:
        found = _compile(law)
        with _LOCK:
            while len(_KEPT) >= MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)))
            _KEPT[key] = found
    return found


def _compile(law: Law) -> Compiled:
    lowering = Lowering(law.pathway.facts)
    held = [lowering.condition(criterion.effective) for criterion in law.counted if criterion.effective is not None]
    outputs: dict[str, pl.Expr] = {"verdict": lowering.condition(law.verdict)}
    if law.points is not None:
        outputs["points_low"], outputs["points_high"] = lowering.bounds(law.points)
    outputs["failed"] = _mask([~each for each in held])
    outputs["unknown"] = _mask([each.is_null() for each in held])
    names = tuple(criterion.id for criterion in law.counted)
    read = tuple(dict.fromkeys((*n.facts_of(law.verdict), *(n.facts_of(law.points) if law.points is not None else ()))))
    outputs |= {f"holds.{name}": each for name, each in zip(names, held, strict=True)}
    facts_of = {each.id: frozenset(each.facts) for each in law.counted}
    return Compiled(law, read, names, facts_of, outputs, lowering.stages, lowering.coded)


def _mask(conditions: list[pl.Expr]) -> pl.Expr:
    """One bit for each condition that holds."""
    dtype = next(dtype for dtype, bits in _MASKS if len(conditions) <= bits)
    nothing = pl.lit(0, dtype=dtype)
    bits = [
        pl.when(each).then(pl.lit(1 << place, dtype=dtype)).otherwise(nothing) for place, each in enumerate(conditions)
    ]
    return reduce(or_, bits, nothing)
