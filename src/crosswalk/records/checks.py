"""What must hold between the values of one record, whatever file it came from; a value that cannot be is unknown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crosswalk.records.report import Problem

__all__ = ["inconsistencies"]


def inconsistencies(row: dict[str, Any]) -> list[Problem]:
    """Problems between the values of a plain record; the impossible values are taken out of it.

    Example:
        >>> row = {"person_id": "p1", "salary_min": 300, "salary_max": 200}
        >>> [p.code for p in inconsistencies(row)], row
        (['bounds_crossed'], {'person_id': 'p1'})
    """
    problems: list[Problem] = []
    born = row.get("birth_date")
    if born is not None and born > datetime.now(UTC).date():
        del row["birth_date"]
        problems.append(
            Problem(
                field="birth_date",
                code="future_birth",
                message="The date of birth is in the future.",
                value=str(born),
                remedy="Correct the date.",
            )
        )
    for name in ("experience", "education"):
        if row.get(name):
            row[name] = [_ordered(item, f"{name}.{i}", born, problems) for i, item in enumerate(row[name], 1)]
    low, high = row.get("salary_min"), row.get("salary_max")
    if low is not None and high is not None and high < low:
        del row["salary_min"], row["salary_max"]
        problems.append(
            Problem(
                field="salary_max",
                code="bounds_crossed",
                message="The upper bound of the salary is below the lower.",
                value=f"{low} to {high}",
                remedy="Correct the salary.",
            )
        )
    return problems


def _ordered(item: dict[str, Any], field: str, born: Any, problems: list[Problem]) -> dict[str, Any]:
    """The item, without its dates where it ends before it starts or starts before the birth of the person."""
    start, end = item.get("start"), item.get("end")
    if start is not None and end is not None and end < start:
        code, message = "end_before_start", "It ends before it starts."
    elif start is not None and born is not None and start < born:
        code, message = "before_birth", "It starts before the person was born."
    else:
        return item
    problems.append(
        Problem(field=field, code=code, message=message, value=f"{start} to {end}", remedy="Correct the dates.")
    )
    return {name: value for name, value in item.items() if name not in {"start", "end"}}
