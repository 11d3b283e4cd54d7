"""Commands that run the site; they join `crosswalk` through the entry points of pyproject.toml."""

from __future__ import annotations

import typer

from crosswalk_platform.cli import accounts, audit, backup, doctor, migrating, restoring, retaining, rotating, serving

__all__ = ["app"]

# Add a command here only once its module stands: every other command of `crosswalk` is loaded through this file.
app = typer.Typer()
app.command()(serving.serve)
app.command()(migrating.migrate)
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(restoring.restore)
app.command("rotate-key")(rotating.rotate_key)
app.command()(retaining.retain)
app.add_typer(accounts.app, name="account")
app.add_typer(audit.app, name="audit")
