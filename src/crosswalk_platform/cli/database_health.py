"""What the doctor looks at in the database: version, migrations, role, walls, grants, log, keys, worker, clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from crosswalk_platform.cli.finding import Finding, ok, warning, wrong

__all__ = ["database_findings"]

OLDEST_SERVER = 15
#: Accounts are asked for before it is known who asks.
WITHOUT_A_WALL = frozenset({"accounts_user"})
#: A task that waits longer than this, or a clock that differs by more, is told.
WAITS_TOO_LONG, CLOCKS_DIFFER = timedelta(minutes=10), timedelta(seconds=5)
#: A key that is older is told; docs/explanation/security.md says how often each is replaced.
OLDEST_KEY = timedelta(days=400)
_MIGRATE = "Run crosswalk migrate."


def database_findings() -> Iterator[Finding]:
    """Every finding in the database, where Django is started as the site or as the owner."""
    from django.db import connections
    from django.db.utils import ProgrammingError

    site = connections["site" if "site" in connections else "default"]
    known = "default" if "site" in connections else "owner"
    owner = connections[known] if known in connections else None  # noqa: SIM401 - a handler of connections has no get
    with site.cursor() as cursor:
        yield version(cursor)
        yield clock(cursor)
        yield server_log(cursor)
        yield role(cursor)
        pending = migrations(site)
        yield pending
        if pending.state == "wrong":
            return
        yield walls(cursor)
        yield grants(cursor)
        yield worker(cursor)
        yield letters(cursor)
    if owner is None:
        yield warning(
            "log",
            "The log and the keys were not checked: the owner is not known.",
            "Set CROSSWALK_OWNER_DATABASE_URL for it.",
        )
        return
    try:
        with owner.cursor() as cursor:
            yield log(cursor)
            yield keys(cursor)
    except ProgrammingError:
        yield wrong(
            "log", "The owner cannot read the tables.", "CROSSWALK_OWNER_DATABASE_URL names another role: mend it."
        )


def version(cursor: Any) -> Finding:
    """Whether PostgreSQL is new enough."""
    cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_version')")
    number, told = cursor.fetchone()
    if number < OLDEST_SERVER:
        return wrong("database", f"PostgreSQL {told} is too old.", f"Use PostgreSQL {OLDEST_SERVER} or later.")
    return ok("database", f"PostgreSQL {told} answers.")


def clock(cursor: Any) -> Finding:
    """Whether this machine and the database agree on the time; codes of sign-in and expiry depend on it."""
    cursor.execute("SELECT clock_timestamp()")
    apart = abs(cursor.fetchone()[0] - datetime.now(UTC))
    if apart > CLOCKS_DIFFER:
        return wrong(
            "clock", f"Site and database differ by {apart.total_seconds():.0f} s.", "Run an NTP client on both."
        )
    return ok("clock", "Site and database agree on the time.")


def server_log(cursor: Any) -> Finding:
    """Whether PostgreSQL writes what people typed into its own log."""
    cursor.execute(
        "SELECT current_setting('log_min_error_statement'), current_setting('log_error_verbosity'),"
        " current_setting('log_statement'), current_setting('log_min_duration_statement')"
    )
    errors, detail, statements, slow = cursor.fetchone()
    if errors not in {"fatal", "panic"} or detail != "terse" or statements != "none" or slow != "-1":
        return warning(
            "server log",
            "PostgreSQL may write what people typed into its own log.",
            "Set log_min_error_statement=panic, log_error_verbosity=terse, log_statement=none.",
        )
    return ok("server log", "PostgreSQL keeps what people typed out of its log.")


def role(cursor: Any) -> Finding:
    """Whether the site works as a role that the walls hold for."""
    from crosswalk_platform.config.grants import ROLE_REMEDY, stands_above_the_walls

    if what := stands_above_the_walls(cursor):
        return wrong("role", f"The site's role is {what}: the walls of the database do not hold.", ROLE_REMEDY)
    return ok("role", "The site's role is neither owner nor superuser.")


def migrations(connection: Any) -> Finding:
    """Whether the database is of this version."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return wrong("migrations", f"Migrations that are not applied: {len(waiting)}.", _MIGRATE)
    return ok("migrations", "All migrations are applied.")


def walls(cursor: Any) -> Finding:
    """Whether every table of the site stands behind row-level security, with the policies of the retention run."""
    from django.apps import apps

    from crosswalk_platform.retention.schedules import SCHEDULES, Action

    tables = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("crosswalk_platform")}
    cursor.execute(
        "SELECT relname FROM pg_class AS body WHERE relname = ANY (%s) AND relnamespace = 'public'::regnamespace"
        " AND (NOT relrowsecurity OR NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = body.oid))",
        [sorted(tables - WITHOUT_A_WALL)],
    )
    if open_ := sorted(row[0] for row in cursor.fetchall()):
        return wrong("walls", f"Without row-level security: {', '.join(open_)}.", _MIGRATE)
    cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'retention'")
    kept = {row[0] for row in cursor.fetchall()}
    needed = {apps.get_model(each.model)._meta.db_table for each in SCHEDULES if each.action is not Action.KEEP}
    if missing := sorted(needed - kept):
        return wrong("walls", f"A retention run cannot reach: {', '.join(missing)}.", _MIGRATE)
    return ok("walls", f"All {len(tables - WITHOUT_A_WALL)} tables of the site stand behind row-level security.")


def grants(cursor: Any) -> Finding:
    """Whether the site's role may do what it needs, and may not change the log."""
    cursor.execute(
        "SELECT bool_or(has_table_privilege('audit_event', wanted))"
        " FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS wanted"
    )
    if cursor.fetchone()[0]:
        return wrong("grants", "The site's role may change or remove events of the log.", _MIGRATE)
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND NOT (has_table_privilege(oid, 'SELECT')"
        " AND (relname = 'django_migrations' OR has_table_privilege(oid, 'INSERT')))"
    )
    if shut := sorted(row[0] for row in cursor.fetchall()):
        return wrong("grants", f"The site's role cannot use: {', '.join(shut)}.", _MIGRATE)
    return ok("grants", "The site's role may use every table, and only add to the log.")


def worker(cursor: Any) -> Finding:
    """Whether somebody does the work in the background."""
    cursor.execute(
        "SELECT min(CASE WHEN run_after < '9999-01-01' THEN greatest(run_after, enqueued_at) ELSE enqueued_at END)"
        " FROM django_tasks_database_dbtaskresult"
        " WHERE status = 'READY' AND (run_after <= now() OR run_after >= '9999-01-01')"
    )
    oldest = cursor.fetchone()[0]
    if oldest is not None and datetime.now(UTC) - oldest > WAITS_TOO_LONG:
        minutes = (datetime.now(UTC) - oldest).total_seconds() // 60
        return wrong("worker", f"A task has waited for {minutes:.0f} minutes.", "Start crosswalk serve.")
    cursor.execute(
        "SELECT count(*) FROM django_tasks_database_dbtaskresult"
        " WHERE status = 'READY' AND task_path LIKE '%keep_house'"
    )
    if not cursor.fetchone()[0]:
        return warning(
            "worker", "No retention run is planned.", "Start crosswalk serve once, or run crosswalk retain every night."
        )
    return ok("worker", "No task waits, and the next retention run is planned.")


def log(cursor: Any) -> Finding:
    """Whether the chain of the log holds."""
    from crosswalk_platform.audit.verify import verify

    found = verify(cursor=cursor)
    if found.broken is not None:
        return wrong(
            "log",
            f"Event {found.broken} was changed, or one before it taken out.",
            "Keep the database as it is; compare a backup.",
        )
    return ok("log", f"The chain of {found.events} events holds.")


def keys(cursor: Any) -> Finding:
    """Whether every key that something is sealed under is there."""
    from django.db.backends.postgresql.psycopg_any import sql

    from crosswalk_platform.cli.lost_keys import LOST, lost_keys
    from crosswalk_platform.people.keys import SealError, key_made, open_sealed, protection_keys
    from crosswalk_platform.people.rotation import sealed_models

    kept = protection_keys()
    if missing := lost_keys(cursor):
        return wrong("keys", f"A key is missing: {', '.join(missing)}.", LOST)
    for model in sealed_models():
        body = model._meta
        cursor.execute(
            sql.SQL("SELECT DISTINCT ON (key) key, sealed, {row} FROM {body} ORDER BY key").format(
                row=sql.Identifier(str(body.pk.column)), body=sql.Identifier(body.db_table)
            )
        )
        for name, sealed, number in cursor.fetchall():
            try:
                open_sealed(name, bytes(sealed), number)
            except SealError:
                return wrong("keys", f"{name} is not the key that sealed what is confided, or a row was changed.", LOST)
    if len(kept) > 1:
        return warning("keys", "A rotation of the key was interrupted.", "Run crosswalk rotate-key again.")
    if kept and time.time() - key_made(kept[-1]) > OLDEST_KEY.total_seconds():
        return warning("keys", f"The key {kept[-1]} is older than {OLDEST_KEY.days} days.", "Run crosswalk rotate-key.")
    return ok("keys", "Every key that is needed is there.")


def letters(cursor: Any) -> Finding:
    """Whether mail that could not be sent waits."""
    cursor.execute("SELECT letters_that_wait()")
    if waiting := cursor.fetchone()[0]:
        return warning(
            "letters", f"{waiting} letters could not be sent yet.", "Look at the mail server, and at the log."
        )
    return ok("letters", "No letter waits for the mail server.")
