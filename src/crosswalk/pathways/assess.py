"""Puts one person (and an offer) to a pathway: the verdict, each criterion with the value read, and points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from crosswalk.pathways.decide import Method, decide
from crosswalk.pathways.numbers import Use
from crosswalk.pathways.pathway import Criterion, Law, Part, Pathway, Route
from crosswalk.pathways.reference import Facts, Interval, interval, is_open, open_facts, truth

__all__ = [
    "Assessment",
    "CriterionResult",
    "Door",
    "PartResult",
    "RouteResult",
    "Status",
    "Verdict",
    "assess",
    "criteria_of",
    "door_of",
    "verdict_of",
]

Verdict = Literal["met", "not_met", "unknown", "not_in_force"]
Status = Literal["met", "not_met", "unknown", "not_applicable", "discretionary", "open", "closed"]
Door = Literal["open", "closed", "unknown"]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion put to the facts.

    Attributes:
        status: `met`, `not_met`, `unknown`, `not_applicable`; `discretionary` where an authority decides;
            `open`, `closed` or `unknown` for quotas and windows.
        read: The facts that it read, as they were given; null is unknown.
        uses: Each number, table and list that it rests on, with its source.
        source: Name of the source of the rule itself.
    """

    id: str
    kind: str
    title: Mapping[str, str]
    status: Status
    read: Mapping[str, object]
    uses: tuple[Use, ...]
    source: str
    needs_verification: bool


@dataclass(frozen=True, slots=True)
class PartResult:
    """A factor or group of the points: the least and the most that it can be."""

    id: str
    title: Mapping[str, str]
    points: Interval
    depth: int
    needs_verification: bool


@dataclass(frozen=True, slots=True)
class RouteResult:
    """One way in: its verdict, and which criteria fail or are unknown."""

    id: str
    title: Mapping[str, str]
    verdict: Verdict
    fails: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a pathway says of the facts given on a day. Never a decision: an authority decides.

    Attributes:
        verdict: `met`, `not_met`, `unknown`, or `not_in_force`.
        method: How it was decided: `complete` (no missing fact matters), `intervals` (Kleene logic and bounds), or
            `cases` (every case of the missing facts gives the same); for unknown, `cases` means that the missing facts
            truly decide it, and `intervals` that there were too many cases to try.
        points: Least and most points; None where there is no points system.
        routes: Each way in, the nearest first.
        missing: Facts that the verdict still depends on: not given, or one of several codes.
        open_now: Whether quotas and windows are open on the day.
        needs_verification: What it rests on that is not confirmed: names of criteria, parts and numbers.
    """

    pathway: str
    version: int
    digest: str
    day: date
    verdict: Verdict
    method: Method
    points: Interval | None
    parts: tuple[PartResult, ...]
    criteria: tuple[CriterionResult, ...]
    routes: tuple[RouteResult, ...]
    missing: tuple[str, ...]
    open_now: Door
    needs_verification: tuple[str, ...]

    @property
    def fails(self) -> tuple[str, ...]:
        """Criteria that are not met."""
        return tuple(criterion.id for criterion in self.criteria if criterion.status == "not_met")

    @property
    def unknown(self) -> tuple[str, ...]:
        """Criteria of the verdict that the facts leave open."""
        counted = {"gate", "document"}
        return tuple(each.id for each in self.criteria if each.status == "unknown" and each.kind in counted)

    def as_json(self) -> dict[str, object]:
        """Plain data for `--json`, with every number's source beside it."""
        data = asdict(self)
        data["day"] = self.day.isoformat()
        data["fails"], data["unknown"] = self.fails, self.unknown
        return data


def assess(pathway: Pathway, facts: Facts, day: date) -> Assessment:
    """Put encoded facts to a pathway.

    Args:
        pathway: One pathway of the catalogue.
        facts: Encoded facts by name (`facts.encode_facts`); absent or None is unknown. Others are ignored.
        day: The day whose law counts.
    """
    law = pathway.on(day)
    verdict, method = verdict_of(law, facts)
    criteria = criteria_of(law, facts)
    statuses = {criterion.id: criterion.status for criterion in criteria}
    only = verdict if len(law.routes) == 1 else None
    routes = tuple(_route(route, law, facts, statuses, only) for route in law.routes)
    unsure = [criterion.id for criterion in criteria if criterion.needs_verification]
    unsure += [part.id for part in law.parts if part.needs_verification]
    unsure += [use.name for use in law.uses if use.needs_verification]
    return Assessment(
        pathway=pathway.id,
        version=pathway.file.version,
        digest=pathway.digest,
        day=day,
        verdict=verdict,
        method=method,
        points=None if law.points is None else interval(law.points, facts),
        parts=tuple(_part(part, facts) for part in law.parts),
        criteria=criteria,
        routes=tuple(sorted(routes, key=_nearness)),
        missing=_missing(law, facts, verdict),
        open_now=door_of(law, criteria),
        needs_verification=tuple(dict.fromkeys(unsure)),
    )


def verdict_of(law: Law, facts: Facts) -> tuple[Verdict, Method]:
    """The verdict alone, and how it was reached."""
    if not law.in_force:
        return "not_in_force", "complete"
    held, method = decide(law.verdict, facts, law.pathway.facts)
    return _word(held), method


def _word(held: bool | None) -> Verdict:
    return "unknown" if held is None else "met" if held else "not_met"


def criteria_of(law: Law, facts: Facts) -> tuple[CriterionResult, ...]:
    """Each criterion of a law put to the facts, by itself."""
    return tuple(_criterion(criterion, law, facts) for criterion in law.criteria)


def _criterion(criterion: Criterion, law: Law, facts: Facts) -> CriterionResult:
    entry = criterion.entry
    known = law.pathway.facts
    return CriterionResult(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        status=_status(criterion, law, facts),
        read={name: known[name].show(facts.get(name)) for name in criterion.facts},
        uses=criterion.uses,
        source=entry.source,
        needs_verification=criterion.needs_verification,
    )


def _status(criterion: Criterion, law: Law, facts: Facts) -> Status:
    applies = True if criterion.applies is None else truth(criterion.applies, facts)
    if applies is False:
        return "not_applicable"
    if criterion.entry.kind == "discretionary":
        return "discretionary"
    if criterion.entry.kind in {"window", "quota"}:
        state = _window(criterion, law) if criterion.entry.kind == "window" else _quota(criterion, facts)
        return "unknown" if state == "closed" and applies is None else state
    assert criterion.effective is not None
    held = truth(criterion.effective, facts)
    return "unknown" if held is None else "met" if held else "not_met"


def _quota(criterion: Criterion, facts: Facts) -> Status:
    left = facts.get(criterion.entry.left) if criterion.entry.left else None
    return "unknown" if left is None else "open" if left else "closed"


def _window(criterion: Criterion, law: Law) -> Status:
    uses = {use.name: use.value for use in criterion.uses}
    opens, closes = uses.get(criterion.entry.opens or ""), uses.get(criterion.entry.closes or "")
    if (criterion.entry.opens and opens is None) or (criterion.entry.closes and closes is None):
        return "unknown"
    today = law.day.isoformat()
    return "open" if (opens is None or opens <= today) and (closes is None or today <= closes) else "closed"


def _part(part: Part, facts: Facts) -> PartResult:
    return PartResult(part.id, part.entry.title, interval(part.value, facts), part.depth, part.needs_verification)


def _route(
    route: Route, law: Law, facts: Facts, statuses: Mapping[str, Status], verdict: Verdict | None
) -> RouteResult:
    if verdict is None:
        held = decide(route.effective, facts, law.pathway.facts)[0] if law.in_force else None
        verdict = _word(held) if law.in_force else "not_in_force"
    return RouteResult(
        id=route.id,
        title=route.entry.title if route.entry else {},
        verdict=verdict,
        fails=tuple(name for name in route.criteria if statuses[name] == "not_met"),
        unknown=tuple(name for name in route.criteria if statuses[name] == "unknown"),
    )


def _nearness(route: RouteResult) -> tuple[int, int, int]:
    return {"met": 0, "unknown": 1}.get(route.verdict, 2), len(route.fails), len(route.unknown)


def _missing(law: Law, facts: Facts, verdict: Verdict) -> tuple[str, ...]:
    if verdict != "unknown":
        return ()
    return tuple(name for name in dict.fromkeys(open_facts(law.verdict, facts)) if is_open(facts.get(name)))


def door_of(law: Law, criteria: tuple[CriterionResult, ...]) -> Door:
    """Whether quotas and windows are open, out of the criteria of a law."""
    if not law.in_force:
        return "closed"
    states = {criterion.status for criterion in criteria if criterion.kind in {"quota", "window"}}
    if "closed" in states:
        return "closed"
    return "unknown" if "unknown" in states else "open"
