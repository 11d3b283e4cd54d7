"""How well ESCO skills are found for sentences of job advertisements, beside BM25, character sequences and e5.

    python bench/linking_skills.py > bench/results/linking_skills.json

Three public sets (HOUSE and TECH of SkillSpan, TECHWOLF; development halves), English ESCO 1.1.1. hit@5 and
R-precision@5 of the ranking; precision, recall and F1 of what lies above the threshold. The two weights and the
constant of the calibration were fitted on these halves; fitted on two sets and measured on the third, F1 is .377.

The peer esco-skill-extractor 0.1.18 needs torch and a model from a hub, so it cannot run in this offline
environment; `reference` quotes what was measured with it elsewhere on the same sets (all queries, as shipped).
"""

from __future__ import annotations

import zipfile
from typing import Any

import polars as pl

from crosswalk.taxonomy.linking import Link, Linker
from linking_common import (
    ENGLISH,
    SENTENCES,
    Memo,
    arguments,
    bm25,
    characters,
    hits,
    macro,
    plain_e5,
    precision,
    show,
    table,
    timed,
)

REFERENCE = {
    "esco-skill-extractor 0.1.18 (reference, not run here)": {
        "techwolf": {"precision": 0.53, "recall": 0.10, "f1": 0.17},
        "house": {"precision": 0.35, "recall": 0.06, "f1": 0.09},
        "tech": {"precision": 0.51, "recall": 0.09, "f1": 0.16},
        "sentences per second": "90 to 145",
        "first start, s": 383,
        "memory, MB": 1500,
    }
}


def skill_tables() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Concepts and labels of English ESCO 1.1.1 skills."""
    with zipfile.ZipFile(ENGLISH) as bundle:
        name = next(n for n in bundle.namelist() if n.rsplit("/", 1)[-1].startswith("skills_"))
        rows = pl.read_csv(bundle.read(name), infer_schema=False)
    parts = [rows.select(uri="conceptUri", kind=pl.lit("preferred"), text="preferredLabel")]
    for column, kind in (("altLabels", "alternative"), ("hiddenLabels", "hidden")):
        several = rows.select(uri="conceptUri", kind=pl.lit(kind), text=pl.col(column).str.split("\n"))
        parts.append(several.explode("text").drop_nulls("text"))
    labels = pl.concat(parts).with_columns(lang=pl.lit("en"))
    concepts = rows.select(uri="conceptUri", kind=pl.lit("skill"), code=pl.lit(None, pl.String))
    return concepts, labels


def main() -> None:
    """Prints ranking and extraction figures for each set and in the mean."""
    chosen = arguments(__doc__)
    asked = table(SENTENCES, chosen.limit)
    concepts, labels = skill_tables()
    encoder = Memo()
    linker, opening = timed(lambda: Linker.build(concepts, labels, encoder=encoder, cache=chosen.cache))
    result: dict[str, Any] = {"sentences": asked.height, "labels": labels.height, "index seconds": opening}
    queries = asked["query"].to_list()
    found, seconds = timed(lambda: linker.skills(queries, langs=["en"] * len(queries), top=20, threshold=0))
    result["crosswalk"] = _ranking(asked, [[link.uri for link in links] for links in found])
    result["crosswalk"]["above threshold"] = _extraction(asked, found, linker.threshold("skills"))
    result["crosswalk"]["sentences per second"] = round(len(queries) / seconds)
    if not chosen.no_peers:
        preferred = labels.filter(pl.col("kind") == "preferred")
        for scope, part in (("preferred labels", preferred), ("all labels", labels)):
            texts, uris = part["text"].to_list(), part["uri"].to_list()
            result[f"BM25, {scope}"] = _ranking(asked, bm25(texts, uris)(queries))
            result[f"character sequences, {scope}"] = _ranking(asked, characters(texts, uris)(queries))
            result[f"e5-small, {scope}"] = _ranking(asked, plain_e5(texts, uris, encoder)(queries))
    show(result | REFERENCE)


def _ranking(asked: pl.DataFrame, ranked: list[list[str]]) -> dict[str, Any]:
    sets = {}
    with_rank = asked.with_columns(ranked=pl.Series(ranked, dtype=pl.List(pl.String)))
    for (name,), part in with_rank.group_by("set", maintain_order=True):
        lists, gold = part["ranked"].to_list(), part["gold"].to_list()
        sets[str(name)] = {
            "hit@1": hits(lists, gold, 1),
            "hit@5": hits(lists, gold, 5),
            "rp@5": precision(lists, gold, 5),
        }
    return {"mean": macro(sets), "sets": sets}


def _extraction(asked: pl.DataFrame, found: list[list[Link]], threshold: float) -> dict[str, Any]:
    sets: dict[str, dict[str, float]] = {}
    for name in asked["set"].unique(maintain_order=True):
        right = returned = wanted = 0
        for which, gold, links in zip(asked["set"], asked["gold"], found, strict=True):
            if which == name:
                golds, kept = set(gold.split("|")), [link.uri for link in links if link.score >= threshold]
                right, returned, wanted = right + len(golds & set(kept)), returned + len(kept), wanted + len(golds)
        sets[name] = {
            "precision": round(right / max(returned, 1), 4),
            "recall": round(right / wanted, 4),
            "f1": round(2 * right / max(returned + wanted, 1), 4),
        }
    return {"threshold": threshold, "mean": macro(sets), "sets": sets}


if __name__ == "__main__":
    main()
