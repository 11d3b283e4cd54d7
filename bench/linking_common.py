"""What the linking benchmarks share: public labels and titles, measures, and the peers that run beside Crosswalk."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.encoder import Encoder, default_encoder
from crosswalk.taxonomy.linking.lexical import CharacterIndex

SHARED = Path(__file__).resolve().parents[2] / "shared"
TITLES = SHARED / "eval" / "linking-dev" / "occ_titles.dev.tsv"
SENTENCES = SHARED / "eval" / "linking-dev" / "skill_sentences_en.dev.tsv"
LABELS = SHARED / "data" / "esco-occupations-27lang-1.0.8" / "occupation_labels.tsv.gz"
ENGLISH = SHARED / "data" / "esco-1.1.1-en" / "ESCO dataset - v1.1.1 - classification - en - csv.zip"
KINDS = {"pref": "preferred", "alt": "alternative"}
MANY = 20

Ranker = Callable[[Sequence[str]], list[list[str]]]


def arguments(purpose: str | None) -> argparse.Namespace:
    """Options that all linking benchmarks take."""
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cache", type=Path, default=None, help="folder for the built index (default: the user's)")
    parser.add_argument("--no-peers", action="store_true", help="only Crosswalk")
    parser.add_argument("--limit", type=int, default=None, help="only so many texts of each set")
    chosen = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return chosen


def table(path: Path, limit: int | None = None) -> pl.DataFrame:
    """A benchmark table: qid, set, lang, query, gold."""
    frame = pl.read_csv(path, separator="\t", quote_char=None, infer_schema=False)
    return frame if limit is None else frame.group_by("set", maintain_order=True).head(limit)


def occupation_tables(languages: Sequence[str] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Concepts and labels of ESCO occupations, in all languages of the label table or in some."""
    rows = pl.read_csv(LABELS, separator="\t", quote_char=None, infer_schema=False)
    if languages is not None:
        rows = rows.filter(pl.col("lang").is_in(list(languages)))
    labels = rows.select(uri="concept_uri", lang="lang", kind=pl.col("kind").replace(KINDS), text="label")
    concepts = rows.group_by("concept_uri").agg(code=pl.col("isco08").min()).sort("concept_uri")
    return concepts.select(uri="concept_uri", kind=pl.lit("occupation"), code="code"), labels


def hits(ranked: Sequence[Sequence[str]], gold: Sequence[str], top: int) -> float:
    """Share of texts with a right concept among the first `top`."""
    right = [bool(set(r[:top]) & set(g.split("|"))) for r, g in zip(ranked, gold, strict=True)]
    return round(float(np.mean(right)), 4)


def precision(ranked: Sequence[Sequence[str]], gold: Sequence[str], top: int) -> float:
    """R-precision: right ones among the first `top`, of as many as could be."""
    golds = [set(g.split("|")) for g in gold]
    found = [len(set(r[:top]) & g) / min(top, len(g)) for r, g in zip(ranked, golds, strict=True)]
    return round(float(np.mean(found)), 4)


def macro(sets: dict[str, dict[str, float]]) -> dict[str, float]:
    """Means over sets."""
    measures = next(iter(sets.values()))
    return {m: round(float(np.mean([s[m] for s in sets.values()])), 4) for m in measures}


class Memo:
    """An encoder that remembers, so that a peer with the same encoder need not encode the labels again."""

    def __init__(self) -> None:
        self.inner: Encoder = default_encoder()
        self.name, self.dimensions = self.inner.name, self.inner.dimensions
        self.known: dict[str, NDArray[np.float16]] = {}

    def encode(self, texts: Sequence[str], *, progress: Any = None) -> NDArray[np.float32]:
        new = [t for t in dict.fromkeys(texts) if t not in self.known]
        if new:
            self.known.update(zip(new, self.inner.encode(new).astype(np.float16), strict=True))
        return np.stack([self.known[t] for t in texts]).astype(np.float32)


def bm25(texts: Sequence[str], uris: Sequence[str]) -> Ranker:
    """BM25 over words (bm25s), labels as documents, best label of a concept."""
    index = bm25s.BM25()
    index.index(bm25s.tokenize([t.lower() for t in texts], stopwords=None, show_progress=False), show_progress=False)

    def rank(queries: Sequence[str]) -> list[list[str]]:
        tokens = bm25s.tokenize([q.lower() for q in queries], stopwords=None, show_progress=False, return_ids=False)
        return [_concepts(index.get_scores(words), uris) if words else [] for words in tokens]

    return rank


def characters(texts: Sequence[str], uris: Sequence[str]) -> Ranker:
    """TF-IDF of character sequences of 2 to 5 letters, lower case, without any other normalisation."""
    index = CharacterIndex.build([t.lower() for t in texts])
    return lambda queries: [_concepts(index.scores([q.lower()])[0], uris) for q in queries]


def plain_e5(texts: Sequence[str], uris: Sequence[str], encoder: Memo) -> Ranker:
    """Cosine of multilingual-e5-small as it is; capitals are lowered, because it fails on them otherwise."""
    vectors = encoder.encode([t.lower() for t in texts])
    return lambda queries: [_concepts(vectors @ v, uris) for v in encoder.encode([q.lower() for q in queries])]


def _concepts(scores: NDArray[np.float32], uris: Sequence[str]) -> list[str]:
    best = np.argsort(-scores, kind="stable")[: 20 * MANY]
    return list(dict.fromkeys(uris[i] for i in best if scores[i] > 0))[:MANY]


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """Result of a call and seconds it took."""
    begin = time.perf_counter()
    result = call()
    return result, round(time.perf_counter() - begin, 2)


def show(result: dict[str, Any]) -> None:
    """Prints the one JSON result."""
    print(json.dumps(result, indent=1, ensure_ascii=False))
