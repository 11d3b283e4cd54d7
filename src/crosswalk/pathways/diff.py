"""What differs between two versions of a pathway, and which assessments come out differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crosswalk.pathways.assess import assess
from crosswalk.pathways.facts import encode_facts
from crosswalk.pathways.pathway import Pathway
from crosswalk.pathways.reference import Interval

__all__ = ["ChangedAssessment", "Difference", "changed_assessments", "differences"]

_SECTIONS = ("facts", "parameters", "tables", "lists", "notions", "sources")
_LISTED = {"criteria": "id", "routes": "id", "levers": "id"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a file that was added, removed or changed; `before` and `after` are as written."""

    part: str
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ChangedAssessment:
    """An assessment that comes out differently by the new version: verdict, criteria, or least and most points."""

    id: str
    before: str
    after: str
    criteria: Mapping[str, tuple[str, str]]
    points: tuple[Interval | None, Interval | None] | None


def differences(old: Pathway, new: Pathway) -> tuple[Difference, ...]:
    """Everything that a lawyer would want to see changed between two versions."""
    return tuple(_differences(old, new))


def _differences(old: Pathway, new: Pathway) -> Iterator[Difference]:
    before, after = _plain(old), _plain(new)
    for key in dict.fromkeys((*before, *after)):
        if key not in _SECTIONS and key not in _LISTED and before.get(key) != after.get(key):
            yield Difference("pathway", key, before.get(key), after.get(key))
    for section in (*_SECTIONS, *_LISTED):
        one, other = _named(before, section), _named(after, section)
        for name in dict.fromkeys((*one, *other)):
            if one.get(name) != other.get(name):
                yield Difference(section, name, one.get(name), other.get(name))


def _plain(pathway: Pathway) -> dict[str, Any]:
    data = pathway.file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    shared = {"facts": {name: fact.entry for name, fact in pathway.facts.items()}}
    shared |= {section: getattr(pathway.scope, section) for section in ("parameters", "tables", "lists", "sources")}
    for section, entries in shared.items():
        data[section] = {
            name: entry.model_dump(mode="json", by_alias=True, exclude_defaults=True) for name, entry in entries.items()
        }
    return data


def _named(data: Mapping[str, Any], section: str) -> dict[str, Any]:
    entries = data.get(section, {})
    return {entry[_LISTED[section]]: entry for entry in entries} if section in _LISTED else dict(entries)


def changed_assessments(
    old: Pathway, new: Pathway, people: Iterable[tuple[str, Mapping[str, Any]]], day: date
) -> tuple[ChangedAssessment, ...]:
    """Which of some people's assessments change when a new version of a pathway arrives.

    Args:
        old, new: The two versions.
        people: Identifier and answers (not encoded) of each; answers that only one version knows are left to it.
        day: The day whose law counts.
    """
    found = []
    for identifier, answers in people:
        one, other = (_assessed(pathway, answers, day) for pathway in (old, new))
        statuses = {name: (one[1].get(name, "absent"), other[1].get(name, "absent")) for name in (*one[1], *other[1])}
        changed = {name: pair for name, pair in statuses.items() if pair[0] != pair[1]}
        points = (one[2], other[2]) if one[2] != other[2] else None
        if one[0] != other[0] or changed or points:
            found.append(ChangedAssessment(identifier, one[0], other[0], changed, points))
    return tuple(found)


def _assessed(pathway: Pathway, answers: Mapping[str, Any], day: date) -> tuple[str, dict[str, str], Interval | None]:
    known = {name: value for name, value in answers.items() if name in pathway.facts}
    found = assess(pathway, encode_facts(pathway.facts, known), day)
    return found.verdict, {criterion.id: criterion.status for criterion in found.criteria}, found.points
