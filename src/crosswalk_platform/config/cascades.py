"""What hangs on a row goes with it in the database itself, also where who erases it may not see that it is there.

Django looks up what hangs on a row and removes it first. Behind row-level security it finds only what the viewer
sees; a row that stayed behind would stop the erasure, and so tell that it exists.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models
from psycopg import sql

__all__ = ["cascade_in_the_database"]

_FIND = """
SELECT conname FROM pg_constraint WHERE contype = 'f' AND confdeltype = 'a' AND conrelid = to_regclass(%s)
AND conkey = ARRAY[(SELECT attnum FROM pg_attribute WHERE attrelid = conrelid AND attname = %s)]
"""


def cascade_in_the_database() -> None:
    """Make each CASCADE of the site's own models one of the database; safe to repeat."""
    for model in apps.get_models():
        if not model.__module__.startswith("crosswalk_platform"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
                _cascade(model._meta.db_table, field)


def _cascade(table: str, field: models.ForeignKey[models.Model, models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [table, field.column])
        for (name,) in cursor.fetchall():
            cursor.execute(
                sql.SQL(
                    "ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} FOREIGN KEY ({column})"
                    " REFERENCES {target} ({key}) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
                ).format(
                    table=sql.Identifier(table),
                    name=sql.Identifier(name),
                    column=sql.Identifier(field.column),
                    target=sql.Identifier(field.related_model._meta.db_table),
                    key=sql.Identifier(str(field.target_field.column)),
                )
            )
