"""The matching engine at size: pairs a second, memory, the machine's own scatter-add rate, the same lists always.

    python bench/matching.py            100,000 x 10,000 from Parquet files
    python bench/matching.py --large    the curve from 10,000 to 1,000,000 people, likewise

Each run is a process of its own, so that its peak memory is its own. JSON on stdout and in bench/results/.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True)  # type: ignore[untyped-decorator]
def scatter_add(sums: Any, slots: Any, values: Any) -> None:
    """The innermost step of the job and nothing else: add a number to a random cell."""
    for k in range(np.uint64(0), np.uint64(len(slots))):
        sums[slots[k]] += values[k]


@njit(nogil=True)  # type: ignore[untyped-decorator]
def list_add(sums: Any, ptr: Any, post: Any, terms: Any) -> int:
    """The same in the lists of the job itself (their lengths, their order): what a perfect index could reach."""
    added = 0
    for t in range(len(terms)):
        start, stop = ptr[terms[t]], ptr[terms[t] + 1]
        for k in range(np.uint64(start), np.uint64(stop)):
            sums[post[np.uint64(2) * k]] += np.int32(post[np.uint64(2) * k + np.uint64(1)])
        added += stop - start
    return added


def memory(field: str = "VmHWM") -> float:
    """Resident memory of this process in MB: VmHWM at its peak, VmRSS now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024


def in_threads(threads: int, work: Any) -> float:
    """Seconds of wall clock that `work` takes in each of `threads` threads at once; the best of five."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    best = float("inf")
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(5):
            start = time.perf_counter()
            list(pool.map(lambda _: work(), range(threads)))
            best = min(best, time.perf_counter() - start)
    return best


def scatter_rates(threads: int, index: Any) -> dict[str, float]:
    """Million adds a second of all threads: random cells, and the lists of the index in random order."""
    draw = np.random.default_rng(0)
    cells, count = 2 * len(index.rank), 2_000_000
    slots = draw.integers(0, cells, count).astype(np.uint32)
    values = draw.integers(0, 1000, count).astype(np.int32)
    lengths = np.diff(index.post_ptr)
    terms = draw.choice(len(lengths), 100_000, p=lengths / lengths.sum()).astype(np.int64)
    own = [np.zeros(cells, np.int32) for _ in range(1)]
    scatter_add(own[0], slots, values)
    added = list_add(own[0], index.post_ptr, index.post, terms)
    random_cells = in_threads(threads, lambda: scatter_add(np.zeros(cells, np.int32), slots, values))
    own_lists = in_threads(threads, lambda: list_add(np.zeros(cells, np.int32), index.post_ptr, index.post, terms))
    return {
        "random_cells": threads * count / random_cells / 1e6,
        "own_lists": threads * added / own_lists / 1e6,
    }


@njit(nogil=True)  # type: ignore[untyped-decorator]
def _count_adds(claim_ptr: Any, claim: Any, cover_ptr: Any, cover: Any, post_ptr: Any) -> tuple[int, int]:
    seen = np.zeros(len(post_ptr), np.int64)
    adds = terms = 0
    for i in range(len(claim_ptr) - 1):
        for k in range(claim_ptr[i], claim_ptr[i + 1]):
            for j in range(cover_ptr[claim[k] >> 5], cover_ptr[(claim[k] >> 5) + 1]):
                term = cover[j] >> 12
                if seen[term] != i + 1:
                    seen[term] = i + 1
                    terms += 1
                    adds += post_ptr[term + 1] - post_ptr[term]
    return terms, adds


def run(threads: int, folder: str) -> dict[str, Any]:
    """One measured match of the files in a folder."""
    sys.path.insert(0, str(Path(__file__).parent))
    import matching_common as common  # noqa: PLC0415 - after the start, whose memory is measured
    from crosswalk.matching.match import match_all  # noqa: PLC0415

    imported = memory("VmRSS")
    taxonomy = common.esco()
    for warm in (taxonomy.nearness, taxonomy.skill_weights):
        warm()
    start, cpu = time.perf_counter(), time.process_time()
    engine = common.engine_of(Path(folder), taxonomy, threads)
    prepared, prepared_cpu = time.perf_counter() - start, time.process_time() - cpu
    start = time.perf_counter()
    index = engine.blocks()[0].index.arrays
    indexed = time.perf_counter() - start
    before = memory("VmRSS")
    start, cpu = time.perf_counter(), time.process_time()
    matches = match_all(engine)
    matched, matched_cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = memory()
    people, vacancies = len(engine.people[0]), len(engine.vacancies[0])
    arrays = engine.people[0].arrays
    _count_adds(arrays.claim_ptr[:2], arrays.claim, index.cover_ptr, index.cover, index.post_ptr)
    terms, adds = _count_adds(arrays.claim_ptr, arrays.claim, index.cover_ptr, index.cover, index.post_ptr)
    rates = scatter_rates(threads, index)
    pairs = people * vacancies
    order = np.argsort(engine.people[0].rank)
    return {
        "people": people,
        "vacancies": vacancies,
        "threads": threads,
        "sizes": common.sizes(engine),
        "seconds": {"prepare": prepared, "index": indexed, "match": matched},
        "cpu_seconds": {"prepare": prepared_cpu, "match": matched_cpu},
        "million_pairs_per_second": pairs / matched / 1e6,
        "million_pairs_per_cpu_second_times_threads": pairs / matched_cpu * threads / 1e6,
        "adds_per_person": adds / people,
        "lists_per_person": terms / people,
        "million_adds_per_second": adds / matched / 1e6,
        "scatter_million_adds_per_second": rates,
        "share_of_scatter": {name: adds / matched / 1e6 / rate for name, rate in rates.items()},
        "classes": len(index.class_asked),
        "entries_listed": int((matches.by_person >= 0).sum() + (matches.by_vacancy >= 0).sum()),
        "resident_mb": {"after_imports": imported, "before_match": before, "peak": peak},
        "lists": hashlib.sha256(matches.by_person[order].tobytes() + matches.by_vacancy.tobytes()).hexdigest()[:16],
        "load_average": os.getloadavg()[0],
    }


def apart(**arguments: Any) -> dict[str, Any]:
    """`run` in a process of its own."""
    command = [sys.executable, __file__, "--one", json.dumps(arguments)]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(finished.stdout)
    print(f"{result['people']} people, {arguments['threads']} threads: {result['seconds']}", file=sys.stderr)
    return result


def main() -> None:
    """Runs the sizes and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(run(**json.loads(chosen.one))))
        return
    sys.path.insert(0, str(Path(__file__).parent))
    import matching_common as common  # noqa: PLC0415 - not in the measured process before its start

    runs = []
    for people in (10_000, 30_000, 100_000, 300_000, 1_000_000) if chosen.large else (common.PEOPLE,):
        with tempfile.TemporaryDirectory() as folder:
            common.write_files(Path(folder), people)
            for threads in (chosen.threads,) if chosen.large else sorted({1, chosen.threads}):
                runs.append(apart(threads=threads, folder=folder))
    if not chosen.large:
        assert len({r["lists"] for r in runs}) == 1, "the lists depend on the number of threads"
    common.report("matching_large" if chosen.large else "matching", {"runs": runs})


if __name__ == "__main__":
    main()
