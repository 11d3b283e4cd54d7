"""A plain label table, so that a language can be added alone: lang, concept_uri, kind, label."""

from __future__ import annotations

import polars as pl

from crosswalk.taxonomy.tables import Source

__all__ = ["read_label_table"]

KINDS = {"pref": "preferred", "alt": "alternative"}


def read_label_table(name: str, origin: str, frame: pl.DataFrame) -> Source | None:
    """Labels from a table with columns lang, concept_uri (or uri), label, and kind (preferred where absent).

    An ISCO-08 code is taken from a column isco08 or code where there is one; other columns are ignored.
    """
    frame = frame.rename({c: c.lower() for c in frame.columns})
    uri = next((c for c in ("concept_uri", "concepturi", "uri") if c in frame.columns), None)
    if uri is None or not {"lang", "label"} <= set(frame.columns):
        return None
    source = Source(name=name)
    kind = pl.col("kind").replace(KINDS) if "kind" in frame.columns else pl.lit("preferred")
    rows = frame.select(pl.col(uri).alias("uri"), "lang", kind.alias("kind"), text="label")
    source.add("labels", rows.drop_nulls())
    code = next((c for c in ("isco08", "code") if c in frame.columns), None)
    if code is not None:
        source.add("codes", frame.select(pl.col(uri).alias("uri"), pl.col(code).alias("code")))
    return source
