"""One law put to pairs: verdict, points, what fails, what is unknown and the cheapest change, as columns."""

from __future__ import annotations

import polars as pl

from crosswalk.pathways import Law
from crosswalk.pathways.columns import compile_law
from crosswalk.pathways.remedy import Remedy, remedies
from crosswalk.pathways.verdicts import encoded_rows, facts_columns, verdicts

__all__ = ["NEARNESS", "TRIPLE_SCHEMA", "criteria_in", "triples_of"]

#: Different people and offers whose cheapest changes are looked for, of one pathway and one piece of a result.
MOST_REMEDIES = 2_000

#: One row for each listed pair and each pathway to the vacancy's country.
TRIPLE_SCHEMA = pl.Schema(
    {
        "person_id": pl.String(),
        "vacancy_id": pl.String(),
        "pathway": pl.String(),
        "verdict": pl.String(),
        "method": pl.String(),
        "points_low": pl.Int64(),
        "points_high": pl.Int64(),
        "fails": pl.List(pl.String()),
        "unknown": pl.List(pl.String()),
        "needs_verification": pl.Boolean(),
        "remedy": pl.List(pl.String()),
        "remedy_months": pl.Float64(),
        "remedy_cost": pl.Int64(),
        "remedy_currency": pl.String(),
    }
)


#: The nearest first: met, unknown, closed; of the closed, those that a change would open; then what fails least.
NEARNESS = (
    pl.col("verdict").replace_strict({"met": 0, "unknown": 1, "not_met": 2}, default=3),
    pl.col("remedy").is_null(),
    pl.col("fails").list.len(),
    pl.col("unknown").list.len(),
    pl.col("pathway"),
)


def triples_of(law: Law, facts: pl.DataFrame) -> pl.DataFrame:
    """Pairs put to one law, as rows under TRIPLE_SCHEMA.

    Args:
        law: In force.
        facts: Of `Doors.facts`.
    """
    compiled = compile_law(law)
    result = compiled.run(facts)
    decided = verdicts(law, facts, most_rows=0)
    doubt = any(criterion.needs_verification for criterion in law.counted) or any(
        part.needs_verification for part in law.parts
    )
    points = ("points_low", "points_high")
    return pl.DataFrame(
        {
            "person_id": facts["person_id"],
            "vacancy_id": facts["vacancy_id"],
            "pathway": pl.repeat(law.pathway.id, facts.height, eager=True),
            "verdict": decided["verdict"],
            "method": decided["method"],
            **{
                name: result[name].cast(pl.Int64)
                if name in result
                else pl.Series([None] * facts.height, dtype=pl.Int64)
                for name in points
            },
            "fails": _mask_names(compiled.criteria, result["failed"]),
            "unknown": _mask_names(compiled.criteria, result["unknown"]),
            "needs_verification": pl.repeat(doubt, facts.height, eager=True),
            **_cheapest(law, facts, decided["verdict"]),
        },
        schema=TRIPLE_SCHEMA,
    )


def _cheapest(law: Law, facts: pl.DataFrame, verdict: pl.Series) -> dict[str, list[object]]:
    """The cheapest changes that would open a pathway that is closed now; nothing where none would or is needed."""
    told: dict[str, list[object]] = {name: [] for name in ("remedy", "remedy_months", "remedy_cost", "remedy_currency")}
    known: dict[tuple[object, ...], tuple[object, ...]] = {}
    columns = facts_columns(law, facts)
    for key, row, held in zip(columns.iter_rows(), encoded_rows(law, columns), verdict, strict=True):
        if held == "not_met" and key not in known and len(known) < MOST_REMEDIES:
            known[key] = _told(remedies(law.pathway, row, law.day, show=1))
        values = known.get(key, _told(())) if held == "not_met" else _told(())
        for name, value in zip(told, values, strict=True):
            told[name].append(value)
    return told


def _told(found: tuple[Remedy, ...]) -> tuple[object, ...]:
    if not found:
        return None, None, None, None
    best = found[0]
    changes = [f"{change.lever}: {change.shown}" for change in best.changes]
    months = None if best.months is None else float(best.months)
    complete = best.cost is not None and not best.unknown_costs
    return (
        changes,
        months,
        best.cost.minor if best.cost and complete else None,
        best.cost.currency if best.cost else None,
    )


def _mask_names(criteria: tuple[str, ...], masks: pl.Series) -> pl.Series:
    """Names of the criteria in each mask; each different mask is read once."""
    different = masks.unique().to_list()
    names = pl.Series([list(criteria_in(criteria, mask)) for mask in different], dtype=pl.List(pl.String))
    return names.gather(masks.replace_strict(different, range(len(different)), return_dtype=pl.UInt32))


def criteria_in(criteria: tuple[str, ...], mask: int) -> tuple[str, ...]:
    """Names of the criteria whose bits are set in a mask of `Compiled.run`."""
    return tuple(name for place, name in enumerate(criteria) if mask >> place & 1)
