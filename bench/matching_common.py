"""What the matching benchmarks share: people and vacancies on the real ESCO graph, the engine over them, the frame.

People and vacancies come from `crosswalk.synthetic`, of occupations that ask for at least ten essential skills: about
30 skills a person, up to 15 essential and 10 optional skills a vacancy, all else as `crosswalk synth` makes it.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.matching.engine import Engine
from crosswalk.taxonomy import Taxonomy, load_taxonomy

RESULTS = Path(__file__).parent / "results"
ESCO = Path(__file__).resolve().parents[2] / "shared" / "data" / "esco-1.1.1-en"
PEOPLE, VACANCIES = 100_000, 10_000
LEAST_ESSENTIAL = 10
SEED = 1
TODAY = date(2026, 1, 1)


def esco(cache: Path = RESULTS / "esco-1.1.1.taxonomy") -> Taxonomy:
    """ESCO 1.1.1 from the shared data, kept as one file beside the results."""
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        load_taxonomy(sorted(ESCO.glob("*.zip"))).save(cache)
    return Taxonomy.open(cache)


def occupations(taxonomy: Taxonomy) -> list[str]:
    """Occupations with enough essential skills to make vacancies of the size wanted."""
    essential = taxonomy.table("requirements").filter("essential").group_by("uri", maintain_order=True).len()
    enough = essential.filter(essential["len"] >= LEAST_ESSENTIAL)["uri"]
    return taxonomy.concepts["uri"].gather(enough).to_list()


def write_files(folder: Path, people: int = PEOPLE, vacancies: int = VACANCIES, seed: int = SEED) -> None:
    """people.parquet and vacancies.parquet."""
    from crosswalk.synthetic import write_people, write_vacancies  # noqa: PLC0415 - no part of what is measured

    taxonomy = esco()
    of = occupations(taxonomy)
    write_people(folder / "people.parquet", people, taxonomy, seed=seed, occupations=of, as_of=TODAY)
    write_vacancies(folder / "vacancies.parquet", vacancies, taxonomy, seed=seed, occupations=of, as_of=TODAY)


def engine_of(folder: Path, taxonomy: Taxonomy, threads: int) -> Engine:
    """The engine over the files of a folder."""
    return Engine(folder / "people.parquet", folder / "vacancies.parquet", taxonomy, threads=threads, as_of=TODAY)


def open_pairs(engine: Engine, who: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which vacancies (places) the filters leave open to the people `who`, as a table."""
    index = engine.blocks()[0].index
    verdict = index.sheet.fill(engine.people[0].arrays, who).verdict
    opened = np.ones((len(who), len(index.row)), dtype=bool)
    for f in range(index.sheet.column.shape[1]):
        opened &= verdict[:, index.arrays.filter_column[:, f]] > 0
    return opened


def sizes(engine: Engine, sample: int = 2_000) -> dict[str, float]:
    """Skills of a person and of a vacancy, and the share of pairs that is open, of some people drawn at random."""
    people, index = engine.people[0].arrays, engine.blocks()[0].index.arrays
    count, places = len(engine.people[0]), len(index.rank)
    who = np.random.default_rng(SEED).choice(count, min(sample, count), replace=False)
    essential = float(index.need_kind.sum()) / places
    return {
        "skills_a_person": len(people.claim) / count,
        "essential_skills_a_vacancy": essential,
        "optional_skills_a_vacancy": len(index.need_kind) / places - essential,
        "share_of_pairs_open": float(open_pairs(engine, who).mean()),
    }


def report(name: str, result: dict[str, Any]) -> None:
    """Prints the result and keeps it as JSON."""
    text = json.dumps({"bench": name} | result | {"load_average": os.getloadavg()[0]}, indent=2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text)
    sys.stdout.write(text + "\n")
