"""Run every benchmark, one after the other, and keep each result as JSON: python -m bench [NAME ...]."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
#: Scripts that are parts of others, or make their input.
PARTS = {"__main__", "matching_common", "linking_common", "points_people", "site_load", "site_people"}


def main() -> int:
    """Run the benchmarks that are named, else all; a failure is told and the others go on."""
    found = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in PARTS)
    chosen = sys.argv[1:] or found
    if unknown := set(chosen) - set(found):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(found)}.", file=sys.stderr)
        return 2
    RESULTS.mkdir(exist_ok=True)
    failed = []
    for name in chosen:
        start = time.perf_counter()
        print(f"{name} …", file=sys.stderr, flush=True)
        done = subprocess.run([sys.executable, HERE / f"{name}.py"], stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            failed.append(name)
            continue
        (RESULTS / f"{name}.json").write_text(done.stdout, encoding="utf-8")
        print(f"{name}: {time.perf_counter() - start:.0f} s, {RESULTS.name}/{name}.json", file=sys.stderr)
    if failed:
        print("Failed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
