"""crosswalk retain: applies the retention schedules."""

from __future__ import annotations

from typing import Annotated

import typer

from crosswalk_platform.cli.common import Data, Json

__all__ = ["retain"]


def retain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is due, and end nothing.")] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Tell people what ends soon, and end what is kept no longer; the worker does the same every night.

    Records that are held stay. Each erased record leaves a proof in the log. Where nothing is told of a number, it
    would tell how many people confided something.
    """
    from crosswalk.cli.output import note, print_json, print_rows
    from crosswalk_platform.cli.django import alone, refuse_another_version, start

    start(data)
    refuse_another_version()
    from crosswalk_platform.retention.run import apply, due
    from crosswalk_platform.retention.telling import tell

    found = due()
    rows = [{"schedule": each.schedule.name, "action": each.schedule.action.value, "due": each.count} for each in found]
    if not json:
        print_rows(
            ("schedule", "action", "due today"),
            [(str(each["schedule"]), str(each["action"]), "not told" if each["due"] is None else str(each["due"]))
             for each in rows],
        )  # fmt: skip
    done: dict[str, int] = {}
    if not dry_run:
        with alone("retain"):
            tell()
            done = apply(lambda schedule, count: note(f"{schedule.name}: {count}"))
    if json:
        print_json({"due": rows, "done": done, "dry_run": dry_run})
    elif not dry_run:
        note("Done." if any(done.values()) else "Nothing was due.")
