"""Stable matching at size, beside PyPI `matching` and beside the best allocation: time, proof, what stability costs.

    python bench/allocation_stable.py

Fictitious people and vacancies (`crosswalk.synthetic.allocation`). Vacancies rank by fit; people by 0.6 fit, 0.25 pay
of the vacancy and 0.15 taste. Every time is the best of five after the compiled code is loaded, and includes the proof
that no pair blocks. `matching` copies its graph of objects recursively, so it runs at a size that it survives, with the
recursion limit raised; both give the same matching there. JSON on stdout and in bench/results/allocation_stable.json.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.arrivals.first_come import first_come
from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem
from crosswalk.allocation.stable.matching import blocking_pairs, compare_sides, stable_matching
from crosswalk.allocation.stable.reference import plain_stable_options
from crosswalk.synthetic import allocation as synthetic
from matching_common import report

#: People, vacancies, vacancies drawn for each person: 180,000 and 2.15 million options.
SIZES = ((10_000, 1_000, 27), (100_000, 10_000, 35))
SMALL = (2_000, 200, 20)
PEER = Path(__file__).parent / "peers" / "hospital_resident.py"


def world(people: int, vacancies: int, options: int) -> tuple[Problem, Integers, Integers]:
    """A problem, what people think of their options, and what vacancies think of them."""
    problem = synthetic.problem(people, vacancies, seed=1, options=options)
    chance = np.random.default_rng(1)
    fit = problem.stages[0].value
    pay, taste = chance.integers(0, VALUE_SCALE, vacancies), chance.integers(0, VALUE_SCALE, len(fit))
    return problem, (60 * fit + 25 * pay[problem.vacancy] + 15 * taste) // 100, fit


def fastest(call: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Seconds of the fastest of some calls, and the answer."""
    best, answer = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        answer = call()
        best = min(best, time.perf_counter() - start)
    return best, answer


def at_size(people: int, vacancies: int, options: int) -> dict[str, Any]:
    """Both sides proposing, and what stability costs against the best allocation and first come, first served."""
    problem, mine, theirs = world(people, vacancies, options)
    seconds = {}
    for side in ("people", "vacancies"):
        seconds[f"{side}_propose"], found = fastest(lambda s=side: stable_matching(problem, mine, theirs, proposing=s))
        assert not len(found.blocking)
    seconds["of_which_proof"], _ = fastest(lambda: blocking_pairs(problem, mine, theirs, found.chosen))
    seconds["best_allocation"], best = fastest(lambda: allocate(problem), 2)
    sides = compare_sides(problem, mine, theirs)
    best_first = best.certificates[0]
    greedy = first_come(problem, np.arange(people), problem.stages[0].value)
    blocked = blocking_pairs(problem, mine, theirs, best.chosen)
    return {
        "people": people,
        "vacancies": vacancies,
        "places": int(problem.capacity.sum()),
        "options": len(mine),
        "seconds": seconds,
        "blocking_pairs": {"stable": len(sides.by_people.blocking), "best_allocation": len(blocked)},
        "placed": {"stable": len(sides.by_people.chosen), "best_allocation": len(best.chosen)},
        "objective": {
            "people_propose": sides.by_people.objective / VALUE_SCALE,
            "vacancies_propose": sides.by_vacancies.objective / VALUE_SCALE,
            "best_allocation": best_first.objective / VALUE_SCALE,
            "bound": best_first.bound / VALUE_SCALE,
            "first_come": int(problem.stages[0].value[greedy].sum()) / VALUE_SCALE,
        },
        "price_of_stability": {
            "people_propose": sides.by_people.price(best_first),
            "vacancies_propose": sides.by_vacancies.price(best_first),
        },
        "people_better_off_when_people_propose": sides.better,
        "people_for_whom_the_side_does_not_matter": sides.same,
    }


def by_matching(problem: Problem, mine: Integers, theirs: Integers) -> tuple[dict[str, Any], list[int]]:
    """What PyPI `matching` takes to build and to solve the game, and the options it gives."""
    person, vacancy = problem.person.tolist(), problem.vacancy.tolist()
    option = {(f"P{i}", f"V{v}"): e for e, (i, v) in enumerate(zip(person, vacancy, strict=True))}
    people: dict[str, list[str]] = {}
    vacancies: dict[str, list[str]] = {}
    pair = list(option)
    for e in sorted(option.values(), key=lambda e: (-int(mine[e]), e)):
        people.setdefault(pair[e][0], []).append(pair[e][1])
    for e in sorted(option.values(), key=lambda e: (-int(theirs[e]), e)):
        vacancies.setdefault(pair[e][1], []).append(pair[e][0])
    places = {v: int(problem.capacity[int(v[1:])]) for v in vacancies}
    told = json.dumps({"people": people, "vacancies": vacancies, "places": places})
    done = subprocess.run([sys.executable, PEER], input=told, capture_output=True, text=True, check=True)
    peer = json.loads(done.stdout)
    return peer, sorted(option[tuple(one)] for one in peer.pop("pairs"))


def beside_peer() -> dict[str, Any]:
    """Ours, the plain twin and PyPI `matching` on one small world."""
    problem, mine, theirs = world(*SMALL)
    ours, found = fastest(lambda: stable_matching(problem, mine, theirs))
    plain, twin = fastest(lambda: plain_stable_options(problem, mine, theirs, "people"), 1)
    peer, theirs_found = by_matching(problem, mine, theirs)
    assert found.chosen.tolist() == twin == theirs_found
    return {
        "people": SMALL[0],
        "vacancies": SMALL[1],
        "options": len(mine),
        "seconds": {"ours": ours, "plain_twin": plain, "matching": peer["seconds"]},
        "seconds_to_build_the_game": peer["seconds_to_build"],
        "times_ours": {"plain_twin": plain / ours, "matching": peer["seconds"] / ours},
        "same_matching": True,
        "version": peer["version"],
    }


def main() -> None:
    """Measures and writes the results."""
    stable_matching(*world(100, 10, 5))  # loads the compiled code
    report("allocation_stable", {"peer": beside_peer(), "sizes": [at_size(*size) for size in SIZES]})


if __name__ == "__main__":
    main()
