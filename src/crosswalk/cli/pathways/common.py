"""What the commands of `crosswalk pathways` share: which pathways, on which day, and facts line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswalk.errors import InputError, NotFoundError, UsageError

if TYPE_CHECKING:
    from crosswalk.pathways import Fact, Pathway

__all__ = [
    "CatalogueFolder",
    "Day",
    "Destination",
    "FactsFile",
    "Line",
    "PathwayNames",
    "chosen",
    "day_of",
    "encoded",
    "fact_lines",
    "read_facts",
]

CatalogueFolder = Annotated[
    Path | None, typer.Option("--catalogue", help="Folder of pathways; those that ship with Crosswalk if left out.")
]
PathwayNames = Annotated[
    list[str] | None,
    typer.Option("--pathway", help="A pathway by its name; may be given several times. All if left out."),
]
Destination = Annotated[str | None, typer.Option(help="Only pathways to this country (three letters, such as DEU).")]
Day = Annotated[str | None, typer.Option("--on", help="The day whose law counts, year-month-day; today if left out.")]
FactsFile = Annotated[
    Path,
    typer.Option(
        "--facts",
        help="One JSON object of facts a line; `crosswalk pathways facts` names them; - reads standard input.",
    ),
]

LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One object of facts: its line, its id if it gave one, and its answers."""

    number: int
    id: str
    answers: dict[str, Any]


def day_of(text: str | None) -> date:
    """The day that was asked for, or today (UTC)."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day of the calendar.", remedy="Write year-month-day, 2026-01-31.") from error


def chosen(names: Sequence[str] | None, destination: str | None, folder: Path | None) -> tuple[Pathway, ...]:
    """The pathways that were asked for."""
    from crosswalk.pathways import CATALOGUE, find_pathway, load_pathways
    from crosswalk.types import country_code

    pathways = load_pathways(folder or CATALOGUE)
    if names:
        pathways = tuple(find_pathway(name, pathways) for name in dict.fromkeys(names))
    if destination:
        code = country_code(destination) or destination.upper()
        pathways = tuple(pathway for pathway in pathways if pathway.file.destination == code)
        if not pathways:
            raise NotFoundError(f"There is no pathway to {destination}.", remedy="`crosswalk pathways list` shows all.")
    return pathways


def fact_lines(path: Path) -> Iterator[Line]:
    """Facts from a JSON Lines file; `id` is kept apart, numbers stay exact.

    Raises:
        InputError: The file cannot be read, or a line is no JSON object.
    """
    try:
        with sys.stdin if str(path) == "-" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _line(line, number, path)
    except OSError as error:
        raise InputError("The file cannot be read.", remedy=error.strerror or "", place=path.name) from error
    except UnicodeDecodeError as error:
        raise InputError("The file is not UTF-8 text.", remedy="Save it as UTF-8.", place=path.name) from error


def _line(text: str, number: int, path: Path) -> Line:
    place = f"{path.name}, line {number}"
    if len(text) > LONGEST_LINE:
        raise InputError("The line is too long.", remedy="Write one object of facts a line.", place=place)
    try:
        answers = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise InputError("The line is no JSON.", remedy="Write one object of facts a line.", place=place) from error
    if not isinstance(answers, dict):
        raise InputError(
            "The line is no JSON object.", remedy='Write {"date_of_birth": "1994-03-31", ...}.', place=place
        )
    identifier = answers.pop("id", number)
    return Line(number, str(identifier), answers)


def read_facts(path: Path, pathways: tuple[Pathway, ...], folder: Path | None) -> Iterator[tuple[Line, dict[str, Any]]]:
    """Lines with their encoded facts; a fact that only other pathways of the catalogue read is left aside.

    Raises:
        FactError: A name that no pathway knows, or a value that does not fit, with file and line.
    """
    from crosswalk.pathways import CATALOGUE, all_facts, load_pathways

    declared = all_facts(pathways)
    elsewhere = {name for pathway in load_pathways(folder or CATALOGUE) for name in pathway.facts} - declared.keys()
    for line in fact_lines(path):
        answers = {name: value for name, value in line.answers.items() if name not in elsewhere}
        yield line, encoded(Line(line.number, line.id, answers), declared, path)


def encoded(line: Line, facts: dict[str, Fact], path: Path) -> dict[str, Any]:
    """The encoded facts of a line; errors name file and line."""
    from crosswalk.pathways import encode_facts

    return dict(encode_facts(facts, line.answers, f"{path.name}, line {line.number}"))
