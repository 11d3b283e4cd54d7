"""Online answers: one person against 10,000 vacancies and one vacancy against 100,000 people, with reasons.

    python bench/matching_online.py

Warm times in milliseconds (median, 95th percentile, worst of many), and reasons in bulk for all pairs kept.
JSON on stdout and in bench/results/matching_online.json.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from crosswalk.matching.block import open_chosen
from crosswalk.matching.engine import Engine
from crosswalk.matching.match import match_all
from crosswalk.matching.reasons import REASONS, empty_pairs
from crosswalk.synthetic import people, vacancies
from matching_common import PEOPLE, SEED, VACANCIES, engine_of, esco, occupations, report, sizes, write_files

ASKED = 60


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
    """An engine over the standard people and vacancies."""
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder))
        engine = engine_of(Path(folder), esco(), threads)
    engine.blocks()
    return engine


def bulk_reasons(engine: Engine, threads: int) -> dict[str, float]:
    """Every part and the five strongest reasons of all pairs on the people's lists."""
    matches = match_all(engine, top=50, per_person=20)
    person, at = np.nonzero(matches.by_person >= 0)
    block = engine.blocks()[0]
    place = np.argsort(block.index.arrays.rank)[matches.by_person[person, at]]
    opened = empty_pairs(len(person), REASONS)
    start = time.perf_counter()
    open_chosen(engine.people[0], block.index, engine.rules, engine.shares, person, place, opened, threads=threads)
    taken = time.perf_counter() - start
    fits = opened.parts[:, 0]
    assert (np.diff(fits)[np.diff(person) == 0] <= 0).all(), "the second pass gives another order"
    return {"pairs": len(person), "microseconds_per_pair": taken / len(person) * 1e6}


def main() -> None:
    """Measures and writes the results."""
    engine = prepared(threads=2)
    draw = np.random.default_rng(3)
    persons = [engine.people[0].ids[int(k)] for k in draw.integers(0, PEOPLE, ASKED)]
    jobs = [engine.vacancies[0].ids[int(k)] for k in draw.integers(0, VACANCIES, ASKED)]
    taxonomy = esco()
    of = occupations(taxonomy)
    newcomer = people(1, taxonomy, seed=SEED, first=PEOPLE, occupations=of)
    offer = vacancies(1, taxonomy, seed=SEED, first=VACANCIES, occupations=of)
    result: dict[str, Any] = {
        "people": PEOPLE,
        "vacancies": VACANCIES,
        "threads": 2,
        "sizes": sizes(engine),
        "one_person_ms": times([lambda i=i: engine.for_person(i, top=10) for i in persons]),
        "one_vacancy_ms": times([lambda i=i: engine.for_vacancy(i, top=10) for i in jobs]),
        "bulk_reasons": {f"{threads} threads": bulk_reasons(engine, threads) for threads in (1, 2)},
    }
    start = time.perf_counter()
    engine.add_people(newcomer)
    engine.for_person(newcomer["person_id"][0], top=10)
    result["new_person_first_answer_ms"] = (time.perf_counter() - start) * 1e3
    start = time.perf_counter()
    engine.add_vacancies(offer)
    engine.for_vacancy(offer["vacancy_id"][0], top=10)
    result["new_vacancy_first_answer_ms"] = (time.perf_counter() - start) * 1e3
    report("matching_online", result)


if __name__ == "__main__":
    main()
