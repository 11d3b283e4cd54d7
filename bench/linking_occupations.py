"""How often the right ESCO occupation is found for national job titles, beside BM25, character sequences and e5.

    python bench/linking_occupations.py > bench/results/linking_occupations.json

Eleven lists of titles in nine languages (MELO, EURES mappings; development halves). The constants of linking were
fitted on other lists. Everybody searches ESCO's labels in the title's language and in English. Hit rates are means
over lists. Needs ../shared. First run: about ten minutes, most of it encoding 26 languages of labels once.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from crosswalk.taxonomy.linking import Linker
from linking_common import (
    TITLES,
    Memo,
    Ranker,
    arguments,
    bm25,
    characters,
    hits,
    macro,
    occupation_tables,
    plain_e5,
    show,
    table,
    timed,
)

SETS = "usa_en deu_de aut_de fra_fr bel_fr esp_es pol_pl swe_sv bgr_bg prt_pt bel_nl".split()


def main() -> None:
    """Prints hit rates of Crosswalk and its peers, for each list and in the mean."""
    chosen = arguments(__doc__)
    titles = table(TITLES, chosen.limit).filter(pl.col("set").is_in(SETS))
    concepts, labels = occupation_tables()
    encoder = Memo()
    linker, opening = timed(lambda: Linker.build(concepts, labels, encoder=encoder, cache=chosen.cache))
    result: dict[str, Any] = {"titles": titles.height, "index": {"labels": labels.height, "seconds": opening}}
    for name, given in (("crosswalk", True), ("crosswalk, language not told", False)):
        result[name] = _over_sets(titles, lambda part, known=given: _linked(linker, part, known))
    if not chosen.no_peers:
        peers: dict[str, dict[str, Any]] = {}
        for lang in dict.fromkeys(titles["lang"]):
            part = titles.filter(pl.col("lang") == lang)
            chosen_labels = labels.filter(pl.col("lang").is_in([lang, "en"])).unique(
                ["uri", "text"], maintain_order=True
            )
            texts, uris = chosen_labels["text"].to_list(), chosen_labels["uri"].to_list()
            makers = {
                "BM25": lambda t=texts, u=uris: bm25(t, u),
                "character sequences": lambda t=texts, u=uris: characters(t, u),
                "e5-small": lambda t=texts, u=uris: plain_e5(t, u, encoder),
            }
            for name, make in makers.items():
                peers.setdefault(name, {}).update(_sets(part, _ranked_by(make())))
        result |= {name: {"mean": macro(sets), "sets": sets} for name, sets in peers.items()}
    show(result)


def _linked(linker: Linker, part: pl.DataFrame, known: bool) -> list[list[str]]:
    langs = part["lang"].to_list() if known else None
    found = linker.occupations(part["query"].to_list(), langs=langs, top=10, threshold=0)
    return [[link.uri for link in links] for links in found]


def _ranked_by(rank: Ranker) -> Any:
    return lambda part: rank(part["query"].to_list())


def _sets(titles: pl.DataFrame, rank: Any) -> dict[str, dict[str, float]]:
    sets = {}
    for (name,), part in titles.group_by("set", maintain_order=True):
        ranked = rank(part)
        sets[str(name)] = {f"hit@{k}": hits(ranked, part["gold"].to_list(), k) for k in (1, 5, 10)}
    return sets


def _over_sets(titles: pl.DataFrame, rank: Any) -> dict[str, Any]:
    sets = _sets(titles, rank)
    return {"mean": macro(sets), "sets": sets}


if __name__ == "__main__":
    main()
