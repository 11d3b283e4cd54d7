"""crosswalk migrate: brings the database to this version."""

from __future__ import annotations

from typing import Annotated

import typer

from crosswalk_platform.cli.common import Data

__all__ = ["migrate"]


def migrate(data: Data = None, example: Annotated[bool, typer.Option(hidden=True)] = False) -> None:
    """Bring the database to this version, with its walls; safe to repeat, also at the same time."""
    from crosswalk.cli.output import note
    from crosswalk_platform.cli.django import alone, as_owner

    as_owner(data, anew=True)
    from django.core.management import call_command

    from crosswalk_platform.cli.lost_keys import LOST, keep_the_names_of_lost_keys
    from crosswalk_platform.config.cascades import cascade_in_the_database
    from crosswalk_platform.config.grants import grant_site
    from crosswalk_platform.retention.walls import raise_walls

    with alone("migrate"):
        call_command("migrate", verbosity=0)
        cascade_in_the_database()
        raise_walls()
        grant_site()
        if lost := keep_the_names_of_lost_keys():
            note(f"A key is missing: {', '.join(lost)}. What was confided under it stays shut. {LOST}")
        if example:
            from crosswalk_platform.cli.example import load_example

            load_example()
