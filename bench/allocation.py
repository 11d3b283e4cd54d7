"""Allocation with certificates, beside greedy and the solvers one would use instead, in one run.

    python bench/allocation.py                10,000 people x 1,000 vacancies, with every peer, and families
    python bench/allocation.py --large        100,000 x 10,000; peers that do not finish there are left out

Problems are those of `crosswalk.synthetic.allocation` (a faithful random generator: people and vacancies in trades,
scarce places in vacancies of very different size): two group floors of 45 % and a cap of 15 % on
each of 20 origins, 22 rows in all. Every solver gets the same options, values and places. Objectives are sums of fit.
Peak memory is what each run adds to the process that holds the problem. JSON on stdout and in bench/results/.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from crosswalk.allocation.certificate import broken_rules, certified_bound
from crosswalk.allocation.exact import solve_exact
from crosswalk.allocation.greedy import greedy
from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem
from crosswalk.allocation.result import Prices
from crosswalk.allocation.solving.auction import auction, optimum
from crosswalk.allocation.solving.priced import price_stage
from crosswalk.synthetic.allocation import problem as synthetic
from peers import allocation as peers

SEED = 1
RULES: dict[str, Any] = {"floors": ["9/20", "9/20"], "origin_cap": "3/20"}
#: People, vacancies, draws a person: about 180,000 and 2.15 million options.
SIZES = {"s": (10_000, 1_000, 27), "m": (100_000, 10_000, 35)}
RESULTS = Path(__file__).parent / "results"
#: Seconds a peer may take.
LIMIT = 120


def workload(name: str) -> Problem:
    """s, m, with "+rules", or "families": 500 households and 20 places of arrival."""
    if name == "families":
        return families()
    size, _, rules = name.partition("+")
    people, vacancies, draws = SIZES[size]
    return synthetic(people, vacancies, seed=SEED, options=draws, **(RULES if rules else {}))


def families() -> Problem:
    """500 households of 1 to 8 people; 20 places of arrival with room for about as many; a value at every one."""
    chance = np.random.Generator(np.random.Philox(SEED))
    count, places = 500, 20
    size = 1 + chance.binomial(7, 0.23, count)
    share = chance.dirichlet(np.full(places, 3.0))
    base = chance.random(count)[:, None] * 0.6 + chance.random((count, places)) * 0.4
    able = chance.random((count, places)) < 0.8
    from crosswalk.allocation.problem import Stage  # noqa: PLC0415

    household, place = np.nonzero(able)
    value = (base * size[:, None] * VALUE_SCALE / 4).astype(np.int64)
    return Problem(
        people=tuple(f"H{k:03}" for k in range(count)),
        vacancies=tuple(f"A{k:02}" for k in range(places)),
        pathways=(),
        first_option=np.searchsorted(household, np.arange(count + 1)).astype(np.int64),
        vacancy=place.astype(np.int32),
        pathway=np.full(len(place), -1, np.int32),
        use=size[household].astype(np.int64),
        capacity=np.maximum(8, np.rint(share * size.sum())).astype(np.int64),
        stages=(Stage(name="expected_success", value=value[household, place]),),
    )


def peak() -> float:
    """Highest resident memory of this process since `forget_peak`, MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def forget_peak() -> float:
    """Begin to measure anew, for building a problem takes more memory than solving it; what is held now, MB."""
    gc.collect()
    if hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)  # what was freed goes back to the machine
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


def told(problem: Problem, chosen: Integers | None, bound: int | None) -> dict[str, Any]:
    """Objective, bound and gap in full units; whether every rule is kept."""
    if chosen is None:
        return {"objective": None}
    objective = int(problem.stages[0].value[chosen].sum())
    told: dict[str, Any] = {
        "objective": objective / VALUE_SCALE,
        "placed": len(chosen),
        "rules_kept": not broken_rules(problem, chosen),
    }
    return told | ({"bound": bound / VALUE_SCALE, "gap": (bound - objective) / bound} if bound else {})


def by_auction(problem: Problem) -> tuple[Integers, int]:
    """The auction alone, with a bound of 0.01 %."""
    value = problem.stages[0].value
    chosen, price = auction(problem, value, epsilon=VALUE_SCALE // 2_000)
    return np.sort(chosen[chosen >= 0]), _proven(problem, price)


def by_paths(problem: Problem) -> tuple[Integers, int]:
    """Coarse auction and shortest paths: the optimum, proven by its prices."""
    chosen, price = optimum(problem, problem.stages[0].value)
    return np.sort(chosen[chosen >= 0]), _proven(problem, price)


def _proven(problem: Problem, price: Integers) -> int:
    return certified_bound(problem, problem.stages[0].value, Prices(vacancy=price, row=np.zeros(0, np.int64)))


def by_prices(problem: Problem) -> tuple[Integers | None, int]:
    """Prices, then a programme of what they leave, to a gap of 0.1 %."""
    found = price_stage(problem, problem.stages[0].value, gap=1e-3)
    return found.chosen, found.bound


def by_highs(problem: Problem) -> tuple[Integers, int]:
    """Ours, every option to HiGHS, closed to the end."""
    found = solve_exact(problem)
    return found.chosen, found.certificates[0].bound


OURS: dict[str, Callable[[Problem], tuple[Integers | None, int | None]]] = {
    "greedy": lambda problem: (greedy(problem).chosen, None),
    "auction": by_auction,
    "paths": by_paths,
    "priced": by_prices,
    "exact": by_highs,
}
RUNS = {
    "s": ["greedy", "auction", "paths", *peers.PLAIN],
    "s+rules": ["greedy", "priced", *peers.WITH_RULES],
    "families": ["greedy", "exact", "priced"],
    "m": ["greedy", "auction", "paths", "ortools_min_cost_flow"],
    "m+rules": ["greedy", "priced", "highs_linear"],
}


def one(name: str, method: str) -> dict[str, Any]:
    """Runs one method on one workload in this process; the better of two, so that compilation does not count."""
    problem = workload(name)
    before, seconds, chosen, bound = forget_peak(), [], None, None
    run = OURS.get(method) or peers.ALL[method]
    for _ in range(2 if method in OURS or name == "s" else 1):
        start = time.perf_counter()
        chosen, bound = run(problem)
        seconds.append(time.perf_counter() - start)
    result = {"seconds": min(seconds), "megabytes_more": peak() - before, "megabytes": peak()}
    if not isinstance(chosen, str):
        return result | told(problem, chosen, bound)
    return json.loads(chosen) if chosen.startswith("{") else result | {"note": chosen}


def scan(problem: Problem) -> dict[str, float]:
    """The machine's limit for one look at every option: read value, vacancy, and the price of that vacancy."""
    price = np.zeros(len(problem.vacancies), np.int64)
    value, vacancy = problem.stages[0].value, problem.vacancy
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        (value - price[vacancy]).max()
        best = min(best, time.perf_counter() - start)
    return {"seconds": best, "gigabytes_a_second": len(value) * 12 / best / 1e9}


def main() -> None:
    """Every method of a workload in a process of its own, one after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("WORKLOAD", "METHOD"))
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(*asked.one)))
        return
    result: dict[str, Any] = {"bench": "allocation_large" if asked.large else "allocation", "load": os.getloadavg()[0]}
    for name in ["m", "m+rules"] if asked.large else ["s", "s+rules", "families"]:
        problem = workload(name)
        about: dict[str, Any] = {"options": len(problem.vacancy), "places": int(problem.capacity.sum())}
        result[name] = about | {"rows": len(problem.rows), "one_scan_of_all_options": scan(problem)}
        for method in RUNS[name]:
            try:
                done = subprocess.run(
                    [sys.executable, __file__, "--one", name, method],
                    capture_output=True, text=True, timeout=LIMIT + 20, check=True,
                    env=os.environ | {"OMP_NUM_THREADS": "1"},
                )  # fmt: skip
                result[name][method] = json.loads(done.stdout.splitlines()[-1])
            except subprocess.TimeoutExpired:
                result[name][method] = {"note": f"not finished in {LIMIT + 20} s"}
            except subprocess.CalledProcessError as error:
                result[name][method] = {"note": error.stderr.splitlines()[-1] if error.stderr else "failed"}
            print(name, method, result[name][method], file=sys.stderr, flush=True)
    text = json.dumps(result, indent=2)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{result['bench']}.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
