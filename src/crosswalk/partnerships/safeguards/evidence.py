"""Evidence about a country of origin from a table: densities, coverage, shortage lists, each with day and source."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

from crosswalk.errors import InputError
from crosswalk.records.encoding import detect_encoding

__all__ = ["COLUMNS", "Evidence", "Indicator", "read_evidence"]

#: health_worker_density: doctors, nurses and midwives per 10,000; service_coverage_index: SDG 3.8.1, points of 100;
#: shortage: 1 where the occupation is on a list of shortages of the origin, 0 where the list does not name it.
Indicator = Literal["health_worker_density", "service_coverage_index", "shortage"]
COLUMNS = ("indicator", "country", "isco", "on", "value", "source")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure about a country on a day.

    Attributes:
        country: ISO 3166 alpha-3.
        isco: Digits of ISCO-08 that it speaks of; empty for all occupations.
    """

    indicator: Indicator
    country: str
    isco: str
    on: date
    value: Fraction
    source: str


def read_evidence(path: Path) -> tuple[Evidence, ...]:
    """Evidence from a CSV file with the columns `indicator, country, isco, on, value, source`.

    Raises:
        InputError: A column is missing, or a row cannot be read; the row is named.
    """
    encoding, _ = detect_encoding(path)
    with path.open(encoding=encoding, newline="") as stream:
        rows = csv.DictReader(stream)
        if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
            raise InputError(
                f"The table lacks {', '.join(missing)}.",
                remedy=f"Its columns are {', '.join(COLUMNS)}.",
                place=path.name,
            )
        return tuple(_row(row, f"{path.name}, row {number}") for number, row in enumerate(rows, start=2))


def _row(row: dict[str, str | None], place: str) -> Evidence:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    indicator = next((known for known in get_args(Indicator) if known == cells["indicator"]), None)
    if indicator is None:
        known = ", ".join(get_args(Indicator))
        raise InputError(f"{cells['indicator']!r} is no indicator.", remedy=f"Write one of {known}.", place=place)
    try:
        on = date.fromisoformat(cells["on"])
        value = Fraction(cells["value"])
    except (ValueError, ZeroDivisionError) as error:
        raise InputError(
            "The day or the value cannot be read.", remedy="Write 2025-12-31 and a plain number.", place=place
        ) from error
    if value < 0 or (indicator == "shortage" and value not in (0, 1)):
        raise InputError(
            f"{indicator} cannot be {cells['value']}.",
            remedy="Write a number from 0; a shortage is 1 or 0.",
            place=place,
        )
    if not cells["source"]:
        raise InputError("The row has no source.", remedy="Say where the figure comes from.", place=place)
    return Evidence(indicator, cells["country"].upper(), cells["isco"], on, value, cells["source"])
