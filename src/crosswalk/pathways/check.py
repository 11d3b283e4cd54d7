"""Checks a pathway as a reviewer would: nothing undefined, uncited, unreachable or unproven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal

from crosswalk.pathways import nodes as n
from crosswalk.pathways.binding import BindingError
from crosswalk.pathways.cases import CaseResult, run_cases
from crosswalk.pathways.decide import decide
from crosswalk.pathways.errors import PathwayFileError
from crosswalk.pathways.facts import encode_facts
from crosswalk.pathways.layout import FactEntry, FactorEntry, LeverStep, PointsEntry
from crosswalk.pathways.levers import step_cost, step_value
from crosswalk.pathways.loading import load_pathway
from crosswalk.pathways.numbers import Span, figures, spans
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.reference import interval, truth

__all__ = ["Finding", "boundary_days", "check_pathway", "last_known_day"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: an error keeps the file out, a note is for the reviewer."""

    level: Literal["error", "note"]
    place: str
    message: str
    remedy: str = ""


def check_pathway(folder: Path) -> tuple[Finding, ...]:
    """Every finding in a pathway's folder, errors first; a file that cannot be read gives one error.

    Every number, list and table is cited and holds on each day of the pathway (or says when it is renewed), brackets
    cover what can be asked, every criterion can be met and missed, every fact is used, the maxima close, levers change
    something, and the cases prove it: each passes, and each criterion fails alone once.
    """
    try:
        pathway = load_pathway(folder)
        laws = [pathway.on(day) for day in boundary_days(pathway)]
        findings = [*_cited(pathway), *_covered(pathway), *_reachable(laws), *_used(pathway, laws)]
        findings += [*_closing(pathway), *_levers(pathway), *_notes(pathway), *_proven(pathway, folder)]
    except PathwayFileError as error:
        return (Finding("error", error.place, error.message, error.remedy),)
    return tuple(sorted(findings, key=lambda finding: finding.level))


def boundary_days(pathway: Pathway) -> tuple[date, ...]:
    """The first day of the pathway and every day on which one of its numbers, tables, lists or criteria changes."""
    first, last = pathway.file.in_force.from_, pathway.file.in_force.to
    days = {first}
    for name, values in _dated(pathway):
        if name not in pathway.scope.parameters or not pathway.scope.parameters[name].dated_by:
            days |= {span.first for span in values}
            days |= {span.last + timedelta(days=1) for span in values if span.last is not None}
    for criterion in pathway.file.criteria:
        if criterion.in_force is not None:
            days.add(criterion.in_force.from_)
            days |= {criterion.in_force.to + timedelta(days=1)} if criterion.in_force.to else set()
    return tuple(sorted(day for day in days if day >= first and (last is None or day <= last)))


def last_known_day(pathway: Pathway) -> date:
    """The last day of change on which the law gives a figure for every number that is used."""
    days = boundary_days(pathway)
    known = (day for day in reversed(days) if all(use.value is not None for use in pathway.on(day).uses))
    return next(known, days[-1])


def _dated(pathway: Pathway) -> Iterator[tuple[str, tuple[Span[object], ...]]]:
    scope = pathway.scope
    for name in scope.parameters:
        yield name, figures(name, scope.parameters)
    for name, table in scope.tables.items():
        yield name, spans([(version, version) for version in table.values])
    for name, entry in scope.lists.items():
        yield name, spans([(version, version) for version in entry.values])


def _error(pathway: Pathway, message: str, *key: str | int, remedy: str = "") -> Finding:
    return Finding("error", pathway.document.place(*key), message, remedy)


def _cited(pathway: Pathway) -> Iterator[Finding]:
    sources = pathway.scope.sources
    for name, values in _dated(pathway):
        for span in values:
            if span.source not in sources:
                section = next(key for key in ("parameters", "tables", "lists") if name in getattr(pathway.scope, key))
                yield _error(pathway, f"{name} cites {span.source}, which is no source.", section, name)
    cited: list[tuple[str, tuple[str | int, ...]]] = [
        (entry.source, ("criteria", index)) for index, entry in enumerate(pathway.file.criteria)
    ]
    cited += [
        (step.source, ("levers", index)) for index, lever in enumerate(pathway.file.levers) for step in lever.steps
    ]
    cited += [(source, ("points",)) for entry in pathway.file.points for source in _points_sources(entry)]
    for source, key in cited:
        if source not in sources:
            yield _error(pathway, f"There is no source {source}.", *key, remedy="Declare it under sources.")
    for name, entry in pathway.scope.sources.items():
        if not entry.url and entry.tier != "C":
            yield _error(pathway, f"The source {name} has no url.", "sources", name, remedy="Say where it was read.")


def _points_sources(entry: PointsEntry) -> Iterator[str]:
    if isinstance(entry, FactorEntry):
        yield entry.source
        return
    if entry.source is not None:
        yield entry.source
    for item in entry.of:
        yield from _points_sources(item)


def _covered(pathway: Pathway) -> Iterator[Finding]:
    """A number must hold on each day of the pathway, up to its announced renewal; brackets must cover their range."""
    used = {use.name for day in boundary_days(pathway) for use in pathway.on(day).uses}
    for name, values in _dated(pathway):
        section = next(key for key in ("parameters", "tables", "lists") if name in getattr(pathway.scope, key))
        entry = getattr(pathway.scope, section)[name]
        if name not in used or getattr(entry, "dated_by", None):
            continue
        for before, after in pairwise(values):
            if before.last is not None and before.last + timedelta(days=1) != after.first:
                gap = (
                    f"{name} has no value from {before.last + timedelta(days=1)} to {after.first - timedelta(days=1)}."
                )
                yield _error(pathway, gap, section, name, remedy="Find it, or say so with a value marked.")
        last, end = values[-1].last, pathway.file.in_force.to
        if last is not None and (end is None or last < end) and not _renewed(pathway, name):
            remedy = "Add the value that follows, or say when it is renewed: renewed: every 1 January."
            yield _error(pathway, f"{name} ends on {last}, before the pathway does.", section, name, remedy=remedy)
    for law in (pathway.on(day) for day in boundary_days(pathway)):
        for node in _all_nodes(law):
            if isinstance(node, n.Steps) and not _from_dated_fact(node):
                low, high = interval(node.argument, {})
                bounds = [low, *(cut for cut in node.cuts if low < cut <= high)]
                gaps = [
                    at for at in bounds if interval(n.Steps(n.Constant(at), node.cuts, node.values), {})[0] < -(10**11)
                ]
                if gaps:
                    yield _error(pathway, f"A table has no bracket at {gaps[0]} ({law.day}).", "tables")
                    break


def _renewed(pathway: Pathway, name: str) -> bool:
    """Whether a number is announced to be renewed, by itself or with the number that it is a ratio of."""
    entry = {**pathway.scope.parameters, **pathway.scope.tables, **pathway.scope.lists}[name]
    base = getattr(entry, "ratio_of", None)
    return bool(getattr(entry, "renewed", "")) or (base is not None and _renewed(pathway, base))


def _from_dated_fact(node: n.Steps) -> bool:
    return isinstance(node.argument, n.NumberFact) and node.argument.low < -10_000


def _all_nodes(law: Law) -> Iterator[n.Node]:
    stack: list[n.Node] = [law.verdict]
    while stack:
        node = stack.pop()
        yield node
        stack += n.children(node)


def _reachable(laws: list[Law]) -> Iterator[Finding]:
    """Each criterion must be able to hold and to fail on some day; each bracket value must be able to come out."""
    seen: dict[str, set[bool | None]] = {}
    for law in laws:
        for criterion in law.counted:
            assert criterion.rule is not None
            held = truth(criterion.rule, {})
            if held is None:
                held = decide(criterion.rule, {}, law.pathway.facts)[0]
            seen.setdefault(criterion.id, set()).add(held)
    for name, answers in seen.items():
        index = [entry.id for entry in laws[0].pathway.file.criteria].index(name)
        if answers <= {True}:
            yield _error(laws[0].pathway, f"The criterion {name} can never fail.", "criteria", index)
        if answers <= {False}:
            yield _error(laws[0].pathway, f"The criterion {name} can never be met.", "criteria", index)
    for law in laws[:1]:
        if decide(law.verdict, {}, law.pathway.facts)[0] is False:
            yield _error(law.pathway, f"Nobody can meet this pathway on {law.day}.", "criteria")


def _used(pathway: Pathway, laws: list[Law]) -> Iterator[Finding]:
    read = {name for law in laws for criterion in law.criteria for name in criterion.facts}
    read |= {name for law in laws for part in law.parts for name in part.facts}
    read |= {entry.left for entry in pathway.file.criteria if entry.left}
    read |= {entry.dated_by for entry in pathway.scope.parameters.values() if entry.dated_by}
    for name in pathway.facts:
        if name not in read:
            yield _error(pathway, f"The fact {name} is never read.", "facts", name, remedy="Remove it, or use it.")
    for name, entry in pathway.file.facts.items():
        if isinstance(entry, FactEntry) and "en" not in entry.ask:
            yield _error(pathway, f"The fact {name} has no question in English.", "facts", name)


def _closing(pathway: Pathway) -> Iterator[Finding]:
    for index, identity in enumerate(pathway.file.identities):
        law = pathway.on(identity.on or last_known_day(pathway))
        parts: Mapping[str, n.Numeric] = {f"points.{part.id}": part.value for part in law.parts}
        node = law.points if identity.of == "points" else parts.get(identity.of)
        if node is None:
            yield _error(pathway, f"There is no {identity.of}.", "identities", index)
            continue
        found = interval(node, encode_facts(pathway.facts, identity.given))[1]
        if found != identity.maximum:
            message = f"The maximum of {identity.of} is {found}, not {identity.maximum}."
            yield _error(pathway, message, "identities", index, remedy="Check the tables and caps against the law.")


def _levers(pathway: Pathway) -> Iterator[Finding]:
    currencies = set()
    for index, lever in enumerate(pathway.file.levers):
        if wrong := next((name for name in lever.facts if name not in pathway.facts), None):
            yield _error(pathway, f"The lever {lever.id} changes {wrong}, which is no fact.", "levers", index)
            continue
        for step in lever.steps:
            currencies |= {step.cost.split()[-1]} if step.cost != "unknown" else set()
            try:
                for name in lever.facts:
                    _check_step(pathway, name, step)
            except (BindingError, ValueError, PathwayFileError) as error:
                yield _error(pathway, f"The lever {lever.id}: {error}", "levers", index)
    if len(currencies) > 1:
        yield _error(pathway, f"Costs stand in {', '.join(sorted(currencies))}.", "levers", remedy="Use one currency.")


def _check_step(pathway: Pathway, name: str, step: LeverStep) -> None:
    step_cost(step)
    step_value(pathway.on(last_known_day(pathway)), name, step)


def _notes(pathway: Pathway) -> Iterator[Finding]:
    law = pathway.on(last_known_day(pathway))
    unsure = sorted({use.name for use in law.uses if use.needs_verification})
    unsure += sorted(criterion.id for criterion in law.criteria if criterion.needs_verification)
    if unsure:
        shown = ", ".join(dict.fromkeys(unsure))
        yield Finding("note", pathway.document.place("sources"), f"Needs verification: {shown}.")
    if wanting := sorted({"en", "fr", "es", "ar"} - set(pathway.file.names)):
        yield Finding("note", pathway.document.place("names"), f"The name is missing in {', '.join(wanting)}.")


def _proven(pathway: Pathway, folder: Path) -> Iterator[Finding]:
    results = run_cases(folder)
    for result in results:
        for difference in result.differences:
            yield Finding("error", result.place, f"{result.name}: {difference}.")
    verdicts = {result.assessment.verdict for result in results}
    for wanted in ("met", "not_met", "unknown", "not_in_force"):
        if wanted not in verdicts:
            yield Finding("error", results[0].place, f"No case has the verdict {wanted}.", "Add one.")
    alone = {name for result in results for name in _alone(result)}
    for entry in pathway.file.criteria:
        if entry.kind in {"gate", "document"} and entry.id not in alone:
            message = f"No case fails the criterion {entry.id} alone."
            yield Finding("error", results[0].place, message, "Add a case where only this is not met.")


def _alone(result: CaseResult) -> Iterator[str]:
    """Criteria that alone close a route in a case."""
    for route in result.assessment.routes:
        if len(route.fails) == 1 and not route.unknown:
            yield route.fails[0]
