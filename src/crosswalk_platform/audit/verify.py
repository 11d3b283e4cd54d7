"""Checks the chain of the log: each event's hash covers all its fields and the hash of the event before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from crosswalk.errors import CrosswalkError, UsageError

__all__ = ["AuditError", "Verified", "is_anchor", "verify"]

#: The hash before the first event.
BEGINNING = bytes(32)


class AuditError(CrosswalkError):
    """The log of the site was changed."""

    code = "audit"
    exit_status = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a check of the log found.

    Attributes:
        events: How many events there are.
        broken: The first event that was changed, or that follows one which was taken out; None when the chain holds.
        anchor: Hash of the last event, in hexadecimal; write it down elsewhere, and hold it against the next check.
        anchored: Whether the hash given to the check stands in the chain; None when none was given.
    """

    events: int
    broken: int | None
    anchor: str
    anchored: bool | None = None


def verify(*, cursor: Any, anchor: str | None = None) -> Verified:
    """Check the whole log.

    Args:
        cursor: Of the owner, who reads every event.
        anchor: Hash that an earlier check gave; it must still stand in the chain, or events were cut off the end.
    """
    cursor.execute(
        "SELECT min(id), (SELECT count(*) FROM audit_event), (SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1),"
        " (SELECT count(*) FROM audit_event WHERE hash = decode(%s, 'hex'))"
        " FROM (SELECT event, event.id, event.previous, event.hash, row_number() OVER following AS number,"
        "       lag(event.hash, 1, %s::bytea) OVER following AS before FROM audit_event AS event"
        "       WINDOW following AS (ORDER BY event.id)) AS chain"
        " WHERE number <> id OR previous <> before OR hash <> audit_hash(event, before)",
        [anchor or "", BEGINNING],
    )
    broken, events, last, found = cursor.fetchone()
    return Verified(
        events=events,
        broken=broken,
        anchor=bytes(last or BEGINNING).hex(),
        anchored=None if anchor is None else bool(found),
    )


def is_anchor(text: str) -> str:
    """The anchor in small letters.

    Raises:
        UsageError: It is none.
    """
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text.strip()):
        raise UsageError(
            "An anchor has 64 digits and letters from a to f.", remedy="Copy the one that a check printed."
        )
    return text.strip().lower()
