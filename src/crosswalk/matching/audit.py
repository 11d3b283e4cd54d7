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
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.matching.intervals import (
    bootstrap_difference,
    holm,
    katz_log_ratio,
    newcombe_difference,
    same_rate,
    wilson,
)

__all__ = ["ATTRIBUTES", "FOUR_FIFTHS", "UNKNOWN_GROUP", "Audit", "audit"]

ATTRIBUTES = ("sex", "nationality", "age_band", "legal_status")
#: A rate below four fifths of the highest is regarded as evidence of adverse impact: 29 CFR 1607.4(D).
FOUR_FIFTHS = 0.8
UNKNOWN_GROUP = "unknown"
AGE_BANDS = ((25, "under 25"), (35, "25 to 34"), (45, "35 to 44"), (55, "45 to 54"), (200, "55 and over"))

_SCHEMA = pl.Schema(
    {
        "attribute": pl.String(),
        "group": pl.String(),
        "people": pl.Int64(),
        "selected": pl.Int64(),
        "rate": pl.Float64(),
        "rate_low": pl.Float64(),
        "rate_high": pl.Float64(),
        "reference": pl.Boolean(),
        "impact_ratio": pl.Float64(),
        "ratio_low": pl.Float64(),
        "ratio_high": pl.Float64(),
        "rate_gap": pl.Float64(),
        "gap_low": pl.Float64(),
        "gap_high": pl.Float64(),
        "p_value": pl.Float64(),
        "p_adjusted": pl.Float64(),
        "mean_fit": pl.Float64(),
        "fit_gap": pl.Float64(),
        "fit_gap_low": pl.Float64(),
        "fit_gap_high": pl.Float64(),
        "suppressed": pl.Boolean(),
        "finding": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. One row of `groups` for each attribute and group; `notes` say how to read them.

    `rate` is selected / people with its Wilson interval; `impact_ratio` the rate over the reference group's, with
    its Katz log interval; `rate_gap` the rate less the reference group's, with Newcombe's interval; `p_value` of
    Fisher's exact test against the reference group, `p_adjusted` the same for all comparisons of the audit (Holm);
    `mean_fit` the mean of each listed person's best fit, `fit_gap` less the reference group's, with a bootstrap
    interval. Values of small groups are null and `suppressed` is true.
    """

    groups: pl.DataFrame
    notes: tuple[str, ...]
    top: int
    confidence: float

    def as_json(self) -> dict[str, Any]:
        """Plain data; null where a value is not defined or suppressed."""
        rows = [
            {
                name: None if isinstance(value, float) and not np.isfinite(value) else value
                for name, value in row.items()
            }
            for row in self.groups.iter_rows(named=True)
        ]
        return {"top": self.top, "confidence": self.confidence, "groups": rows, "notes": list(self.notes)}

    def text(self) -> str:
        """The audit as Markdown: one table and list of findings for each attribute, then the notes."""
        lines = []
        for (attribute,), rows in self.groups.group_by("attribute", maintain_order=True):
            lines += [f"## By {str(attribute).replace('_', ' ')}", ""]
            lines += ["| group | people | shortlisted | rate | ratio |", "|---|---:|---:|---|---|"]
            for row in rows.iter_rows(named=True):
                cells = [row["group"], _count(row["people"]), _count(row["selected"])]
                rate = _interval(row["rate"], row["rate_low"], row["rate_high"])
                ratio = "reference" if row["reference"] else _interval(
                    row["impact_ratio"], row["ratio_low"], row["ratio_high"])  # fmt: skip
                lines.append("| " + " | ".join([*cells, rate, ratio]) + " |")
            lines += ["", *[f"- {row['group']}: {row['finding']}" for row in rows.iter_rows(named=True)], ""]
        return "\n".join([*lines, *[f"Note: {note}" for note in self.notes]]) + "\n"


def audit(
    matches: pl.DataFrame,
    people: pl.DataFrame,
    *,
    by: Sequence[str] = ATTRIBUTES,
    top: int = 50,
    considered: Sequence[str] | None = None,
    as_of: date | None = None,
    smallest_cell: int = 5,
    smallest_reference: int = 30,
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
        smallest_reference: People that the reference group must have at least.
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
        rows += _compare(table, attribute, smallest_cell, smallest_reference, confidence, rng)
    tested = [row for row in rows if row["p_value"] is not None]
    for row, adjusted in zip(tested, holm([row["p_value"] for row in tested]), strict=True):
        row["p_adjusted"] = adjusted
    for row in rows:
        row["finding"] = _finding(row, confidence, smallest_cell)
    return Audit(
        groups=pl.DataFrame(rows, schema=_SCHEMA, orient="row"),
        notes=_notes(len(tested), top, smallest_cell),
        top=top,
        confidence=confidence,
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


def _compare(
    table: pl.DataFrame,
    attribute: str,
    smallest_cell: int,
    smallest_reference: int,
    confidence: float,
    rng: np.random.Generator,
) -> list[dict[str, Any]]:
    """One row for each group of an attribute, sorted by name, the unknown last."""
    groups = table.group_by(attribute).agg(
        people=pl.len(), selected=pl.col("selected").sum(), fits=pl.col("fit").drop_nulls()
    )
    groups = groups.sort(pl.col(attribute) == UNKNOWN_GROUP, attribute)
    counts = list(zip(groups["people"].to_list(), groups["selected"].to_list(), strict=True))
    hidden = _hidden(counts, smallest_cell)
    fits = [np.sort(np.asarray(fit, dtype=np.float64)) for fit in groups["fits"].to_list()]
    able = [
        i for i, (n, _) in enumerate(counts)
        if n >= smallest_reference and not hidden[i] and groups[attribute][i] != UNKNOWN_GROUP
    ]  # fmt: skip
    reference = max(able, key=lambda i: (counts[i][1] / counts[i][0], counts[i][0]), default=None)
    rows = []
    for i, name in enumerate(groups[attribute].to_list()):
        row: dict[str, Any] = dict.fromkeys(_SCHEMA)
        row |= {"attribute": attribute, "group": name, "suppressed": hidden[i], "reference": i == reference}
        if not hidden[i]:
            row |= _rate(*counts[i], fits[i], confidence)
            if reference is not None and i != reference:
                row |= _against(counts[i], counts[reference], confidence)
                row |= _fit_gap(fits[i], fits[reference], smallest_cell, confidence, rng)
        rows.append(row)
    return rows


def _hidden(counts: list[tuple[int, int]], smallest: int) -> list[bool]:
    """Groups with a cell too small to show; where that is one alone, the smallest other too, so that it can't be
    worked out from the total."""
    small = [any(0 < cell < smallest for cell in (n, hits, n - hits)) for n, hits in counts]
    if sum(small) == 1 and len(small) > 1:
        others = [i for i, is_small in enumerate(small) if not is_small]
        small[min(others, key=lambda i: (counts[i][0], i))] = True
    return small


def _rate(n: int, hits: int, fits: NDArray[np.float64], confidence: float) -> dict[str, Any]:
    low, high = wilson(hits, n, confidence)
    return {
        "people": n,
        "selected": hits,
        "rate": hits / n,
        "rate_low": low,
        "rate_high": high,
        "mean_fit": float(fits.mean()) if fits.size else None,
    }


def _against(group: tuple[int, int], reference: tuple[int, int], confidence: float) -> dict[str, Any]:
    (n, hits), (other_n, other_hits) = group, reference
    four = (hits, n, other_hits, other_n)
    gap_low, gap_high = newcombe_difference(*four, confidence)
    found = {
        "rate_gap": hits / n - other_hits / other_n,
        "gap_low": gap_low,
        "gap_high": gap_high,
        "p_value": same_rate(*four),
    }
    if other_hits:
        ratio_low, ratio_high = katz_log_ratio(*four, confidence)
        found |= {"impact_ratio": (hits / n) / (other_hits / other_n), "ratio_low": ratio_low, "ratio_high": ratio_high}
    return found


def _fit_gap(
    fits: NDArray[np.float64], other: NDArray[np.float64], smallest: int, confidence: float, rng: np.random.Generator
) -> dict[str, Any]:
    """Empty where a group has too few people with a fit for an interval to mean anything."""
    if min(fits.size, other.size) < max(smallest, 2):
        return {}
    low, high = bootstrap_difference(fits, other, rng, confidence=confidence)
    return {"fit_gap": float(fits.mean() - other.mean()), "fit_gap_low": low, "fit_gap_high": high}


def _finding(row: dict[str, Any], confidence: float, smallest_cell: int) -> str:
    """What was found, in plain words, and how sure it is."""
    if row["suppressed"]:
        return f"Not shown: a count here, or in a group beside it, is below {smallest_cell}."
    if row["reference"]:
        return "Highest selection rate; the other groups are compared with it."
    ratio, low, high = row["impact_ratio"], row["ratio_low"], row["ratio_high"]
    if ratio is None:
        return "No comparison: no group that is large enough has anybody selected."
    percent = f"{ratio:.0%} of the reference rate"
    sure = f"{confidence:.0%} interval {low:.0%} to {high:.0%}" if np.isfinite(high) else "no interval: nobody selected"
    chance = "unlikely to be" if row["p_adjusted"] < 1 - confidence else "could be"
    if ratio < FOUR_FIFTHS:
        wholly = high < FOUR_FIFTHS or (ratio == 0 and row["p_adjusted"] < 1 - confidence)
        tail = "look for the cause" if wholly else "too few people to be sure that it is below"
        return f"{percent} ({sure}): below four fifths; {tail}. The gap {chance} chance alone."
    if low < FOUR_FIFTHS:
        return f"{percent} ({sure}): not below four fifths here, but a ratio below it can't be ruled out."
    return f"{percent} ({sure}): no gap below four fifths was found in these data."


def _notes(comparisons: int, top: int, smallest_cell: int) -> tuple[str, ...]:
    return (
        f"Selected means: among the first {top} of at least one vacancy. None of these attributes enters a fit.",
        f"{comparisons} comparisons were made; some gaps arise by chance alone. p_adjusted allows for their number "
        "(Holm); the intervals do not.",
        "A gap is a question, not an answer: groups may differ in skills, in where they want to go, or in what "
        "was asked of them. No gap found is not proof that there is none.",
        f"Groups with a count below {smallest_cell} are not shown, and neither is the smallest other group where "
        "one count could be worked out from the total. Small groups say little.",
    )


def _count(value: int | None) -> str:
    return "not shown" if value is None else f"{value:,}"


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f} ({low:.2f} to {high:.2f})" if high is not None and np.isfinite(high) else f"{value:.2f}"
