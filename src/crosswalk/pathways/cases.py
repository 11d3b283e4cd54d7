"""Runs the cases that prove a pathway: changes to a base, and what must come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crosswalk.pathways.assess import Assessment, assess
from crosswalk.pathways.errors import FactError
from crosswalk.pathways.facts import Value, encode_facts
from crosswalk.pathways.layout import CaseEntry, CasesFile
from crosswalk.pathways.loading import load_cases, load_pathway
from crosswalk.pathways.pathway import Pathway

__all__ = ["CaseResult", "case_facts", "run_cases"]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: what differs from what was expected (nothing, if it passes).

    Attributes:
        differences: Sentences `points: 67 expected, 65 found`.
        fails: The criteria that were not met, for the check that each fails alone once.
    """

    pathway: str
    name: str
    place: str
    day: date
    facts: Mapping[str, Value]
    assessment: Assessment
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether all came out as expected."""
        return not self.differences


def run_cases(folder: Path) -> tuple[CaseResult, ...]:
    """Run all cases of a pathway's folder.

    Raises:
        FileError: A file breaks the language, or a case has facts that the pathway does not know.
    """
    pathway = load_pathway(folder)
    cases, document = load_cases(folder)
    results = []
    for index, case in enumerate(cases.cases):
        try:
            facts = case_facts(pathway, cases, case)
        except FactError as error:
            raise document.error(f"{case.name}: {error.message}", "cases", index, remedy=error.remedy) from error
        day = case.on or cases.on
        found = assess(pathway, facts, day)
        place = document.place("cases", index)
        results.append(CaseResult(pathway.id, case.name, place, day, facts, found, tuple(_differences(case, found))))
    return tuple(results)


def case_facts(pathway: Pathway, cases: CasesFile, case: CaseEntry) -> dict[str, Value]:
    """The encoded facts of a case: the base with its changes.

    Raises:
        FactError: A name is not known, or a value does not fit.
    """
    merged: dict[str, Any] = {**cases.base, **case.facts}
    return encode_facts(pathway.facts, merged)


def _differences(case: CaseEntry, found: Assessment) -> Iterator[str]:
    yield from _differs("verdict", case.verdict, found.verdict)
    if case.points is not None:
        yield from _differs("points", _pair(case.points), found.points)
    if case.fails is not None:
        yield from _differs("fails", sorted(case.fails), sorted(found.fails))
    if case.unknown is not None:
        yield from _differs("unknown", sorted(case.unknown), sorted(found.unknown))
    if case.open_now is not None:
        yield from _differs("open_now", case.open_now, found.open_now)
    statuses = {criterion.id: criterion.status for criterion in found.criteria}
    for name, status in case.criteria.items():
        yield from _differs(f"criterion {name}", status, statuses.get(name, "no such criterion"))
    verdicts = {route.id: route.verdict for route in found.routes}
    for name, verdict in case.routes.items():
        yield from _differs(f"route {name}", verdict, verdicts.get(name, "no such route"))
    parts = {part.id: part.points for part in found.parts}
    for name, points in case.parts.items():
        yield from _differs(f"points.{name}", _pair(points), parts.get(name, "no such part"))


def _pair(points: int | tuple[int, int]) -> tuple[int, int]:
    return (points, points) if isinstance(points, int) else points


def _differs(what: str, expected: object, found: object) -> Iterator[str]:
    if expected != found:
        yield f"{what}: {_words(expected)} expected, {_words(found)} found"


def _words(value: object) -> str:
    if isinstance(value, tuple) and len(value) == 2 and value[0] == value[1]:
        return str(value[0])
    return ", ".join(str(each) for each in value) or "none" if isinstance(value, list | tuple) else str(value)
