"""The audit in the words of a language: a table for each attribute, totals only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from crosswalk.matching import Audit
from crosswalk.matching.audit_words import FOUR_FIFTHS
from crosswalk.report.words import Words

__all__ = ["AuditTable", "audit_tables", "comparisons"]


@dataclass(frozen=True, slots=True)
class AuditTable:
    """One attribute: a heading, a warning where there are too few people, and for each group its cells (group,
    people, selected, rate, ratio, reading)."""

    heading: str
    warning: str | None
    rows: tuple[tuple[str, str, str, str, str, str], ...]


def audit_tables(audit: Audit, words: Words) -> list[AuditTable]:
    """The tables of an audit, in its order."""
    tables = []
    for (attribute,), groups in audit.groups.group_by("attribute", maintain_order=True):
        key = f"audit.attribute.{attribute}"
        heading = words("audit.by", attribute=words(key) if words.has(key) else attribute)
        rows = [_cells(str(attribute), row, audit.smallest_group, words) for row in groups.iter_rows(named=True)]
        warning = words("audit.too_few", n=audit.smallest_group) if attribute in audit.too_few else None
        tables.append(AuditTable(heading, warning, tuple(rows)))
    return tables


def comparisons(audit: Audit) -> int:
    """How many groups were compared with another."""
    return int(audit.groups["p_value"].is_not_null().sum())


def _cells(attribute: str, row: Mapping[str, Any], smallest: int, words: Words) -> tuple[str, str, str, str, str, str]:
    people, selected = ("–" if row[name] is None else words.number(row[name]) for name in ("people", "selected"))
    rate = _between(row["rate"], row["rate_low"], row["rate_high"], words)
    ratio = _between(row["impact_ratio"], row["ratio_low"], row["ratio_high"], words)
    return (
        _group(attribute, row["group"], words),
        people,
        selected,
        rate,
        ratio,
        words(f"audit.{_reading(row, smallest)}", n=smallest),
    )


def _group(attribute: str, group: str, words: Words) -> str:
    if words.has(f"audit.group_name.{group}"):
        return words(f"audit.group_name.{group}")
    return words.country(group) if attribute == "nationality" else group.replace(" to ", "–")


def _between(value: float | None, low: float | None, high: float | None, words: Words) -> str:
    if value is None:
        return "–"
    if low is None or high is None or not isfinite(high):
        return words.share(value)
    return words("audit.value", value=words.share(value), low=words.share(low), high=words.share(high))


def _reading(row: Mapping[str, Any], smallest: int) -> str:
    """Key of the sentence that says what was found."""
    if row["suppressed"]:
        return "hidden"
    if row["people"] < smallest:
        return "few"
    if row["reference"]:
        return "reference"
    if row["impact_ratio"] is None:
        return "alone"
    if row["impact_ratio"] < FOUR_FIFTHS:
        sure = row["ratio_high"] is not None and row["ratio_high"] < FOUR_FIFTHS
        return "below" if sure else "below_unsure"
    return "open" if row["ratio_low"] is None or row["ratio_low"] < FOUR_FIFTHS else "clear"
