"""crosswalk doctor: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from crosswalk.errors import CrosswalkError
from crosswalk_platform.cli.common import Data, Json
from crosswalk_platform.cli.finding import Finding, wrong

__all__ = ["doctor"]


def doctor(data: Data = None, json: Json = False) -> None:
    """Say what is wrong with this installation, and how to mend it; status 1 when something is wrong."""
    from crosswalk.cli.output import print_json, print_rows

    found = list(_findings(data))
    if json:
        print_json(
            [
                {"name": each.name, "state": each.state, "sentence": each.sentence, "remedy": each.remedy}
                for each in found
            ]
        )
    else:
        print_rows(
            ("", "looked at", "found", "remedy"),
            [(each.state, each.name, each.sentence, each.remedy) for each in found],
        )
    if any(each.state == "wrong" for each in found):
        raise typer.Exit(1)


def _findings(data: Path | None) -> Iterator[Finding]:
    """Everything, as far as one can look: what is wrong early hides what comes after it."""
    from crosswalk_platform.cli import machine_health

    early = [machine_health.python(machine_health.running()), machine_health.installed()]
    yield from early
    if any(each.state == "wrong" for each in early):
        return
    from crosswalk_platform.cli.database_health import database_findings
    from crosswalk_platform.cli.django import start

    try:
        place = data.absolute() if data else machine_health.data_folder()
        looked = list(machine_health.folders(place))
        yield from looked
        if looked[0].state == "wrong":
            return
        yield machine_health.disk(machine_health.free(place))
        start(data)
        yield from machine_health.site_findings()
    except CrosswalkError as error:
        yield wrong(error.place or error.code, error.message, error.remedy)
        return
    from django.db import Error

    try:
        yield from database_findings()
    except Error as error:
        yield wrong(
            "database", f"The database answers with an error ({type(error).__name__}).", "Run crosswalk migrate."
        )
