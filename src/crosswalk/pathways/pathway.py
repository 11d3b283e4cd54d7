"""A pathway as it was read, and as it stood on one day: criteria, points and routes with their numbers bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from crosswalk.pathways import nodes as n
from crosswalk.pathways.binding import Binder
from crosswalk.pathways.facts import Fact, Unit
from crosswalk.pathways.grammar import GrammarError, parse
from crosswalk.pathways.layout import CriterionEntry, FactorEntry, GroupEntry, PathwayFile, RouteEntry
from crosswalk.pathways.numbers import Use, uncertain
from crosswalk.pathways.scope import BindingError, Scope
from crosswalk.texts import in_language
from crosswalk.yaml_files import Document

__all__ = ["Criterion", "Law", "Part", "Pathway", "Route"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion on one day.

    Attributes:
        applies: Whether it applies at all; None where it always does.
        rule: What it asks; None for discretion, quotas and windows.
        effective: What the verdict counts: the rule, or that it does not apply; None where it does not count.
        facts: Names of the facts that it reads, in order.
        uses: The numbers, tables and lists that it rests on.
    """

    entry: CriterionEntry
    applies: n.Boolean | None
    rule: n.Boolean | None
    effective: n.Boolean | None
    facts: tuple[str, ...]
    uses: tuple[Use, ...]
    needs_verification: bool

    @property
    def id(self) -> str:
        """The criterion's name in its file."""
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Part:
    """A factor or a group of the points system on one day."""

    id: str
    entry: FactorEntry | GroupEntry
    value: n.Numeric
    facts: tuple[str, ...]
    uses: tuple[Use, ...]
    depth: int
    needs_verification: bool


@dataclass(frozen=True, slots=True)
class Route:
    """One of several ways in, on one day; what is common to all routes is part of it."""

    entry: RouteEntry | None
    criteria: tuple[str, ...]
    effective: n.Boolean

    @property
    def id(self) -> str:
        """The route's name in its file; empty where a pathway has only one."""
        return self.entry.id if self.entry else ""


@dataclass(frozen=True, eq=False)
class Law:
    """A pathway on one day: everything bound, ready to be put to facts."""

    pathway: Pathway
    day: date
    in_force: bool
    criteria: tuple[Criterion, ...]
    parts: tuple[Part, ...]
    points: n.Numeric | None
    routes: tuple[Route, ...]
    verdict: n.Boolean

    @cached_property
    def counted(self) -> tuple[Criterion, ...]:
        """The criteria that the verdict counts: gates and documents."""
        return tuple(criterion for criterion in self.criteria if criterion.effective is not None)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Facts that the verdict depends on, each once."""
        return tuple(dict.fromkeys(n.facts_of(self.verdict)))

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every number, table and list that is used on this day, each once."""
        found = {use.name: use for criterion in self.criteria for use in criterion.uses}
        found |= {use.name: use for part in self.parts for use in part.uses}
        return tuple(found.values())


@dataclass(frozen=True, eq=False)
class Pathway:
    """A pathway as it was read from its folder.

    Attributes:
        id: `<iso3>.<name>`, as the folder.
        digest: SHA-256 of the file and of what it takes from the shared files.
        facts: The declared facts that it reads.
    """

    id: str
    file: PathwayFile
    document: Document
    digest: str
    facts: Mapping[str, Fact]
    scope: Scope
    _laws: dict[date, Law] = field(default_factory=dict, repr=False)

    def on(self, day: date) -> Law:
        """The law as it stood on a day.

        Raises:
            FileError: An expression of the file does not bind.
        """
        if day not in self._laws:
            self._laws[day] = _Builder(self, day).law()
        return self._laws[day]

    def name(self, language: str = "en") -> str:
        """The pathway's name in a language, else in English."""
        return in_language(self.file.names, language)


class _Builder:
    """Binds a whole pathway for one day."""

    def __init__(self, pathway: Pathway, day: date) -> None:
        self.pathway, self.file, self.day = pathway, pathway.file, day
        self.binder = Binder(pathway.scope, day)

    def law(self) -> Law:
        in_force = self.file.in_force.from_ <= self.day and (
            self.file.in_force.to is None or self.day <= self.file.in_force.to
        )
        parts = tuple(self.points())
        total = self.binder.points.get("")
        criteria = tuple(
            self.criterion(index, entry) for index, entry in enumerate(self.file.criteria) if _holds(entry, self.day)
        )
        routes = self.routes(criteria)
        verdict = routes[0].effective if len(routes) == 1 else self.joined(criteria, routes)
        return Law(self.pathway, self.day, in_force, criteria, parts, total, routes, verdict)

    # -- points -------------------------------------------------------------------------------------------------------

    def points(self) -> Iterator[Part]:
        values = []
        for index, entry in enumerate(self.file.points):
            parts = list(self.part(entry, ("points", index), 0))
            values.append(parts[0].value)
            yield from parts
        if values:
            self.binder.points[""] = _total(values)
            self.binder.sizes[""] = sum(self.binder.sizes[_part_id(entry)] for entry in self.file.points)

    def part(self, entry: FactorEntry | GroupEntry, key: tuple[str | int, ...], depth: int) -> Iterator[Part]:
        if isinstance(entry, FactorEntry):
            yield self.factor(entry, key, depth)
            return
        below: list[Part] = []
        values = []
        for index, item in enumerate(entry.of):
            parts = list(self.part(item, (*key, "of", index), depth + 1))
            values.append(parts[0].value)
            below += parts
        value = _total(values)
        own: dict[str, Use] = {}
        if entry.at_most is not None:
            cap, own = self.bind(lambda binder: _points_number(binder, entry.at_most, entry.source), (*key, "at_most"))
            value = n.Smallest((value, cap))
        self.binder.points[entry.group] = value
        self.binder.sizes[entry.group] = 1 + sum(self.binder.sizes[_part_id(item)] for item in entry.of)
        doubt = any(use.needs_verification for use in own.values())
        yield Part(entry.group, entry, value, _names(value), tuple(own.values()), depth, doubt)
        yield from below

    def factor(self, entry: FactorEntry, key: tuple[str | int, ...], depth: int) -> Part:
        def build(binder: Binder) -> n.Numeric:
            if entry.value is not None:
                value, unit = binder.number(parse(entry.value))
                if unit.name not in {"points", "*"} or unit.decimals:
                    raise BindingError(f"The factor gives {unit.name or 'no unit'}, not whole points.")
            else:
                assert entry.if_ is not None
                value = n.Choose(
                    binder.rule(entry.if_), _points_number(binder, entry.worth, entry.source), n.Constant(0)
                )
            return value if entry.when is None else n.Choose(binder.rule(entry.when), value, n.Constant(0))

        before = self.binder.meter.parts
        value, uses = self.bind(build, key)
        self.binder.points[entry.factor] = value
        self.binder.sizes[entry.factor] = self.binder.meter.parts - before
        doubt = self.doubtful(entry.source, key) or any(use.needs_verification for use in uses.values())
        return Part(entry.factor, entry, value, _names(value), tuple(uses.values()), depth, doubt)

    # -- criteria and routes ------------------------------------------------------------------------------------------

    def criterion(self, index: int, entry: CriterionEntry) -> Criterion:
        key = ("criteria", index)
        uses: dict[str, Use] = {}
        parts: dict[str, n.Boolean] = {}
        for part in ("when", "unless", "rule"):
            rule = getattr(entry, part)
            if rule is not None:
                parts[part], used = self.bind(lambda binder, rule=rule: binder.rule(rule), (*key, part))
                uses |= used
        conditions = [parts["when"]] if "when" in parts else []
        conditions += [n.Not(parts["unless"])] if "unless" in parts else []
        applies = None if not conditions else conditions[0] if len(conditions) == 1 else n.All(tuple(conditions))
        rule = parts.get("rule")
        effective = rule if rule is None or applies is None else n.Any((n.Not(applies), rule))
        for name in (entry.places, entry.opens, entry.closes):
            if name is not None:
                uses |= self.bind(lambda binder, name=name: binder.number(parse(name)), key)[1]
        if entry.left is not None:
            self.bind(lambda binder: binder.condition(parse(entry.left or "")), (*key, "left"))
        read = tuple(dict.fromkeys(name for part in parts.values() for name in n.facts_of(part)))
        read += (entry.left,) if entry.left is not None and entry.left not in read else ()
        doubt = self.doubtful(entry.source, key) or any(use.needs_verification for use in uses.values())
        return Criterion(entry, applies, rule, effective, read, tuple(uses.values()), doubt)

    def routes(self, criteria: tuple[Criterion, ...]) -> tuple[Route, ...]:
        counted = {criterion.id: criterion for criterion in criteria if criterion.effective is not None}
        special = {name for route in self.file.routes for name in route.requires}
        common = [name for name in counted if name not in special]
        if not self.file.routes:
            return (Route(None, tuple(common), _all(counted[name] for name in common)),)
        built = []
        for route in self.file.routes:
            names = (*common, *(name for name in route.requires if name in counted))
            built.append(Route(route, names, _all(counted[name] for name in names)))
        return tuple(built)

    def joined(self, criteria: tuple[Criterion, ...], routes: tuple[Route, ...]) -> n.Boolean:
        """What is common, once, and any of what the routes add."""
        counted = {criterion.id: criterion for criterion in criteria if criterion.effective is not None}
        special = {name for route in self.file.routes for name in route.requires}
        common = [criterion for name, criterion in counted.items() if name not in special]
        ways = n.Any(tuple(_all(counted[name] for name in route.criteria if name in special) for route in routes))
        base = _all(common)
        return n.All((*base.items, ways)) if isinstance(base, n.All) else n.All((base, ways))

    # -- helpers ------------------------------------------------------------------------------------------------------

    def bind(self, build, key: tuple[str | int, ...]):  # type: ignore[no-untyped-def]
        """Bind something with a fresh list of uses; errors get the file's line."""
        binder = replace(self.binder, uses={})
        try:
            return build(binder), binder.uses
        except (BindingError, GrammarError, ValueError) as error:
            raise self.pathway.document.error(str(error), *key) from error

    def doubtful(self, source: str, key: tuple[str | int, ...]) -> bool:
        if source not in self.pathway.scope.sources:
            raise self.pathway.document.error(f"There is no source {source}.", *key, remedy="Declare it under sources.")
        return uncertain(self.pathway.scope.sources[source], marked=False)


def _holds(entry: CriterionEntry, day: date) -> bool:
    period = entry.in_force
    return period is None or (period.from_ <= day and (period.to is None or day <= period.to))


def _total(values: list[n.Numeric]) -> n.Numeric:
    return values[0] if len(values) == 1 else n.Sum(tuple(values))


def _all(criteria: Iterator[Criterion] | list[Criterion]) -> n.Boolean:
    items = tuple(criterion.effective for criterion in criteria if criterion.effective is not None)
    return items[0] if len(items) == 1 else n.All(items)


def _part_id(entry: FactorEntry | GroupEntry) -> str:
    return entry.factor if isinstance(entry, FactorEntry) else entry.group


def _names(node: n.Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.facts_of(node)))


def _points_number(binder: Binder, value: int | str | None, source: str | None) -> n.Numeric:
    """A number of points that stands in the file beside its source, or the name of a parameter."""
    if isinstance(value, int):
        if source is None:
            raise BindingError(f"The number {value} has no source: name one beside it.")
        return n.Constant(value)
    node, unit = binder.number(parse(str(value)))
    if unit not in {Unit("points"), Unit("*")}:
        raise BindingError(f"{value} is in {unit.name or 'no unit'}, not in points.")
    return node
