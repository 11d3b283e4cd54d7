"""crosswalk audit verify: does the chain of the log hold?"""

from __future__ import annotations

from typing import Annotated

import typer

from crosswalk_platform.cli.common import Data, Json

__all__ = ["app"]

app = typer.Typer()


@app.command()
def verify(
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", help="Hash that an earlier check printed; it must still stand in the chain."),
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Check the log of the site: its number of events, the first broken one, and an anchor to keep elsewhere.

    Ends with status 12 where an event was changed, taken out, or cut off after the anchor.
    """
    from django.db import connection

    from crosswalk.cli.output import print_json
    from crosswalk_platform.audit.verify import AuditError, is_anchor, verify
    from crosswalk_platform.cli.django import as_owner, refuse_an_empty_database

    if anchor is not None:
        anchor = is_anchor(anchor)
    as_owner(data)
    refuse_an_empty_database()
    with connection.cursor() as cursor:
        found = verify(cursor=cursor, anchor=anchor)
    if json:
        print_json({each: getattr(found, each) for each in ("events", "broken", "anchor", "anchored")})
    else:
        print(f"Events: {found.events}")
        print(f"First broken event: {found.broken or 'none'}")
        print(f"Anchor: {found.anchor}")
    if found.broken is not None:
        raise AuditError(
            "An event was changed or taken out.",
            remedy="Keep this database as it is and compare it with a backup.",
            place=f"event {found.broken}",
        )
    if found.anchored is False:
        raise AuditError(
            "The anchor does not stand in the chain: events were cut off or all of them written anew.",
            remedy="Keep this database as it is and compare it with a backup.",
        )
