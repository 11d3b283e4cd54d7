"""crosswalk backup: the whole site in one file, its secrets in a second one."""

from __future__ import annotations

import os
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from crosswalk.errors import UsageError
from crosswalk_platform.cli.common import Data, Json

__all__ = ["asked_passphrase", "backup"]


def backup(
    file: Annotated[Path, typer.Argument(help="File to write.")],
    secrets: Annotated[
        Path | None, typer.Option("--secrets", help="Write the keys too, here, sealed by a passphrase.")
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Write database and uploaded files into one file, while the site goes on.

    Without its secrets a restored site cannot open what people confided. The passphrase is asked for, or taken from
    CROSSWALK_PASSPHRASE. Keep the two files in two places.
    """
    from crosswalk.cli.output import note, print_json
    from crosswalk_platform.cli.django import alone, as_owner, refuse_an_empty_database

    for path in filter(None, (file, secrets)):
        if not path.absolute().parent.is_dir():
            raise UsageError("The folder does not exist.", remedy="Make it first.", place=str(path.parent))
        if path.is_dir():
            raise UsageError("This is a folder.", remedy="Name a file in it.", place=str(path))
    if secrets and secrets.resolve() == file.resolve():
        raise UsageError(
            "Backup and secrets are one file: the second would take the place of the first.",
            remedy="Name two files, and keep them in two places.",
            place=str(file),
        )
    passphrase = asked_passphrase(twice=True) if secrets else ""
    as_owner(data)
    refuse_an_empty_database()
    from crosswalk_platform.retention.backup import write_backup
    from crosswalk_platform.retention.secrets_file import SHORTEST, write_secrets

    if secrets and len(passphrase) < SHORTEST:  # before anything is written
        raise UsageError(
            f"A passphrase has at least {SHORTEST} letters.", remedy="Choose a longer one, such as five words."
        )
    try:
        with alone("rotate-key"):  # a rotation between the two would leave rows whose key is in neither
            manifest = write_backup(file)
            if secrets:
                write_secrets(secrets, passphrase)
    except OSError as error:
        raise UsageError(
            "The backup cannot be written.",
            remedy="Choose a folder with room that this account can write to.",
            place=str(error.filename or file),
        ) from error
    if json:
        print_json(manifest)
        return
    rows, files = sum(manifest["tables"].values()), len(manifest["checksums"]) - 1
    print(f"{file}: {len(manifest['tables'])} tables with {rows} rows, {files} files.")
    print(f"Anchor of the log: {manifest['audit']['anchor']}")
    if not secrets:
        note("The keys are not in it. Without them nobody can open what people confided: use --secrets.")


def asked_passphrase(*, twice: bool = False) -> str:
    """The passphrase, from CROSSWALK_PASSPHRASE or from the terminal; never from the command line."""
    given = os.environ.get("CROSSWALK_PASSPHRASE")
    if given is not None:
        return given
    typed = getpass("Passphrase for the secrets: ")
    if twice and getpass("Once more: ") != typed:
        raise UsageError("The two are not the same.", remedy="Type the passphrase twice.")
    return typed
