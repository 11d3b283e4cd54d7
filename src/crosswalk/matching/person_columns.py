"""What matching reads of people, in whole columns and never row by row: a piece of their table as arrays."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.arrays import typed
from crosswalk.matching.columns import (
    days,
    evidence_code,
    inner_rows,
    isced_level,
    job_months,
    language_level,
    occupation_uri,
    skill_level,
    starts,
)
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.vocabularies import Vocabularies

__all__ = ["PERSON_COLUMNS", "PERSON_FIELDS", "PeopleArrays", "people_arrays"]

#: The only columns of a person that matching reads.
PERSON_COLUMNS = (
    "person_id",
    "occupation",
    "experience",
    "education",
    "languages",
    "skills",
    "credentials",
    "destinations",
    "destinations_excluded",
    "employers_excluded",
    "available_from",
    "consent_matching",
)
#: The only fields of their items.
PERSON_FIELDS = {
    "experience": ("occupation", "isco", "start", "end", "ongoing", "months"),
    "education": ("level", "completed"),
    "languages": (
        "language", "level", "native", "listening", "reading", "spoken_interaction", "spoken_production", "writing",
    ),
    "skills": ("uri", "level", "implied_by", "evidence.assurance", "evidence.until"),
    "credentials": ("name", "held", "until"),
}  # fmt: skip


class PeopleArrays(NamedTuple):
    """n people; `*_ptr` (n + 1) says where each person's items begin.

    claim is skill << 5 | level * 5 + evidence. parts has bit 0 where skills, bit 1 where occupations and bit 2
    where months of jobs are known. lists has bit 0 where languages, bit 1 where destinations, bit 2 where
    credentials are a list (not null), bit 3 where employers are excluded. destination is country << 1 | excluded;
    credential is name << 1 | held and valid. Levels: ISCED -1 and CEFR 0 where unknown.
    """

    claim_ptr: NDArray[np.int32]
    claim: NDArray[np.uint32]
    occupation_ptr: NDArray[np.int32]
    occupation: NDArray[np.int32]
    job_ptr: NDArray[np.int32]
    job_occupation: NDArray[np.int32]
    job_months: NDArray[np.int32]
    language_ptr: NDArray[np.int32]
    language: NDArray[np.int16]
    language_level: NDArray[np.int8]
    destination_ptr: NDArray[np.int32]
    destination: NDArray[np.int16]
    credential_ptr: NDArray[np.int32]
    credential: NDArray[np.int32]
    employer_ptr: NDArray[np.int32]
    employer: NDArray[np.int32]
    parts: NDArray[np.uint8]
    lists: NDArray[np.uint8]
    education: NDArray[np.int8]
    education_open: NDArray[np.int8]
    available: NDArray[np.int32]
    consent: NDArray[np.uint8]


def people_arrays(
    frame: pl.DataFrame, taxonomy: SkillTaxonomy, vocabularies: Vocabularies, as_of: date
) -> PeopleArrays:
    """Arrays of the people of a frame."""
    count = len(frame)
    claim_ptr, claim, skills_known = _claims(frame, taxonomy, vocabularies, as_of)
    occupation_ptr, occupation, job_ptr, job_occupation, months = _work(frame, vocabularies, as_of)
    spoken = inner_rows(frame, "languages", PERSON_FIELDS["languages"]).filter(pl.col("language").is_not_null())
    language = vocabularies.languages.encode(spoken["language"])
    destination_ptr, destination = _destinations(frame, vocabularies)
    credential_ptr, credential = _credentials(frame, vocabularies, as_of)
    refused = inner_rows(frame, "employers_excluded")
    education, education_open = _education(frame)
    known = skills_known | (np.diff(occupation_ptr) > 0) << 1 | (np.diff(job_ptr) > 0) << 2
    lists = (
        frame["languages"].is_not_null().to_numpy()
        | frame["destinations"].is_not_null().to_numpy().astype(np.uint8) << 1
        | frame["credentials"].is_not_null().to_numpy().astype(np.uint8) << 2
        | (frame["employers_excluded"].list.len() > 0).fill_null(value=False).to_numpy().astype(np.uint8) << 3
    )
    arrays: PeopleArrays = typed(
        PeopleArrays,
        claim_ptr=claim_ptr,
        claim=claim,
        occupation_ptr=occupation_ptr,
        occupation=occupation,
        job_ptr=job_ptr,
        job_occupation=job_occupation,
        job_months=months,
        language_ptr=starts(spoken["row"].to_numpy(), count),
        language=language,
        language_level=spoken.select(language_level().cast(pl.Int8)).to_series().to_numpy(),
        destination_ptr=destination_ptr,
        destination=destination,
        credential_ptr=credential_ptr,
        credential=credential,
        employer_ptr=starts(refused["row"].to_numpy(), count),
        employer=vocabularies.employers.encode(refused["item"]),
        parts=known.astype(np.uint8),
        lists=lists.astype(np.uint8),
        education=education,
        education_open=education_open,
        available=days(frame["available_from"]),
        consent=frame["consent_matching"].cast(pl.UInt8).replace_strict({0: 0, 1: 2}, default=1).to_numpy(),
    )
    return arrays


def _claims(
    frame: pl.DataFrame, taxonomy: SkillTaxonomy, vocabularies: Vocabularies, as_of: date
) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.int64]]:
    """Skills that each person claims; a list of which nothing is linked to the taxonomy is unknown, not empty."""
    items = inner_rows(frame, "skills", ("uri", "level", "implied_by", "evidence"))
    skill = taxonomy.skill_ids(items["uri"]).cast(pl.UInt32).alias("skill")
    vocabularies.people_linked.count(items["uri"], skill.is_not_null())
    items = items.select(
        "row",
        skill,
        (skill_level() * 5 + evidence_code(as_of)).cast(pl.UInt32).alias("how"),
    ).filter(pl.col("skill").is_not_null())
    ptr = starts(items["row"].to_numpy(), len(frame))
    claim = items["skill"].to_numpy() << np.uint32(5) | items["how"].to_numpy()
    asked_none = (frame["skills"].list.len() == 0).fill_null(value=False).to_numpy()
    return ptr, claim.astype(np.uint32), ((np.diff(ptr) > 0) | asked_none).astype(np.int64)


def _work(
    frame: pl.DataFrame, vocabularies: Vocabularies, as_of: date
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Occupations of each person, and the jobs whose occupation and months are both known."""
    jobs = inner_rows(frame, "experience", PERSON_FIELDS["experience"]).select(
        "row",
        occupation_uri("occupation", "isco").alias("uri"),
        pl.col("occupation").is_not_null().alias("named"),
        job_months(as_of).alias("months"),
    )
    own = frame.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("row"),
        pl.col("occupation").alias("uri"),
        pl.col("occupation").is_not_null().alias("named"),
        pl.lit(None, dtype=pl.Int64).alias("months"),
    )
    work = pl.concat([jobs, own]).filter(pl.col("uri").is_not_null())
    work = work.with_columns(pl.Series("number", vocabularies.occupations.encode(work["uri"])))
    named = work.filter("named")
    vocabularies.people_linked.count(named["uri"], named["number"] >= 0)
    work = work.filter(pl.col("number") >= 0)
    held = work.select("row", "number").unique().sort("row", "number")
    timed = work.filter(pl.col("months").is_not_null()).sort("row", maintain_order=True)
    count = len(frame)
    return (
        starts(held["row"].to_numpy(), count),
        held["number"].to_numpy(),
        starts(timed["row"].to_numpy(), count),
        timed["number"].to_numpy(),
        timed["months"].cast(pl.Int32).to_numpy(),
    )


def _destinations(frame: pl.DataFrame, vocabularies: Vocabularies) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    wanted = inner_rows(frame, "destinations").with_columns(pl.lit(0).alias("excluded"))
    refused = inner_rows(frame, "destinations_excluded").with_columns(pl.lit(1).alias("excluded"))
    both = pl.concat([wanted, refused]).sort("row", maintain_order=True)
    code = vocabularies.countries.encode(both["item"]) << 1 | both["excluded"].to_numpy()
    return starts(both["row"].to_numpy(), len(frame)), code.astype(np.int32)


def _credentials(
    frame: pl.DataFrame, vocabularies: Vocabularies, as_of: date
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    items = inner_rows(frame, "credentials", PERSON_FIELDS["credentials"])
    valid = pl.col("held").fill_null(value=True) & (pl.col("until") >= pl.lit(as_of)).fill_null(value=True)
    items = items.select("row", "name", valid.cast(pl.Int32).alias("valid")).filter(pl.col("name").is_not_null())
    code = vocabularies.licences.encode(items["name"]) << 1 | items["valid"].to_numpy()
    return starts(items["row"].to_numpy(), len(frame)), code.astype(np.int32)


def _education(frame: pl.DataFrame) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Highest level completed, and highest level of which nobody said whether it was completed."""
    items = inner_rows(frame, "education", PERSON_FIELDS["education"]).select(
        "row", isced_level("level").cast(pl.Int8).alias("level"), "completed"
    )
    held = np.full(len(frame), -1, dtype=np.int8)
    held[(frame["education"].list.len() == 0).fill_null(value=False).to_numpy()] = 0
    undecided = np.full(len(frame), -1, dtype=np.int8)
    for column, rows in ((held, pl.col("completed")), (undecided, pl.col("completed").is_null())):
        chosen = items.filter(rows)
        np.maximum.at(column, chosen["row"].to_numpy(), chosen["level"].to_numpy())
    return held, undecided
