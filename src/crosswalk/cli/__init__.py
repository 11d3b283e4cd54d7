"""The command `crosswalk`: one file for each command, each a thin door to a function of the engine."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer

from crosswalk import __version__
from crosswalk.cli import (
    allocate,
    audit,
    demo,
    explain,
    importing,
    link,
    match,
    partnership,
    pathways,
    report,
    synth,
    taxonomy,
    template,
)
from crosswalk.cli.output import ask_json, note, print_json
from crosswalk.errors import CrosswalkError

__all__ = ["app", "main"]

app = typer.Typer(
    name="crosswalk",
    help="Skills-based, regular labour migration: match people and vacancies across borders, with reasons.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(taxonomy.app, name="taxonomy")
app.add_typer(link.app, name="link")
app.add_typer(pathways.app, name="pathways")
app.add_typer(partnership.app, name="partnership")
app.add_typer(synth.app, name="synth")
app.add_typer(audit.app, name="audit")
app.command(name="import")(importing.import_files)
app.command()(template.template)
app.command()(match.match)
app.command()(explain.explain)
app.command()(allocate.allocate)
app.command()(report.report)
app.command()(demo.demo)


def join(commands: typer.Typer) -> None:
    """Add the commands and groups of another app; where a group is here already, its commands join that group."""
    here = {group.name: group.typer_instance for group in app.registered_groups}
    app.registered_commands += commands.registered_commands
    for group in commands.registered_groups:
        if (known := here.get(group.name)) and group.typer_instance:
            known.registered_commands += group.typer_instance.registered_commands
        else:
            app.registered_groups.append(group)


for extra in entry_points(group="crosswalk.commands"):  # the site, where it is installed; the engine does not know it
    try:
        join(extra.load())
    except ModuleNotFoundError:  # installed without the extra "platform"
        continue


@app.callback(invoke_without_command=True)
def version(show: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    """Match people and vacancies across borders, exactly and with reasons."""
    if show:
        print(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; an error of ours is told in one sentence with its remedy, never as a traceback."""
    try:
        app()
    except CrosswalkError as error:
        if ask_json(sys.argv):
            print_json({"error": error.as_json()})
        else:
            note(f"Error: {error}")
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
