"""What must not change a ranking: each person of a top ten is changed in a way that says nothing about the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from ranking.documents import Curriculum, with_other_sex_and_name

__all__ = ["CHANGES", "changed", "moves"]

Change = Callable[[Curriculum, tuple[str, ...]], Curriculum]


def _translated(sheet: Curriculum, languages: tuple[str, ...]) -> Curriculum:
    return replace(sheet, lang=languages[(languages.index(sheet.lang) + 1) % len(languages)])


CHANGES: dict[str, Change] = {
    "irrelevant paragraph added or left out": lambda sheet, _: replace(sheet, pastime=not sheet.pastime),
    "translated": _translated,
    "skills reordered": lambda sheet, _: replace(sheet, order=(sheet.order or 0) + 1_000_003),
    "other sex and name": lambda sheet, _: replace(sheet, person=with_other_sex_and_name(sheet.person)),
}


def changed(
    sheets: dict[str, Curriculum], found: pl.DataFrame, change: str, languages: tuple[str, ...]
) -> dict[str, Curriculum]:
    """Everybody in a top ten, changed."""
    top = found.filter(pl.col("rank_for_vacancy") <= 10)["person_id"].unique(maintain_order=True)
    return {who: CHANGES[change](sheets[who], languages) for who in top}


def moves(before: pl.DataFrame, after: pl.DataFrame) -> list[int]:
    """By how many places each person of each top ten would move, if that person alone were changed.

    Args:
        before: Everybody's match: vacancy_id, person_id, rank_for_vacancy, fit.
        after: The match of the changed people, likewise; who is not found any more falls behind everybody.
    """
    lists = {key[0]: rows for key, rows in before.group_by("vacancy_id")}
    new = {(v, p): fit for v, p, fit in after.select("vacancy_id", "person_id", "fit").iter_rows()}
    found = []
    for vacancy, rows in lists.items():
        for person, rank in (
            rows.filter(pl.col("rank_for_vacancy") <= 10).select("person_id", "rank_for_vacancy").iter_rows()
        ):
            fit = new.get((vacancy, person), -1.0)
            others = rows.filter(pl.col("person_id") != person)
            ahead = (others["fit"] > fit) | ((others["fit"] == fit) & (others["person_id"] < person))
            found.append(abs(int(ahead.sum()) + 1 - rank))
    return found
