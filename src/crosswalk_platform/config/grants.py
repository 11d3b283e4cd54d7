"""What the site's database role may do at all; row-level security then says with which rows."""

from __future__ import annotations

from django.db import connections
from psycopg import sql

__all__ = ["grant_site"]


def grant_site() -> None:
    """Give the site's role what it needs on every table, and take away what nobody needs: to change the log."""
    site = sql.Identifier(connections["site"].settings_dict["USER"])
    with connections["default"].cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
            "REVOKE UPDATE, DELETE ON audit_event FROM {}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
        ):
            cursor.execute(sql.SQL(statement).format(site))
