"""What a CV's reader found, as proposals that the person takes over one by one; nothing enters the record by itself."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from crosswalk.records.documents import DocumentReading
from crosswalk.records.strict import plain_of
from crosswalk.types import REFUGEE
from crosswalk_platform.people.entries import same_entry
from crosswalk_platform.people.fields import RECORD

__all__ = ["parts_of", "proposals_of"]

#: Parts that no CV fills in: what says nothing of the person, and what only they say.
_NOT_FROM_A_CV = {"person_id", "evidence", "not_understood", "consent_matching", "employers_excluded"}
_SOURCE = "CV"


def proposals_of(reading: DocumentReading, record: dict[str, Any]) -> list[dict[str, Any]]:
    """Part and value of each thing found that the record does not say already, a list's entries one by one."""
    plain = json.loads(json.dumps(plain_of(reading.person), default=str))
    found: list[dict[str, Any]] = []
    for part, value in plain.items():
        if part not in RECORD or part in _NOT_FROM_A_CV or REFUGEE in json.dumps(value):
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict):
            new = [_sourced(each) for each in value if not any(same_entry(each, old) for old in record.get(part) or [])]
            found += [{"part": part, "value": each} for each in new]
        elif value not in ([], record.get(part)):
            found.append({"part": part, "value": value})
    return found


def parts_of(taken: list[dict[str, Any]], record: dict[str, Any]) -> dict[str, Any]:
    """The parts of the record with what the person took over; entries join those that are there."""
    parts: dict[str, Any] = {}
    for each in taken:
        part, value = each["part"], each["value"]
        if isinstance(value, dict):
            parts[part] = [*parts.get(part, record.get(part) or []), value]
        else:
            parts[part] = value
    return parts


def _sourced(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry as the person's own word, read in a CV; places in a file that is erased say nothing."""
    on = timezone.localdate().isoformat()
    return entry | {"evidence": {"assurance": "self_declared", "on": on, "source": _SOURCE}}
