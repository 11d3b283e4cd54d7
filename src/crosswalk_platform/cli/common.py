"""What the commands of the site share.

They take from crosswalk.cli.output inside their functions: that package loads this one, to join its commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["PATIENCE", "Data", "Json"]

#: Seconds that a part of the site is given to finish what it does.
PATIENCE = 20

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the site; without it CROSSWALK_DATA.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output, for machines.")]
