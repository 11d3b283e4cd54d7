"""Checks that every number of a pathway is cited, and that there is one for each day and each answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import DATE
from crosswalk.pathways.findings import Finding, boundary_days, dated, finding
from crosswalk.pathways.layout import FactorEntry, PointsEntry
from crosswalk.pathways.numbers import Use
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.reference import interval
from crosswalk.types import country_code

__all__ = ["cited", "complete", "covered"]

_COUNTRIES = "Write the three letters of ISO 3166, such as MAR."


def cited(pathway: Pathway) -> Iterator[Finding]:
    """Every number, criterion, factor and step names a source that exists and says where it was read."""
    sources = pathway.scope.sources
    for name, values in dated(pathway):
        for span in values:
            if span.source not in sources:
                section = next(key for key in ("parameters", "tables", "lists") if name in getattr(pathway.scope, key))
                yield finding(pathway, f"{name} cites {span.source}, which is no source.", section, name)
    named: list[tuple[str, tuple[str | int, ...]]] = [
        (entry.source, ("criteria", index)) for index, entry in enumerate(pathway.file.criteria)
    ]
    named += [
        (step.source, ("levers", index)) for index, lever in enumerate(pathway.file.levers) for step in lever.steps
    ]
    named += [(source, ("points",)) for entry in pathway.file.points for source in _points_sources(entry)]
    for source, key in named:
        if source not in sources:
            yield finding(pathway, f"There is no source {source}.", *key, remedy="Declare it under sources.")
    for name, entry in pathway.scope.sources.items():
        if not entry.url and entry.tier != "C":
            yield finding(pathway, f"The source {name} has no url.", "sources", name, remedy="Say where it was read.")


def _points_sources(entry: PointsEntry) -> Iterator[str]:
    if isinstance(entry, FactorEntry):
        yield entry.source
        return
    if entry.source is not None:
        yield entry.source
    for item in entry.of:
        yield from _points_sources(item)


def covered(pathway: Pathway) -> Iterator[Finding]:
    """A number must hold on each day on which it is used, up to its announced renewal; brackets cover their range."""
    missing: dict[str, date] = {}
    used: set[str] = set()
    for day in boundary_days(pathway):
        used |= {use.name for use in pathway.on(day).uses}
        for use in _ruling(pathway.on(day)):
            if use.value is None:
                missing.setdefault(use.name, day)
    for name, values in dated(pathway):
        section = next(key for key in ("parameters", "tables", "lists") if name in getattr(pathway.scope, key))
        entry = getattr(pathway.scope, section)[name]
        if name not in used or getattr(entry, "dated_by", None):
            continue
        for before, after in pairwise(values):
            if before.last is not None and before.last + timedelta(days=1) != after.first:
                gap = (
                    f"{name} has no value from {before.last + timedelta(days=1)} to {after.first - timedelta(days=1)}."
                )
                yield finding(pathway, gap, section, name, remedy="Find it, or say so with a value marked.")
        if not entry.earlier and name in missing and missing[name] < values[0].first:
            early = f"{name} is used on {missing[name]}, before its first value of {values[0].first}."
            remedy = "Add the value that held then, or say why it is not here: earlier: the amounts were not read."
            yield finding(pathway, early, section, name, remedy=remedy)
        last, end = values[-1].last, pathway.file.in_force.to
        if last is not None and (end is None or last < end) and not _renewed(pathway, name):
            remedy = "Add the value that follows, or say when it is renewed: renewed: every 1 January."
            yield finding(pathway, f"{name} ends on {last}, before the pathway does.", section, name, remedy=remedy)
    for law in (pathway.on(day) for day in boundary_days(pathway)):
        bare = next((at for node in _all_nodes(law) if (at := _gap(pathway, node)) is not None), None)
        if bare is not None:
            message = f"A table has no bracket at {bare} on {law.day}."
            yield finding(pathway, message, "tables", remedy="Add the bracket.")
            break


def _ruling(law: Law) -> Iterator[Use]:
    """The numbers that a verdict or points rest on; places and days of an intake are only told."""
    for criterion in law.counted:
        yield from criterion.uses
    for part in law.parts:
        yield from part.uses


def _renewed(pathway: Pathway, name: str) -> bool:
    """Whether a number is announced to be renewed, by itself or with the number that it is a ratio of."""
    entry = {**pathway.scope.parameters, **pathway.scope.tables, **pathway.scope.lists}[name]
    base = getattr(entry, "ratio_of", None)
    return bool(getattr(entry, "renewed", "")) or (base is not None and _renewed(pathway, base))


def _gap(pathway: Pathway, node: n.Node) -> str | None:
    """The least value that can be asked of a table and that none of its brackets holds."""
    if not isinstance(node, n.Steps):
        return None
    fact = pathway.facts[node.argument.fact] if isinstance(node.argument, n.NumberFact) else None
    if fact is not None and fact.unit == DATE:  # a figure dated by a fact: before its first day there was none
        return None
    low, high = interval(node.argument, {})
    for at in (low, *(cut for cut in node.cuts if low < cut <= high)):
        if node.values[bisect_right(node.cuts, at)] is None:
            return str(fact.show(at)) if fact is not None else str(at)
    return None


def complete(pathway: Pathway) -> Iterator[Finding]:
    """A table by level or choice has a value for each; one by code says what holds otherwise; countries exist."""
    scope = pathway.scope
    for name, table in scope.tables.items():
        fact = pathway.facts.get(table.of)
        keys = scope.scales.get(table.of) or (fact.options if fact is not None else ())
        for version in table.values:
            if version.entries is None or version.otherwise is not None:
                continue
            wanting = [key for key in keys if key not in version.entries]
            if wanting or not keys:
                lacks = f"no value for {', '.join(wanting)}" if wanting else "no otherwise"
                remedy = "Add it, or write otherwise: a number, or unknown."
                yield finding(
                    pathway, f"The table {name} of {version.from_} has {lacks}.", "tables", name, remedy=remedy
                )
    sets = [
        ("lists", name, entry.of, version.entries) for name, entry in scope.lists.items() for version in entry.values
    ]
    sets += [
        ("tables", name, entry.of, tuple(version.entries or ()))
        for name, entry in scope.tables.items()
        for version in entry.values
    ]
    for section, name, of, codes in sets:
        wrong = [code for code in codes if of == "country" and country_code(code) != code]
        if wrong:
            yield finding(
                pathway, f"{name} has {wrong[0]}, which is no country.", section, name, remedy="Write ISO 3166."
            )


def _all_nodes(law: Law) -> Iterator[n.Node]:
    stack: list[n.Node] = [law.verdict, *(part.value for part in law.parts)]
    while stack:
        node = stack.pop()
        yield node
        stack += n.children(node)
