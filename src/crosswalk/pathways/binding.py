"""Binds the names of an expression to facts, dated numbers, tables and lists, and checks units and scales."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Literal as OneOfWords

from crosswalk.pathways import grammar as g
from crosswalk.pathways import nodes as n
from crosswalk.pathways.arithmetic import Bound, aligned, comparison, in_unit, negative, product, shown
from crosswalk.pathways.brackets import bracket_cuts, encoded, level_of, parameter_unit, steps_by_level, table_unit
from crosswalk.pathways.facts import DATE, LITERAL, Fact, Unit, day_number
from crosswalk.pathways.layout import (
    DatedList,
    DatedTable,
    Rule,
    RuleEntry,
    TableEntry,
)
from crosswalk.pathways.numbers import Figure, Span, Use, figures, spans, uncertain, valid_on
from crosswalk.pathways.scope import BindingError, Meter, Scope

__all__ = ["Binder"]

#: Numbers that may stand in a rule without a source: nothing, one, months of a year, hundredths.
FREE_LITERALS = frozenset({0, 1, 12, 100})
_ELAPSED: dict[str, OneOfWords["years", "months", "days"]] = {
    "age": "years",
    "years_between": "years",
    "months_between": "months",
    "days_between": "days",
}
FUNCTIONS = (*_ELAPSED, "min", "max", "count", "date_plus")


#: Notions within notions.
DEEPEST = 24


@dataclass(slots=True)
class Binder:
    """Binds expressions of one pathway for one day, and notes each number that they use."""

    scope: Scope
    day: date
    points: dict[str, n.Numeric] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    meter: Meter = field(default_factory=Meter)
    _within: tuple[str, ...] = ()

    # -- conditions ---------------------------------------------------------------------------------------------------

    def rule(self, rule: RuleEntry) -> n.Boolean:
        """Bind a rule of a file: text, or all/any/not of rules."""
        if isinstance(rule, bool):
            return n.Truth(rule)
        if isinstance(rule, Rule):
            if rule.not_ is not None:
                return n.Not(self.rule(rule.not_))
            items = tuple(self.rule(item) for item in (rule.all if rule.all is not None else rule.any) or ())
            return n.All(items) if rule.all is not None else n.Any(items)
        return self.condition(g.parse(rule))

    def condition(self, syntax: g.Syntax) -> n.Boolean:
        """Bind an expression that holds or not.

        Raises:
            BindingError: A name is unknown, or the expression is a number.
        """
        self.meter.add(1)
        match syntax:
            case g.Binary("and" | "or", left, right):
                kind = n.All if syntax.operator == "and" else n.Any
                return kind((self.condition(left), self.condition(right)))
            case g.Binary("=" | "!=" | "<" | "<=" | ">" | ">="):
                return self._compare(syntax)
            case g.Negation(item):
                return n.Not(self.condition(item))
            case g.Membership(item, name, negated):
                held = self._membership(item, name)
                return n.Not(held) if negated else held
            case g.SomeOf(item, name, every):
                return self._some_of(item, name, every)
            case g.NameOf(name):
                return self._named_condition(name)
            case _:
                raise BindingError(f"{shown(syntax)} is a number; a condition is wanted.")

    def _named_condition(self, name: str) -> n.Boolean:
        fact = self.scope.facts.get(name)
        if fact is not None:
            if fact.shape != "truth":
                raise BindingError(f"{name} is a {fact.entry.type}; compare it with something.")
            return n.YesNo(name)
        if name in self.scope.notions:
            return self._inside(name).condition(self.scope.notions[name])
        raise self._unknown(name)

    def _inside(self, notion: str) -> Binder:
        if notion in self._within:
            raise BindingError(f"The notion {notion} is defined by itself.")
        if len(self._within) >= DEEPEST:
            raise BindingError(f"More than {DEEPEST} notions stand within each other. Write some of them out.")
        return replace(self, _within=(*self._within, notion))

    def _compare(self, syntax: g.Binary) -> n.Boolean:
        fact = self._coded(syntax.left)
        if fact is not None:
            return self._equals(fact, syntax.operator, syntax.right)
        left, right = syntax.left, syntax.right
        for one, other in ((left, right), (right, left)):
            levels = self._levels_of(one)
            word = self._word(other) if levels is not None else None
            if levels is not None and word is not None:
                bound = n.Constant(level_of(levels, word))
                item = self.number(one)[0]
                return comparison(syntax.operator, *((item, bound) if one is left else (bound, item)))
        return comparison(syntax.operator, *aligned(self.number(left), self.number(right), syntax)[0])

    def _word(self, syntax: g.Syntax) -> str | None:
        """A level written out: a word, or a number where the levels are numbers, that names nothing else."""
        if isinstance(syntax, g.Literal):
            return str(syntax.value)
        taken = (self.scope.facts, self.scope.notions, self.scope.parameters)
        return syntax.name if isinstance(syntax, g.NameOf) and not any(syntax.name in each for each in taken) else None

    def _coded(self, syntax: g.Syntax) -> Fact | None:
        fact = self.scope.facts.get(syntax.name) if isinstance(syntax, g.NameOf) else None
        return fact if fact is not None and fact.shape in {"codes", "countries"} else None

    def _equals(self, fact: Fact, operator: str, other: g.Syntax) -> n.Boolean:
        if operator not in {"=", "!="} or not isinstance(other, g.NameOf) or fact.shape == "countries":
            raise BindingError(f"{fact.name} is a {fact.entry.type}: write {fact.name} = word, or {fact.name} in list.")
        if fact.options and other.name not in fact.options:
            raise BindingError(f"{fact.name} has no choice {other.name}; it has {', '.join(fact.options)}.")
        held = n.OneOf(fact.name, frozenset({other.name}))
        return n.Not(held) if operator == "!=" else held

    def _levels_of(self, syntax: g.Syntax) -> tuple[str, ...] | None:
        """The scale on which an expression moves, if it is a level or the smallest or largest of levels."""
        if isinstance(syntax, g.NameOf):
            fact = self.scope.facts.get(syntax.name)
            if fact is not None:
                return fact.options if fact.entry.type == "level" else None
            if syntax.name in self.scope.notions:
                return self._inside(syntax.name)._levels_of(self.scope.notions[syntax.name])
        if isinstance(syntax, g.Call) and syntax.name in {"min", "max"}:
            return self._levels_of(syntax.arguments[0])
        if isinstance(syntax, g.Conditional):
            return self._levels_of(syntax.then)
        return None

    def _membership(self, item: g.Syntax, name: str) -> n.Boolean:
        members, of = self._list(name)
        fact = self._coded(item)
        if fact is not None and fact.shape == "codes":
            if of not in {fact.unit.name, fact.name}:
                raise BindingError(f"{name} lists {of}, but {fact.name} is {fact.unit.name}.")
            if members is None:
                return n.Truth(None)
            if fact.options and (wrong := sorted(members - set(fact.options))):
                raise BindingError(f"{name} lists {wrong[0]}, which {fact.name} does not have.")
            return n.OneOf(fact.name, members, by_prefix=fact.entry.type == "occupation")
        levels = self._levels_of(item)
        if levels is None:
            raise BindingError(f"{shown(item)} cannot stand in a list; a code, country, choice or level can.")
        if members is None:
            return n.Truth(None)
        bound = self.number(item)[0]
        return n.Any(tuple(n.Compare("=", bound, n.Constant(level_of(levels, member))) for member in sorted(members)))

    def _some_of(self, item: g.Syntax, name: str, every: bool) -> n.Boolean:
        fact = self._coded(item)
        if fact is None or fact.shape != "countries":
            raise BindingError("`any of` and `all of` are for facts of type countries.")
        members, of = self._list(name)
        if of != "country":
            raise BindingError(f"{name} lists {of}, not country.")
        return n.Truth(None) if members is None else n.Overlap(fact.name, members, every)

    # -- numbers ------------------------------------------------------------------------------------------------------

    def number(self, syntax: g.Syntax) -> Bound:
        """Bind an expression that is a number, with its unit.

        Raises:
            BindingError: A name is unknown, units differ, or the expression is a condition.
        """
        self.meter.add(1)
        match syntax:
            case g.Literal(value):
                if value not in FREE_LITERALS:
                    raise BindingError(f"The number {value} has no source: make it a parameter.")
                return n.Constant(int(value)), LITERAL
            case g.NameOf(name):
                return self._named_number(name)
            case g.Binary("+" | "-", left, right):
                (one, other), unit = aligned(self.number(left), self.number(right), syntax)
                return n.Sum((one, other if syntax.operator == "+" else negative(other))), unit
            case g.Binary("*", left, right):
                return product(self.number(left), self.number(right), syntax)
            case g.Conditional(condition, then, otherwise):
                (one, other), unit = aligned(self.number(then), self.number(otherwise), syntax)
                return n.Choose(self.condition(condition), one, other), unit
            case g.Call(name, arguments):
                return self._call(name, arguments)
            case _:
                raise BindingError(f"{shown(syntax)} is a condition; a number is wanted.")

    def _named_number(self, name: str) -> Bound:
        if name == "on":
            return n.Constant(day_number(self.day)), DATE
        if name == "points" or name.startswith("points."):
            return self._points(name)
        fact = self.scope.facts.get(name)
        if fact is not None:
            if fact.shape != "number":
                raise BindingError(f"{name} is a {fact.entry.type}, not a number.")
            return n.NumberFact(name, fact.low, fact.high), fact.unit
        if name in self.scope.notions:
            return self._inside(name).number(self.scope.notions[name])
        if name in self.scope.parameters:
            return self._parameter(name)
        raise self._unknown(name)

    def _points(self, name: str) -> Bound:
        part = name.removeprefix("points").removeprefix(".")
        if part not in self.points:
            known = ", ".join(f"points.{each}" for each in self.points if each)
            raise BindingError(f"There is no {name}; there are {known or 'no points'}.")
        self.meter.add(self.sizes.get(part, 0))
        return self.points[part], Unit("points")

    def _parameter(self, name: str) -> Bound:
        entry = self.scope.parameters[name]
        unit = parameter_unit(name, self.scope.parameters)
        values = figures(name, self.scope.parameters)
        if entry.dated_by is not None:
            return self._dated_by(name, entry.dated_by, values, unit), unit
        scale = self.scope.scales.get(unit.name.removeprefix("level:")) if unit.name.startswith("level:") else None
        span = valid_on(values, self.day)
        self._note(name, "parameter", unit.name, span, values)
        if entry.ratio_of is not None:
            self._parameter(entry.ratio_of)
        if span is None:
            return n.Undetermined(), unit
        return n.Constant(encoded(span.value, unit) if scale is None else level_of(scale, str(span.value))), unit

    def _dated_by(self, name: str, by: str, values: tuple[Span[Figure], ...], unit: Unit) -> n.Numeric:
        """The value in force on the day that a fact names, as brackets over that day."""
        fact = self.scope.facts.get(by)
        if fact is None or fact.unit != DATE:
            raise BindingError(f"{name} is dated by {by}, which is no fact of type date.")
        cuts: list[int] = []
        steps: list[int | None] = [None]
        for span in values:
            first = day_number(span.first)
            if cuts and cuts[-1] == first:
                steps.pop()
                cuts.pop()
            cuts.append(first)
            steps.append(encoded(span.value, unit))
            if span.last is not None:
                cuts.append(day_number(span.last) + 1)
                steps.append(None)
            self._note(f"{name} from {span.first}", "parameter", unit.name, span, values)
        return n.Steps(n.NumberFact(by, fact.low, fact.high), tuple(cuts), tuple(steps))

    def _call(self, name: str, arguments: tuple[g.Syntax, ...]) -> Bound:
        if name in self.scope.tables:
            if len(arguments) != 1:
                raise BindingError(f"The table {name} takes one argument.")
            return self._table(name, arguments[0])
        if name in {"min", "max"}:
            if len(arguments) < 2:
                raise BindingError(f"{name} takes two or more numbers.")
            return self._extreme(name, arguments)
        if name == "count":
            return n.Count(tuple(self.condition(argument) for argument in arguments)), LITERAL
        if name == "date_plus":
            day, months = self._two(name, arguments)
            return n.PlusMonths(
                in_unit(self.number(day), "date", name), in_unit(self.number(months), "months", name)
            ), DATE
        if name in _ELAPSED:
            start, end = self._two(name, arguments)
            elapsed = n.Elapsed(
                _ELAPSED[name], in_unit(self.number(start), "date", name), in_unit(self.number(end), "date", name)
            )
            return elapsed, Unit(_ELAPSED[name])
        near = difflib.get_close_matches(name, (*FUNCTIONS, *self.scope.tables), n=1)
        raise BindingError(f"There is no function or table {name}." + (f" Did you mean {near[0]}?" if near else ""))

    def _two(self, name: str, arguments: tuple[g.Syntax, ...]) -> tuple[g.Syntax, g.Syntax]:
        if len(arguments) != 2:
            raise BindingError(f"{name} takes two arguments.")
        return arguments[0], arguments[1]

    def _extreme(self, name: str, arguments: tuple[g.Syntax, ...]) -> Bound:
        def join(one: Bound, other: Bound) -> Bound:
            pair, unit = aligned(one, other, g.Call(name, arguments))
            return (n.Smallest(pair) if name == "min" else n.Largest(pair)), unit

        return reduce(join, [self.number(argument) for argument in arguments])

    def _table(self, name: str, argument: g.Syntax) -> Bound:
        entry = self.scope.tables[name]
        values = spans([(version, version) for version in entry.values])
        span = valid_on(values, self.day)
        self._note(name, "table", entry.gives, span, values)
        gives = table_unit(entry)
        coded = self._coded(argument)
        if coded is not None:
            return self._lookup(name, entry, span, coded, gives), gives
        levels = self._levels_of(argument)
        bound, unit = self.number(argument)
        if unit is not LITERAL and entry.of not in {unit.name, unit.name.removeprefix("level:")}:
            raise BindingError(
                f"The table {name} is of {entry.of}, but {shown(argument)} is in {unit.name or 'no unit'}."
            )
        if span is None:
            return n.Undetermined(), gives
        if levels is not None and span.value.entries is not None:
            return n.Steps(bound, *steps_by_level(name, span.value, levels, gives)), gives
        if span.value.brackets is None:
            raise BindingError(f"The table {name} has entries by code, but {shown(argument)} is a number.")
        cuts, steps = bracket_cuts(span.value.brackets, unit, gives)
        return n.Steps(bound, cuts, steps), gives

    def _lookup(
        self, name: str, entry: TableEntry, span: Span[DatedTable] | None, fact: Fact, gives: Unit
    ) -> n.Numeric:
        if entry.of not in {fact.unit.name, fact.name}:
            raise BindingError(f"The table {name} is of {entry.of}, but {fact.name} is {fact.unit.name}.")
        if span is None:
            return n.Undetermined()
        if span.value.entries is None or fact.shape != "codes":
            raise BindingError(f"The table {name} needs entries by code, and one code to look up.")
        if fact.options and (wrong := sorted(set(span.value.entries) - set(fact.options))):
            raise BindingError(f"The table {name} has {wrong[0]}, which {fact.name} does not have.")
        entries = tuple(sorted((code, gives.encode(value)) for code, value in span.value.entries.items()))
        other = span.value.otherwise
        otherwise = None if other is None or other == "unknown" else gives.encode(Decimal(other))
        if fact.options and len(entries) == len(fact.options):  # nothing is left for otherwise
            otherwise = entries[0][1]
        return n.Lookup(fact.name, entries, otherwise, by_prefix=fact.entry.type == "occupation")

    def _list(self, name: str) -> tuple[frozenset[str] | None, str]:
        entry = self.scope.lists.get(name)
        if entry is None:
            near = difflib.get_close_matches(name, self.scope.lists, n=1)
            raise BindingError(f"There is no list {name}." + (f" Did you mean {near[0]}?" if near else ""))
        values: tuple[Span[DatedList], ...] = spans([(version, version) for version in entry.values])
        span = valid_on(values, self.day)
        self._note(name, "list", entry.of, span, values)
        return (None if span is None else frozenset(span.value.entries)), entry.of

    # -- notes and errors ---------------------------------------------------------------------------------------------

    def _note(
        self, name: str, kind: str, unit: str, span: Span[object] | None, values: tuple[Span[object], ...]
    ) -> None:
        if span is None:
            nearest = min(values, key=lambda each: abs((each.first - self.day).days))
            self.uses[name] = Use(name, kind, unit, None, nearest.source, None, None, needs_verification=True)
            return
        value = span.value
        shown = f"{value}" if isinstance(value, Decimal | date | str) else f"{kind} of {span.first}"
        doubt = uncertain(self.scope.sources.get(span.source), span.marked)
        self.uses[name] = Use(name, kind, unit, shown, span.source, span.first, span.last, doubt, span.note)

    def _unknown(self, name: str) -> BindingError:
        known = (*self.scope.facts, *self.scope.notions, *self.scope.parameters, "on", "points")
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else " Declare it under facts, notions or parameters."
        return BindingError(f"There is no {name}.{hint}")
