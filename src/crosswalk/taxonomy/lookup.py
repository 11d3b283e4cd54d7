"""Looking concepts up: everything about one, and those whose labels hold given words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from crosswalk.taxonomy.store import Taxonomy

__all__ = ["describe", "near", "search"]


def describe(taxonomy: Taxonomy, uri: str, lang: str = "en") -> dict[str, Any]:
    """What the taxonomy says of a concept, ready for JSON: labels, place, skills needed, skills near to it."""
    number = taxonomy.number(uri)
    row = taxonomy.table("concepts").row(number, named=True)
    uri = row["uri"]
    essential, optional = taxonomy.occupation_skills(uri)

    def named(uris: Sequence[str]) -> list[dict[str, Any]]:
        return [{"label": taxonomy.label(u, lang), "uri": u} for u in uris]

    other = taxonomy.table("labels").filter(
        pl.col("uri") == number, pl.col("lang") == lang, pl.col("kind") != "preferred"
    )
    return {
        "uri": uri,
        "kind": row["kind"],
        "label": taxonomy.label(uri, lang),
        "isco": row["code"],
        "skill_type": row["skill_type"],
        "version": row["version"],
        "description": taxonomy.description(uri, lang),
        "also_called": other["text"].to_list(),
        "broader": named(taxonomy.broader(uri)),
        "narrower": named(taxonomy.narrower(uri)),
        "essential": named(essential),
        "optional": named(optional),
        "near": near(taxonomy, uri, lang) if row["kind"] == "skill" else [],
    }


def near(taxonomy: Taxonomy, uri: str, lang: str = "en") -> list[dict[str, Any]]:
    """Skills that a skill covers when held, the nearest first (0 to 1)."""
    skill, table = taxonomy.number(uri) - taxonomy.first_skill, taxonomy.nearness()
    row = slice(table.indptr[skill], table.indptr[skill + 1])
    pairs = sorted(zip(-table.values[row].astype(int), table.indices[row], strict=True))
    others = [(taxonomy.skills[i], -value / 256) for value, i in pairs if i != skill]
    return [{"label": taxonomy.label(u, lang), "uri": u, "nearness": n} for u, n in others]


def search(
    taxonomy: Taxonomy, words: str, *, kind: str | None = None, lang: str | None = None, top: int = 20
) -> pl.DataFrame:
    """Concepts with a label that holds all the words; whole labels and preferred labels first."""
    rows = taxonomy.labels.join(taxonomy.concepts.select("uri", concept="kind", code="code"), on="uri")
    for word in words.lower().split():
        rows = rows.filter(pl.col("text").str.to_lowercase().str.contains(word, literal=True))
    if kind:
        rows = rows.filter(pl.col("concept") == kind)
    if lang:
        rows = rows.filter(pl.col("lang") == lang)
    rows = rows.with_columns(
        exact=pl.col("text").str.to_lowercase() != words.lower(), other=pl.col("kind") != "preferred"
    )
    rows = rows.sort("exact", "other", pl.col("text").str.len_chars(), "uri").unique(
        "uri", keep="first", maintain_order=True
    )
    return rows.head(top).select("uri", kind="concept", isco="code", lang="lang", label="text")
