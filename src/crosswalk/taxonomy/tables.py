"""The tables of a taxonomy: what each source yields, and how several sources become one."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

__all__ = ["SCHEMAS", "Source", "empty", "gaps", "kind_of_uri", "merge"]

#: Table name -> columns. Concepts are named by URI in sources and by row number in a stored taxonomy.
SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "concepts": {
        "uri": pl.String(),
        "kind": pl.String(),  # occupation, skill, isco_group, skill_group
        "code": pl.String(),  # ISCO-08 code of occupations and groups
        "skill_type": pl.String(),  # skill, knowledge, language, attitude
        "reuse_level": pl.String(),  # transversal, cross-sector, sector-specific, occupation-specific
        "version": pl.String(),  # of the source that defined the concept last
    },
    "labels": {"uri": pl.String(), "lang": pl.String(), "kind": pl.String(), "text": pl.String()},
    "descriptions": {"uri": pl.String(), "lang": pl.String(), "text": pl.String()},
    "broader": {"uri": pl.String(), "broader": pl.String()},
    "requirements": {"uri": pl.String(), "skill": pl.String(), "essential": pl.Boolean()},
    "related": {"uri": pl.String(), "other": pl.String(), "kind": pl.String()},
    "codes": {"uri": pl.String(), "code": pl.String()},  # ISCO-08 codes said by label tables; not stored
    "history": {"old_uri": pl.String(), "uri": pl.String()},
    "crosswalk": {
        "scheme": pl.String(),
        "code": pl.String(),
        "other_scheme": pl.String(),
        "other_code": pl.String(),
        "partial": pl.Boolean(),  # the source marks the correspondence as partial
    },
}


def empty(table: str) -> pl.DataFrame:
    """A table without rows, under its schema."""
    return pl.DataFrame(schema=SCHEMAS[table])


@dataclass(slots=True, kw_only=True)
class Source:
    """What one file or bundle says. `notes` are plain sentences on what was left aside, with the remedy."""

    name: str
    version: str = ""
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Append rows to a table; columns that the frame lacks are null."""
        schema = SCHEMAS[table]
        missing = [pl.lit(None).alias(c) for c in schema if c not in frame.columns]
        rows = frame.with_columns(missing).select(pl.col(c).cast(t) for c, t in schema.items())
        self.tables[table] = pl.concat([self.tables[table], rows]) if table in self.tables else rows

    def table(self, name: str) -> pl.DataFrame:
        """A table of this source, empty where it says nothing."""
        return self.tables.get(name, empty(name))


def kind_of_uri() -> pl.Expr:
    """Kind of a concept read off its URI, for sources that do not say (column `uri`)."""
    uri = pl.col("uri")
    return (
        pl.when(uri.str.contains("/isco/", literal=True))
        .then(pl.lit("isco_group"))
        .when(uri.str.contains("/skill/", literal=True) | uri.str.contains(":skill:", literal=True))
        .then(pl.lit("skill"))
        .when(uri.str.contains("/isced-f/", literal=True))
        .then(pl.lit("skill_group"))
        .otherwise(pl.lit("occupation"))
    )


def merge(sources: list[Source]) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """One set of tables from several sources, later sources winning; and notes on what was left aside.

    Label tables define concepts only where no classification among the sources does: labels of a concept that
    the loaded classification does not know belong to another version of it and are counted in a note.
    """
    notes = [note for source in sources for note in source.notes]
    both = {name: pl.concat([s.table(name) for s in sources]) for name in SCHEMAS}
    concepts = (
        both["concepts"]
        .drop_nulls("uri")
        .group_by("uri", maintain_order=True)
        .agg(pl.all().drop_nulls().last())
        .sort("kind", "uri")
    )
    labels = both["labels"].drop_nulls()
    stray = labels.join(concepts, on="uri", how="anti").with_columns(concept_kind=kind_of_uri())
    defined = set(concepts["kind"].unique())
    dropped = stray.filter(pl.col("concept_kind").is_in(list(defined)))
    if dropped.height:
        notes.append(
            f"{dropped.height:,} labels of {dropped['uri'].n_unique():,} concepts were left aside: the classification "
            "that was loaded does not have these concepts. Load the version they belong to if you need them."
        )
        labels = labels.join(dropped.select("uri").unique(), on="uri", how="anti")
    new = stray.filter(~pl.col("concept_kind").is_in(list(defined))).select("uri", kind="concept_kind").unique()
    if new.height:
        concepts = pl.concat([concepts, new], how="diagonal")
    coded = both["codes"].drop_nulls().unique("uri", keep="first", maintain_order=True)
    concepts = (
        concepts.join(coded.rename({"code": "said"}), on="uri", how="left")
        .with_columns(code=pl.col("code").fill_null(pl.col("said")))
        .drop("said")
        .sort("kind", "uri")
    )
    tables = dict(both, concepts=concepts, labels=_clean_labels(labels))
    for name in ("descriptions", "broader", "requirements", "related", "history", "crosswalk"):
        tables[name] = both[name].unique(maintain_order=True)
    tables["requirements"] = tables["requirements"].group_by("uri", "skill").agg(pl.col("essential").max())
    del tables["codes"]
    return tables, notes


def _clean_labels(labels: pl.DataFrame) -> pl.DataFrame:
    """Labels without blanks, repeats, and English text that stands in for a missing translation."""
    labels = labels.with_columns(pl.col("text").str.strip_chars().str.replace_all(r"\s+", " "))
    labels = labels.filter(pl.col("text") != "")
    english = labels.filter(pl.col("lang") == "en").select("uri", "text").unique()
    foreign = labels.filter(pl.col("lang") != "en").join(english, on=["uri", "text"], how="anti")
    order = pl.col("kind").replace_strict({"preferred": 0, "alternative": 1}, default=2, return_dtype=pl.Int8)
    every = pl.concat([labels.filter(pl.col("lang") == "en"), foreign]).with_columns(order=order)
    every = every.sort("uri", "lang", "order", maintain_order=True)
    return every.unique(["uri", "lang", "text"], keep="first", maintain_order=True).drop("order")


def gaps(tables: dict[str, pl.DataFrame]) -> list[str]:
    """Sentences on what the sources lack and what will not work without it."""
    kinds = set(tables["concepts"]["kind"].unique())
    notes = []
    if {"occupation", "skill"} <= kinds and not tables["requirements"].height:
        notes.append(
            "No relation between occupations and skills was found, so skills can't be inferred from a job title. "
            "Add occupationSkillRelations.csv (ESCO: the bundle 'classification - csv (relations)')."
        )
    if "skill" in kinds and not tables["broader"].height:
        notes.append(
            "No hierarchy was found, so related skills count less. Add broaderRelationsSkillPillar.csv "
            "(ESCO: the bundle 'classification - csv (relations)')."
        )
    if "occupation" in kinds and "skill" not in kinds:
        notes.append("There are no skills, only occupations. Add skills_<language>.csv to match on skills.")
    return notes
