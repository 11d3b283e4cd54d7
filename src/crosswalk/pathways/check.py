"""Checks a pathway as a reviewer would: nothing undefined, uncited, unreachable or unproven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from crosswalk.errors import FileError
from crosswalk.pathways import nodes as n
from crosswalk.pathways.binding import Binder
from crosswalk.pathways.cases import CaseResult, run_cases
from crosswalk.pathways.coverage import cited, complete, covered
from crosswalk.pathways.decide import decide
from crosswalk.pathways.facts import encode_facts
from crosswalk.pathways.findings import Finding, boundary_days, finding, last_known_day
from crosswalk.pathways.grammar import Syntax
from crosswalk.pathways.layout import FactEntry, LeverEntry, LeverStep
from crosswalk.pathways.levers import step_cost, step_value
from crosswalk.pathways.loading import load_pathway
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.reference import interval
from crosswalk.pathways.scope import BindingError

__all__ = ["Finding", "boundary_days", "check_pathway", "last_known_day"]


def check_pathway(folder: Path) -> tuple[Finding, ...]:
    """Every finding in a pathway's folder, errors first; a file that cannot be read gives one error.

    Every number, list and table is cited and holds on each day of the pathway (or says when it is renewed), brackets
    cover what can be asked, every criterion can be met and missed, every fact is used, the maxima close, levers change
    something, and the cases prove it: each passes, and each criterion fails alone once.
    """
    try:
        pathway = load_pathway(folder)
        laws = [pathway.on(day) for day in boundary_days(pathway)]
        findings = [*cited(pathway), *covered(pathway), *complete(pathway), *_reachable(laws), *_used(pathway, laws)]
        findings += [*_closing(pathway), *_levers(pathway), *_notes(pathway)]
    except FileError as error:
        return (_told(error),)
    try:
        findings += _proven(pathway, folder)
    except FileError as error:
        findings.append(_told(error))
    return tuple(sorted(findings, key=lambda finding: finding.level))


def _told(error: FileError) -> Finding:
    return Finding("error", error.place, error.message, error.remedy)


def _reachable(laws: list[Law]) -> Iterator[Finding]:
    """Each criterion must be able to apply, to hold and to fail on some day, and each route must ask something."""
    seen: dict[str, set[bool | None]] = {}
    applies: dict[str, bool] = {}
    for law in laws:
        special = {name for entry in law.pathway.file.routes for name in entry.requires}
        for index, route in enumerate(law.routes):
            if special and not special & set(route.criteria):
                yield finding(
                    law.pathway,
                    f"The route {route.id} asks nothing of its own on {law.day}.",
                    "routes",
                    index,
                    remedy="Name a gate or a document that holds on this day.",
                )
        for criterion in law.criteria:
            never = criterion.applies is not None and _always(law, criterion.applies) is False
            applies[criterion.id] = applies.get(criterion.id, False) or not never
        for criterion in law.counted:
            assert criterion.rule is not None
            seen.setdefault(criterion.id, set()).add(_always(law, criterion.rule))
    ids = [entry.id for entry in laws[0].pathway.file.criteria]
    for name, ever in applies.items():
        if not ever:
            yield finding(laws[0].pathway, f"The criterion {name} can never apply.", "criteria", ids.index(name))
    for name, answers in seen.items():
        index = ids.index(name)
        if answers <= {True}:
            yield finding(laws[0].pathway, f"The criterion {name} can never fail.", "criteria", index)
        if answers <= {False}:
            yield finding(laws[0].pathway, f"The criterion {name} can never be met.", "criteria", index)
    for law in laws[:1]:
        if _always(law, law.verdict) is False:
            yield finding(law.pathway, f"Nobody can meet this pathway on {law.day}.", "criteria")


def _always(law: Law, condition: n.Boolean) -> bool | None:
    """What a condition is for everybody, whatever the facts."""
    return decide(condition, {}, law.pathway.facts)[0]


def _used(pathway: Pathway, laws: list[Law]) -> Iterator[Finding]:
    read = {name for law in laws for criterion in law.criteria for name in criterion.facts}
    read |= {name for law in laws for part in law.parts for name in part.facts}
    read |= {entry.left for entry in pathway.file.criteria if entry.left}
    read |= {entry.dated_by for entry in pathway.scope.parameters.values() if entry.dated_by}
    for name, syntax in pathway.scope.notions.items():
        if (problem := _unbound(laws[0], syntax)) is not None:
            yield finding(pathway, problem, "notions", name)
    for name in pathway.facts:
        if name not in read:
            yield finding(pathway, f"The fact {name} is never read.", "facts", name, remedy="Remove it, or use it.")
    for name, entry in pathway.file.facts.items():
        if isinstance(entry, FactEntry) and "en" not in entry.ask:
            yield finding(pathway, f"The fact {name} has no question in English.", "facts", name)


def _unbound(law: Law, syntax: Syntax) -> str | None:
    """Why a notion is neither a condition nor a number; a notion that no rule uses yet is held to it too."""
    binder = Binder(law.pathway.scope, law.day, {part.id: part.value for part in law.parts})
    problems = []
    for bind in (binder.condition, binder.number):
        try:
            bind(syntax)
            return None
        except ValueError as error:
            problems.append(str(error))
    return next((each for each in problems if not each.endswith("is wanted.")), problems[0])


def _closing(pathway: Pathway) -> Iterator[Finding]:
    for index, identity in enumerate(pathway.file.identities):
        law = pathway.on(identity.on or last_known_day(pathway))
        parts: Mapping[str, n.Numeric] = {f"points.{part.id}": part.value for part in law.parts}
        node = law.points if identity.of == "points" else parts.get(identity.of)
        if node is None:
            yield finding(pathway, f"There is no {identity.of}.", "identities", index)
            continue
        found = interval(node, encode_facts(pathway.facts, identity.given))[1]
        if found != identity.maximum:
            message = f"The maximum of {identity.of} is {found}, not {identity.maximum}."
            yield finding(pathway, message, "identities", index, remedy="Check the tables and caps against the law.")


def _levers(pathway: Pathway) -> Iterator[Finding]:
    currencies = set()
    for index, lever in enumerate(pathway.file.levers):
        if wrong := next((name for name in lever.facts if name not in pathway.facts), None):
            yield finding(pathway, f"The lever {lever.id} changes {wrong}, which is no fact.", "levers", index)
            continue
        found = False
        for step in lever.steps:
            currencies |= {step.cost.split()[-1]} if step.cost != "unknown" else set()
            try:
                for name in lever.facts:
                    _check_step(pathway, name, step)
            except (BindingError, ValueError, FileError) as error:
                found = True
                yield finding(pathway, f"The lever {lever.id}: {error}", "levers", index)
        if not found and any(_falls(pathway, name, lever) for name in lever.facts):
            remedy = "Write the steps from the lowest to the highest."
            yield finding(pathway, f"The lever {lever.id} has steps that do not rise.", "levers", index, remedy=remedy)
    if len(currencies) > 1:
        yield finding(pathway, f"Costs stand in {', '.join(sorted(currencies))}.", "levers", remedy="Use one currency.")


def _falls(pathway: Pathway, name: str, lever: LeverEntry) -> bool:
    """Whether a later step leads to no more than an earlier one."""
    law = pathway.on(last_known_day(pathway))
    reached = [step_value(law, name, step) for step in lever.steps if step.add is None]
    numbers = [value for value in reached if isinstance(value, int) and not isinstance(value, bool)]
    return any(after <= before for before, after in pairwise(numbers))


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
    names = [result.name for result in results]
    for index, result in enumerate(results):
        if result.name in names[:index]:
            yield Finding("error", result.place, f"Two cases are called {result.name!r}.", "Rename one.")
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
