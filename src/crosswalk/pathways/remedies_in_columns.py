"""The cheapest changes that would open a pathway, for a whole population: what `remedies` gives first for each.

Every set of up to a few levers is tried on all rows at once, but no set is put to the whole law. A verdict is made of
criteria, and a criterion only sees changes of the facts that it reads: so each criterion is evaluated once for each
choice of steps that it can see, and a set opens a route as far as the least of the route's criteria. Rows that lack a
fact which ties criteria together are decided by cases, as in `decide`, where there are not too many of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from operator import or_

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.pathways.best_sets import (
    NO,
    NO_MONTHS,
    OPEN,
    SETS,
    STAYS_UNKNOWN,
    UNKNOWN_COST,
    YES,
    BestSets,
    Truths,
    Whole,
)
from crosswalk.pathways.columns import JOINT, Compiled, compile_law, fact_dtype
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.menu import PARTS, Menu, Pull, Step
from crosswalk.pathways.pathway import Law
from crosswalk.pathways.remedy import MOST_CHANGES, remedies
from crosswalk.pathways.verdicts import cases_together, encoded_rows, facts_columns, same_gaps

__all__ = ["population_remedies"]

#: Cases that are tried together for rows that lack the same facts.
MOST_CASES = 64
#: Rows for which it pays to try a case of all of them in columns.
_ROWS_A_CASE = 20
#: Rows that are helped one by one, at most, where too few lack the same facts.
MOST_ROWS = 2_000
#: Rows that are looked at together.
SLICE = 1 << 20

_NEVER = 3  # no truth reaches it: the verdict is met already

Flags = NDArray[np.bool_]
Case = Mapping[str, Known]


def population_remedies(
    law: Law, frame: pl.DataFrame, *, at_most: int = MOST_CHANGES, most_rows: int = MOST_ROWS
) -> pl.DataFrame:
    """The cheapest set of changes of every row whose verdict is not met already.

    Args:
        law: A pathway on a day.
        frame: One column for each fact (`columns.fact_dtype`); a column that is absent is unknown.
        at_most: Changes at once.
        most_rows: Rows to help one by one, where so few lack the same facts that columns do not pay.

    Returns:
        One row for each row. `levers`, and `steps` (up to which step of its lever each goes, from 1), are null where
        the verdict is met already and where nothing opens the pathway. `verdict` is that after the changes; `cost` is
        in minor units, without the `unknown_costs` levers, null where no cost is known; `months` are those of the
        longest change, null where one is not known. `exact` is false where missing facts would need more cases than
        are tried: the set then opens the pathway as told, but a cheaper one might as well.

    Example:
        >>> from datetime import date
        >>> from crosswalk.pathways import CATALOGUE, load_pathway
        >>> law = load_pathway(CATALOGUE / "deu" / "opportunity_card").on(date(2026, 11, 22))
        >>> population_remedies(law, pl.DataFrame({"german": [0, 6]})).columns
        ['levers', 'steps', 'verdict', 'cost', 'unknown_costs', 'months', 'exact']
    """
    menu = Menu.of(law, at_most)
    if not law.in_force or not menu.sets:
        return BestSets.none(frame.height).table(menu)
    facts = facts_columns(law, frame, menu.facts)
    found = []
    for start in range(0, max(facts.height, 1), SLICE):
        best, helped = _best(law, menu, facts.slice(start, SLICE), at_most, most_rows)
        found.append(best.table(menu))
        most_rows -= helped
    return pl.concat(found)


def _best(law: Law, menu: Menu, facts: pl.DataFrame, at_most: int, most_rows: int) -> tuple[BestSets, int]:
    """The cheapest sets of some rows, together for those that lack the same facts; and how many went one by one."""
    compiled = compile_law(law)
    best, by_intervals, helped = BestSets.none(facts.height), [], 0
    not_met = compiled.run(facts, "verdict")["verdict"].ne_missing(other=True)
    for missing, ambiguous, part in same_gaps(law, facts.with_row_index("_row").filter(not_met)):
        cases = None if ambiguous else cases_together(law, missing, MOST_CASES)
        few = cases is None or (len(cases) > 1 and part.height < _ROWS_A_CASE * len(cases))
        if few and part.height <= most_rows - helped:
            best.put(part["_row"].to_numpy(), _one_by_one(law, menu, part, at_most), exact=True)
            helped += part.height
        elif cases is None:
            by_intervals.append(part)
        else:
            best.put(part["_row"].to_numpy(), _Group(law, menu, compiled, part, cases).cheapest(), exact=True)
    if by_intervals:
        part = pl.concat(by_intervals)
        best.put(part["_row"].to_numpy(), _Group(law, menu, compiled, part, [{}]).cheapest(), exact=False)
    return best, helped


def _one_by_one(law: Law, menu: Menu, rows: pl.DataFrame, at_most: int) -> BestSets:
    found, places = BestSets.none(rows.height), {chosen: place for place, chosen in enumerate(menu.sets)}
    levers = {lever.id: place for place, lever in enumerate(menu.levers)}
    for row, facts in enumerate(encoded_rows(law, rows)):
        for best in remedies(law.pathway, facts, law.day, at_most=at_most, show=1):
            found.chosen[row] = places[tuple((levers[each.lever], each.step - 1) for each in best.changes)]
            found.after[row] = YES if best.verdict == "met" else OPEN
            found.price[row] = len(best.unknown_costs) * UNKNOWN_COST + (best.cost.minor if best.cost else 0)
            found.time[row] = (NO_MONTHS if best.months is None else int(best.months * PARTS)) * SETS
    return found


@dataclass(frozen=True, slots=True)
class _Pulled:
    """A lever pulled up to a step, for every row.

    Attributes:
        better: Whether a fact is bettered at all, by fact; `some` is whether any is.
        changed: The facts after it.
        gone: Which steps up to it are gone, those that better something, as bits; `prices`, `months` are by these bits.
    """

    better: Mapping[str, pl.Series]
    changed: Mapping[str, pl.Series]
    some: Flags
    gone: NDArray[np.uint32]
    prices: Whole
    months: Whole


@dataclass(slots=True)
class _Group:
    """Rows that lack the same tied facts, and the cases of these."""

    law: Law
    menu: Menu
    compiled: Compiled
    facts: pl.DataFrame
    cases: Sequence[Case]
    pulled: dict[Pull, _Pulled] = field(default_factory=dict)
    seen: dict[tuple[object, ...], Truths] = field(default_factory=dict)

    def cheapest(self) -> BestSets:
        """The cheapest set of each row; sets that cost little are tried first, so that most others need no look."""
        for lever, steps in enumerate(self.menu.steps):
            gone = np.zeros(self.facts.height, np.uint32)
            for number in range(len(steps)):
                self.pulled[lever, number] = pulled = self._pulled((lever, number), gone)
                gone = pulled.gone
        found = BestSets.none(self.facts.height)
        needed = np.array([OPEN, YES, _NEVER], np.uint8)[self.verdict(())]
        for place in sorted(range(len(self.menu.sets)), key=self._least_price):
            chosen = self.menu.sets[place]
            after = self.verdict(chosen)
            rows = np.flatnonzero((after >= needed) & self._possible(chosen))
            price = self._price(chosen, rows) + np.where(after[rows] == YES, 0, STAYS_UNKNOWN)
            hopeful = price <= found.price[rows]
            rows = rows[hopeful]
            if rows.size:
                months = reduce(np.maximum, [part.months[part.gone[rows]] for part in self._parts(chosen)])
                found.offer(place, rows, after[rows], price[hopeful], months * SETS + self.menu.ranks[place])
        return found

    def _parts(self, chosen: tuple[Pull, ...]) -> list[_Pulled]:
        return [self.pulled[each] for each in chosen]

    def _least_price(self, place: int) -> int:
        return sum(int(part.prices[1:].min()) for part in self._parts(self.menu.sets[place]))

    def _price(self, chosen: tuple[Pull, ...], rows: NDArray[np.int64]) -> Whole:
        return reduce(np.add, [part.prices[part.gone[rows]] for part in self._parts(chosen)])

    def _possible(self, chosen: tuple[Pull, ...]) -> Flags:
        """Rows in which every change of a set betters something, and no two the same fact."""
        parts = self._parts(chosen)
        possible = reduce(np.logical_and, [part.some for part in parts])
        for one, other in combinations(parts, 2):
            for name in one.better.keys() & other.better.keys():
                possible = possible & ~(one.better[name] & other.better[name]).to_numpy()
        return possible

    def _pulled(self, pull: Pull, gone: NDArray[np.uint32]) -> _Pulled:
        steps, declared = self.menu.steps[pull[0]][: pull[1] + 1], self.law.pathway.facts
        better, changed = {}, {}
        for name in self.menu.levers[pull[0]].facts:
            fact, present, value = declared[name], pl.col(name), _value(steps[-1], declared[name])
            rises = present < value if fact.shape == "number" else present != value
            both = self.facts.select(
                rises.fill_null(value=True).alias("better"),
                pl.when(rises.fill_null(value=True)).then(value).otherwise(present).cast(fact_dtype(fact)).alias(name),
            )
            better[name], changed[name] = both["better"], both[name]
        some = reduce(or_, better.values()).to_numpy()
        bits = np.arange(1 << len(steps))
        prices, months = np.zeros(len(bits), np.int64), np.zeros(len(bits), np.int64)
        for place, step in enumerate(steps):
            taken = bits >> place & 1
            prices += taken * (UNKNOWN_COST if step.cost is None else step.cost)
            months += taken * (NO_MONTHS if step.months is None else step.months)
        prices = np.where(prices >= UNKNOWN_COST, UNKNOWN_COST, prices)  # one part that nobody could price
        months = np.minimum(months, NO_MONTHS)
        return _Pulled(better, changed, some, gone | some.astype(np.uint32) << np.uint32(pull[1]), prices, months)

    # -- verdicts -----------------------------------------------------------------------------------------------------

    def verdict(self, chosen: tuple[Pull, ...]) -> Truths:
        """What comes out after some changes: sure if it is the same in every case."""
        held = [self._verdict(chosen, case) for case in self.cases]
        if len(held) == 1:
            return held[0]
        least, most = reduce(np.minimum, held), reduce(np.maximum, held)
        return np.where(least == YES, YES, np.where(most == NO, NO, OPEN)).astype(np.uint8)

    def _verdict(self, chosen: tuple[Pull, ...], case: Case) -> Truths:
        return reduce(np.maximum, [self._route(route.criteria, chosen, case) for route in self.law.routes])

    def _route(self, criteria: tuple[str, ...], chosen: tuple[Pull, ...], case: Case) -> Truths:
        """The least of a route's criteria; what no change touches is looked at once for all sets."""
        touched = tuple(name for name in criteria if self._seen_by(name, chosen))
        others = tuple(name for name in criteria if name not in touched)
        untouched = self._once(("others", others, *case.items()), lambda: self._least(others, case))
        return reduce(np.minimum, [self._criterion(name, chosen, case) for name in touched], untouched)

    def _least(self, criteria: tuple[str, ...], case: Case) -> Truths:
        held = [self._criterion(name, (), case) for name in criteria]
        return reduce(np.minimum, held, np.full(self.facts.height, YES, np.uint8))

    def _criterion(self, name: str, chosen: tuple[Pull, ...], case: Case) -> Truths:
        seen, read = self._seen_by(name, chosen), self.compiled.facts_of[name]
        told = {fact: value for fact, value in case.items() if fact in read}
        return self._once(("holds", name, seen, *told.items()), lambda: self._holds(name, seen, told))

    def _seen_by(self, name: str, chosen: tuple[Pull, ...]) -> tuple[Pull, ...]:
        """The changes of a set that touch a fact which a criterion reads."""
        read = self.compiled.facts_of[name]
        return tuple(each for each in chosen if not read.isdisjoint(self.menu.levers[each[0]].facts))

    def _holds(self, name: str, chosen: tuple[Pull, ...], case: Case) -> Truths:
        declared = self.law.pathway.facts
        rows = self.facts.with_columns(
            _column(value).cast(fact_dtype(declared[fact])).alias(fact) for fact, value in case.items()
        )
        for part in self._parts(chosen):
            rows = rows.with_columns(
                pl.when(pl.lit(part.better[fact])).then(pl.lit(changed)).otherwise(pl.col(fact)).alias(fact)
                for fact, changed in part.changed.items()
            )
        held = pl.col(f"holds.{name}")
        truth = pl.when(held).then(pl.lit(YES, pl.UInt8)).when(~held).then(pl.lit(NO, pl.UInt8))
        found = self.compiled.run(rows, f"holds.{name}").select(truth.otherwise(pl.lit(OPEN, pl.UInt8)))
        return found.to_series().to_numpy()

    def _once(self, key: tuple[object, ...], found: Callable[[], Truths]) -> Truths:
        if key not in self.seen:
            self.seen[key] = found()
        return self.seen[key]


def _value(step: Step, fact: Fact) -> pl.Expr:
    """The value of a fact after a step; one that adds does so from where a row stands, and not beyond the range."""
    if fact.name not in step.added:
        return _column(step.values[fact.name])
    raised = pl.col(fact.name).fill_null(fact.low).cast(pl.Int64) + step.added[fact.name]
    return pl.when(raised < fact.high).then(raised).otherwise(fact.high)


def _column(value: Known) -> pl.Expr:
    return pl.lit(JOINT.join(sorted(value)) if isinstance(value, tuple | frozenset) else value)
