"""What one record becomes from two: field by field as a human chose, and what is told of each difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crosswalk_platform.people.models import Person
from crosswalk_platform.people.telling import told_entry, told_value
from crosswalk_platform.people.visibility import evidence_for
from crosswalk_platform.people.words import PARTS, how_known

__all__ = ["BOTH", "Difference", "differences", "merged"]

BOTH = "both"
#: Parts that are found from others, and go with them.
_GOES_WITH = {"occupation": "headline"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One part on both records, in words.

    Attributes:
        part, name: The part, and how it is called.
        first, second: What each record says, one line for each entry of a list; empty where it says nothing.
        differs: Whether they say different things.
        choose: Whether a human has to choose: both say something.
        many: Whether it is a list, of which both can be kept.
    """

    part: str
    name: str | Promise
    first: tuple[str, ...]
    second: tuple[str, ...]
    differs: bool
    choose: bool
    many: bool


def differences(first: Person, second: Person, place: str) -> list[Difference]:
    """Every part that either record has, in the order of the profile.

    Args:
        first, second: The two records.
        place: Name of the organisation for which somebody compares them; see people.visibility.evidence_for.
    """
    one, other = _parts(first), _parts(second)
    read, beside = evidence_for(one, place), evidence_for(other, place)
    found = []
    for part, name in PARTS.items():
        mine, theirs = one.get(part), other.get(part)
        if mine in (None, [], "") and theirs in (None, [], ""):
            continue
        differs = mine != theirs
        choose = differs and mine not in (None, "") and theirs not in (None, "")
        many = isinstance(mine or theirs, list)
        found.append(
            Difference(part, name, _told(part, read.get(part)), _told(part, beside.get(part)), differs, choose, many)
        )
    return found


def merged(kept: Person, gone: Person, takes: Mapping[str, str]) -> dict[str, Any]:
    """The parts of the kept record that change, `family` among them; who forbade to be matched stays unmatched.

    Args:
        kept, gone: The two records.
        takes: For each part of which both say something: kept, gone or both. A part of one record only is taken.
    """
    mine, theirs = _parts(kept), _parts(gone)
    changed: dict[str, Any] = {}
    for part in sorted(set(mine) | set(theirs)):
        if part in {"evidence", "not_understood", "person_id", "consent_matching"}:
            continue
        value = _taken(mine.get(part), theirs.get(part), takes.get(_GOES_WITH.get(part, part), "kept"))
        if value != mine.get(part):
            changed[part] = value
    if False in (mine.get("consent_matching"), theirs.get("consent_matching")):
        changed["consent_matching"] = False
    evidence = [each for each in mine.get("evidence") or [] if each["field"] not in changed]
    evidence += [
        each for each in theirs.get("evidence") or []
        if each["field"] in changed and changed[each["field"]] == theirs.get(each["field"])
    ]  # fmt: skip
    return changed | ({"evidence": evidence} if evidence != (mine.get("evidence") or []) else {})


def _parts(person: Person) -> dict[str, Any]:
    return {**person.record, **({"family": person.family} if person.family is not None else {})}


def _taken(mine: Any, theirs: Any, take: str) -> Any:
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    if take == BOTH and isinstance(mine, list):
        return [*mine, *(each for each in theirs if each not in mine)]
    return theirs if take == "gone" else mine


def _told(part: str, value: Any) -> tuple[str, ...]:
    """What a record says of a part; a list that was answered with nothing says so."""
    if value == []:
        return (_("None."),)
    if value in (None, ""):
        return ()
    if isinstance(value, list) and isinstance(value[0], dict):
        return tuple(_line(part, each) for each in value)
    return tuple(told_value(part, [each]) for each in value) if isinstance(value, list) else (told_value(part, value),)


def _line(part: str, entry: Mapping[str, Any]) -> str:
    """An entry in words; how it is known is told where it is more than somebody's own word."""
    evidence = entry.get("evidence") or {}
    known = how_known(evidence) if evidence.get("assurance", "self_declared") != "self_declared" else ""
    return " · ".join(filter(None, (*told_entry(part, dict(entry)), known)))
