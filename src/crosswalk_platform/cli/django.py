"""Starts Django for a command, in the role that the command needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosswalk.errors import SettingsError, UsageError

__all__ = ["alone", "as_owner", "refuse_an_empty_database", "refuse_another_version", "start"]


def start(data: Path | None = None, *, anew: bool = False) -> None:
    """Make the site's settings and models usable in this process.

    Args:
        data: The data folder; without it, that of the settings.
        anew: Where there is no embedded database, make one; without it, a folder with no site is refused, so that a
            mistyped name never makes a second, empty site beside the one that is meant.

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

    if not anew:
        _refuse_a_folder_without_a_site()
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
            place="database",
        ) from error


def as_owner(data: Path | None = None, *, anew: bool = False) -> None:
    """The same, as the owner of the database: for migrations, for a first administrator, for checking the log."""
    os.environ["CROSSWALK_AS_OWNER"] = "1"
    start(data, anew=anew)


def refuse_an_empty_database() -> None:
    """Go on only where the tables of a site are; they may be those of an older version.

    Raises:
        SettingsError: There are none.
    """
    from django.db import connection

    if "audit_event" not in connection.introspection.table_names():
        raise SettingsError(
            "This database holds no site.",
            remedy="Name the right folder or database, or run crosswalk migrate to make a site.",
            place="database",
        )


def refuse_another_version() -> None:
    """Go on only where the tables are those of this version.

    Raises:
        SettingsError: There are none, or migrations wait.
    """
    from django.db import connection

    from crosswalk_platform.cli.database_health import migrations

    refuse_an_empty_database()
    if (found := migrations(connection)).state == "wrong":
        raise SettingsError(found.sentence, remedy=found.remedy, place="database")


def _refuse_a_folder_without_a_site() -> None:
    from crosswalk_platform.config.installation import installation

    place = installation()
    if place.database_url is None and not (place.data / "database").is_dir():
        raise SettingsError(
            "There is no site in this folder.",
            remedy="Name its folder with --data or CROSSWALK_DATA; crosswalk serve or migrate makes a new one.",
            place=str(place.data.absolute()),
        )


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
