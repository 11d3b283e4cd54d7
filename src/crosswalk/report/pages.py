"""How a page is made and written: templates with everything escaped, the style sheet inside, one step to the file."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosswalk.report.palette import COLOURS, MARK
from crosswalk.wording import Wording

__all__ = ["environment", "lean", "write_page"]


def environment(words: Wording, *packages: str) -> Environment:
    """Templates with everything escaped; the style sheets are our own and go in as they are.

    Args:
        words: What the page says.
        packages: Packages with templates and a style.css of their own, beside those of the report.
    """
    rooms = (*packages, "crosswalk.report")
    made = Environment(
        loader=ChoiceLoader([PackageLoader(room) for room in rooms]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sheets = [files(room).joinpath("templates", "style.css").read_text(encoding="utf-8") for room in reversed(rooms)]
    shared: dict[str, Any] = {"t": words, "style": Markup("\n".join(sheets)), "colours": COLOURS, "mark": MARK}  # noqa: S704
    made.globals.update(shared)
    return made


def lean(page: str) -> str:
    """A page without the indentation of the templates."""
    return "\n".join(line for raw in page.splitlines() if (line := raw.strip())) + "\n"


def write_page(path: Path, page: str) -> None:
    """Write a page in one step: whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part{os.getpid()}")
    part.write_text(lean(page), encoding="utf-8")
    part.replace(path)
