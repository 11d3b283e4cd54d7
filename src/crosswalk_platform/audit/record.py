"""Writes an event of the log inside the transaction that it tells of, and its name into the lines of the site."""

from __future__ import annotations

import json
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, models, transaction

from crosswalk_platform.authorization.viewer import Viewer
from crosswalk_platform.config.log import log

__all__ = ["record", "traces"]

_TRACES: ContextVar[int] = ContextVar("traces", default=0)


def traces() -> int:
    """How many events this thread of work has written."""
    return _TRACES.get()


def record(
    action: str,
    *,
    by: Viewer,
    subject: models.Model | None = None,
    organisation: UUID | None = None,
    purpose: str = "",
    **details: str | int | bool | list[str] | None,
) -> None:
    """Write one event.

    Args:
        action: What was done, such as organisation.approved.
        by: Who did it.
        subject: The row that it was done to.
        organisation: The organisation whose auditors may read it.
        purpose: Why, in the words of who did it.
        details: What changed, as names of fields and kinds of things; never personal data.
    """
    kind = subject._meta.label_lower if subject is not None else ""
    with connection.cursor() as cursor:  # no RETURNING: who writes an event may not always read it
        cursor.execute(
            "INSERT INTO audit_event (actor, organisation, action, subject_kind, subject, purpose, details)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [by.user, organisation, action, kind, subject.pk if subject else None, purpose, json.dumps(details)],
        )
    _TRACES.set(_TRACES.get() + 1)
    transaction.on_commit(lambda: log.info("audit", extra={"action": action}))
