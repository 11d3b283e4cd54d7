"""Row-level security of a retention run: it finds and removes what is due by the schedules, and nothing else."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from crosswalk_platform.retention.schedules import SCHEDULES, Action

__all__ = ["raise_walls"]

_POLICY = """
DROP POLICY IF EXISTS retention ON {table};
CREATE POLICY retention ON {table} USING (retaining() AND {due});
"""


def raise_walls() -> None:
    """Write the policy of every schedule into the database, as its owner; safe to repeat."""
    with connection.cursor() as cursor:
        for schedule in SCHEDULES:
            if schedule.action is not Action.KEEP:
                table = apps.get_model(schedule.model)._meta.db_table
                cursor.execute(_POLICY.format(table=table, due=schedule.due))
