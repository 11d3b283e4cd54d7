"""Tells a caseworker what an assessment says: what is missing and what fails first, the rest on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crosswalk.cli.output import print_rows
from crosswalk.texts import in_language

if TYPE_CHECKING:
    from crosswalk.pathways import Assessment, CriterionResult, Pathway

__all__ = ["print_person"]

VERDICTS = {
    "met": "criteria met on the facts given",
    "unknown": "undecided",
    "not_met": "not met",
    "not_in_force": "not in force on this day",
}
STATUSES = {
    "not_met": "not met",
    "unknown": "not known",
    "closed": "closed",
    "discretionary": "an authority decides",
    "open": "open",
    "met": "met",
    "not_applicable": "does not apply",
}
#: Facts that are shown beside a criterion; a points system reads many.
MOST_READ = 4


def print_person(
    identifier: str, found: Sequence[tuple[Pathway, Assessment]], lang: str, *, details: bool = False
) -> None:
    """One person: a line for each pathway, or the criteria of one."""
    if len(found) > 1 and not details:
        _print_overview(identifier, found, lang)
        return
    for pathway, assessment in found:
        _print_pathway(identifier, pathway, assessment, lang, details=details)


def _print_overview(identifier: str, found: Sequence[tuple[Pathway, Assessment]], lang: str) -> None:
    order = list(VERDICTS)
    nearest = sorted(found, key=lambda pair: (order.index(pair[1].verdict), len(_nearest(pair[1])[0])))
    rows = []
    for pathway, assessment in nearest:
        fails, unknown = _nearest(assessment)
        wanting = _first(assessment.missing or unknown) if assessment.verdict == "unknown" else ", ".join(fails)
        rows.append(
            [
                STATUSES.get(assessment.verdict, VERDICTS[assessment.verdict]),
                f"{pathway.name(lang)} ({pathway.id})",
                _points(assessment.points),
                "" if assessment.verdict in {"met", "not_in_force"} else wanting,
                _doubts(assessment),
            ]
        )
    print_rows(("verdict", "pathway", "points", "fails, or is not told", "note"), rows, title=f"\n{identifier}")


def _print_pathway(identifier: str, pathway: Pathway, assessment: Assessment, lang: str, *, details: bool) -> None:
    points = "" if assessment.points is None else f", {_points(assessment.points)} points"
    print(f"\n{identifier} · {pathway.name(lang)} ({pathway.id}): {VERDICTS[assessment.verdict]}{points}")
    if assessment.verdict != "not_in_force":
        for line in _summary(pathway, assessment, lang):
            print(f"  {line}")
    if details:
        order = list(STATUSES)
        ordered = sorted(assessment.criteria, key=lambda each: order.index(each.status))
        rows = [
            [STATUSES[each.status], in_language(each.title, lang), _read(each), _cited(each, pathway)]
            for each in ordered
        ]
        print_rows(("status", "criterion", "read", "source"), rows)


def _summary(pathway: Pathway, assessment: Assessment, lang: str) -> Iterator[str]:
    """What fails, what is not known, what is met, and what to be careful about."""
    fails, unknown = _nearest(assessment)
    criteria = {each.id: each for each in assessment.criteria}
    for names, heading in ((fails, "Fails"), (unknown, "Not known")):
        if names and assessment.verdict != "met":
            yield f"{heading} ({len(names)}):"
            for name in names:
                each = criteria[name]
                yield f"  - {in_language(each.title, lang)} [{_cited(each, pathway)}] {_read(each)}".rstrip()
    if assessment.verdict == "unknown" and not assessment.missing:
        figures = dict.fromkeys(use.name for each in assessment.criteria for use in each.uses if use.value is None)
        named = f": {', '.join(figures)}" if figures else ""
        yield f"Nothing is missing from the person; the law gives no figure for this case{named}."
    met = [in_language(each.title, lang) for each in assessment.criteria if each.status == "met"]
    if met:
        yield f"Met ({len(met)}): {'; '.join(met)}."
    decided = [in_language(each.title, lang) for each in assessment.criteria if each.status == "discretionary"]
    if decided:
        yield f"An authority decides: {'; '.join(decided)}."
    if len(assessment.routes) > 1:
        ways = [
            f"{in_language(each.title, lang)} ({STATUSES.get(each.verdict, each.verdict)})"
            for each in assessment.routes
        ]
        yield f"Ways in, the nearest first: {'; '.join(ways)}."
    if doubts := _doubts(assessment):
        yield f"{doubts[0].upper()}{doubts[1:]}."
    if assessment.missing:
        yield f"To be asked: {', '.join(assessment.missing)}."


def _nearest(assessment: Assessment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What fails and what is open on the nearest way in."""
    route = assessment.routes[0]
    return route.fails, route.unknown


def _read(criterion: CriterionResult) -> str:
    """The facts that a criterion read; of many, only those that are not told."""
    values = [f"{name}: {'not told' if value is None else value}" for name, value in criterion.read.items()]
    if len(values) <= MOST_READ:
        return ", ".join(values)
    untold = [name for name, value in criterion.read.items() if value is None]
    return f"{len(values)} facts" + (f", not told: {_first(untold)}" if untold else "")


def _cited(criterion: CriterionResult, pathway: Pathway) -> str:
    source = pathway.scope.sources.get(criterion.source)
    return f"{source.instrument} {source.section}".strip() if source else criterion.source


def _first(names: Sequence[str]) -> str:
    """A few names, and how many more there are."""
    more = len(names) - MOST_READ
    return ", ".join(names[:MOST_READ]) + (f" and {more} more" if more > 0 else "")


def _doubts(assessment: Assessment) -> str:
    doubts = [] if assessment.open_now == "open" else [f"intake {STATUSES[assessment.open_now]}"]
    doubts += ["rests on figures that need verification"] if assessment.needs_verification else []
    return ", ".join(doubts)


def _points(points: tuple[int, int] | None) -> str:
    if points is None:
        return ""
    return str(points[0]) if points[0] == points[1] else f"{points[0]} to {points[1]}"
