"""Codes of one occupational classification in another, through the tables that were loaded."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import polars as pl

from crosswalk.errors import UsageError

__all__ = ["find_scheme", "translate"]


def translate(table: pl.DataFrame, code: str, scheme: str, other: str) -> list[str]:
    """Codes of another classification that a code corresponds to; several mean that it is ambiguous.

    Tables are chained where no table joins the two directly (ISCO-08 to SOC 2010 to SOC 2018); the shortest chains
    that lead there are used.

    Args:
        table: Pairs of codes, columns scheme, code, other_scheme, other_code.
        code: A code of `scheme`.
        scheme, other: Names of classifications, also as people write them: isco08, SOC-2010.

    Raises:
        UsageError: No table that was loaded has a classification of this name.
    """
    schemes = [str(name) for name in pl.concat([table["scheme"], table["other_scheme"]]).unique().sort()]
    scheme, other = find_scheme(scheme, schemes), find_scheme(other, schemes)
    turned = table.select(scheme="other_scheme", code="other_code", other_scheme="scheme", other_code="code")
    links = pl.concat([table.select(turned.columns), turned])
    seen = {scheme}
    reached = {scheme: {code.strip()}}
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


def find_scheme(name: str, known: Sequence[str]) -> str:
    """The classification that is meant, whatever its spaces, hyphens and capitals.

    Raises:
        UsageError: None is; the remedy names the nearest, or all.

    Example:
        >>> find_scheme("isco08", ["ISCO-08", "SOC 2010"])
        'ISCO-08'
    """
    plain = {_plain(scheme): scheme for scheme in known}
    if _plain(name) in plain:
        return plain[_plain(name)]
    if not known:
        raise UsageError(
            "This taxonomy holds no table that joins two classifications.",
            remedy="Load one beside it: crosswalk taxonomy load TAXONOMY TABLE --to FILE.",
        )
    near = [plain[found] for found in difflib.get_close_matches(_plain(name), plain, n=2)]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    loaded = f"Loaded: {', '.join(known)}; more come with crosswalk taxonomy load."
    raise UsageError(f"No table that was loaded has the classification {name}.", remedy=hint + loaded)


def _plain(name: str) -> str:
    """Letters and digits only, small."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
