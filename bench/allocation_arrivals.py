"""People who arrive in weeks: what each policy reaches of what hindsight could have reached.

    python bench/allocation_arrivals.py

10,000 fictitious people and 1,000 vacancies of `crosswalk.synthetic` on the ESCO graph; options are the pairs on either
side's list (the best 50 people, the best 20 vacancies), valued by fit. Half of the people, drawn by chance, come this
year in ten (or fifty) weeks, in an order drawn by chance; the other half came last year and are all that a policy may
know. Places are a share of this year's people. Shares are of the certified bound of hindsight, the mean and the range
over seeds; each seed is another world. JSON on stdout and in bench/results/allocation_arrivals.json.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from crosswalk.allocation.arrivals.simulation import Policy, simulate
from crosswalk.allocation.problem import VALUE_SCALE, Integers, Problem, Stage
from crosswalk.allocation.subproblem import of_people
from crosswalk.matching.match import match_all
from crosswalk.synthetic import allocation as synthetic
from matching_common import engine_of, esco, report, write_files

PEOPLE, VACANCIES = 5_000, 1_000
SEEDS = range(1, 6)
#: Places as a share of the people who come; but every vacancy has at least one, so 0.1 comes to a fifth.
SCARCE = (0.1, 0.5)
POLICIES: tuple[tuple[str, Policy, int, float], ...] = (
    ("greedy", "greedy", 10, 1.0),
    ("myopic_10_weeks", "myopic", 10, 1.0),
    ("posted", "posted", 10, 1.0),
    ("repriced_10_weeks", "repriced", 10, 1.0),
    ("repriced_50_weeks", "repriced", 50, 1.0),
    ("repriced_10_weeks_forecast_30_percent_low", "repriced", 10, 0.7),
    ("repriced_10_weeks_forecast_30_percent_high", "repriced", 10, 1.3),
)


def matched(seed: int) -> pl.DataFrame:
    """Pairs on either side's list and their fit, in order."""
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), 2 * PEOPLE, VACANCIES, seed=seed)
        matches = match_all(engine_of(Path(folder), esco(), 1), top=50, per_person=20)
        return matches.frame().select("person_id", "vacancy_id", "fit").unique(["person_id", "vacancy_id"])


def problem_of(pairs: pl.DataFrame, share: float, seed: int) -> Problem:
    """Everybody of both years; vacancies have one place and more, few have many."""
    pairs = pairs.sort("person_id", "vacancy_id")
    people, vacancies = (pairs[name].unique().sort() for name in ("person_id", "vacancy_id"))
    person = pairs["person_id"].rank("dense").to_numpy().astype(np.int64) - 1
    size = np.random.default_rng(seed).integers(1, 21, len(vacancies))
    return Problem(
        people=tuple(people),
        vacancies=tuple(vacancies),
        pathways=(),
        first_option=np.searchsorted(person, np.arange(len(people) + 1)).astype(np.int64),
        vacancy=(pairs["vacancy_id"].rank("dense").to_numpy() - 1).astype(np.int32),
        pathway=np.full(len(pairs), -1, np.int32),
        use=np.ones(len(pairs), np.int64),
        capacity=np.maximum(1, np.rint(size * share * PEOPLE / size.sum())).astype(np.int64),
        stages=(Stage(name="fit", value=np.rint(pairs["fit"].to_numpy() * VALUE_SCALE).astype(np.int64)),),
    )


def years(problem: Problem, seed: int) -> tuple[Problem, Problem, Integers]:
    """This year's people, last year's, and the order in which this year's come."""
    chance = np.random.default_rng([seed, 1])
    order = chance.permutation(len(problem.people))
    half = len(order) // 2
    now, _ = of_people(problem, np.sort(order[:half]))
    before, _ = of_people(problem, np.sort(order[half:]))
    return now, before, chance.permutation(half)


def shares(worlds: list[tuple[Problem, Problem, Integers]]) -> dict[str, Any]:
    """Each policy over all worlds: share of hindsight, placed, seconds."""
    told: dict[str, Any] = {"places": [int(now.capacity.sum()) for now, _, _ in worlds]}
    for name, policy, weeks, forecast in POLICIES:
        found, seconds = [], []
        for number, (now, before, turn) in enumerate(worlds):
            start = time.perf_counter()
            week = turn * weeks // len(turn)
            found.append(simulate(now, week, policy, history=before, forecast=forecast, seed=number))
            seconds.append(time.perf_counter() - start)
        share = [one.share_of_hindsight for one in found]
        told[name] = {
            "share_of_hindsight": {"mean": float(np.mean(share)), "least": min(share), "most": max(share)},
            "placed": float(np.mean([one.placed for one in found])),
            "seconds_with_hindsight": float(np.mean(seconds)),
        }
        print(f"{name}: {np.mean(share):.3f}, {np.mean(seconds):.2f} s", file=sys.stderr)
    return told


def main() -> None:
    """Measures and writes the results."""
    pairs = [matched(seed) for seed in SEEDS]
    drawn = [synthetic.problem(2 * PEOPLE, VACANCIES, seed=seed, places=0.25) for seed in SEEDS]
    result = {
        "people": PEOPLE,
        "vacancies": VACANCIES,
        "worlds": len(SEEDS),
        "options_of_both_years": [len(p) for p in pairs],
        "matched_on_esco": [
            shares([years(problem_of(p, share, seed), seed) for p, seed in zip(pairs, SEEDS, strict=True)])
            for share in SCARCE
        ],
        "synthetic_allocation": shares([years(p, seed) for p, seed in zip(drawn, SEEDS, strict=True)]),
    }
    report("allocation_arrivals", result)


if __name__ == "__main__":
    main()
