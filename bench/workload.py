"""People and vacancies of any number on the real ESCO graph, seeded: what the matching benchmarks run on.

A person has one to three occupations, about 30 of their skills (some with level and evidence), a job in each,
languages, schooling and destinations; a vacancy about 15 essential and 10 optional skills of one occupation, a
country, its language at a level, often a floor of education and of experience. About one pair in seven is open.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.matching.arrays import typed
from crosswalk.matching.columns import NO_DATE, starts, take_rows
from crosswalk.matching.people import People, PeopleArrays, side_by_side
from crosswalk.matching.reading import join_arrays
from crosswalk.matching.vocabularies import Vocabularies
from crosswalk.records import Person, Vacancy, schema_of
from crosswalk.taxonomy import Taxonomy, load_taxonomy

TODAY = date(2026, 3, 1)
RESULTS = Path(__file__).parent / "results"
ESCO = Path(__file__).resolve().parents[2] / "shared" / "data" / "esco-1.1.1-en"
COUNTRIES = "DEU FRA ITA ESP POL NLD SWE AUT BEL PRT IRL FIN CZE ROU HUN CAN AUS NZL JPN KOR".split()
SPOKEN = "de fr it es pl nl sv de fr pt en fi cs ro hu en en en ja ko".split()
ORIGIN_LANGUAGES = "ar fr es uk fa hi tl pt sw tr ur am".split()
LANGUAGES = sorted({*SPOKEN, *ORIGIN_LANGUAGES, "en"})
CEFR = ["A1", "A2", "B1", "B2", "C1", "C2"]
ISCED = [
    "early_childhood", "primary", "lower_secondary", "upper_secondary", "post_secondary", "short_tertiary",
    "bachelor", "master", "doctoral",
]  # fmt: skip
LEVELS = ["foundation", "intermediate", "advanced", "specialised"]
ASSURANCE = ["self_declared", "attested", "tested", "verified"]
BATCH = 10_000

Flat = dict[str, NDArray[Any]]


def esco(cache: Path = RESULTS / "esco-1.1.1.taxonomy") -> Taxonomy:
    """ESCO 1.1.1 from the shared data, kept as one file beside the results."""
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        load_taxonomy(sorted(ESCO.glob("*.zip"))).save(cache)
    return Taxonomy.open(cache)


@dataclass(frozen=True)
class Jobs:
    """Skills of every occupation that has at least ten essential ones, as compressed rows of skill ids."""

    uris: list[str]
    essential_ptr: NDArray[np.int64]
    essential: NDArray[np.int64]
    optional_ptr: NDArray[np.int64]
    optional: NDArray[np.int64]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> Jobs:
        uris = taxonomy.concepts.filter(pl.col("kind") == "occupation")["uri"].to_list()
        ids = {uri: k for k, uri in enumerate(taxonomy.skills)}
        both = {uri: taxonomy.occupation_skills(uri) for uri in uris}
        uris = [uri for uri in uris if len(both[uri][0]) >= 10]
        rows = [[np.array([ids[s] for s in both[uri][kind]], dtype=np.int64) for uri in uris] for kind in (0, 1)]
        ptrs = [np.cumsum([0, *map(len, kind)], dtype=np.int64) for kind in rows]
        return cls(uris, ptrs[0], np.concatenate(rows[0]), ptrs[1], np.concatenate(rows[1]))


def _pick(
    draw: np.random.Generator, ptr: NDArray[np.int64], items: NDArray[np.int64], jobs: NDArray[np.int64],
    chance: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Items of the rows `jobs`, each kept with the chance of its row: positions in `jobs`, and items."""
    new, places = take_rows(ptr, jobs)
    at = np.repeat(np.arange(len(jobs)), np.diff(new))
    keep = draw.random(len(places), dtype=np.float32) < chance[at]
    return at[keep], items[places[keep]]


def people_flat(jobs: Jobs, skills: int, first: int, count: int, seed: int) -> Flat:
    """A batch of people as flat arrays; `*_row` is the person of each item."""
    draw = np.random.default_rng([seed, first])
    held = draw.choice([1, 2, 3], count, p=[0.5, 0.3, 0.2])
    job_row = np.repeat(np.arange(count), held)
    main = np.concatenate(([True], job_row[1:] != job_row[:-1]))
    job = draw.integers(0, len(jobs.uris), len(job_row))
    at, essential = _pick(draw, jobs.essential_ptr, jobs.essential, job, np.where(main, 0.75, 0.5))
    at2, optional = _pick(draw, jobs.optional_ptr, jobs.optional, job, np.where(main, 0.25, 0.12))
    noise = np.repeat(np.arange(count), draw.poisson(3, count))
    code = np.unique(
        np.concatenate([job_row[at], job_row[at2], noise]) * skills
        + np.concatenate([essential, optional, draw.integers(0, skills, len(noise))])
    )
    claims = len(code)
    first_language = draw.integers(0, len(ORIGIN_LANGUAGES), count)
    english = draw.integers(0, 7, count)
    other = draw.integers(0, len(SPOKEN), count)
    wanted = np.sort(draw.random((count, len(COUNTRIES))).argsort(axis=1)[:, :8], axis=1)
    return {
        "number": np.arange(first, first + count),
        "job_row": job_row,
        "job": job,
        "months": np.where(draw.random(len(job_row)) < 0.1, -1, draw.integers(6, 120, len(job_row))),
        "skill_row": code // skills,
        "skill": code % skills,
        "level": np.where(draw.random(claims) < 0.3, draw.integers(1, 5, claims), 0),
        "assurance": np.where(draw.random(claims) < 0.2, draw.integers(2, 5, claims), 1),
        "implied": draw.random(claims) < 0.1,
        "language": np.array([LANGUAGES.index(name) for name in ORIGIN_LANGUAGES])[first_language],
        "english": english,
        "other": np.array([LANGUAGES.index(name) for name in SPOKEN])[other],
        "other_level": draw.integers(0, 7, count),
        "languages_known": draw.random(count) > 0.1,
        "wanted": wanted,
        "wanted_known": draw.random(count) > 0.1,
        "isced": np.where(draw.random(count) < 0.1, -1, draw.choice([2, 3, 4, 5, 6, 7], count)),
        "available": np.where(draw.random(count) < 0.3, NO_DATE, 20_500 + draw.integers(0, 12, count) * 30),
        "consent": np.where(draw.random(count) < 0.05, 1, 2),
    }


def _names(words: list[str], codes: NDArray[Any]) -> pl.Series:
    """The word of each code, null where negative."""
    picked = pl.Series(words).gather(np.maximum(codes, 0))
    return pl.select(pl.when(pl.Series(codes >= 0)).then(picked)).to_series()


def _listed(flat: pl.DataFrame, rows: NDArray[np.int64], count: int, dtype: Any) -> pl.Series:
    """Items folded into one list for each row."""
    fields = {field.name: field.dtype for field in dtype.inner.fields}
    item = flat.select(
        pl.struct(*[(pl.col(n) if n in flat.columns else pl.lit(None)).cast(t).alias(n) for n, t in fields.items()])
    ).to_series()
    frame = pl.DataFrame({"row": rows, "item": item}).group_by("row", maintain_order=True).agg("item")
    whole = pl.DataFrame({"row": np.arange(count)}).join(frame, on="row", how="left", maintain_order="left")
    return whole["item"].cast(dtype)


def people_frame(flat: Flat, jobs: Jobs, skills: list[str]) -> pl.DataFrame:
    """The same people under `schema_of(Person)`."""
    schema, count = schema_of(Person), len(flat["number"])
    evidence = pl.select(
        pl.when(pl.Series(flat["assurance"] > 1)).then(pl.struct(assurance=_names(ASSURANCE, flat["assurance"] - 1)))
    ).to_series()
    uri = _names(skills, flat["skill"])
    claimed = pl.DataFrame({
        "text": uri, "uri": uri, "level": _names(LEVELS, flat["level"] - 1),
        "implied_by": _names([jobs.uris[0]], np.where(flat["implied"], 0, -1)),
    }).with_columns(
        pl.when(evidence.is_not_null()).then(pl.struct(
            assurance=evidence.struct.field("assurance"), by=pl.lit(None, pl.String), on=pl.lit(None, pl.Date),
            until=pl.lit(None, pl.Date), source=pl.lit(None, pl.String), start=pl.lit(None, pl.Int64),
            end=pl.lit(None, pl.Int64),
        )).alias("evidence")
    )  # fmt: skip
    work = pl.DataFrame({
        "title": pl.repeat("job", len(flat["job"]), eager=True), "occupation": _names(jobs.uris, flat["job"]),
        "months": pl.Series(flat["months"]).replace({-1: None}),
    })  # fmt: skip
    spoken_rows, spoken, native, level = _spoken(flat)
    languages = pl.DataFrame({
        "language": _names(LANGUAGES, spoken), "level": _names(CEFR, np.where(native, -1, level - 1)), "native": native,
    })  # fmt: skip
    schooling = pl.DataFrame({"level": _names(ISCED, flat["isced"]), "completed": flat["isced"] >= 0})
    known = flat["isced"] >= 0
    values = {
        "person_id": pl.Series([f"person-{n:07d}" for n in flat["number"]]),
        "experience": _listed(work, flat["job_row"], count, schema["experience"]),
        "education": _listed(schooling.filter(known), np.flatnonzero(known), count, schema["education"]),
        "languages": _listed(languages, spoken_rows, count, schema["languages"]),
        "skills": _listed(claimed, flat["skill_row"], count, schema["skills"]),
        "destinations": _wanted(flat),
        "available_from": pl.Series(flat["available"]).replace({NO_DATE: None}).cast(pl.Int32).cast(pl.Date),
        "consent_matching": pl.Series(flat["consent"]).replace_strict({2: True, 1: None}, return_dtype=pl.Boolean),
    }
    return pl.DataFrame(
        {n: values[n] if n in values else pl.repeat(None, count, dtype=t, eager=True) for n, t in schema.items()},
        schema=schema,
    )


def _spoken(flat: Flat) -> tuple[NDArray[Any], ...]:
    """Rows, languages, native or not, levels (0 unknown): mother tongue, English, another; one entry for each."""
    count = len(flat["number"])
    rows = np.tile(np.arange(count), 3)
    language = np.concatenate([flat["language"], np.full(count, LANGUAGES.index("en")), flat["other"]])
    level = np.concatenate([np.full(count, 6), flat["english"], flat["other_level"]])
    native = np.repeat([True, False, False], count)
    keep = flat["languages_known"][rows]
    order = np.flatnonzero(keep)[np.lexsort((np.repeat([0, 1, 2], count)[keep], rows[keep]))]
    return rows[order], language[order], native[order], level[order]


def _wanted(flat: Flat) -> pl.Series:
    width = flat["wanted"].shape[1]
    names = pl.Series(COUNTRIES).gather(flat["wanted"].ravel())
    lists = pl.DataFrame({"row": np.repeat(np.arange(len(flat["number"])), width), "name": names})
    lists = lists.group_by("row", maintain_order=True).agg("name")["name"]
    return pl.select(pl.when(pl.Series(flat["wanted_known"])).then(lists)).to_series()


def people_arrays(flat: Flat, occupations: NDArray[np.int32], words: Vocabularies) -> PeopleArrays:
    """The same people as matching prepares them, made directly: for sizes whose frames would not fit in memory."""
    count = len(flat["number"])
    evidence = np.where(flat["implied"], 0, flat["assurance"])
    claim = flat["skill"] << 5 | flat["level"] * 5 + evidence
    job = occupations[flat["job"]]
    held = np.unique(flat["job_row"] * len(words.occupations.words) + job)
    timed = flat["months"] >= 0
    spoken_rows, spoken, _, level = _spoken(flat)
    language = np.array([words.languages.numbers[name] for name in LANGUAGES])[spoken]
    known = flat["wanted_known"]
    country = np.array([words.countries.numbers[name] for name in COUNTRIES])[flat["wanted"][known]]
    nothing = np.zeros(count + 1, dtype=np.int64)
    job_ptr = starts(flat["job_row"][timed], count)
    arrays: PeopleArrays = typed(
        PeopleArrays,
        claim_ptr=starts(flat["skill_row"], count),
        claim=claim,
        occupation_ptr=starts(held // len(words.occupations.words), count),
        occupation=held % len(words.occupations.words),
        job_ptr=job_ptr,
        job_occupation=job[timed],
        job_months=flat["months"][timed],
        language_ptr=starts(spoken_rows, count),
        language=language,
        language_level=level,
        destination_ptr=np.concatenate(([0], np.cumsum(known * flat["wanted"].shape[1]))),
        destination=country.ravel() << 1,
        credential_ptr=nothing,
        credential=nothing[:0],
        employer_ptr=nothing.copy(),
        employer=nothing[:0],
        parts=3 | (np.diff(job_ptr) > 0) << 2,
        lists=flat["languages_known"] | known << 1,
        education=flat["isced"],
        education_open=np.full(count, -1),
        available=flat["available"],
        consent=flat["consent"],
    )
    return arrays


def people_batches(jobs: Jobs, skills: int, count: int, seed: int = 1) -> Iterator[Flat]:
    """People in batches that do not depend on how many there are in all."""
    for first in range(0, count, BATCH):
        yield people_flat(jobs, skills, first, min(BATCH, count - first), seed)


def prepared_people(jobs: Jobs, skills: int, count: int, words: Vocabularies, seed: int = 1) -> People:
    """Prepared people without frames."""
    numbers = words.occupations.encode(pl.Series(jobs.uris))
    for vocabulary, names in ((words.languages, LANGUAGES), (words.countries, COUNTRIES)):
        vocabulary.encode(pl.Series(names))
    pieces = (people_arrays(flat, numbers, words) for flat in people_batches(jobs, skills, count, seed))
    columns = join_arrays(pieces)._asdict()
    ids = pl.Series("person_id", np.arange(count)).cast(pl.String).str.zfill(7)
    ids = pl.select(pl.lit("person-") + ids).to_series()
    return side_by_side(ids, columns)


def vacancies_frame(jobs: Jobs, skills: list[str], count: int, seed: int = 2) -> pl.DataFrame:
    """Vacancies under `schema_of(Vacancy)`."""
    draw, schema = np.random.default_rng(seed), schema_of(Vacancy)
    job = draw.integers(0, len(jobs.uris), count)
    sizes = [np.diff(ptr)[job] for ptr in (jobs.essential_ptr, jobs.optional_ptr)]
    chance = [np.minimum(1, want / np.maximum(size, 1)) for want, size in zip((15, 10), sizes, strict=True)]
    at, essential = _pick(draw, jobs.essential_ptr, jobs.essential, job, chance[0])
    at2, optional = _pick(draw, jobs.optional_ptr, jobs.optional, job, chance[1])
    rows, skill = np.concatenate([at, at2]), np.concatenate([essential, optional])
    kind = np.repeat([True, False], [len(at), len(at2)])
    order = np.argsort(rows, kind="stable")
    uri = _names(skills, skill[order])
    level = np.where(draw.random(len(rows)) < 0.1, draw.integers(1, 5, len(rows)), 0)
    needs = pl.DataFrame({"text": uri, "uri": uri, "essential": kind[order], "level": _names(LEVELS, level - 1)})
    country = np.minimum(draw.geometric(0.12, count) - 1, len(COUNTRIES) - 1)
    english = draw.random(count) < 0.2
    language = np.where(english, LANGUAGES.index("en"), np.array([LANGUAGES.index(name) for name in SPOKEN])[country])
    needed = draw.choice([-1, 0, 1, 2, 3], count, p=[0.3, 0.2, 0.2, 0.2, 0.1])
    spoken = pl.DataFrame({
        "language": _names(LANGUAGES, language), "level": _names(CEFR, needed), "essential": pl.repeat(True, count, eager=True)
    })  # fmt: skip
    asks = needed >= 0
    values = {
        "vacancy_id": pl.Series([f"vacancy-{n:06d}" for n in range(count)]),
        "country": _names(COUNTRIES, country),
        "occupation": _names(jobs.uris, job),
        "skills": _listed(needs, rows[order], count, schema["skills"]),
        "languages": _listed(spoken.filter(asks), np.flatnonzero(asks), count, schema["languages"]),
        "education_min": _names(ISCED, draw.choice([-1, 3, 4, 5, 6, 7], count, p=[0.4, 0.2, 0.1, 0.1, 0.15, 0.05])),
        "experience_min_months": pl.Series(draw.choice([0, 12, 24, 36, 60], count)).replace({0: None}),
        "starts_on": pl.Series(np.where(draw.random(count) < 0.5, NO_DATE, 20_600 + draw.integers(0, 8, count) * 30))
        .replace({NO_DATE: None}).cast(pl.Int32).cast(pl.Date),
    }  # fmt: skip
    return pl.DataFrame(
        {n: values[n] if n in values else pl.repeat(None, count, dtype=t, eager=True) for n, t in schema.items()},
        schema=schema,
    )


def write_people(path: Path, jobs: Jobs, skills: list[str], count: int, seed: int = 1) -> None:
    """People as one Parquet file, written batch by batch."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only needed here

    writer = None
    for flat in people_batches(jobs, len(skills), count, seed):
        table = people_frame(flat, jobs, skills).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def main() -> None:
    """Writes people.parquet and vacancies.parquet for other tools."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--vacancies", type=int, default=10_000)
    chosen = parser.parse_args()
    taxonomy = esco()
    jobs = Jobs.of(taxonomy)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    write_people(chosen.folder / "people.parquet", jobs, taxonomy.skills, chosen.people)
    vacancies_frame(jobs, taxonomy.skills, chosen.vacancies).write_parquet(chosen.folder / "vacancies.parquet")


if __name__ == "__main__":
    main()
