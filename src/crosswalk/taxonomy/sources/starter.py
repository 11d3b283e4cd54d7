"""The starter taxonomy that ships with Crosswalk, so that the first run needs no download."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import polars as pl

from crosswalk.taxonomy.tables import Source

__all__ = ["read_starter"]

ISCO_URI = "http://data.europa.eu/esco/isco/C"  #: the same URIs as ESCO, so that both join


def _rows(name: str) -> pl.DataFrame:
    text = files("crosswalk.taxonomy").joinpath("starter", f"{name}.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(pl.all().replace("", None))


def _uri(kind: str, column: str = "id") -> pl.Expr:
    return pl.lit(f"urn:crosswalk:{kind}:") + pl.col(column)


def _languages(columns: list[str]) -> list[str]:
    """Columns named by a two-letter language code; ``id`` is the identifier, not Indonesian."""
    return [column for column in columns if re.fullmatch("[a-z]{2}", column) and column != "id"]


def _add_labels(source: Source, frame: pl.DataFrame) -> None:
    for lang in _languages(frame.columns):
        for column, kind in ((lang, "preferred"), (f"alt_{lang}", "alternative")):
            if column in frame.columns:
                rows = frame.select("uri", text=pl.col(column).str.split("|")).explode("text").drop_nulls()
                source.add("labels", rows.with_columns(lang=pl.lit(lang), kind=pl.lit(kind)))


def read_starter() -> Source:
    """ISCO-08, and our own occupations and skills, each in every language of its table."""
    source = Source(name="starter", version="Crosswalk starter 1")
    version = pl.lit(source.version).alias("version")
    isco = _rows("isco08").with_columns(uri=pl.lit(ISCO_URI) + pl.col("code"), kind=pl.lit("isco_group"))
    source.add("concepts", isco.with_columns(version))
    _add_labels(source, isco)
    parent = pl.lit(ISCO_URI) + pl.col("code").str.head(-1)
    source.add("broader", isco.filter(pl.col("code").str.len_chars() > 1).select("uri", broader=parent))
    groups = _rows("skill_groups").with_columns(uri=_uri("skill-group"), kind=pl.lit("skill_group"))
    source.add("concepts", groups.with_columns(version))
    source.add("broader", groups.drop_nulls("broader").select("uri", broader=_uri("skill-group", "broader")))
    _add_labels(source, groups)
    skills = _rows("skills").with_columns(uri=_uri("skill"), kind=pl.lit("skill"))
    source.add("concepts", skills.with_columns(version, skill_type="type", reuse_level="reuse"))
    source.add("broader", skills.drop_nulls("group").select("uri", broader=_uri("skill-group", "group")))
    for column, table, name in (("broader", "broader", "broader"), ("related", "related", "other")):
        rows = skills.select("uri", id=pl.col(column).str.split("|")).explode("id").drop_nulls()
        rows = rows.select("uri", _uri("skill").alias(name), kind=pl.lit("optional"))
        source.add(table, rows)
    _add_labels(source, skills)
    occupations = _rows("occupations").with_columns(uri=_uri("occupation"), kind=pl.lit("occupation"))
    source.add("concepts", occupations.with_columns(version, code="isco08"))
    source.add("broader", occupations.select("uri", broader=pl.lit(ISCO_URI) + pl.col("isco08")))
    _add_labels(source, occupations)
    needs = _rows("occupation_skills").select(
        uri=_uri("occupation", "occupation"),
        skill=_uri("skill", "skill"),
        essential=pl.col("relation") == "essential",
    )
    source.add("requirements", needs)
    for frame, scheme in ((skills, "skill"), (occupations, "occupation")):
        same = frame.drop_nulls("esco").select(
            scheme=pl.lit(f"Crosswalk {scheme}"), code="uri", other_scheme=pl.lit(f"ESCO {scheme}"), other_code="esco",
            partial=pl.lit(False),
        )  # fmt: skip
        source.add("crosswalk", same)
    return source
