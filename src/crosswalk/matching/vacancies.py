"""Vacancies as arrays: weighted requirements, what they ask for, and the few things that filters look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.arrays import typed
from crosswalk.matching.columns import days, inner_rows, isced_level, level_code, occupation_uri, skill_level, starts
from crosswalk.matching.people import text_order
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.reading import Frames, batches, join_arrays
from crosswalk.matching.vocabularies import Vocabularies
from crosswalk.matching.weights import STATED
from crosswalk.records import Vacancy
from crosswalk.types import Cefr

__all__ = ["VACANCY_COLUMNS", "Vacancies", "VacancyArrays", "prepare_vacancies", "skill_shares"]

#: The only columns of a vacancy that matching reads.
VACANCY_COLUMNS = (
    "vacancy_id",
    "employer",
    "country",
    "occupation",
    "isco",
    "skills",
    "languages",
    "education_min",
    "experience_min_months",
    "licences",
    "starts_on",
    "persons_excluded",
)

#: The only fields of their items.
VACANCY_FIELDS = {"skills": ("uri", "essential", "level"), "languages": ("language", "level", "essential")}


class VacancyArrays(NamedTuple):
    """m vacancies; requirements and lists as compressed rows (`*_ptr`, m + 1).

    need_kind is 1 for essential, 0 for optional; the weights of a kind sum to STATED. asked has a bit for each of
    PARTS; kind has bit 1 where essential, bit 0 where optional skills are asked. occupation, country, employer and
    education are -1 where not stated, starts_on NO_DATE.
    """

    need_ptr: NDArray[np.int64]
    need_skill: NDArray[np.int32]
    need_level: NDArray[np.uint8]
    need_kind: NDArray[np.uint8]
    need_weight: NDArray[np.int32]
    language_ptr: NDArray[np.int64]
    language: NDArray[np.int32]
    language_level: NDArray[np.int8]
    licence_ptr: NDArray[np.int64]
    licence: NDArray[np.int32]
    asked: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    occupation: NDArray[np.int32]
    months: NDArray[np.int32]
    country: NDArray[np.int32]
    employer: NDArray[np.int32]
    education: NDArray[np.int8]
    starts_on: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Prepared vacancies: ids in row order, place of each id in text order, arrays, and persons refused.

    `refused` has one row for each exclusion: `row` of the vacancy and `person_id`.
    """

    ids: pl.Series
    rank: NDArray[np.uint32]
    arrays: VacancyArrays
    refused: pl.DataFrame

    def __len__(self) -> int:
        return len(self.ids)


def skill_shares(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Specificity of each skill as a whole number of 1024ths, at least one."""
    return np.maximum(1, np.floor(weights * 1024 + 0.5)).astype(np.int64)


def prepare_vacancies(
    vacancies: Frames,
    taxonomy: SkillTaxonomy,
    vocabularies: Vocabularies,
) -> Vacancies:
    """Arrays of vacancies from their columnar form.

    Args:
        vacancies: Rows under `schema_of(Vacancy)`.
        taxonomy: Gives skills their ids and weights.
        vocabularies: Grow by the words met.

    Raises:
        UsageError: A column is missing.
        InputError: An id is missing or occurs twice.
    """
    ids: list[pl.Series] = []
    pieces, refused, before = [], [], 0
    for frame in batches(vacancies, Vacancy, VACANCY_COLUMNS, VACANCY_FIELDS):
        persons = inner_rows(frame, "persons_excluded")
        refused.append(persons.select(pl.col("row") + before, pl.col("item").alias("person_id")))
        before += len(frame)
        # copied: a slice would keep the columns beside it in memory
        ids.append(pl.Series(frame["vacancy_id"].to_list(), dtype=pl.String))
        pieces.append(_arrays(frame, taxonomy, vocabularies))
    all_ids = pl.concat(ids)
    return Vacancies(all_ids, text_order(all_ids, "vacancy"), join_arrays(pieces), pl.concat(refused))


def _arrays(frame: pl.DataFrame, taxonomy: SkillTaxonomy, vocabularies: Vocabularies) -> VacancyArrays:
    count = len(frame)
    needs = _needs(frame, taxonomy, vocabularies)
    spoken = _languages(frame)
    licences = inner_rows(frame, "licences")
    licences = licences.with_columns(pl.Series("number", vocabularies.licences.encode(licences["item"])))
    licences = licences.unique(["row", "number"]).sort("row", "number")
    uri = frame.select(occupation_uri("occupation", "isco").alias("uri"))["uri"]
    occupation = vocabularies.occupations.encode(uri)
    vocabularies.vacancies_linked.count(frame["occupation"], pl.Series(occupation >= 0))
    months = frame["experience_min_months"].fill_null(0).clip(0, 1_200).cast(pl.Int32).to_numpy()
    education = frame.select(isced_level("education_min").cast(pl.Int8)).to_series().to_numpy()
    row, kind = needs["row"].to_numpy(), needs["kind"].to_numpy()
    kinds = (np.bincount(row, kind == 1, count) > 0) * 2 + (np.bincount(row, kind == 0, count) > 0)
    language_ptr = starts(spoken["row"].to_numpy(), count)
    asked = (kinds > 0) * 1 | (occupation >= 0) * 2 | ((occupation >= 0) & (months > 0)) * 4
    asked = asked | (education >= 0) * 8 | (np.diff(language_ptr) > 0) * 16
    arrays: VacancyArrays = typed(
        VacancyArrays,
        need_ptr=starts(row, count),
        need_skill=needs["skill"].cast(pl.Int32).to_numpy(),
        need_level=needs["level"].cast(pl.UInt8).to_numpy(),
        need_kind=kind,
        need_weight=_need_weights(row, kind, needs["skill"].to_numpy(), taxonomy),
        language_ptr=language_ptr,
        language=vocabularies.languages.encode(spoken["language"]),
        language_level=spoken["level"].cast(pl.Int8).to_numpy(),
        licence_ptr=starts(licences["row"].to_numpy(), count),
        licence=licences["number"].to_numpy(),
        asked=asked.astype(np.uint8),
        kind=kinds.astype(np.uint8),
        occupation=occupation,
        months=months,
        country=vocabularies.countries.encode(frame["country"]),
        employer=vocabularies.employers.encode(frame["employer"]),
        education=education,
        starts_on=days(frame["starts_on"]),
    )
    return arrays


def _needs(frame: pl.DataFrame, taxonomy: SkillTaxonomy, vocabularies: Vocabularies) -> pl.DataFrame:
    """Each skill once per vacancy: essential where any mention is, at the highest level of those mentions."""
    items = inner_rows(frame, "skills", VACANCY_FIELDS["skills"])
    skill = taxonomy.skill_ids(items["uri"]).cast(pl.Int64).alias("skill")
    vocabularies.vacancies_linked.count(items["uri"], skill.is_not_null())
    items = items.select(
        "row",
        skill,
        pl.col("essential").fill_null(value=True).cast(pl.UInt8).alias("kind"),
        skill_level().alias("level"),
    ).filter(pl.col("skill").is_not_null())
    strongest = pl.col("level").filter(pl.col("kind") == pl.col("kind").max()).max()
    return items.group_by("row", "skill").agg(pl.col("kind").max(), strongest.alias("level")).sort("row", "skill")


def _need_weights(
    row: NDArray[np.int64], kind: NDArray[np.uint8], skill: NDArray[np.int64], taxonomy: SkillTaxonomy
) -> NDArray[np.int32]:
    """Shares of STATED by specificity, within each vacancy and kind: largest remainders, the lower skill on a tie."""
    if not row.size:
        return np.zeros(0, dtype=np.int32)
    share = skill_shares(taxonomy.skill_weights())[skill]
    group = row * 2 + kind
    total = np.bincount(group, share).astype(np.int64)[group]
    weight, remainder = np.divmod(share * STATED, total)
    left_over = STATED - np.bincount(group, weight).astype(np.int64)
    order = np.lexsort((skill, -remainder, group))
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    place = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    weight[order] += place < left_over[group[order]]
    return weight.astype(np.int32)


def _languages(frame: pl.DataFrame) -> pl.DataFrame:
    """Essential languages of each vacancy, once each, at the highest level asked (0 where none is stated)."""
    items = inner_rows(frame, "languages", VACANCY_FIELDS["languages"])
    items = items.filter(pl.col("language").is_not_null(), pl.col("essential").fill_null(value=True))
    items = items.with_columns(level_code("level", Cefr, absent=0).alias("level"))
    return items.group_by("row", "language").agg(pl.col("level").max()).sort("row", "language")
