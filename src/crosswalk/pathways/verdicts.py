"""Verdicts of a whole population: intervals for all, then every case of the facts that tie criteria together.

The same answer as `decide` gives for one person, in columns: only rows that intervals leave open, and in which a
tied fact is missing, are tried again; a row leaves as soon as two of its cases differ. A tied number whose
breakpoints depend on the row's other facts is decided row by row, up to a stated number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

import polars as pl

from crosswalk.pathways.columns import JOINT, Compiled, compile_law, fact_dtype
from crosswalk.pathways.decide import MOST_CASES, cases_of, decide, tied_facts
from crosswalk.pathways.facts import Known, Value
from crosswalk.pathways.pathway import Law

__all__ = ["MOST_ROWS", "encoded_rows", "facts_columns", "verdicts"]

#: Rows that are decided one by one, at most, where their cases cannot be tried in columns.
MOST_ROWS = 10_000


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
    facts = law.pathway.facts
    names = [name for name in frame.columns if name in facts]
    for row in frame.select(names).iter_rows():
        yield {name: _encoded(facts[name].shape, value) for name, value in zip(names, row, strict=True)}


def _encoded(shape: str, value: object) -> Value:
    if isinstance(value, str):
        codes = [code for code in value.split(JOINT) if code]
        return frozenset(codes) if shape == "countries" else tuple(codes)
    assert value is None or isinstance(value, int)
    return value


def facts_columns(law: Law, frame: pl.DataFrame) -> pl.DataFrame:
    """The facts that a law reads, one column each; unknown where a frame has none."""
    facts = law.pathway.facts
    told = [pl.col(name) if name in frame.columns else pl.lit(None).alias(name) for name in law.facts]
    columns = [column.cast(fact_dtype(facts[name])) for column, name in zip(told, law.facts, strict=True)]
    return frame.with_columns(columns).select(law.facts)


@dataclass(slots=True)
class _Tries:
    """Tries the cases of rows that intervals leave open."""

    law: Law
    compiled: Compiled
    rows_left: int

    def all(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Row, answer (null: unknown) and whether it is exact."""
        tied = tied_facts(self.law.verdict)
        shape = pl.Schema({"_row": pl.UInt32, "answer": pl.Boolean, "exact": pl.Boolean})
        found = [pl.DataFrame(schema=shape)]
        pattern = (
            pl.concat_list([pl.col(name).is_null() for name in tied]) if tied else pl.lit([], dtype=pl.List(pl.Boolean))
        )
        several = [pl.col(name).str.contains(JOINT, literal=True) for name in tied if self._may_be_several(name)]
        unsure = (
            pl.any_horizontal([each.fill_null(value=False) for each in several]) if several else pl.lit(value=False)
        )
        for (missing, ambiguous), part in rows.with_columns(_pattern=pattern, _unsure=unsure).group_by(
            "_pattern", "_unsure"
        ):
            names = [name for name, absent in zip(tied, missing, strict=True) if absent]
            found.append(self._group(part.drop("_pattern", "_unsure"), names, bool(ambiguous)).cast(shape))
        return pl.concat(found)

    def _may_be_several(self, name: str) -> bool:
        fact = self.law.pathway.facts[name]
        return fact.shape == "codes" and not fact.options

    def _group(self, rows: pl.DataFrame, missing: list[str], ambiguous: bool) -> pl.DataFrame:
        """Rows that lack the same tied facts."""
        if not missing and not ambiguous:
            return rows.select("_row", answer=None, exact=pl.lit(value=True))
        facts = self.law.pathway.facts
        cases = {name: cases_of(self.law.verdict, facts[name], {}) for name in missing}
        told = {name: case for name, case in cases.items() if case is not None}
        if ambiguous or len(told) < len(cases) or prod(len(case) for case in told.values()) > MOST_CASES:
            return self._one_by_one(rows)
        return self._in_columns(rows, told)

    def _in_columns(self, rows: pl.DataFrame, cases: dict[str, tuple[Known, ...]]) -> pl.DataFrame:
        facts = self.law.pathway.facts
        done = [pl.DataFrame(schema={"_row": pl.UInt32, "answer": pl.Boolean, "exact": pl.Boolean})]
        first = True
        live = rows.with_columns(answer=pl.lit(None, dtype=pl.Boolean))
        for values in product(*(_ends_first(case) for case in cases.values())):
            if live.is_empty():
                break
            tried = live.with_columns(
                pl.lit(_cell(value), dtype=fact_dtype(facts[name])).alias(name)
                for name, value in zip(cases, values, strict=True)
            )
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


def _cell(value: Known) -> bool | int | str:
    return JOINT.join(sorted(value)) if isinstance(value, tuple | frozenset) else value
