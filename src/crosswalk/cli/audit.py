"""crosswalk audit: are groups selected alike?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.common import PeopleFile, open_matches, read_frame
from crosswalk.cli.output import Json, print_json
from crosswalk.matching import audit as audit_matches
from crosswalk.records import Person

Groups = Annotated[
    list[str] | None,
    typer.Option("--by", help="Attribute to compare: sex, nationality, age_band, legal_status; repeat."),
]


def audit(
    matches: Annotated[Path, typer.Option("--matches", help="Matches, from crosswalk match.")],
    people: PeopleFile,
    by: Groups = None,
    top: Annotated[int, typer.Option(min=1, help="Selected means: among the first so many of a vacancy.")] = 10,
    json: Json = False,
) -> None:
    """Compare selection rates and scores across groups; these attributes never enter the score."""
    frame = read_frame(people, Person)
    found = audit_matches(open_matches(matches), frame, by=tuple(by or ("sex",)), top=top)
    if json:
        print_json(found.as_json())
    else:
        print(found.text())
