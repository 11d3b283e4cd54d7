"""Verdicts of a whole population: intervals for all, then every case of the facts that tie criteria together.

The same answer as `decide` gives for one person, in columns: only rows that intervals leave open, and in which a
tied fact is missing, are tried again; a row leaves as soon as two of its cases differ. A tied number whose
breakpoints depend on the row's other facts is decided row by row, up to a stated number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from operator import or_

import polars as pl

from crosswalk.pathways.breakpoints import cases_of
from crosswalk.pathways.columns import JOINT, Compiled, compile_law, fact_dtype
from crosswalk.pathways.decide import MOST_CASES, decide, tied_facts
from crosswalk.pathways.facts import Fact, Known, Value
from crosswalk.pathways.pathway import Law
from crosswalk.pathways.witness import ends_of, turns

__all__ = ["MOST_ROWS", "cases_together", "encoded_rows", "facts_columns", "rows_of", "same_gaps", "verdicts"]

#: Rows that are decided one by one, at most, where their cases cannot be tried in columns.
MOST_ROWS = 10_000
#: Cases that are tried in columns however few the rows are.
_FEW_CASES = 64
_SHAPE = pl.Schema({"_row": pl.UInt32, "answer": pl.Boolean, "exact": pl.Boolean})


def verdicts(law: Law, frame: pl.DataFrame, *, most_rows: int = MOST_ROWS) -> pl.DataFrame:
    """The verdict of every row, and how it was reached.

    Args:
        law: A pathway on a day.
        frame: One column for each fact (`columns.fact_dtype`); a column that is absent is unknown.
        most_rows: Rows to decide one by one where their cases cannot be tried in columns.

    Returns:
        Columns `verdict` (`met`, `not_met`, `unknown`, `not_in_force`) and `method` (`intervals`, `cases`; `intervals`
        with `unknown` says that there were too many cases to try).
    """
    if not law.in_force:
        return pl.DataFrame({"verdict": ["not_in_force"] * frame.height, "method": ["intervals"] * frame.height})
    compiled = compile_law(law)
    held = compiled.run(frame, "verdict")["verdict"]
    tries = _Tries(law, compiled, most_rows)
    rows = facts_columns(law, frame).with_row_index("_row").filter(held.is_null())
    found = tries.all(rows)
    tried = pl.DataFrame({"_row": pl.int_range(frame.height, eager=True, dtype=pl.UInt32), "held": held}).join(
        found, on="_row", how="left", maintain_order="left"
    )
    answer = pl.coalesce("held", "answer").replace_strict(
        {True: "met", False: "not_met"}, default=None, return_dtype=pl.String
    )
    method = pl.when(pl.col("exact")).then(pl.lit("cases")).otherwise(pl.lit("intervals"))
    return tried.select(verdict=answer.fill_null("unknown"), method=method)


def encoded_rows(law: Law, frame: pl.DataFrame) -> Iterator[dict[str, Value]]:
    """Rows of columns as the plain evaluator reads them."""
    return rows_of(law.pathway.facts, frame)


def rows_of(facts: Mapping[str, Fact], frame: pl.DataFrame) -> Iterator[dict[str, Value]]:
    """Rows of columns as encoded facts; columns that are no facts are left out."""
    names = [name for name in frame.columns if name in facts]
    for row in frame.select(names).iter_rows():
        yield {name: _encoded(facts[name].shape, value) for name, value in zip(names, row, strict=True)}


def _encoded(shape: str, value: object) -> Value:
    if isinstance(value, str):
        codes = [code for code in value.split(JOINT) if code]
        return frozenset(codes) if shape == "countries" else tuple(codes)
    assert value is None or isinstance(value, int)
    return value


def facts_columns(law: Law, frame: pl.DataFrame, more: Iterable[str] = ()) -> pl.DataFrame:
    """The facts that a law reads, and some more, one column each; unknown where a frame has none."""
    facts, names = law.pathway.facts, tuple(dict.fromkeys((*law.facts, *more)))
    told = [pl.col(name) if name in frame.columns else pl.lit(None).alias(name) for name in names]
    columns = [column.cast(fact_dtype(facts[name])) for column, name in zip(told, names, strict=True)]
    return frame.with_columns(columns).select(names)


def same_gaps(law: Law, rows: pl.DataFrame) -> Iterator[tuple[list[str], bool, pl.DataFrame]]:
    """Rows that lack the same tied facts: their names, whether a code is one of several, and the rows."""
    tied = tied_facts(law.verdict)
    lacks = [pl.col(name).is_null() for name in tied]
    gaps = pl.concat_list(lacks) if lacks else pl.lit([], dtype=pl.List(pl.Boolean))
    keyed = rows.with_columns(_lacks=gaps, _several=_several(law))
    for (absent, ambiguous), part in keyed.group_by("_lacks", "_several"):
        names = [name for name, missing in zip(tied, absent, strict=True) if missing]
        yield names, bool(ambiguous), part.drop("_lacks", "_several")


def _several(law: Law) -> pl.Expr:
    """Whether a tied fact is one of several codes."""
    facts = law.pathway.facts
    coded = [name for name in tied_facts(law.verdict) if facts[name].shape == "codes" and not facts[name].options]
    return reduce(
        or_,
        [pl.col(name).str.contains(JOINT, literal=True).fill_null(value=False) for name in coded],
        pl.lit(value=False),
    )


def cases_together(law: Law, missing: Iterable[str], most: int) -> list[dict[str, Known]] | None:
    """Every case of some missing facts, the ends first; None where they are too many, or cannot be told."""
    cases = {name: cases_of(law.verdict, law.pathway.facts[name], {}) for name in missing}
    told = {name: _ends_first(case) for name, case in cases.items() if case is not None}
    if len(told) < len(cases) or prod(len(case) for case in told.values()) > most:
        return None
    return [dict(zip(told, values, strict=True)) for values in product(*told.values())]


@dataclass(slots=True)
class _Tries:
    """Tries the cases of rows that intervals leave open."""

    law: Law
    compiled: Compiled
    rows_left: int

    def all(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Row, answer (null: unknown) and whether it is exact."""
        done, open_ = self._either_way(rows)
        groups = same_gaps(self.law, open_)
        return pl.concat([done, *(self._group(*each).cast(_SHAPE) for each in groups)])

    def _either_way(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows that a few tries show to be undecided, whatever they lack; and the others."""
        facts = self.law.pathway.facts
        ends = {name: ends_of(self.law.verdict, facts[name], {}) for name in tied_facts(self.law.verdict)}
        clear = ~_several(self.law)
        gaps = reduce(or_, [pl.col(name).is_null() for name in ends], pl.lit(value=False))
        exact = {"answer": pl.lit(None, dtype=pl.Boolean), "exact": pl.lit(value=True)}
        done = [rows.filter(clear & ~gaps).select("_row", **exact)]
        live = rows.filter(~clear | gaps).with_columns(_held=pl.lit(None, dtype=pl.Boolean))
        for turn in turns(ends) if ends else ():
            if live.is_empty():
                break
            tried = live.with_columns(_cell(value, facts[name], pl.col(name)) for name, value in turn.items())
            held = self.compiled.run(tried, "verdict").select(_now="verdict")
            live = live.hstack(held).with_columns(
                _off=clear & (pl.col("_now").is_null() | (pl.col("_now") != pl.col("_held")).fill_null(value=False))
            )
            done.append(live.filter("_off").select("_row", **exact))
            live = live.filter(~pl.col("_off")).with_columns(_held="_now").drop("_now", "_off")
        return pl.concat(done), live.drop("_held")

    def _group(self, missing: list[str], ambiguous: bool, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows that lack the same tied facts: in columns where they are more than the cases, else one by one."""
        cases = None if ambiguous else cases_together(self.law, missing, max(_FEW_CASES, min(rows.height, MOST_CASES)))
        return self._one_by_one(rows) if cases is None else self._in_columns(rows, cases)

    def _in_columns(self, rows: pl.DataFrame, cases: list[dict[str, Known]]) -> pl.DataFrame:
        facts = self.law.pathway.facts
        done = [pl.DataFrame(schema=_SHAPE)]
        first = True
        live = rows.with_columns(answer=pl.lit(None, dtype=pl.Boolean))
        for case in cases:
            if live.is_empty():
                break
            tried = live.with_columns(_cell(value, facts[name]).alias(name) for name, value in case.items())
            held = self.compiled.run(tried, "verdict")["verdict"]
            agrees = held.is_not_null() if first else held.is_not_null() & (held == live["answer"])
            agrees = agrees.fill_null(value=False)
            done.append(
                live.filter(~agrees).select("_row", answer=pl.lit(None, dtype=pl.Boolean), exact=pl.lit(value=True))
            )
            live = live.with_columns(answer=held).filter(agrees)
            first = False
        done.append(live.select("_row", "answer", exact=pl.lit(value=True)))
        return pl.concat(done)

    def _one_by_one(self, rows: pl.DataFrame) -> pl.DataFrame:
        some = rows.head(self.rows_left)
        self.rows_left -= some.height
        facts = self.law.pathway.facts
        found = [decide(self.law.verdict, row, facts) for row in encoded_rows(self.law, some)]
        decided = some.select(
            "_row",
            answer=pl.Series([held for held, _ in found], dtype=pl.Boolean),
            exact=pl.Series([method != "intervals" for _, method in found], dtype=pl.Boolean),
        )
        rest = rows.slice(some.height).select("_row", answer=pl.lit(None, dtype=pl.Boolean), exact=pl.lit(value=False))
        return pl.concat([decided, rest])


def _ends_first(case: tuple[Known, ...]) -> tuple[Known, ...]:
    """The least and the largest first: they differ most, so most rows are done after two tries."""
    return (case[0], *case[:0:-1]) if len(case) > 1 else case


def _cell(value: Known, fact: Fact, present: pl.Expr | None = None) -> pl.Expr:
    """A value as a column, or in the gaps of one."""
    written = pl.lit(
        JOINT.join(sorted(value)) if isinstance(value, tuple | frozenset) else value, dtype=fact_dtype(fact)
    )
    return written if present is None else present.fill_null(written)
