"""Brings a backup into an empty installation, and holds what came against what the backup says of itself."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection

from crosswalk_platform.audit.verify import verify
from crosswalk_platform.config.installation import installation
from crosswalk_platform.retention.backup import DUMP, FORMAT, MANIFEST, BackupError, counts, run_program

__all__ = ["checked_backup", "compare", "put_secrets", "refuse_unless_empty", "restore_backup"]

_ANOTHER = "Take another backup."


def checked_backup(path: Path) -> dict[str, Any]:
    """The list of a backup, once every part of it has the checksum that the list says.

    Raises:
        BackupError: It is no backup, a part is damaged, missing or too many, or it is of a newer format.
    """
    try:
        with tarfile.open(path, "r:") as archive:
            first = archive.next()
            head = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
            if head is None:
                raise BackupError("This is no backup of Crosswalk.", remedy=_ANOTHER, place=str(path))
            manifest: dict[str, Any] = json.load(head)
            found = {}
            for member in archive:
                if member.name != MANIFEST:
                    _refuse_strange(member)
                    content = archive.extractfile(member)
                    assert content is not None
                    found[member.name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupError("This backup cannot be read to its end.", remedy=_ANOTHER, place=str(path)) from error
    if manifest.get("format") != FORMAT:
        raise BackupError("This backup has another format.", remedy="Restore it with the version that made it.")
    if found != manifest["checksums"]:
        wrong = min(name for name, _ in set(found.items()) ^ set(manifest["checksums"].items()))
        raise BackupError("A part of this backup is damaged, missing or not its own.", remedy=_ANOTHER, place=wrong)
    return manifest


def refuse_unless_empty() -> None:
    """Go on only where there is nothing that could be overwritten.

    Raises:
        BackupError: The database has tables, or the data folder files or keys.
    """
    place = installation().data
    with connection.cursor() as cursor:
        tables = counts(cursor)
    kept = [*(place / "files").glob("*"), *(place / "secrets").glob("protection-*")]
    if tables or kept:
        raise BackupError(
            "This installation is not empty, and nothing here is overwritten.",
            remedy="Name an empty data folder with --data, or an empty database.",
            place=str(place),
        )


def put_secrets(secrets: dict[str, str]) -> None:
    """Write the secrets of a backup in place of those that this installation has just made."""
    folder = installation().data / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, value in secrets.items():
        if PurePosixPath(name).name != name or name.startswith("."):
            raise BackupError("The file of secrets names a strange file.", remedy=_ANOTHER, place=name)
        part = folder / f".{name}"
        part.touch(mode=0o600)
        part.write_text(value, encoding="ascii")
        os.replace(part, folder / name)


def restore_backup(path: Path, manifest: dict[str, Any]) -> None:
    """Bring database and files back; the database whole or not at all.

    Raises:
        BackupError: The backup is of a newer version, or the programs of PostgreSQL fail.
    """
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - apps are loaded by now

    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    if newer := set(manifest["migrations"]) - known:
        raise BackupError(
            f"This backup was made by Crosswalk {manifest['crosswalk']}, which knows more than this version.",
            remedy="Install that version or a later one.",
            place=min(newer),
        )
    place = installation().data
    with TemporaryDirectory(dir=place, prefix=".restore-") as folder, tarfile.open(path, "r:") as archive:
        archive.extract(DUMP, folder, filter="data")
        run_program(
            "pg_restore",
            *("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
            *(f"--dbname={connection.settings_dict['NAME']}", str(Path(folder) / DUMP)),
        )
        (place / "files").mkdir(exist_ok=True, mode=0o700)
        for member in archive:
            if member.name.startswith("files/"):
                archive.extract(member, place, filter="data")


def compare(manifest: dict[str, Any]) -> None:
    """Hold rows and log against the backup's list.

    Raises:
        BackupError: A table has another number of rows, or the chain of the log does not hold.
    """
    with connection.cursor() as cursor:
        tables = counts(cursor)
        found = verify(cursor=cursor, anchor=manifest["audit"]["anchor"] if manifest["audit"]["events"] else None)
    if tables != manifest["tables"]:
        wrong = min(name for name, _ in set(tables.items()) ^ set(manifest["tables"].items()))
        raise BackupError("A table has another number of rows than the backup says.", remedy=_ANOTHER, place=wrong)
    if found.broken is not None or found.anchored is False:
        raise BackupError("The log in this backup is broken.", remedy=_ANOTHER, place=f"event {found.broken or 'last'}")


def _refuse_strange(member: tarfile.TarInfo) -> None:
    path = PurePosixPath(member.name)
    good = member.isfile() and ".." not in path.parts and not path.is_absolute()
    if not good or (member.name != DUMP and path.parts[0] != "files"):
        raise BackupError("The backup holds a strange part.", remedy=_ANOTHER, place=member.name)
