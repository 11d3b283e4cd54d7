"""Verdicts of populations: speed and memory beside OpenFisca, what is decided, the whole catalogue, cheapest remedies.

    python bench/pathways.py

The points system of bench/law (10 facts, 12 rules, invented law) on synthetic people. Ours is three-valued: 15 % of each
fact missing, verdict, interval of points, and masks of failed and unknown criteria. OpenFisca's is two-valued with
every fact given. OpenFisca is under the AGPL, so it is installed into a virtual environment that is thrown away, runs
in its own process (peers/openfisca_points.py), and is skipped, and said to be, where the network does not allow it.
Each part is a process of its own, so that its peak memory is its own. JSON on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from crosswalk.pathways import CATALOGUE, Law, load_pathway, load_pathways
from crosswalk.pathways import columns as compiling
from crosswalk.pathways.columns import compile_law
from crosswalk.pathways.decide import decide
from crosswalk.pathways.verdicts import encoded_rows, verdicts

HERE = Path(__file__).parent
FOLDER = HERE / "law" / "zzz" / "points_system"
PEER = HERE / "peers" / "openfisca_points.py"
OPENFISCA = "openfisca-core==46.0.1"
DAY = date(2026, 11, 22)
MISSING, RULES, RUNS, ROUNDS, SAMPLE = 0.15, 12, 9, 5, 5_000


def law() -> Law:
    """The points system."""
    return load_pathway(FOLDER).on(DAY)


def memory(field: str = "VmHWM") -> float:
    """Resident memory of this process in MB: VmHWM at its peak, VmRSS now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024


def median(work: Callable[[], Any], runs: int = RUNS) -> float:
    """Seconds that some work takes, the median of some runs after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def points(count: int) -> dict[str, float]:
    """Verdict, interval and both masks of so many people with missing facts."""
    path = Path(tempfile.gettempdir()) / f"points-{os.getpid()}.arrow"
    subprocess.run([sys.executable, __file__, "--part", "write", "--people", str(count), "--to", path], check=True)
    frame = pl.read_ipc(path).rechunk()
    path.unlink()
    before = memory("VmRSS")
    compiled = compile_law(law())
    seconds = median(lambda: compiled.run(frame))
    return {
        "people": count, "seconds": seconds, "person_rules_per_second": RULES * count / seconds,
        "memory_before_mb": before, "peak_memory_mb": memory(),
    }  # fmt: skip


def write(count: int, to: Path) -> None:
    """People as a file, so that the memory of making them is not counted."""
    import numpy as np  # noqa: PLC0415 - libraries that a part does not use are not counted to its memory

    from points_people import people  # noqa: PLC0415

    if to.suffix == ".npz":
        full = people(count, 0)
        np.savez(to, **{name: full[name].to_numpy() for name in full.columns})
    else:
        people(count, MISSING).write_ipc(to, compression="uncompressed")


def by_openfisca(count: int) -> dict[str, Any]:
    """The peer in an environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        python, file = Path(folder, "venv", "bin", "python"), Path(folder, "people.npz")
        try:
            subprocess.run([sys.executable, "-m", "venv", Path(folder, "venv")], check=True, capture_output=True)
            command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", OPENFISCA]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            return {"skipped": f"{OPENFISCA} could not be installed: {type(error).__name__}"}
        write(count, file)
        runs: dict[str, list[dict[str, Any]]] = {"ours": [], "scales": [], "arrays": []}
        for _ in range(ROUNDS):  # by turns, so that a busy machine is busy for all
            runs["ours"].append(part_alone("points", count))
            for name, options in (("scales", []), ("arrays", ["--arrays"])):
                command = [python, PEER, file, str(RUNS), *options]
                runs[name].append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
        medians = {
            name: {key: statistics.median(each[key] for each in found) for key in found[0]}
            for name, found in runs.items()
        }
        return {"version": OPENFISCA, "rounds": ROUNDS, "people": count, **medians}


def eligible(count: int) -> int:
    """How many of the people with every fact given are admitted: the same question as the peer's."""
    from points_people import people  # noqa: PLC0415

    return int(compile_law(law()).run(people(count, 0), "verdict")["verdict"].sum())


# -- what is decided ------------------------------------------------------------------------------------------------


def decided(count: int) -> dict[str, Any]:
    """Shares decided, and a sample held against every combination of values that the missing facts can have."""
    import numpy as np  # noqa: PLC0415

    from points_people import outcomes, people  # noqa: PLC0415

    frame, full = people(count, MISSING), people(count, 0)
    start = time.perf_counter()
    found = verdicts(law(), frame)
    seconds = time.perf_counter() - start
    truth = compile_law(law()).run(full, "verdict")["verdict"]
    wrong = (found["verdict"] != "unknown") & ((found["verdict"] == "met") != truth)
    zeroes = frame.with_columns(pl.col(pl.Boolean).fill_null(value=False), pl.col(pl.Int8, pl.Int32).fill_null(0))
    two_valued = compile_law(law()).run(zeroes, "verdict")["verdict"]
    rows = np.random.default_rng(3).choice(count, SAMPLE, replace=False)
    enumerated = [outcomes(row) for row in frame[rows].iter_rows(named=True)]
    told = [{"met": {True}, "not_met": {False}}.get(verdict, {True, False}) for verdict in found["verdict"][rows]]
    decidable = [len(each) == 1 for each in enumerated]
    right = [one == other for one, other in zip(told, enumerated, strict=True)]
    return {
        "people": count, "seconds": seconds,
        "share_decided": (found["verdict"] != "unknown").mean(),
        "wrong_verdicts": int(wrong.sum()),
        "sample": SAMPLE,
        "sample_wrong": sum(len(one) == 1 and one != other for one, other in zip(told, enumerated, strict=True)),
        "share_of_decidable_decided": sum(a and b for a, b in zip(right, decidable, strict=True)) / sum(decidable),
        "missing_as_zero": {
            "wrong_share": (two_valued != truth).mean(),
            "admitted_called_not_admitted": ((~two_valued) & truth).sum() / truth.sum(),
        },
    }  # fmt: skip


# -- the catalogue, remedies, one person ----------------------------------------------------------------------------


def catalogue(count: int) -> dict[str, Any]:
    """Every pathway on so many synthetic people with offers, each with the facts that it reads."""
    from crosswalk.synthetic import facts  # noqa: PLC0415

    start = time.perf_counter()
    pathways = load_pathways()
    loaded = time.perf_counter() - start
    laws = [pathway.on(DAY) for pathway in pathways]
    start = time.perf_counter()
    for each in laws:
        compile_law(each)
    compiled = time.perf_counter() - start
    again = median(lambda: [compile_law(each) for each in laws])
    single = {}
    for each in laws:
        frame = facts([each.pathway], count, seed=1, day=DAY, unknown=MISSING)
        plan = compile_law(each)
        single[each.pathway.id] = median(lambda plan=plan, frame=frame: plan.run(frame), runs=1)
    total = sum(single.values())
    return {
        "pathways": len(laws), "people": count, "load_seconds": loaded, "compile_seconds": compiled,
        "compile_again_seconds": again, "seconds": total, "person_pathways_per_second": len(laws) * count / total,
        "slowest": max(single, key=single.__getitem__), "slowest_seconds": max(single.values()),
        "peak_memory_mb": memory(),
    }  # fmt: skip


def remedies(count: int) -> dict[str, Any]:
    """The cheapest sets of up to three of seven levers, for so many people who are not admitted."""
    from crosswalk.pathways.menu import Menu  # noqa: PLC0415
    from crosswalk.pathways.remedies_in_columns import population_remedies  # noqa: PLC0415
    from points_people import people  # noqa: PLC0415

    full = people(count + count // 4, 0)
    shut = full.filter(~compile_law(law()).run(full, "verdict")["verdict"]).head(count)
    gaps = people(count + count // 4, MISSING)
    lacking = gaps.filter(compile_law(law()).run(gaps, "verdict")["verdict"].eq_missing(other=False)).head(count)
    found = population_remedies(law(), shut)
    return {
        "people": shut.height, "levers": len(law().pathway.file.levers), "sets": len(Menu.of(law(), 3).sets),
        "seconds": median(lambda: population_remedies(law(), shut), runs=3),
        "share_helped": found["levers"].is_not_null().mean(),
        "people_with_missing_facts": lacking.height,
        "seconds_with_missing_facts": median(lambda: population_remedies(law(), lacking), runs=3),
        "peak_memory_mb": memory(),
    }  # fmt: skip


def one_person(count: int) -> dict[str, Any]:
    """Exact decisions for single people by the largest points system of the catalogue."""
    from crosswalk.synthetic import facts  # noqa: PLC0415

    pathway = load_pathway(CATALOGUE / "can" / "express_entry_crs")
    found = pathway.on(DAY)
    taken, open_ = [], []
    for person in encoded_rows(found, facts([pathway], count, seed=2, day=DAY, unknown=MISSING)):
        start = time.perf_counter()
        method = decide(found.verdict, person, pathway.facts)[1]
        taken.append(time.perf_counter() - start)
        if method == "cases":
            open_.append(taken[-1])
    return {
        "pathway": pathway.id, "people": count, "mean_ms": statistics.mean(taken) * 1e3, "worst_ms": max(taken) * 1e3,
        "by_cases": len(open_), "by_cases_mean_ms": statistics.mean(open_) * 1e3,
    }  # fmt: skip


PARTS: dict[str, Callable[[int], Any]] = {
    "points": points, "openfisca": by_openfisca, "eligible": eligible, "decided": decided, "catalogue": catalogue,
    "remedies": remedies, "one_person": one_person,
}  # fmt: skip
SIZES = (
    ("points", 1_000_000), ("points", 10_000_000), ("openfisca", 1_000_000), ("eligible", 1_000_000),
    ("decided", 1_000_000), ("catalogue", 1_000_000), ("remedies", 900_000), ("one_person", 500),
)  # fmt: skip


def part_alone(part: str, count: int) -> Any:
    """One part in a process of its own."""
    command = [sys.executable, __file__, "--part", part, "--people", str(count)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def ratios(found: dict[str, Any]) -> dict[str, Any]:
    """Ours beside the peer, of the same run."""
    peer = found["openfisca_1000000"]
    if "skipped" in peer:
        return {}
    ours = peer["ours"]
    build = peer["scales"]["build_seconds"]
    return {
        "faster_than_calculation": peer["scales"]["calculation_seconds"] / ours["seconds"],
        "faster_than_calculation_with_build": (peer["scales"]["calculation_seconds"] + build) / ours["seconds"],
        "faster_than_undated_arrays": peer["arrays"]["calculation_seconds"] / ours["seconds"],
        "peak_memory_of_theirs": ours["peak_memory_mb"] / peer["scales"]["peak_memory_mb"],
        "same_admitted": found["eligible_1000000"] == peer["scales"]["eligible"],
    }


def main() -> None:
    """Runs every part, and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=[*PARTS, "write"])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    if chosen.part == "write":
        write(chosen.people, chosen.to)
        return
    if chosen.part:
        print(json.dumps(PARTS[chosen.part](chosen.people)))
        return
    found: dict[str, Any] = {
        "cores": os.cpu_count(), "polars": pl.__version__, "threads": pl.thread_pool_size(), "slice": compiling.SLICE
    }  # fmt: skip
    for part, count in SIZES:
        print(part, count, file=sys.stderr, flush=True)
        found[f"{part}_{count}"] = part_alone(part, count)
    print(json.dumps(found | {"ratios": ratios(found)}, indent=1))


if __name__ == "__main__":
    main()
