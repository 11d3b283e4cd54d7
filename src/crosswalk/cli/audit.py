"""crosswalk audit: are groups selected alike? The site adds `crosswalk audit verify` for its log."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from crosswalk.cli.common import PeopleFile, open_matches, read_frame
from crosswalk.cli.output import Json, print_json, print_rows

if TYPE_CHECKING:
    from crosswalk.matching import Audit

Groups = Annotated[
    list[str] | None,
    typer.Option("--by", help="Attribute to compare: sex, nationality, age_band, legal_status; repeat."),
]


class GroupsUnlessNamed(TyperGroup):
    """`crosswalk audit --matches …` means `crosswalk audit groups --matches …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the command in front of its options where it was left out."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else ["groups", *args])


app = typer.Typer(cls=GroupsUnlessNamed, help="Compare groups among matches; check the log of the site.")


@app.command("groups")
def audit(
    matches: Annotated[Path, typer.Option("--matches", help="Matches, from crosswalk match.")],
    people: PeopleFile,
    by: Groups = None,
    top: Annotated[int, typer.Option(min=1, help="Selected means: among the first so many of a vacancy.")] = 10,
    json: Json = False,
) -> None:
    """Compare selection rates and scores across groups; these attributes never enter the score."""
    from crosswalk.matching import audit as audit_matches
    from crosswalk.records import Person

    frame = read_frame(people, Person)
    found = audit_matches(open_matches(matches), frame, by=tuple(by or ("sex",)), top=top)
    if json:
        print_json(found.as_json())
    elif sys.stdout.isatty():
        show(found)
    else:
        print(found.text())


def show(found: Audit) -> None:
    """The audit for a person at the terminal: a warning first where there are too few people, then each table."""
    for table in found.tables():
        if table.warning:
            print(f"\n{table.warning}")
        print_rows(table.COLUMNS, table.rows, title=table.heading)
        print("\n".join(f"  {sentence}" for sentence in table.findings))
    print()
    print("\n".join(found.notes))
