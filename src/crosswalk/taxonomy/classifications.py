"""Codes of one occupational classification in another, through the tables that were loaded."""

from __future__ import annotations

import polars as pl

__all__ = ["translate"]


def translate(table: pl.DataFrame, code: str, scheme: str, other: str) -> list[str]:
    """Codes of another classification that a code corresponds to; several mean that it is ambiguous.

    Tables are chained where no table joins the two directly (ISCO-08 to SOC 2010 to SOC 2018).
    """
    turned = table.select(scheme="other_scheme", code="other_code", other_scheme="scheme", other_code="code")
    links = pl.concat([table.drop("partial"), turned])
    seen = {scheme}
    reached = {scheme: {code}}
    while other not in reached:
        step: dict[str, set[str]] = {}
        for name, codes in reached.items():
            rows = links.filter(
                (pl.col("scheme") == name) & pl.col("code").is_in(codes) & ~pl.col("other_scheme").is_in(seen)
            )
            for target, found in rows.select("other_scheme", "other_code").iter_rows():
                step.setdefault(target, set()).add(found)
        if not step:
            return []
        seen |= set(step)
        reached = step
    return sorted(reached[other])
