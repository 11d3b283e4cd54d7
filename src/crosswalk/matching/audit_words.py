"""What an audit found, in plain words: whether anything can be concluded first, then tables, findings and cautions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import polars as pl

__all__ = ["FOUR_FIFTHS", "AuditTable", "finding", "markdown", "notes", "tables"]

#: A rate below four fifths of the highest is regarded as evidence of adverse impact: 29 CFR 1607.4(D).
FOUR_FIFTHS = 0.8


@dataclass(frozen=True, slots=True)
class AuditTable:
    """One attribute: a heading, a warning where there are too few people, rows of cells under COLUMNS, findings."""

    heading: str
    warning: str | None
    rows: tuple[tuple[str, ...], ...]
    findings: tuple[str, ...]

    COLUMNS: ClassVar[tuple[str, ...]] = ("group", "people", "shortlisted", "rate", "ratio")


def finding(row: Mapping[str, Any], confidence: float, smallest_cell: int, smallest_group: int) -> str:
    """What was found of a group, in plain words, and how sure it is."""
    if row["suppressed"]:
        return f"Not shown: a count here, or in a group beside it, is below {smallest_cell}."
    if row["people"] < smallest_group:
        return f"Too few people for a conclusion: {row['people']}, and at least {smallest_group} are needed."
    if row["reference"]:
        return f"The highest selection rate of the groups of at least {smallest_group} people; others compare with it."
    if row["impact_ratio"] is None:
        return f"No comparison: no other group of at least {smallest_group} people has anybody selected."
    return _compared(row, confidence)


def _compared(row: Mapping[str, Any], confidence: float) -> str:
    """The rate of a group beside that of the reference group."""
    ratio, low, high = row["impact_ratio"], row["ratio_low"], row["ratio_high"]
    sure = f"{confidence:.0%} interval {low:.0%} to {high:.0%}" if np.isfinite(high) else "no interval: nobody selected"
    told = f"The rate is {ratio:.0%} of the reference rate ({sure})."
    if ratio < FOUR_FIFTHS:
        wholly = high < FOUR_FIFTHS or (ratio == 0 and row["p_adjusted"] < 1 - confidence)
        tail = "look for the cause" if wholly else "there are too few people to be sure that the true ratio is"
        chance = "is unlikely to be" if row["p_adjusted"] < 1 - confidence else "could be"
        return f"{told} That is below four fifths; {tail}. The gap {chance} chance alone."
    if low < FOUR_FIFTHS:
        return f"{told} That is not below four fifths here, but a ratio below it can't be ruled out."
    return f"{told} That is not below four fifths: no gap below four fifths was found in these data."


def notes(comparisons: int, top: int, smallest_cell: int, smallest_group: int) -> tuple[str, ...]:
    """How to read the findings."""
    return (
        f"Selected means: among the first {top} of at least one vacancy. None of these attributes enters a fit.",
        f"Groups are compared with the one that has the highest selection rate among those of at least "
        f"{smallest_group} people; people whose attribute is unknown are never that group.",
        f"Comparisons made: {comparisons}; some gaps arise by chance alone. p_adjusted allows for their number "
        "(Holm); the intervals do not.",
        "A gap is a question, not an answer: groups may differ in skills, in where they want to go, or in what "
        "was asked of them. No gap found is not proof that there is none.",
        f"Groups with a count below {smallest_cell} are not shown, and neither is the smallest other group where "
        "one count could be worked out from the total.",
    )


def tables(groups: pl.DataFrame, too_few: Sequence[str], smallest_group: int) -> list[AuditTable]:
    """One table for each attribute, in the order of the groups."""
    found = []
    for (attribute,), rows in groups.group_by("attribute", maintain_order=True):
        warning = None
        if attribute in too_few:
            warning = (
                f"Too few people for a conclusion: fewer than two groups have at least {smallest_group} people whose "
                f"counts can be shown."
            )
        named = rows.rows(named=True)
        heading = f"By {str(attribute).replace('_', ' ')}"
        cells = tuple(_cells(row) for row in named)
        found.append(AuditTable(heading, warning, cells, tuple(f"{row['group']}: {row['finding']}" for row in named)))
    return found


def markdown(found: Sequence[AuditTable], cautions: Sequence[str]) -> str:
    """Tables and cautions as Markdown."""
    lines = []
    for table in found:
        lines += [f"## {table.heading}", ""]
        lines += [f"**{table.warning}**", ""] if table.warning else []
        lines += ["| " + " | ".join(AuditTable.COLUMNS) + " |", "|---|---:|---:|---|---|"]
        lines += ["| " + " | ".join(row) + " |" for row in table.rows]
        lines += ["", *[f"- {sentence}" for sentence in table.findings], ""]
    return "\n".join([*lines, *[f"Note: {caution}" for caution in cautions]]) + "\n"


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    rate = _interval(row["rate"], row["rate_low"], row["rate_high"])
    ratio = _interval(row["impact_ratio"], row["ratio_low"], row["ratio_high"])
    return (
        row["group"],
        _count(row["people"]),
        _count(row["selected"]),
        rate,
        "reference" if row["reference"] else ratio,
    )


def _count(value: int | None) -> str:
    return "not shown" if value is None else f"{value:,}"


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f} ({low:.2f} to {high:.2f})" if high is not None and np.isfinite(high) else f"{value:.2f}"
