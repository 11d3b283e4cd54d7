"""A backup: the database as it stood at one moment, the uploaded files, and a list of what belongs to it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, transaction

from crosswalk import __version__
from crosswalk.errors import CrosswalkError
from crosswalk_platform.audit.verify import verify
from crosswalk_platform.config import database
from crosswalk_platform.config.installation import installation

__all__ = ["DUMP", "FORMAT", "MANIFEST", "BackupError", "counts", "digest", "run_program", "write_backup"]

FORMAT, MANIFEST, DUMP = 1, "manifest.json", "database.dump"


class BackupError(CrosswalkError):
    """A backup cannot be made, or cannot be trusted."""

    code = "backup"
    exit_status = 11


def write_backup(path: Path) -> dict[str, Any]:
    """Write a backup; a file that exists is replaced only when all is written.

    Returns:
        Its list: versions, rows by table, the anchor of the log, checksums.

    Raises:
        BackupError: The programs of PostgreSQL are not at hand, or fail.
    """
    part = path.with_name(f".part-{path.name}")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with TemporaryDirectory(dir=path.absolute().parent, prefix=".backup-") as folder:
            dump = Path(folder) / DUMP
            manifest = _dump(dump)
            files = _files()
            manifest["checksums"] = {DUMP: digest(dump)} | {name: digest(each) for name, each in files.items()}
            with tarfile.open(part, "w") as archive:
                text = json.dumps(manifest, indent=2).encode()
                head = tarfile.TarInfo(MANIFEST)
                head.size = len(text)
                archive.addfile(head, io.BytesIO(text))
                for name, each in {DUMP: dump, **files}.items():
                    archive.add(each, arcname=name, recursive=False)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _dump(to: Path) -> dict[str, Any]:
    """Dump and count at one moment, while the site goes on."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version'), now()")
        snapshot, server, now = cursor.fetchone()
        found = verify(cursor=cursor)
        if found.broken is not None:
            raise BackupError(
                "The log of the site is broken; a backup would carry that on.",
                remedy="Run crosswalk audit verify, and keep the backups that you have.",
                place=f"event {found.broken}",
            )
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = [row[0] for row in cursor.fetchall()]
        tables = counts(cursor)
        run_program("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={to}")
    return {
        "format": FORMAT,
        "crosswalk": __version__,
        "postgresql": server,
        "made_at": now.isoformat(),
        "migrations": migrations,
        "tables": tables,
        "audit": {"events": found.events, "anchor": found.anchor},
    }


def counts(cursor: Any) -> dict[str, int]:
    """Number of rows by table, as the owner counts them."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    )
    found: dict[str, int] = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name from the catalogue
        found[table] = cursor.fetchone()[0]
    return found


def run_program(name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the site's database as its owner: the embedded server's own, or the one on PATH.

    Raises:
        BackupError: It is not at hand, or fails.
    """
    embedded = database.programs()
    own = installation().database_url is None
    found = str(embedded / name) if embedded and own else shutil.which(name) or (embedded and str(embedded / name))
    if not found:
        raise BackupError(f"{name} is not at hand.", remedy="Install the client programs of PostgreSQL.")
    to = connection.settings_dict
    told = {"PGHOST": to["HOST"], "PGPORT": to["PORT"], "PGUSER": to["USER"], "PGPASSWORD": to["PASSWORD"]}
    told |= {f"PG{key.upper()}": value for key, value in to["OPTIONS"].items() if key.startswith("ssl")}
    environment = os.environ | {"PGDATABASE": to["NAME"]} | {key: str(value) for key, value in told.items() if value}
    done = subprocess.run(
        [found, "--no-password", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(
            f"{name} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}.",
            remedy="The version of the programs must be at least that of the server.",
        )


def _files() -> dict[str, Path]:
    folder = installation().data / "files"
    return {
        f"files/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*")) if path.is_file()
    }


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
