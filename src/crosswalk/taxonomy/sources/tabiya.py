"""The CSV set of the Tabiya open taxonomy platform: nine files that refer to each other by ID.

Format: github.com/tabiya-tech/taxonomy-model-application, backend/Import_Export_CSV_format.md.
"""

from __future__ import annotations

import polars as pl

from crosswalk.errors import TaxonomyError
from crosswalk.taxonomy.tables import Source

__all__ = ["is_tabiya", "read_tabiya"]

CONCEPT_FILES = {
    "occupations.csv": "occupation",
    "skills.csv": "skill",
    "occupation_groups.csv": "isco_group",
    "isco_groups.csv": "isco_group",  # name until 2024
    "skill_groups.csv": "skill_group",
}


def is_tabiya(frames: dict[str, pl.DataFrame]) -> bool:
    """Whether files of one folder are a Tabiya set (their concepts carry ID and PREFERREDLABEL)."""
    return any(
        name in CONCEPT_FILES and {"ID", "PREFERREDLABEL"} <= set(frame.columns) for name, frame in frames.items()
    )


def read_tabiya(origin: str, frames: dict[str, pl.DataFrame]) -> Source:
    """What a Tabiya CSV set says.

    Args:
        origin: Folder or zip, for messages.
        frames: File name to table; all columns text.

    Raises:
        TaxonomyError: A relation names an ID whose file is missing.
    """
    source = Source(name=origin, version="Tabiya")
    lang = "en"
    if (info := frames.get("model_info.csv")) is not None and info.height:
        row = info.row(0, named=True)
        source.version = f"{row.get('NAME', 'Tabiya')} {row.get('VERSION', '')}".strip()
        lang = (row.get("LOCALE") or "en").lower().split("-")[0]
        lang = lang if len(lang) == 2 else "en"
    ids = []
    for name, kind in CONCEPT_FILES.items():
        if name in frames:
            ids.append(_concepts(source, kind, lang, frames[name]))
    if not ids:
        raise TaxonomyError("The set has neither occupations.csv nor skills.csv.", place=origin)
    known = pl.concat(ids)
    for name in ("skill_hierarchy.csv", "occupation_hierarchy.csv"):
        _relation(source, origin, frames, name, "broader", {"uri": "CHILDID", "broader": "PARENTID"}, known)
    for name in ("occupation_to_skill_relations.csv", "occupation_skill_relations.csv"):
        _relation(source, origin, frames, name, "requirements", {"uri": "OCCUPATIONID", "skill": "SKILLID"}, known)
    for name in ("skill_to_skill_relations.csv", "skill_skill_relations.csv"):
        _relation(source, origin, frames, name, "related", {"uri": "REQUIRINGID", "other": "REQUIREDID"}, known)
    return source


def _concepts(source: Source, kind: str, lang: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Adds the concepts of one file; returns their IDs with the URI each stands for."""
    history = (
        pl.col("UUIDHISTORY").str.split("\n") if "UUIDHISTORY" in frame.columns else pl.lit(None, pl.List(pl.String))
    )
    origin = pl.col("ORIGINURI") if "ORIGINURI" in frame.columns else pl.lit(None, pl.String)
    uri = pl.coalesce(origin, pl.lit("urn:uuid:") + history.list.first(), pl.lit("urn:tabiya:") + pl.col("ID"))
    frame = frame.with_columns(uri=uri, uuids=history)
    code = {"isco_group": "CODE", "occupation": "OCCUPATIONGROUPCODE"}.get(kind)
    if kind == "occupation" and code not in frame.columns:
        code = "ISCOGROUPCODE"  # name until 2024
    columns = {"SKILLTYPE": "skill_type", "REUSELEVEL": "reuse_level"}
    concepts = frame.select(
        "uri",
        pl.lit(kind).alias("kind"),
        pl.lit(source.version).alias("version"),
        (pl.col(code) if code in frame.columns else pl.lit(None, pl.String)).alias("code"),
        *(pl.col(old).alias(new) for old, new in columns.items() if old in frame.columns),
    )
    if "skill_type" in concepts.columns:
        concepts = concepts.with_columns(pl.col("skill_type").str.replace("skill/competence", "skill", literal=True))
    source.add("concepts", concepts)
    for column, label_kind in (("PREFERREDLABEL", "preferred"), ("ALTLABELS", "alternative")):
        if column in frame.columns:
            rows = frame.select("uri", text=pl.col(column).str.split("\n")).explode("text").drop_nulls()
            source.add("labels", rows.with_columns(lang=pl.lit(lang), kind=pl.lit(label_kind)))
    if "DESCRIPTION" in frame.columns:
        described = frame.select("uri", text="DESCRIPTION").drop_nulls()
        source.add("descriptions", described.with_columns(lang=pl.lit(lang)))
    if "UUIDHISTORY" in frame.columns:
        past = frame.select("uri", old_uri="uuids").explode("old_uri").drop_nulls()
        past = past.with_columns(old_uri=pl.lit("urn:uuid:") + pl.col("old_uri")).filter(
            pl.col("old_uri") != pl.col("uri")
        )
        source.add("history", past)
    return frame.select(id="ID", uri="uri")


def _relation(
    source: Source,
    origin: str,
    frames: dict[str, pl.DataFrame],
    name: str,
    table: str,
    columns: dict[str, str],
    known: pl.DataFrame,
) -> None:
    frame = frames.get(name)
    if frame is None:
        return
    rows = frame
    for column, identifier in columns.items():
        rows = rows.join(known.rename({"id": identifier, "uri": column}), on=identifier, how="left")
    lost = rows.filter(pl.any_horizontal(pl.col(c).is_null() for c in columns)).height
    if lost == rows.height > 0:
        raise TaxonomyError(
            f"{name} refers to concepts of which no file was given.",
            remedy="Export the whole model again; its nine CSV files belong together.",
            place=origin,
        )
    if lost:
        source.notes.append(f"{origin}: {lost:,} rows of {name} name an unknown ID and were left aside.")
    rows = rows.drop_nulls(list(columns))
    if table == "requirements":
        rows = rows.with_columns(essential=pl.col("RELATIONTYPE").fill_null("optional") == "essential")
    elif table == "related":
        rows = rows.with_columns(kind=pl.col("RELATIONTYPE").fill_null("optional"))
    source.add(table, rows)
