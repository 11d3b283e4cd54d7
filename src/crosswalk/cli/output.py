"""How every command speaks: results on stdout, progress and notes on stderr, one JSON shape, fixed exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

__all__ = ["Json", "ask_json", "note", "print_json", "print_table", "progress"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output, for machines.")]

#: Notes and progress go here, so that standard output holds the result alone.
stderr = Console(stderr=True, highlight=False)


def print_json(document: Any) -> None:
    """One JSON document on standard output; dates as ISO 8601, letters of every script as they are."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_table(frame: pl.DataFrame, title: str | None = None) -> None:
    """A frame as a table for people; numbers to the right, nothing cut that the terminal can wrap."""
    table = Table(title=title, title_justify="left")
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*("" if value is None else _cell(value) for value in row))
    Console(highlight=False).print(table)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def note(text: str) -> None:
    """A sentence for the person at the terminal."""
    stderr.print(text, markup=False)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr while long work goes on; yields a function to call with (done, total)."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def ask_json(arguments: list[str]) -> bool:
    """Whether the command line asks for JSON, so that an error is told in the same shape."""
    return "--json" in arguments
