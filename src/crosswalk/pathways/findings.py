"""Findings about a pathway's file, and the days on which its law changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from crosswalk.pathways.numbers import Span, figures, spans
from crosswalk.pathways.pathway import Pathway

__all__ = ["Finding", "boundary_days", "dated", "finding", "last_known_day"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: an error keeps the file out, a note is for the reviewer."""

    level: Literal["error", "note"]
    place: str
    message: str
    remedy: str = ""


def boundary_days(pathway: Pathway) -> tuple[date, ...]:
    """The first day of the pathway and every day on which one of its numbers, tables, lists or criteria changes."""
    first, last = pathway.file.in_force.from_, pathway.file.in_force.to
    days = {first}
    for name, values in dated(pathway):
        if name not in pathway.scope.parameters or not pathway.scope.parameters[name].dated_by:
            days |= {span.first for span in values}
            days |= {span.last + timedelta(days=1) for span in values if span.last is not None}
    for criterion in pathway.file.criteria:
        if criterion.in_force is not None:
            days.add(criterion.in_force.from_)
            days |= {criterion.in_force.to + timedelta(days=1)} if criterion.in_force.to else set()
    return tuple(sorted(day for day in days if day >= first and (last is None or day <= last)))


def last_known_day(pathway: Pathway) -> date:
    """The last day of change on which the law gives a figure for every number that is used."""
    days = boundary_days(pathway)
    known = (day for day in reversed(days) if all(use.value is not None for use in pathway.on(day).uses))
    return next(known, days[-1])


def dated(pathway: Pathway) -> Iterator[tuple[str, tuple[Span[object], ...]]]:
    """Every number, table and list by name, with its values in time."""
    scope = pathway.scope
    for name in scope.parameters:
        yield name, figures(name, scope.parameters)
    for name, table in scope.tables.items():
        yield name, spans([(version, version) for version in table.values])
    for name, entry in scope.lists.items():
        yield name, spans([(version, version) for version in entry.values])


def finding(pathway: Pathway, message: str, *key: str | int, remedy: str = "") -> Finding:
    """An error in a pathway's file, at the line of its keys."""
    return Finding("error", pathway.document.place(*key), message, remedy)
