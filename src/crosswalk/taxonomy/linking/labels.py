"""Prepares the labels of one pillar (occupations or skills) for the index: tidied, deduplicated, in a fixed order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.normalise import key, tidy

__all__ = ["KINDS", "PillarLabels", "content_hash", "pillar_labels"]

#: Kinds of labels in the order in which they are preferred.
KINDS = ("preferred", "alternative", "hidden")
LONGEST_LABEL = 300


@dataclass(frozen=True, slots=True)
class PillarLabels:
    """Labels of one pillar, ordered by language, concept and kind.

    Attributes:
        concepts: Columns uri, code; a concept's number is its row.
        labels: Columns lang, concept (number), kind (number in `KINDS`), text, phrase, key.
    """

    concepts: pl.DataFrame
    labels: pl.DataFrame

    def slices(self) -> dict[str, tuple[int, int]]:
        """Returns the first row and the row after the last of each language."""
        counts = self.labels.group_by("lang", maintain_order=True).len().rows()
        stops = np.cumsum([count for _, count in counts]).tolist()
        return {lang: (stop - count, stop) for (lang, count), stop in zip(counts, stops, strict=True)}

    def numbers(self, column: str) -> NDArray[np.int32]:
        """Returns a number column of the labels."""
        return self.labels[column].cast(pl.Int32).to_numpy()


def pillar_labels(concepts: pl.DataFrame, labels: pl.DataFrame, kind: str) -> PillarLabels:
    """Returns the labels of the concepts of one kind.

    Labels in another language that only repeat an English label of the same concept are untranslated, so they
    are left out, as are labels without a letter and repetitions of one phrase for one concept in one language.

    Args:
        concepts: Columns uri, kind, code.
        labels: Columns uri, lang, kind, text.
        kind: `occupation` or `skill`.
    """
    chosen = concepts.filter(pl.col("kind") == kind).unique("uri").sort("uri").select("uri", "code")
    numbered = chosen.with_row_index("concept").select("uri", concept=pl.col("concept").cast(pl.Int32))
    table = (
        labels.drop_nulls(["uri", "lang", "text"])
        .join(numbered, on="uri")
        .with_columns(
            pl.col("lang").str.to_lowercase(),
            pl.col("text").str.slice(0, LONGEST_LABEL),
            kind=pl.col("kind").replace_strict({k: i for i, k in enumerate(KINDS)}, default=1, return_dtype=pl.Int8),
        )
    )
    table = table.join(_untranslated(table), on=["lang", "concept", "text"], how="anti")
    texts = table["text"].to_list()
    table = table.with_columns(
        pl.Series("phrase", [tidy(t) for t in texts], pl.String), pl.Series("key", [key(t) for t in texts], pl.String)
    )
    table = table.filter(pl.col("key") != "").sort("lang", "concept", "kind", "text")
    table = table.unique(["lang", "concept", "key"], keep="first", maintain_order=True)
    return PillarLabels(chosen, table.select("lang", "concept", "kind", "text", "phrase", "key"))


def content_hash(concepts: pl.DataFrame, labels: pl.DataFrame, *more: str) -> str:
    """Returns a name for everything that an index is made of: the same contents give the same name."""
    digest = hashlib.blake2b("\x1f".join(more).encode(), digest_size=12)
    for table, columns in ((concepts, ("uri", "kind", "code")), (labels, ("uri", "lang", "kind", "text"))):
        rows = table.select(pl.col(c).cast(pl.String) for c in columns)
        digest.update(rows.hash_rows(seed=0).to_numpy().tobytes())
    return digest.hexdigest()


def _untranslated(table: pl.DataFrame) -> pl.DataFrame:
    english = table.filter(pl.col("lang") == "en").select("concept", text=pl.col("text").str.to_lowercase())
    others = table.filter(pl.col("lang") != "en").select("lang", "concept", "text")
    others = others.with_columns(lower=pl.col("text").str.to_lowercase())
    return others.join(english, left_on=["concept", "lower"], right_on=["concept", "text"], how="semi").drop("lower")
