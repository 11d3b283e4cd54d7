"""What CSV and XLSX share: headings first, then each row by the plan, with rows of the wrong width reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crosswalk.errors import InputError
from crosswalk.records.fields import id_field
from crosswalk.records.reading import RawRow, Source
from crosswalk.records.report import Problem
from crosswalk.records.tabular import Plan

__all__ = ["TableRow", "heading_row", "table_rows"]

#: Row number, cells, problems that the format itself met; no cells where the row could not be split.
TableRow = tuple[int, list[str] | None, list[Problem]]


def heading_row(source: Source, rows: Iterator[TableRow]) -> tuple[int, list[str]]:
    """Number and cells of the headings: the row that the mapping names, else the first that is not empty."""
    wanted = source.mapping.header_row
    for number, cells, _ in rows:
        if wanted is None and cells and any(c.strip() for c in cells):
            return number, [c.strip() for c in cells]
        if wanted == number:
            return number, [c.strip() for c in cells or ()]
    raise InputError(
        "The file has no headings.", remedy="Start from the template, or name the `header_row`.", place=str(source.path)
    )


def _width_problem(number: int, found: int, width: int, extra: str) -> Problem:
    if found > width:
        return Problem(
            row=number,
            code="too_many_cells",
            message=f"The row has {found} cells, the headings are {width}; it was left out.",
            value=extra,
            remedy="Put text that contains the separator in quotation marks.",
            fatal=True,
        )
    return Problem(
        row=number,
        code="too_few_cells",
        message=f"The row has {found} cells, the headings are {width}; the missing ones are unknown.",
        remedy="Check that the row was not broken in two.",
    )


def _fitted(cells: list[str], width: int, number: int, problems: list[Problem]) -> list[str] | None:
    """Cells padded to the width of the headings; None where there are too many."""
    if len(cells) > width:
        extra = [c for c in cells[width:] if c.strip()]
        if extra:
            problems.append(_width_problem(number, len(cells), width, extra[0]))
            return None
        return cells[:width]
    problems.append(_width_problem(number, len(cells), width, ""))
    return [*cells, *[""] * (width - len(cells))]


def table_rows(source: Source, plan: Plan, heading: int, rows: Iterator[TableRow]) -> Iterator[RawRow]:
    """Plain records of the rows below the headings; empty rows are passed over."""
    source.report.add(replace(p, row=heading) for p in plan.problems)
    width, read = plan.width, plan.read
    identity = id_field(plan.record) if source.mapping.id_from_row else None
    empty = True
    for number, found_cells, problems in rows:
        cells = found_cells
        if cells is not None:
            if not any(cells):
                continue
            if len(cells) != width:
                cells = _fitted(cells, width, number, problems)
        empty = False
        if cells is None:
            yield number, None, problems
            continue
        row, found = read(cells, number)
        if identity:
            row.setdefault(identity, f"{source.path.stem}-{number}")
        yield number, row, [*problems, *found] if problems else found
    if empty:
        source.report.add([Problem(code="no_rows", message="The file has headings but no rows.", remedy="Add rows.")])
