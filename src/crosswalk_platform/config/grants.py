"""What the site's database role may do at all; row-level security then says with which rows."""

from __future__ import annotations

from typing import Any

from django.db import connections
from psycopg import sql

from crosswalk.errors import SettingsError

__all__ = ["grant_site", "refuse_a_role_above_the_walls", "stands_above_the_walls"]

_ABOVE = """
SELECT CASE WHEN rolsuper THEN 'a superuser' WHEN rolbypassrls THEN 'free of row-level security'
    WHEN EXISTS (SELECT FROM pg_class WHERE pg_has_role(pg_roles.oid, relowner, 'MEMBER')
                 AND relkind IN ('r', 'p') AND relnamespace NOT IN ('pg_catalog'::regnamespace,
                                                                    'information_schema'::regnamespace))
    OR EXISTS (SELECT FROM pg_database WHERE datname = current_database()
               AND pg_has_role(pg_roles.oid, datdba, 'MEMBER'))
    THEN 'the owner' END FROM pg_roles WHERE rolname = current_user
"""
#: What to do then.
ROLE_REMEDY = "Give DATABASE_URL a role of its own, as docs/how-to/run-the-site.md says."


def stands_above_the_walls(cursor: Any) -> str | None:
    """What the role of this connection is, where row-level security does not hold for it; None where it holds."""
    cursor.execute(_ABOVE)
    row = cursor.fetchone()
    return str(row[0]) if row and row[0] else None


def refuse_a_role_above_the_walls() -> None:
    """Serve only as a role that the walls hold for.

    Raises:
        SettingsError: The site's role is a superuser, free of row-level security, or the owner.
    """
    with connections["default"].cursor() as cursor:
        what = stands_above_the_walls(cursor)
    if what:
        raise SettingsError(
            f"The site's role is {what}: the walls of the database do not hold.",
            remedy=ROLE_REMEDY,
            place="DATABASE_URL",
        )


def grant_site() -> None:
    """Give the site's role what it needs on every table, and take away what nobody needs: to change the log."""
    site = sql.Identifier(connections["site"].settings_dict["USER"])
    with connections["default"].cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",  # some tell who confided in whom
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
            "REVOKE UPDATE, DELETE ON audit_event FROM {}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
        ):
            cursor.execute(sql.SQL(statement).format(site))
