"""Online answers: one person against 10,000 vacancies and one vacancy against 100,000 people, with reasons.

    python bench/matching_online.py

Warm times in milliseconds (median, 95th percentile, worst of many), and reasons in bulk for all pairs kept.
JSON on stdout and in bench/results/matching_online.json.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
import workload as w
from crosswalk.matching.block import open_chosen
from crosswalk.matching.engine import Engine
from crosswalk.matching.match import match_all
from crosswalk.matching.reasons import REASONS, empty_pairs

PEOPLE, VACANCIES, ASKED = 100_000, 10_000, 60


def times(calls: list[Callable[[], Any]]) -> dict[str, float]:
    """Milliseconds of each call, the first left out as warm-up."""
    calls[0]()
    taken = []
    for call in calls[1:]:
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1e3)
    return {"median": float(np.median(taken)), "p95": float(np.quantile(taken, 0.95)), "worst": max(taken)}


def prepared(threads: int) -> Engine:
    """An engine over the standard workload, people made directly."""
    taxonomy = w.esco()
    jobs = w.Jobs.of(taxonomy)
    nobody = w.people_frame(w.people_flat(jobs, len(taxonomy.skills), 0, 1, 1), jobs, taxonomy.skills).clear()
    offers = w.vacancies_frame(jobs, taxonomy.skills, VACANCIES)
    engine = Engine(nobody, offers, taxonomy, threads=threads, as_of=w.TODAY)
    engine.people[0] = w.prepared_people(jobs, len(taxonomy.skills), PEOPLE, engine.vocabularies)
    engine.blocks()
    return engine


def bulk_reasons(engine: Engine) -> dict[str, float]:
    """Every part and the five strongest reasons of all pairs on the people's lists, on one thread."""
    matches = match_all(engine, top=50, per_person=20)
    person, at = np.nonzero(matches.by_person)
    block = engine.blocks()[0]
    rank = 0xFFFFFFFF - (matches.by_person[person, at] & 0xFFFFFFFF)
    place = np.argsort(block.index.arrays.rank)[rank]
    opened = empty_pairs(len(person), REASONS)
    start = time.perf_counter()
    open_chosen(engine.people[0], block.index, engine.rules, engine.shares, person, place, opened)
    taken = time.perf_counter() - start
    assert (opened.parts[:, 0] == matches.by_person[person, at] >> 32).all(), "the second pass gives other fits"
    return {"pairs": len(person), "microseconds_per_pair": taken / len(person) * 1e6}


def main() -> None:
    """Measures and writes the results."""
    engine = prepared(threads=2)
    draw = np.random.default_rng(3)
    people = [engine.people[0].ids[int(k)] for k in draw.integers(0, PEOPLE, ASKED)]
    vacancies = [engine.vacancies[0].ids[int(k)] for k in draw.integers(0, VACANCIES, ASKED)]
    jobs = w.Jobs.of(engine.taxonomy)  # type: ignore[arg-type]
    skills = list(engine.taxonomy.skills)
    newcomer = w.people_frame(w.people_flat(jobs, len(skills), PEOPLE, 1, 9), jobs, skills)
    offer = w.vacancies_frame(jobs, skills, 1, seed=9).with_columns(pl.lit("new").alias("vacancy_id"))
    result: dict[str, Any] = {
        "bench": "matching_online",
        "people": PEOPLE,
        "vacancies": VACANCIES,
        "threads": 2,
        "one_person_ms": times([lambda i=i: engine.for_person(i, top=10) for i in people]),
        "one_vacancy_ms": times([lambda i=i: engine.for_vacancy(i, top=10) for i in vacancies]),
        "bulk_reasons": bulk_reasons(engine),
    }
    start = time.perf_counter()
    engine.add_people(newcomer)
    engine.for_person(newcomer["person_id"][0], top=10)
    result["new_person_first_answer_ms"] = (time.perf_counter() - start) * 1e3
    start = time.perf_counter()
    engine.add_vacancies(offer)
    engine.for_vacancy("new", top=10)
    result["new_vacancy_first_answer_ms"] = (time.perf_counter() - start) * 1e3
    result["load_average"] = os.getloadavg()[0]
    text = json.dumps(result, indent=2)
    (w.RESULTS / "matching_online.json").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
