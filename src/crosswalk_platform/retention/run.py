"""A retention run: counts what is due by each schedule, then erases or anonymises it, in batches, with proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import NOBODY
from crosswalk_platform.people.models import Person
from crosswalk_platform.retention.closing import close_unused
from crosswalk_platform.retention.proof import proof_of_person
from crosswalk_platform.retention.schedules import SCHEDULES, Action, Schedule

__all__ = ["Due", "apply", "due", "retaining", "schedules_applied"]

BATCH = 500


@dataclass(frozen=True, slots=True)
class Due:
    """How many rows a schedule ends today; None where the number is not told."""

    schedule: Schedule
    count: int | None


def schedules_applied() -> tuple[Schedule, ...]:
    """The schedules that a run applies; what hangs on a person goes before the person."""
    return tuple(each for each in reversed(SCHEDULES) if each.action is not Action.KEEP)


def due() -> list[Due]:
    """What a run would end today."""
    with retaining():
        return [Due(each, None if each.quiet else _rows(each).count()) for each in schedules_applied()]


def apply(tell: Callable[[Schedule, int], None] = lambda schedule, done: None) -> dict[str, int]:
    """End what is due.

    Args:
        tell: Called with a schedule and the number of rows done, after each batch.

    Returns:
        Number of rows by the name of the schedule, of those whose numbers are told.
    """
    done: dict[str, int] = {}
    for schedule in schedules_applied():
        count = 0
        while batch := _one_batch(schedule):
            count += batch
            if not schedule.quiet:
                tell(schedule, count)
        if not schedule.quiet:
            done[schedule.name] = count
    return done


@contextmanager
def retaining() -> Iterator[None]:
    """Let this transaction find what is due, behind row-level security."""
    with transaction.atomic():
        _say("on")
        yield
        _say("")


def _say(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('crosswalk.retaining', %s, true)", [word])


def _rows(schedule: Schedule) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = apps.get_model(schedule.model)._default_manager.annotate(
        over=RawSQL(schedule.due, (), output_field=models.BooleanField())  # noqa: S611 - the text is our own table
    )
    return rows.filter(over=True).exclude(**schedule.blank) if schedule.blank else rows.filter(over=True)


def _one_batch(schedule: Schedule) -> int:
    with retaining():
        rows = list(_rows(schedule).order_by("pk").select_for_update(skip_locked=True)[:BATCH])
        if not rows:
            return 0
        _leave_traces(schedule, rows)
        found = apps.get_model(schedule.model)._default_manager.filter(pk__in=[row.pk for row in rows])
        if schedule.action is Action.CLOSE:
            for row in rows:
                close_unused(row)
        elif schedule.action is Action.ANONYMISE:
            found.update(**schedule.blank)
        else:
            found.delete()
        return len(rows)


def _leave_traces(schedule: Schedule, rows: list[Any]) -> None:
    """A person's record leaves a proof; what hangs on one only that the record changed; the rest a number."""
    for row in rows:
        if isinstance(row, Person):
            proof = proof_of_person(row)
            record("person.erased", by=NOBODY, subject=row, organisation=row.organisation_id, proof=proof)
        elif schedule.quiet:
            record("person.changed", by=NOBODY, subject=Person(pk=row.person_id), parts=[])
    if not schedule.quiet:
        record("retention.applied", by=NOBODY, schedule=schedule.name, count=len(rows))
