"""What was wrong with a file, row by row, so that a person can mend it: as table, JSON or annotated copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

__all__ = ["REPORT_LIMIT", "Problem", "Report"]

#: So many problems are kept one by one; beyond that they are only counted, so that memory stays bounded.
REPORT_LIMIT = 100_000
#: So many characters of a value that could not be read are shown.
VALUE_LIMIT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in one row.

    Attributes:
        row: Number of the row as a spreadsheet shows it (heading = 1); None for the file as a whole.
        field: Field of the record, or heading of the column; None for the row as a whole.
        code: Stable name of the kind of problem, such as `impossible_date`.
        message: One plain sentence.
        value: The value that was found, cut to 80 characters.
        remedy: What to do next.
        fatal: True: the row was left out. False: the value was set to unknown (or mended) and the row kept.

    Example:
        >>> Problem(code="impossible_date", message="There is no 31 February.", remedy="Correct it.").fatal
        False
    """

    row: int | None = None
    field: str | None = None
    code: str
    message: str
    value: str | None = None
    remedy: str = ""
    fatal: bool = False

    def __post_init__(self) -> None:
        if self.value is not None and len(self.value) > VALUE_LIMIT:
            object.__setattr__(self, "value", self.value[: VALUE_LIMIT - 1] + "…")


_COLUMNS = {
    "row": pl.Int64(),
    "field": pl.String(),
    "code": pl.String(),
    "message": pl.String(),
    "value": pl.String(),
    "remedy": pl.String(),
    "fatal": pl.Boolean(),
}


@dataclass(slots=True, kw_only=True)
class Report:
    """What was read from a file, what was kept, and every problem met on the way.

    Example:
        >>> report = Report(file="people.csv")
        >>> report.add([Problem(row=7, code="missing_id", message="The row has no id.", fatal=True)])
        >>> report.as_json()["problems_by_code"]
        {'missing_id': 1}
    """

    file: str
    rows_read: int = 0
    rows_kept: int = 0
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    path: Path | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def problems_not_listed(self) -> int:
        """Problems that were counted but not kept one by one, because there are more than REPORT_LIMIT."""
        return self.counts.total() - len(self.problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Note problems; beyond REPORT_LIMIT they are counted by code only."""
        for problem in problems:
            self.counts[problem.code] += 1
            if len(self.problems) < REPORT_LIMIT:
                self.problems.append(problem)

    def as_table(self) -> pl.DataFrame:
        """One row for each problem: row, field, code, message, value, remedy, fatal."""
        return pl.DataFrame([asdict(p) for p in self.problems], schema=_COLUMNS, orient="row")

    def as_json(self) -> dict[str, Any]:
        """Plain data: file, counts and problems; the shape that the command line prints."""
        return {
            "file": self.file,
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "problems_by_code": dict(self.counts),
            "problems_not_listed": self.problems_not_listed,
            "problems": [asdict(p) for p in self.problems],
        }

    def write_annotated(self, path: Path | str, *, only_bad: bool = False) -> Path:
        """Copy the input rows with a last column `problems` that says what is wrong and what to do.

        A file that is no table (JSON, XML, Parquet) gives the table of problems instead.

        Args:
            path: File to write; its suffix, .csv or .xlsx, gives the format.
            only_bad: Only rows with a problem, to mend and import again.

        Returns:
            The path that was written. Every cell is safe to open in a spreadsheet.
        """
        from crosswalk.records.writers.sheets import write_annotated  # noqa: PLC0415 - writers know reports

        return write_annotated(self, Path(path), only_bad=only_bad)
