"""A taxonomy in one compact file: a zip of Parquet tables, each read when it is first asked for."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import NotFoundError, TaxonomyError
from crosswalk.taxonomy.classifications import translate
from crosswalk.taxonomy.lookup import describe, search
from crosswalk.taxonomy.nearness import Nearness, graph_nearness, occupation_nearness, specificity
from crosswalk.taxonomy.sources import read_sources, read_starter
from crosswalk.taxonomy.tables import Source, gaps, merge

__all__ = ["Taxonomy", "load_taxonomy"]

FORMAT = 1
CONCEPT_COLUMNS = {"labels": ("uri",), "descriptions": ("uri",), "broader": ("uri", "broader"),
                   "requirements": ("uri", "skill"), "related": ("uri", "other")}  # fmt: skip


class Taxonomy:
    """Occupations and skills, their labels and how they hang together.

    Example:
        >>> taxonomy = Taxonomy.starter()
        >>> taxonomy.label("http://data.europa.eu/esco/isco/C2221")
        'Nursing Professionals'
    """

    def __init__(self, tables: Callable[[str], pl.DataFrame], manifest: dict[str, Any]) -> None:
        self._read = tables
        self._tables: dict[str, pl.DataFrame] = {}
        self.manifest = manifest

    # -- opening and saving ------------------------------------------------------------------------------

    @classmethod
    def from_sources(cls, sources: list[Source]) -> Taxonomy:
        """One taxonomy of several sources (see `merge`); notes on what was left aside are in the manifest.

        Raises:
            TaxonomyError: The sources define no occupation and no skill.
        """
        merged, notes = merge(sources)
        concepts = merged["concepts"]
        if not concepts["kind"].is_in(["occupation", "skill"]).any() and not merged["crosswalk"].height:
            raise TaxonomyError(
                "No occupation and no skill was found.",
                remedy="A bundle needs occupations_<language>.csv or skills_<language>.csv.",
            )
        tables = {"concepts": concepts} | {name: t for name, t in merged.items() if name != "concepts"}
        number = pl.DataFrame({"uri": concepts["uri"], "number": np.arange(concepts.height, dtype=np.uint32)})
        for name, columns in CONCEPT_COLUMNS.items():
            table = tables[name]
            for column in columns:
                table = table.join(number.rename({"uri": column}), on=column, how="inner", maintain_order="left")
                table = table.drop(column).rename({"number": column})
            tables[name] = table.select(merged[name].columns).sort(columns)
        notes += gaps(tables)
        manifest = {
            "format": FORMAT,
            "sources": [s.name for s in sources],
            "versions": sorted({s.version for s in sources} - {""}),
            "languages": sorted(tables["labels"]["lang"].unique()),
            "counts": dict(concepts.group_by("kind").len().sort("kind").iter_rows()),
            "notes": notes,
        }
        digest = hashlib.sha256()
        for name in sorted(tables):
            digest.update(tables[name].hash_rows(seed=1).to_numpy().tobytes())
        manifest["hash"] = digest.hexdigest()[:16]
        return cls(tables.__getitem__, manifest)

    @classmethod
    def starter(cls) -> Taxonomy:
        """The starter taxonomy that ships with Crosswalk."""
        return cls.from_sources([read_starter()])

    @classmethod
    def open(cls, path: Path | str) -> Taxonomy:
        """A taxonomy file; tables are read when they are first needed.

        Raises:
            NotFoundError: There is no such file.
            TaxonomyError: The file is not a taxonomy, is damaged, or of a newer format.
        """
        path = Path(path)
        if not path.is_file():
            raise NotFoundError(
                "There is no such taxonomy file.",
                remedy="Make one with: crosswalk taxonomy load SOURCE --to FILE.",
                place=str(path),
            )
        try:
            with zipfile.ZipFile(path) as archive:
                manifest = json.loads(archive.read("manifest.json"))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise TaxonomyError(
                "This is not a taxonomy file, or it is damaged.",
                remedy="Make it again with: crosswalk taxonomy load SOURCE --to FILE.",
                place=str(path),
            ) from error
        if manifest.get("format") != FORMAT:
            raise TaxonomyError("The file has another format.", remedy="Make it again.", place=str(path))

        def read(name: str) -> pl.DataFrame:
            with zipfile.ZipFile(path) as archive:
                return pl.read_parquet(io.BytesIO(archive.read(f"{name}.parquet")))

        return cls(read, manifest)

    def save(self, path: Path | str) -> None:
        """Write the taxonomy as one file, whole or not at all."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part{os.getpid()}")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("manifest.json", json.dumps(self.manifest, ensure_ascii=False, indent=1))
            for name in ("concepts", *CONCEPT_COLUMNS, "history", "crosswalk"):
                buffer = io.BytesIO()
                self.table(name).write_parquet(buffer, compression="zstd")
                archive.writestr(f"{name}.parquet", buffer.getvalue())
        part.replace(path)

    def table(self, name: str) -> pl.DataFrame:
        """A stored table; concepts are named by their row number in `concepts`."""
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    # -- concepts and labels -----------------------------------------------------------------------------

    @cached_property
    def concepts(self) -> pl.DataFrame:
        """One row for each concept: number, uri, kind, code, skill_type, reuse_level, version."""
        return self.table("concepts").with_row_index("number")

    @property
    def languages(self) -> list[str]:
        """ISO 639 codes of the languages that have labels."""
        return list(self.manifest["languages"])

    @cached_property
    def labels(self) -> pl.DataFrame:
        """Every label: uri, lang, kind (preferred, alternative, hidden), text."""
        uris = self.concepts.select("uri", "number")
        table = self.table("labels").rename({"uri": "number"})
        return table.join(uris, on="number", how="left", maintain_order="left").select("uri", "lang", "kind", "text")

    @cached_property
    def _numbers(self) -> dict[str, int]:
        numbers = dict(zip(self.table("concepts")["uri"], range(self.table("concepts").height), strict=True))
        for old, new in self.table("history").iter_rows():
            if new in numbers:
                numbers.setdefault(old, numbers[new])
        return numbers

    def number(self, uri: str) -> int:
        """Row number of a concept; an old URI leads to the concept that replaced it.

        Raises:
            NotFoundError: No concept has this URI.
        """
        try:
            return self._numbers[uri]
        except KeyError:
            raise NotFoundError(
                f"The taxonomy has no concept {uri}.",
                remedy="Look it up with: crosswalk taxonomy search WORDS.",
            ) from None

    def has(self, uri: str) -> bool:
        """Whether the taxonomy has a concept under this URI, or under one that replaced it."""
        return uri in self._numbers

    @cached_property
    def _preferred(self) -> dict[tuple[int, str], str]:
        rows = self.table("labels").filter(pl.col("kind") == "preferred").select("uri", "lang", "text")
        return {(number, lang): text for number, lang, text in rows.iter_rows()}

    def label(self, uri: str, lang: str = "en") -> str:
        """Preferred label in a language, else in English, else in any, else the URI itself."""
        number = self._numbers.get(uri)
        if number is None:
            return uri
        for candidate in (lang, "en", *self.languages):
            if (text := self._preferred.get((number, candidate))) is not None:
                return text
        return uri

    def isco(self, uri: str) -> str | None:
        """ISCO-08 code of an occupation or an ISCO group; None where it is not known."""
        number = self._numbers.get(uri)
        return None if number is None else self.table("concepts")["code"][number]

    def description(self, uri: str, lang: str = "en") -> str | None:
        """Description of a concept, where its source gives one."""
        rows = self.table("descriptions").filter(pl.col("uri") == self.number(uri), pl.col("lang") == lang)
        return rows["text"][0] if rows.height else None

    def broader(self, uri: str) -> list[str]:
        """URIs one step up in the hierarchies."""
        return self._uris(self.table("broader").filter(pl.col("uri") == self.number(uri))["broader"])

    def narrower(self, uri: str) -> list[str]:
        """URIs one step down in the hierarchies."""
        return self._uris(self.table("broader").filter(pl.col("broader") == self.number(uri))["uri"])

    def occupation_skills(self, uri: str) -> tuple[list[str], list[str]]:
        """URIs of the essential and of the optional skills of an occupation."""
        rows = self._requirements.get(self.number(uri))
        return ([], []) if rows is None else rows

    @cached_property
    def _requirements(self) -> dict[int, tuple[list[str], list[str]]]:
        uris = self.table("concepts")["uri"]
        lists: dict[int, tuple[list[str], list[str]]] = {}
        for occupation, skill, essential in self.table("requirements").iter_rows():
            lists.setdefault(occupation, ([], []))[0 if essential else 1].append(uris[skill])
        return lists

    def _uris(self, numbers: pl.Series) -> list[str]:
        return self.table("concepts")["uri"].gather(numbers).to_list()

    def describe(self, uri: str, lang: str = "en") -> dict[str, Any]:
        """What the taxonomy says of a concept, ready for JSON: labels, place, skills needed, skills near to it."""
        return describe(self, uri, lang)

    def search(self, words: str, *, kind: str | None = None, lang: str | None = None, top: int = 20) -> pl.DataFrame:
        """Concepts with a label that holds all the words; whole labels and preferred labels first."""
        return search(self, words, kind=kind, lang=lang, top=top)

    def translate(self, code: str, scheme: str, other: str) -> list[str]:
        """Codes of another classification that a code corresponds to; several mean that it is ambiguous."""
        return translate(self.table("crosswalk"), code, scheme, other)

    # -- skills as the matching engine sees them ------------------------------------------------------------

    @cached_property
    def skills(self) -> list[str]:
        """URIs of all skills, sorted; the place in this list is the skill's id in matching."""
        return self.table("concepts").filter(pl.col("kind") == "skill")["uri"].to_list()

    @cached_property
    def _skill_ids(self) -> pl.DataFrame:
        first = self.first_skill
        rows = [
            (uri, number - first) for uri, number in self._numbers.items() if 0 <= number - first < len(self.skills)
        ]
        return pl.DataFrame(rows, schema={"uri": pl.String, "id": pl.UInt32}, orient="row")

    @cached_property
    def first_skill(self) -> int:
        """Row number of the first skill; skills lie together."""
        return int(self.table("concepts")["kind"].eq("skill").arg_max() or 0)

    def skill_ids(self, uris: pl.Series) -> pl.Series:
        """Ids of skill URIs, old URIs included; null where the taxonomy does not have the skill."""
        ids = pl.DataFrame({"uri": uris.cast(pl.String)}).join(
            self._skill_ids, on="uri", how="left", maintain_order="left"
        )
        return ids["id"]

    @cached_property
    def _relations(self) -> dict[str, NDArray[np.int64]]:
        first, count = self.first_skill, len(self.skills)

        def pairs(table: str, left: str, right: str) -> NDArray[np.int64]:
            both = self.table(table).select(left, right).to_numpy().astype(np.int64) - first
            inside = ((both >= 0) & (both < count)).all(axis=1)
            return both[inside]

        needs = self.table("requirements")
        return {
            "broader": pairs("broader", "uri", "broader"),
            "related": pairs("related", "uri", "other"),
            "needs": np.column_stack(
                (
                    needs["uri"].to_numpy().astype(np.int64),
                    needs["skill"].to_numpy().astype(np.int64) - first,
                    needs["essential"].to_numpy().astype(np.int64),
                )
            ),
        }

    @cached_property
    def _nearness(self) -> Nearness:
        r = self._relations
        return graph_nearness(len(self.skills), r["broader"], r["related"], r["needs"])

    def nearness(self) -> Nearness:
        """How well each skill, when held, covers others that are asked for."""
        return self._nearness

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        return specificity(len(self.skills), self._relations["needs"])

    def skill_weights(self) -> NDArray[np.float64]:
        """How specific each skill is (inverse document frequency over occupations)."""
        return self._weights

    def occupation_nearness(self, held: Sequence[str], needed: Sequence[str]) -> NDArray[np.uint16]:
        """How near occupations (or ISCO groups) are, 0 to 256: one row for each held, one column for each needed."""
        return occupation_nearness(
            [(self._numbers.get(u, -1), self.isco(u)) for u in held],
            [(self._numbers.get(u, -1), self.isco(u)) for u in needed],
            self._relations["needs"],
            self._weights,
        )


def load_taxonomy(paths: Sequence[Path], progress: Callable[[str], None] | None = None) -> Taxonomy:
    """A taxonomy from official bundles, label tables and crosswalk tables; the word `starter` adds our own.

    Raises:
        NotFoundError, TaxonomyError: A source is missing, damaged or not a taxonomy.
    """
    sources: list[Source] = []
    for path in paths:
        if str(path) == "starter" and not path.exists():
            sources.append(read_starter())
        else:
            sources += read_sources([path], progress)
    return Taxonomy.from_sources(sources)


def starter_folder() -> Path:
    """Folder of the starter taxonomy's tables, for those who want to read or translate them."""
    return Path(str(files("crosswalk.taxonomy").joinpath("starter")))
