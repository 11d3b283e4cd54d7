"""The cheapest changes that would open a pathway: every set of up to a few levers is tried, so the answer is exact.

A lever is something that a person, an employer or a programme can change (a language level, a licence, an offer). Steps
are cumulative: a person who has German A2 pays for B1 only the step from A2. Changes run side by side, so the months of
a set are those of its longest change, and its cost is the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, product

from crosswalk.pathways.assess import Verdict, verdict_of
from crosswalk.pathways.facts import Value
from crosswalk.pathways.layout import LeverEntry, LeverStep
from crosswalk.pathways.levers import Cost, step_cost, step_value
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.reference import Facts, truth

__all__ = ["Change", "Remedy", "changes_of", "remedies"]

MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One lever pulled so far: the new values of its facts, how long it takes, and what it costs.

    Attributes:
        step: The number of the step of the lever up to which it goes, from 1.
        values: Encoded, by fact.
        shown: The new value as it is written.
        months: None where nobody could say.
        cost: None where nobody could say.
        assumed: The present value was not known, so the whole way was counted.
    """

    lever: str
    title: Mapping[str, str]
    step: int
    values: Mapping[str, Value]
    shown: object
    months: Decimal | None
    cost: Cost | None
    payer: str
    sources: tuple[str, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Remedy:
    """A set of changes after which no criterion of one route fails.

    Attributes:
        verdict: After the changes, on the same day: `met`, or `unknown` where other facts are missing.
        months: Of the longest change; None where one is not known.
        cost: The sum of the costs that are known, in minor units.
        unknown_costs: Levers whose cost nobody could say; they are not in the sum.
    """

    changes: tuple[Change, ...]
    verdict: Verdict
    months: Decimal | None
    cost: Cost | None
    unknown_costs: tuple[str, ...]

    @property
    def order(self) -> tuple[bool, int, int, Decimal, int, tuple[str, ...]]:
        """Cheapest first: surely open, few unknown costs, low cost, soon, few changes, by name."""
        minor = self.cost.minor if self.cost else 0
        months = Decimal(10**6) if self.months is None else self.months
        names = tuple(change.lever for change in self.changes)
        return self.verdict != "met", len(self.unknown_costs), minor, months, len(self.changes), names


def remedies(
    pathway: Pathway, facts: Facts, day: date, *, at_most: int = MOST_CHANGES, show: int = 5
) -> tuple[Remedy, ...]:
    """The cheapest sets of changes that would open a pathway, best first.

    Args:
        pathway: A pathway whose file declares levers.
        facts: Encoded facts of one person and offer.
        day: The day whose law counts.
        at_most: Changes at once.
        show: How many sets to return; none contains another that is as good.

    Returns:
        Nothing where the verdict is met already, or where no set of levers opens it.
    """
    law = pathway.on(day)
    before = verdict_of(law, facts)[0]
    if before in {"met", "not_in_force"}:
        return ()
    menus = [list(changes_of(law, lever, facts)) for lever in pathway.file.levers]
    ways = _failing(law, facts)
    found: list[Remedy] = []
    for size in range(1, at_most + 1):
        for menu in combinations([each for each in menus if each], size):
            for changes in product(*menu):
                names = [name for change in changes for name in change.values]
                if not _reaches(ways, names):
                    continue
                if len(set(names)) == len(names) and not _contains(changes, found):
                    found += _tried(law, facts, changes, before)
    best: list[Remedy] = []
    for remedy in sorted(found, key=lambda each: each.order):
        if not any(_as_good(other, remedy) for other in best):
            best.append(remedy)
    return tuple(best[:show])


def _failing(law: Law, facts: Facts) -> list[list[frozenset[str]]]:
    """For each route, the facts that each of its failing criteria reads."""
    failing = {
        criterion.id: frozenset(criterion.facts)
        for criterion in law.counted
        if criterion.effective is not None and truth(criterion.effective, facts) is False
    }
    return [[failing[name] for name in route.criteria if name in failing] for route in law.routes]


def _reaches(ways: list[list[frozenset[str]]], names: list[str]) -> bool:
    """Whether changes touch every failing criterion of some route: what reads none of them goes on failing."""
    return any(all(not facts.isdisjoint(names) for facts in way) for way in ways)


def _tried(law: Law, facts: Facts, changes: tuple[Change, ...], before: Verdict) -> Iterator[Remedy]:
    verdict = verdict_of(
        law, {**facts, **{name: value for change in changes for name, value in change.values.items()}}
    )[0]
    if verdict != "met" and (verdict == "not_met" or before == "unknown"):
        return
    months = [change.months for change in changes]
    known = [change.cost for change in changes if change.cost is not None]
    yield Remedy(
        changes=changes,
        verdict=verdict,
        months=None if None in months else max(each for each in months if each is not None),
        cost=Cost(sum(cost.minor for cost in known), known[0].currency) if known else None,
        unknown_costs=tuple(change.lever for change in changes if change.cost is None),
    )


def _as_good(one: Remedy, other: Remedy) -> bool:
    """Whether a cheaper set pulls no other levers, no slower: then the other need not be shown."""
    same = {change.lever for change in one.changes} <= {change.lever for change in other.changes}
    sooner = one.months is not None and (other.months is None or one.months <= other.months)
    return same and one.verdict == other.verdict and (sooner or other.months is None)


def _contains(changes: tuple[Change, ...], found: list[Remedy]) -> bool:
    """Whether a set that is as good needs only a part of these changes: more would cost more and open nothing new."""
    mine = {(change.lever, str(change.shown)) for change in changes}
    return any(
        remedy.verdict == "met" and {(change.lever, str(change.shown)) for change in remedy.changes} < mine
        for remedy in found
    )


def changes_of(law: Law, lever: LeverEntry, facts: Facts) -> Iterator[Change]:
    """Each step of a lever that would change a person's present values, with the way up to it."""
    way = _Way()
    for number, step in enumerate(lever.steps, 1):
        values = _values(law, lever, number, facts)
        if values is None:
            return
        if not any(_better(value, facts.get(name)) for name, value in values.items()):
            continue
        way.go(step)
        raised = {name: value for name, value in values.items() if _better(value, facts.get(name))}
        yield Change(
            lever=lever.id,
            title=lever.title,
            step=number,
            values=raised,
            shown=law.pathway.facts[next(iter(raised))].show(next(iter(raised.values()))),
            months=way.months,
            cost=way.cost,
            payer=lever.payer,
            sources=tuple(dict.fromkeys(way.sources)),
            assumed=any(facts.get(name) is None for name in raised),
        )


def _values(law: Law, lever: LeverEntry, number: int, facts: Facts) -> dict[str, Value] | None:
    """The facts of a lever after some of its steps; None where the law gives no figure for the step."""
    step = lever.steps[number - 1]
    values: dict[str, Value] = {}
    for name in lever.facts:
        value = step_value(law, name, step)
        if value is None:
            return None
        if step.add is not None:
            fact, present = law.pathway.facts[name], facts.get(name)
            start = present if isinstance(present, int) else fact.low
            added = sum(fact.unit.encode(each.add) for each in lever.steps[:number] if each.add is not None)
            value = min(start + added, fact.high)
        values[name] = value
    return values


class _Way:
    """Months and cost of the steps gone so far; once one is not known, the whole is not."""

    def __init__(self) -> None:
        self.months: Decimal | None = Decimal(0)
        self.cost: Cost | None = Cost(0, "")
        self.sources: list[str] = []

    def go(self, step: LeverStep) -> None:
        known, cost = step.months != "unknown", step_cost(step)
        self.months = self.months + Decimal(step.months) if known and self.months is not None else None
        self.cost = Cost(self.cost.minor + cost.minor, cost.currency) if cost and self.cost is not None else None
        self.sources.append(step.source)


def _better(value: Value, present: Value) -> bool:
    """Whether a step changes anything: numbers and levels only rise, other answers only differ."""
    if present is None:
        return True
    if isinstance(value, int) and not isinstance(value, bool):
        return isinstance(present, int) and value > present
    return value != present
