"""crosswalk template: a table to fill in, and the mapping file that says which column holds what."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crosswalk.cli.output import Json, note, print_json
from crosswalk.errors import UsageError


class Kind(StrEnum):
    """What the rows of the table are."""

    PEOPLE = "people"
    VACANCIES = "vacancies"


def template(
    kind: Annotated[Kind, typer.Argument(help="people or vacancies.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Table to write, .csv or .xlsx; people.xlsx without it.")
    ] = None,
    json: Json = False,
) -> None:
    """Write a table to fill in, with one example row, and beside it a mapping file to adapt for tables of your own."""
    from crosswalk.records import Person, Vacancy
    from crosswalk.records import template as template_of

    table = output or Path(f"{kind}.xlsx")
    mapping = table.with_name(f"{table.stem}.mapping.yaml")
    for path in (table, mapping):
        if path.exists():
            remedy = "Name another file with -o, or remove it."
            raise UsageError("This file exists already and was not replaced.", remedy=remedy, place=str(path))
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
