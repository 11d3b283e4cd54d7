"""The official ESCO CSV bundles, versions 1.0 to 1.2, in any language: one function for each kind of file."""

from __future__ import annotations

import re

import polars as pl

from crosswalk.errors import TaxonomyError
from crosswalk.taxonomy.tables import Source

__all__ = ["read_esco"]

#: File stem -> kind of concept. ESCO 1.0 to 1.2 use these names, with _<language> behind them.
CONCEPT_FILES = {
    "occupations": "occupation",
    "skills": "skill",
    "ISCOGroups": "isco_group",
    "skillGroups": "skill_group",
}
RELATION_FILES = (
    "broaderRelationsOccPillar",
    "broaderRelationsSkillPillar",
    "occupationSkillRelations",
    "skillSkillRelations",
)
_NAME = re.compile(r"^(?P<stem>[A-Za-z]+?)(?:_(?P<lang>[a-z]{2}))?\.csv$")
_VERSION = re.compile(r"v(\d+\.\d+(?:\.\d+)?)")


def read_esco(name: str, origin: str, frame: pl.DataFrame) -> Source | None:
    """What one file of an ESCO bundle says; None where the file is not part of one."""
    match = _NAME.match(name)
    if match is None:
        return None
    stem, lang = match["stem"], match["lang"] or "en"
    found = _VERSION.search(origin)
    source = Source(name=name, version=f"ESCO {found[1]}" if found else "ESCO")
    if stem in CONCEPT_FILES:
        if "conceptUri" not in frame.columns:
            return None
        _concepts(source, CONCEPT_FILES[stem], lang, frame)
    elif stem in RELATION_FILES:
        _relations(source, stem, frame)
    elif not stem.endswith("Collection") and stem not in ("conceptSchemes", "skillsHierarchy", "dictionary"):
        return None
    return source


def _concepts(source: Source, kind: str, lang: str, frame: pl.DataFrame) -> None:
    if "preferredLabel" not in frame.columns:
        raise TaxonomyError(
            f"{source.name} has no column preferredLabel.", remedy="Download the ESCO bundle again as CSV."
        )
    if "status" in frame.columns:  # obsolete concepts stay out
        frame = frame.filter(pl.col("status").is_null() | (pl.col("status") == "released"))
    frame = frame.rename({"conceptUri": "uri"}).with_columns(
        pl.lit(kind).alias("kind"), pl.lit(source.version).alias("version")
    )
    code = "code" if kind == "isco_group" else "iscoGroup"
    renames = {"skillType": "skill_type", "reuseLevel": "reuse_level", code: "isco"}
    known = frame.rename({old: new for old, new in renames.items() if old in frame.columns})
    known = known.drop("code", strict=False)
    if "isco" in known.columns:
        known = known.with_columns(code=pl.col("isco"))
    if "skill_type" in known.columns:
        known = known.with_columns(pl.col("skill_type").str.replace("skill/competence", "skill", literal=True))
    source.add("concepts", known)
    for column, label_kind in (
        ("preferredLabel", "preferred"),
        ("altLabels", "alternative"),
        ("hiddenLabels", "hidden"),
    ):
        if column in frame.columns:
            rows = frame.select("uri", text=pl.col(column).str.split("\n")).explode("text").drop_nulls()
            source.add("labels", rows.with_columns(lang=pl.lit(lang), kind=pl.lit(label_kind)))
    if "description" in frame.columns:
        described = frame.select("uri", text="description").drop_nulls()
        source.add("descriptions", described.with_columns(lang=pl.lit(lang)))


def _relations(source: Source, stem: str, frame: pl.DataFrame) -> None:
    if stem.startswith("broader"):
        source.add("broader", frame.select(uri="conceptUri", broader="broaderUri"))
    elif stem == "occupationSkillRelations":
        essential = pl.col("relationType") == "essential"
        source.add("requirements", frame.select(uri="occupationUri", skill="skillUri", essential=essential))
    else:
        rows = frame.select(uri="originalSkillUri", other="relatedSkillUri", kind="relationType")
        source.add("related", rows)
