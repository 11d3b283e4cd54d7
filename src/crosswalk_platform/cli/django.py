"""Starts Django for a command, in the role that the command needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosswalk.errors import SettingsError, UsageError

__all__ = ["alone", "as_owner", "start"]


def start(data: Path | None = None) -> None:
    """Make the site's settings and models usable in this process.

    Raises:
        SettingsError: The data folder or the database cannot be used.
        UsageError: The extra is not installed.
    """
    if data is not None:
        os.environ["CROSSWALK_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crosswalk_platform.config.settings")
    try:
        import django
    except ModuleNotFoundError as error:
        raise UsageError("The site is not installed.", remedy="Run: pip install 'crosswalk[platform]'.") from error
    from django.conf import settings

    from crosswalk_platform.config import database
    from crosswalk_platform.config.locales import compile_locales

    try:
        database.start()
        compile_locales(settings.LOCALE_PATHS[0])
        django.setup()
    except OSError as error:
        raise SettingsError(
            "The data folder cannot be used.",
            remedy="Name one that this account can write to, with --data or CROSSWALK_DATA.",
            place=str(error.filename or ""),
        ) from error
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise SettingsError(
            "The database does not answer, or refuses this role.",
            remedy="Check DATABASE_URL (and CROSSWALK_OWNER_DATABASE_URL for commands of the owner).",
        ) from error


def as_owner(data: Path | None = None) -> None:
    """The same, as the owner of the database: for migrations, for a first administrator, for checking the log."""
    os.environ["CROSSWALK_AS_OWNER"] = "1"
    start(data)


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Wait until no other process of this site does the same."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"crosswalk.{what}"])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"crosswalk.{what}"])
