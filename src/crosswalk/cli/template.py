"""crosswalk template: a table to fill in with its mapping file, or a constraints file to adapt."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.output import Json, note, print_json
from crosswalk.errors import UsageError


class Kind(StrEnum):
    """What is to be filled in."""

    PEOPLE = "people"
    VACANCIES = "vacancies"
    CONSTRAINTS = "constraints"


def template(
    kind: Annotated[Kind, typer.Argument(help="people, vacancies or constraints.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="File to write: .csv or .xlsx, for constraints .yaml; named for its kind without it."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Write a table to fill in and a mapping file for tables of your own; or a constraints file for allocate."""
    from crosswalk.records import Person, Vacancy
    from crosswalk.records import template as template_of

    if kind is Kind.CONSTRAINTS:
        _constraints(output or Path("constraints.yaml"), json=json)
        return
    table = output or Path(f"{kind}.xlsx")
    mapping = table.with_name(f"{table.stem}.mapping.yaml")
    _free(table, mapping)
    if table.suffix.lower() not in (".csv", ".xlsx"):
        raise UsageError("The table is .csv or .xlsx.", remedy=f"Write -o {table.stem}.xlsx.", place=str(table))
    table.parent.mkdir(parents=True, exist_ok=True)
    found = template_of(Person if kind is Kind.PEOPLE else Vacancy)
    found.write(table)
    found.write(mapping)
    if json:
        print_json({"table": str(table), "mapping": str(mapping)})
    else:
        note(f"{table}: fill it in, then crosswalk import {table}{'' if kind is Kind.PEOPLE else ' --vacancies'} -o …")
        note(f"{mapping}: change it where your table has other headings or words.")


def _free(*paths: Path) -> None:
    """Refuses to write over a file."""
    for path in paths:
        if path.exists():
            remedy = "Name another file with -o, or remove it."
            raise UsageError("This file exists already and was not replaced.", remedy=remedy, place=str(path))


def _constraints(path: Path, *, json: bool) -> None:
    from importlib.resources import files

    _free(path)
    if path.suffix != ".yaml":
        raise UsageError("The constraints file is YAML.", remedy=f"Write -o {path.stem}.yaml.", place=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    starter = files("crosswalk.allocation.constraints").joinpath("template.yaml")
    path.write_text(starter.read_text("utf-8"), encoding="utf-8")
    if json:
        print_json({"constraints": str(path)})
    else:
        note(f"{path}: change it, then crosswalk allocate --constraints {path} …")
