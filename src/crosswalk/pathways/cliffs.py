"""Cliffs: days on which a verdict changes by itself: someone turns an age, a test expires, the law changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crosswalk.pathways import nodes as n
from crosswalk.pathways.assess import Status, Verdict, criteria_of, verdict_of
from crosswalk.pathways.check import boundary_days
from crosswalk.pathways.facts import EPOCH
from crosswalk.pathways.pathway import Law, Pathway
from crosswalk.pathways.reference import Facts, Interval, interval, plus_months

__all__ = ["Cliff", "candidate_days", "cliffs"]


@dataclass(frozen=True, slots=True)
class Cliff:
    """A day on which something changes while the facts stay the same.

    Attributes:
        criteria: Status of each criterion that changes: before, after.
        points: Least and most points before and after, where they change.
        law: Numbers of the law that change on this day.
    """

    day: date
    before: Verdict
    after: Verdict
    criteria: dict[str, tuple[str, str]]
    points: tuple[tuple[int, int], tuple[int, int]] | None
    law: tuple[str, ...]


def cliffs(pathway: Pathway, facts: Facts, day: date, *, months: int = 24) -> tuple[Cliff, ...]:
    """Every day in the months ahead on which the verdict, a criterion or the points change by themselves.

    Args:
        pathway: One pathway.
        facts: Encoded facts of one person and offer.
        day: The day from which to look ahead.
        months: How far to look.
    """
    last = EPOCH + timedelta(days=plus_months((day - EPOCH).days, months))
    before = _State.of(pathway.on(day), facts)
    found: list[Cliff] = []
    for at in candidate_days(pathway, facts, day, last):
        after = _State.of(pathway.on(at), facts)
        old, new = before.criteria, after.criteria
        changed = {
            name: (str(old.get(name, "not in force")), str(new.get(name, "not in force")))
            for name in dict.fromkeys((*old, *new))
            if old.get(name) != new.get(name)
        }
        points = None
        if before.points is not None and after.points is not None and before.points != after.points:
            points = before.points, after.points
        if changed or points or before.verdict != after.verdict:
            law = tuple(
                use.name
                for use in pathway.on(at).uses
                if use.first == at or (use.value is None and _ends(pathway, use.name, at))
            )
            found.append(Cliff(at, before.verdict, after.verdict, changed, points, law))
        before = after
    return tuple(found)


#: Where dates are counted from, and where what is counted meets something.
_COUNTED = (n.Elapsed, n.PlusMonths)
_PLACES = (*_COUNTED, n.Compare, n.Steps)


@dataclass(frozen=True, slots=True)
class _State:
    """How a law stands on one day."""

    verdict: Verdict
    criteria: dict[str, Status]
    points: Interval | None

    @classmethod
    def of(cls, law: Law, facts: Facts) -> _State:
        return cls(
            verdict_of(law, facts)[0],
            {criterion.id: criterion.status for criterion in criteria_of(law, facts)},
            None if law.points is None else interval(law.points, facts),
        )


def candidate_days(pathway: Pathway, facts: Facts, day: date, last: date) -> tuple[date, ...]:
    """Days on which anything can change: the law's own, and whole months and years from each date among the facts."""
    changes = {at for at in boundary_days(pathway) if day < at <= last}
    found, laws = set(changes), [pathway.on(at) for at in (day, *changes)]
    if pathway.file.in_force.to is not None:
        found.add(pathway.file.in_force.to + timedelta(days=1))
    for name, fact in pathway.facts.items():
        value = facts.get(name)
        if fact.unit.name == "date" and isinstance(value, int):
            found |= set(_anniversaries(value, day, last, _rhythm(laws, name)))
    for name, entry in pathway.scope.parameters.items():
        if entry.unit == "date":
            for at in _dates(pathway, name):
                value = (at - EPOCH).days
                found |= set(_anniversaries(value, day, last, _rhythm(laws, value)))
    if any(_counts_days(law, facts) for law in laws):
        found |= {day + timedelta(days=count) for count in range(1, (last - day).days + 1)}
    return tuple(sorted(at for at in found if day < at <= last))


def _rhythm(laws: list[Law], date_: str | int) -> int | None:
    """Months between the days on which a date can matter; None where it only does by itself.

    Args:
        laws: The laws of the days ahead.
        date_: A fact by its name, or a day of the law as a number.
    """
    places = [node for law in laws for root in _roots(law) for node in _nodes(root) if isinstance(node, _PLACES)]
    counted = [each for node in places if _about(node, date_) for each in _nodes(node) if isinstance(each, _COUNTED)]
    if not counted:
        return None
    return 12 if all(isinstance(each, n.Elapsed) and each.unit == "years" for each in counted) else 1


def _about(node: n.Node, date_: str | int) -> bool:
    if isinstance(date_, str):
        return date_ in n.facts_of(node)
    return any(isinstance(each, n.Constant) and each.value == date_ for each in _nodes(node))


def _anniversaries(value: int, day: date, last: date, step: int | None) -> Iterator[date]:
    """A date and every so many months from it, and the days around (a month may be shorter)."""
    start = EPOCH + timedelta(days=value)
    first_month = (day.year - start.year) * 12 + day.month - start.month - 1
    last_month = (last.year - start.year) * 12 + last.month - start.month + 1
    counts = range(first_month - first_month % step, last_month + step, step) if step else (0,)
    for count in counts:
        at = EPOCH + timedelta(days=plus_months(value, count))
        yield from (at - timedelta(days=1), at, at + timedelta(days=1))


def _dates(pathway: Pathway, name: str) -> Iterator[date]:
    for entry in pathway.scope.parameters[name].values:
        if isinstance(entry.value, date):
            yield entry.value


def _ends(pathway: Pathway, name: str, at: date) -> bool:
    """Whether a number was known the day before and no longer is."""
    return any(use.name == name and use.value is not None for use in pathway.on(at - timedelta(days=1)).uses)


def _counts_days(law: Law, facts: Facts) -> bool:
    """Whether days are counted, or months from a day that is itself some months later: then each day may matter.

    What is counted from a date that is not known is not known on any day.
    """
    return any(
        _each_day(node) and all(facts.get(name) is not None for name in n.facts_of(node))
        for root in _roots(law)
        for node in _nodes(root)
    )


def _roots(law: Law) -> list[n.Node]:
    return [
        law.verdict,
        *(part.value for part in law.parts),
        *(each.applies for each in law.criteria if each.applies is not None),
    ]


def _each_day(node: n.Node) -> bool:
    if isinstance(node, n.PlusMonths):
        return not isinstance(node.day, n.NumberFact | n.Constant)
    if not isinstance(node, n.Elapsed):
        return False
    plain = all(isinstance(side, n.NumberFact | n.Constant) for side in (node.start, node.end))
    return node.unit == "days" or not plain


def _nodes(node: n.Node) -> Iterator[n.Node]:
    yield node
    for child in n.children(node):
        yield from _nodes(child)
