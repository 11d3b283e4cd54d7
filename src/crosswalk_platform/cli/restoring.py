"""crosswalk restore: a backup becomes a site again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.errors import NotFoundError
from crosswalk_platform.cli.backup import asked_passphrase
from crosswalk_platform.cli.common import Data, Json

__all__ = ["restore"]


def restore(
    file: Annotated[Path, typer.Argument(help="File that crosswalk backup wrote.")],
    secrets: Annotated[Path | None, typer.Option("--secrets", help="File of secrets of the same backup.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Bring a backup into an empty installation, and check it: checksums, rows, roles, grants, the chain of the log."""
    from crosswalk.cli.output import busy, note, print_json
    from crosswalk_platform.cli.django import alone, as_owner

    for path in filter(None, (file, secrets)):
        if not path.is_file():
            raise NotFoundError("There is no such file.", place=str(path))
    as_owner(data, anew=True)
    from django.core.management import call_command

    from crosswalk_platform.cli.database_health import database_findings
    from crosswalk_platform.cli.lost_keys import LOST, keep_the_names_of_lost_keys
    from crosswalk_platform.config.cascades import cascade_in_the_database
    from crosswalk_platform.config.grants import grant_site
    from crosswalk_platform.retention import restore as steps
    from crosswalk_platform.retention.backup import BackupError
    from crosswalk_platform.retention.secrets_file import read_secrets
    from crosswalk_platform.retention.walls import raise_walls

    with alone("migrate"), busy("Restoring") as tell:
        tell("Checking the backup")
        manifest = steps.checked_backup(file)
        steps.refuse_unless_empty()
        opened = read_secrets(secrets, asked_passphrase()) if secrets else {}
        tell("Bringing back database and files")
        steps.restore_backup(file, manifest)
        steps.put_secrets(opened)
        tell("Checking what came")
        steps.compare(manifest)
        call_command("migrate", verbosity=0)
        cascade_in_the_database()
        raise_walls()
        grant_site()
        lost = keep_the_names_of_lost_keys()
        wrong = [each for each in database_findings() if each.state == "wrong" and (secrets or each.name != "keys")]
    if wrong:
        raise BackupError(wrong[0].sentence, remedy=wrong[0].remedy, place=wrong[0].name)
    if json:
        print_json(manifest)
    else:
        print(f"{len(manifest['tables'])} tables with {sum(manifest['tables'].values())} rows are back, and checked.")
    if lost:
        note(f"A key did not come along ({', '.join(lost)}): what people confided stays shut. {LOST}")
