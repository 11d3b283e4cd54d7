"""Writes the sheets that offices and employers keep: people.csv and vacancies.csv."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path) -> Path:
    """Write the rows as they were typed, one column for each heading; what is missing stays empty."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        sheet.writeheader()
        sheet.writerows(rows)
    return path
