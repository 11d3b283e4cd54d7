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

#: Records of people with an account that end within so many days, and on which day they are gone.
_ENDING = """
CREATE OR REPLACE FUNCTION records_ending(within integer) RETURNS TABLE (person uuid, account uuid, day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT people_person.id, people_person.account_id, ends.day FROM people_person,
    LATERAL (SELECT (({since}) + interval '{after}')::date + 1 AS day) AS ends
    WHERE retaining() AND people_person.account_id IS NOT NULL AND NOT coalesce({unless}, false)
    AND ends.day BETWEEN current_date AND current_date + within $$;
"""


def raise_walls() -> None:
    """Write the policy of every schedule into the database, as its owner; safe to repeat."""
    with connection.cursor() as cursor:
        for schedule in SCHEDULES:
            if schedule.action is not Action.KEEP:
                table = apps.get_model(schedule.model)._meta.db_table
                cursor.execute(_POLICY.format(table=table, due=schedule.due))
            if schedule.name == "people":
                told = {"since": schedule.since, "after": schedule.after, "unless": schedule.unless}
                cursor.execute(_ENDING.format(**told))
