"""What the commands of the site share.

They take from crosswalk.cli.output inside their functions: that package loads this one, to join its commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Data", "Json"]

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the site; without it CROSSWALK_DATA.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output, for machines.")]
