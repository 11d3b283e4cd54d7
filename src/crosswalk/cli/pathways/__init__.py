"""crosswalk pathways: which regular pathways there are, what they ask, and what they say of the facts given."""

from __future__ import annotations

import typer

from crosswalk.cli.pathways import assessing, catalogue, exploring

__all__ = ["app"]

app = typer.Typer(help="Regular pathways: the law as data, with every number cited.", no_args_is_help=True)
app.command(name="list")(catalogue.list_pathways)
app.command()(catalogue.show)
app.command()(catalogue.facts)
app.command()(assessing.assess)
app.command()(exploring.ask)
app.command()(exploring.remedy)
app.command()(exploring.cliffs)
app.command()(exploring.reform)
app.command()(exploring.diff)
app.command()(catalogue.check)
app.command()(catalogue.schema)
app.command(name="test")(catalogue.run_tests)
