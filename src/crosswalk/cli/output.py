"""How every command speaks: results on stdout, progress and notes on stderr, one JSON shape, fixed exit codes."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Json", "ask_json", "busy", "note", "print_json", "print_rows", "print_table", "progress"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output, for machines.")]

SECONDS_BETWEEN_LINES = 10.0

#: Notes and progress go here, so that standard output holds the result alone.
stderr = Console(stderr=True, highlight=False)


def print_json(document: Any) -> None:
    """One JSON document on standard output; dates as ISO 8601, letters of every script as they are."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_table(frame: pl.DataFrame, title: str | None = None) -> None:
    """A frame as a table for people; numbers to the right, nothing cut that the terminal can wrap."""
    rows = [["" if value is None else _cell(value) for value in row] for row in frame.iter_rows()]
    numbers = [name for name, dtype in frame.schema.items() if dtype.is_numeric()]
    print_rows(frame.columns, rows, title=title, right=numbers)


def print_rows(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None, right: Sequence[str] = ()
) -> None:
    """Rows of text as a table for people; `right` names columns to align to the right."""
    table = Table(title=title, title_justify="left")
    for name in headers:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    Console(highlight=False).print(table)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def note(text: str) -> None:
    """A sentence for the person at the terminal."""
    stderr.print(text, markup=False, soft_wrap=True)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr while long work goes on; yields a function to call with (done, total).

    Where stderr is no terminal but a log, a plain line every ten seconds takes the place of the bar.
    """
    if not stderr.is_terminal:
        yield _told_in_lines(label)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _told_in_lines(label: str) -> Callable[[int, int], None]:
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            note(f"{label}: {done:,} of {total:,}")

    return tell


@contextmanager
def busy(label: str) -> Iterator[Callable[[str], None]]:
    """A sign of life on stderr while work goes on; yields a function to call with what is done now."""
    if not stderr.is_terminal:
        yield lambda text: None
        return
    with stderr.status(label) as status:
        yield status.update


def ask_json(arguments: list[str]) -> bool:
    """Whether the command line asks for JSON, so that an error is told in the same shape."""
    return "--json" in arguments
