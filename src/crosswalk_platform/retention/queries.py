"""Records as records officers see them: a number and dates, no names."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from crosswalk_platform.authorization import Permission, Viewer
from crosswalk_platform.people.models import Person
from crosswalk_platform.retention.schedules import SCHEDULES

__all__ = ["records_kept"]

_PEOPLE = next(each for each in SCHEDULES if each.name == "people")


def records_kept(by: Viewer, show: str = "") -> QuerySet[Person]:
    """Records of the organisations in which the viewer holds records, the next to be erased first.

    Args:
        by: The records officer.
        show: due for those that the next run erases, held for those that are held, else all.

    Returns:
        Each with `due_on`, the day on which it is erased unless it is held or changed.
    """
    found = Person.objects.filter(organisation__in=by.organisations(Permission.HOLD_RECORDS)).annotate(
        due_on=RawSQL(  # noqa: S611 - the text is our own table
            f"({_PEOPLE.since} + interval '{_PEOPLE.after}')::date + 1", (), output_field=models.DateField()
        ),
        over=RawSQL(_PEOPLE.due, (), output_field=models.BooleanField()),  # noqa: S611 - the same
    )
    if show == "due":
        found = found.filter(over=True)
    elif show == "held":
        found = found.filter(held_until__gte=timezone.localdate())
    return found.order_by("due_on", "pk")
