"""Audit of a match: do groups of people reach shortlists at different rates, and how sure is that?

Attributes such as sex or nationality are read here, after the match, and nowhere in the fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from crosswalk.errors import UsageError
from crosswalk.matching.audit_groups import GROUPS_SCHEMA, UNKNOWN_GROUP, compare_groups
from crosswalk.matching.audit_words import AuditTable, finding, markdown, notes, tables
from crosswalk.matching.intervals import holm

__all__ = ["ATTRIBUTES", "SMALLEST_CELL", "SMALLEST_GROUP", "Audit", "audit"]

ATTRIBUTES = ("sex", "nationality", "age_band", "legal_status")
#: Counts below this are not shown, so that nobody can be recognised.
SMALLEST_CELL = 5
#: People that a group must have for a conclusion, and to be the one that others are compared with: below about 30,
#: one person more or less selected moves a rate by more than three points.
SMALLEST_GROUP = 30
AGE_BANDS = ((25, "under 25"), (35, "25 to 34"), (45, "35 to 44"), (55, "45 to 54"), (200, "55 and over"))


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. One row of `groups` for each attribute and group; `notes` say how to read them.

    `rate` is selected / people with its Wilson interval; `impact_ratio` the rate over the reference group's, with
    its Katz log interval; `rate_gap` the rate less the reference group's, with Newcombe's interval; `p_value` of
    Fisher's exact test against the reference group, `p_adjusted` the same for all comparisons of the audit (Holm);
    `mean_fit` the mean of each listed person's best fit, `fit_gap` less the reference group's, with a bootstrap
    interval. Values of small groups are null and `suppressed` is true.

    The reference of an attribute is the group with the highest selection rate among those that have at least
    `smallest_group` people, are not suppressed, and are not the unknown; of equal rates the larger group.
    """

    groups: pl.DataFrame
    notes: tuple[str, ...]
    top: int
    confidence: float
    smallest_group: int = SMALLEST_GROUP

    @property
    def too_few(self) -> tuple[str, ...]:
        """Attributes of which fewer than two groups are large enough, so that nothing can be concluded."""
        large = (pl.col("people") >= self.smallest_group) & (pl.col("group") != UNKNOWN_GROUP)
        counted = self.groups.group_by("attribute", maintain_order=True).agg(large.fill_null(value=False).sum())
        return tuple(attribute for attribute, groups in counted.iter_rows() if groups < 2)

    def as_json(self) -> dict[str, Any]:
        """Plain data; null where a value is not defined or suppressed."""
        rows = [
            {
                name: None if isinstance(value, float) and not np.isfinite(value) else value
                for name, value in row.items()
            }
            for row in self.groups.iter_rows(named=True)
        ]
        return {
            "top": self.top,
            "confidence": self.confidence,
            "smallest_group": self.smallest_group,
            "too_few_people": list(self.too_few),
            "groups": rows,
            "notes": list(self.notes),
        }

    def tables(self) -> list[AuditTable]:
        """For each attribute what can be concluded at all, the table, and the findings in words."""
        return tables(self.groups, self.too_few, self.smallest_group)

    def text(self) -> str:
        """The audit as Markdown: for each attribute a table and its findings, then the notes."""
        return markdown(self.tables(), self.notes)


def audit(
    matches: pl.DataFrame,
    people: pl.DataFrame,
    *,
    by: Sequence[str] = ATTRIBUTES,
    top: int = 50,
    considered: Sequence[str] | None = None,
    as_of: date | None = None,
    smallest_cell: int = SMALLEST_CELL,
    smallest_group: int = SMALLEST_GROUP,
    confidence: float = 0.95,
    seed: int = 0,
) -> Audit:
    """Compare how often groups of people reach the first `top` places of any vacancy, and how well they fit.

    Args:
        matches: Result of `match`: person_id, rank_for_vacancy, fit.
        people: Under `schema_of(Person)`.
        by: `sex`, `nationality`, `age_band`, `legal_status`, or any text column of `people`.
        top: Places of a shortlist.
        considered: Ids of the people who could have been selected, such as those eligible for at least one
            vacancy; everybody who does not refuse to be matched where not given.
        as_of: The day on which ages are counted; today where not given.
        smallest_cell: Groups with fewer people, or with fewer (but some) selected or not selected, are suppressed.
        smallest_group: People that a group must have for a conclusion, and to be the reference.
        confidence: Of the intervals, between 0 and 1.
        seed: Of the bootstrap.

    Raises:
        UsageError: A column is missing, or a number is out of range.

    Source:
        Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D).
    """
    if top < 1 or smallest_cell < 1 or not 0 < confidence < 1:
        raise UsageError("The audit's top, smallest cell or confidence is out of range.", remedy="Use the defaults.")
    if missing := {"person_id", "rank_for_vacancy", "fit"} - set(matches.columns):
        raise UsageError(
            f"The matches lack the column {', '.join(sorted(missing))}.", remedy="Use the result of crosswalk match."
        )
    attributes = _attributes(people, by, as_of or date.today())  # noqa: DTZ011 - a day, not an instant
    outcome = _outcome(matches, people, top, considered)
    table = outcome.join(attributes, on="person_id", how="left", maintain_order="left")
    rows: list[dict[str, Any]] = []
    for k, attribute in enumerate(by):
        rng = np.random.default_rng([seed, k])
        rows += compare_groups(table, attribute, smallest_cell, smallest_group, confidence, rng)
    tested = [row for row in rows if row["p_value"] is not None]
    for row, adjusted in zip(tested, holm([row["p_value"] for row in tested]), strict=True):
        row["p_adjusted"] = adjusted
    for row in rows:
        row["finding"] = finding(row, confidence, smallest_cell, smallest_group)
    return Audit(
        groups=pl.DataFrame(rows, schema=GROUPS_SCHEMA, orient="row"),
        notes=notes(len(tested), top, smallest_cell, smallest_group),
        top=top,
        confidence=confidence,
        smallest_group=smallest_group,
    )


def _attributes(people: pl.DataFrame, by: Sequence[str], as_of: date) -> pl.DataFrame:
    """person_id and one text column for each attribute; what is not known is a group of its own."""
    columns = []
    for name in by:
        if name == "nationality":
            several = pl.col("nationalities").list.len() > 1
            value = pl.when(several).then(pl.lit("several")).otherwise(pl.col("nationalities").list.first())
        elif name == "age_band":
            born = pl.col("birth_date")
            had = (born.dt.month() < as_of.month) | ((born.dt.month() == as_of.month) & (born.dt.day() <= as_of.day))
            age = as_of.year - born.dt.year() - pl.when(had).then(0).otherwise(1)
            value = pl.lit(None, dtype=pl.String)
            for limit, band in reversed(AGE_BANDS):
                value = pl.when(age < limit).then(pl.lit(band)).otherwise(value)
        elif people.schema.get(name) == pl.String:
            value = pl.col(name)
        else:
            raise UsageError(
                f"People can't be grouped by {name}.",
                remedy=f"Use {', '.join(ATTRIBUTES)}, or a text column of the people.",
            )
        columns.append(value.fill_null(UNKNOWN_GROUP).alias(name))
    return people.select("person_id", *columns)


def _outcome(matches: pl.DataFrame, people: pl.DataFrame, top: int, considered: Sequence[str] | None) -> pl.DataFrame:
    """For each person considered: selected or not, and the best fit among their pairs (null where none)."""
    if considered is None:
        everybody = people.filter(pl.col("consent_matching").fill_null(value=True)).select("person_id")
    else:
        everybody = people.filter(pl.col("person_id").is_in(list(considered))).select("person_id")
    best = matches.group_by("person_id").agg(
        selected=(pl.col("rank_for_vacancy") <= top).fill_null(value=False).any(), fit=pl.col("fit").max()
    )
    return everybody.join(best, on="person_id", how="left", maintain_order="left").with_columns(
        pl.col("selected").fill_null(value=False)
    )
