"""Peers of the matching engine on its own workload, in one run: scipy, DuckDB, Polars, tantivy.

    python bench/matching_peers.py

Every peer gets the same people, vacancies, expanded skills and filter verdicts (destination, language, education), in
the form that suits it, and is asked for the best 50 people of each vacancy and the best 20 vacancies of each person.
What each computes:

* scipy: the exact sums over essential and optional skills as blocked sparse products, the square, the optional share,
  the filters as a dense mask, argpartition. Not occupation, experience, language, education parts.
* DuckDB, Polars: the same as joins and group-by over (person, skill, cover) and (vacancy, skill, weight).
* tantivy: vacancy skills as a disjunction of boosted constant-score terms over the expanded skills of people, with
  the filters as required terms. Covers cannot be carried, so its list only resembles the true one; vacancies' lists only.

Ours computes the full fit with all seven filters and both sides' lists. Slices are scaled linearly to 100,000 x
10,000, and said to be. Recall is of the true top-50 of the same skills-only score, except for tantivy as well.
JSON on stdout and in bench/results/matching_peers.json.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import tantivy
from scipy import sparse

sys.path.insert(0, str(Path(__file__).parent))
from crosswalk.matching.engine import Engine
from crosswalk.matching.filters import Filters
from crosswalk.matching.kernel import expand
from crosswalk.matching.match import match_all
from matching_common import PEOPLE, VACANCIES, open_pairs, report, sizes
from matching_online import prepared

TOP, PER_PERSON = 50, 20
THREADS = 2
SLICES = {"scipy": 4_000, "duckdb": 2_000, "polars": 2_000}
QUERIES = 300
FILTERS = Filters(on=("destination", "language", "education"))


def expanded(engine: Engine, people: int) -> sparse.csr_matrix:
    """Cover (0 to 256) of each term by each of the first people."""
    p, x = engine.people[0].arrays, engine.blocks()[0].index.arrays
    terms = len(x.post_ptr) - 1
    best, touched = np.zeros(terms, np.uint16), np.zeros(terms + 1, np.int32)
    columns, values, ptr = [], [], [0]
    for person in range(people):
        count = expand(person, p.claim_ptr, p.claim, x.cover_ptr, x.cover, engine.rules.claim, best, touched)
        mine = touched[:count].copy()
        columns.append(mine)
        values.append(best[mine].astype(np.float32))
        best[mine] = 0
        ptr.append(ptr[-1] + count)
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), ptr), shape=(people, terms))


def weights(engine: Engine, kind: int) -> sparse.csr_matrix:
    """Weight of each term (rows) in each vacancy (columns), of one kind of requirement."""
    x = engine.blocks()[0].index.arrays
    place = np.repeat(np.arange(len(x.rank)), np.diff(x.need_ptr))
    chosen = x.need_kind == kind
    shape = (len(x.post_ptr) - 1, len(x.rank))
    values = x.need_weight[chosen].astype(np.float32) / 2**23
    return sparse.csr_matrix((values, (x.need_term[chosen], place[chosen])), shape=shape)


def by_scipy(engine: Engine, people: int) -> tuple[float, np.ndarray[Any, Any]]:
    """Blocked sparse product, mask, argpartition; returns seconds and the best people of each vacancy."""
    covers, essential, optional = expanded(engine, people), weights(engine, 1), weights(engine, 0)
    start = time.perf_counter()
    best_fit = np.zeros((VACANCIES, 0), np.float32)
    best_who = np.zeros((VACANCIES, 0), np.int64)
    by_person: list[np.ndarray[Any, Any]] = []
    for first in range(0, people, 2_000):
        block = covers[first : first + 2_000]
        fit = (block @ essential).toarray() ** 2 * (0.85 + 0.15 * (block @ optional).toarray())
        fit[~open_pairs(engine, np.arange(first, first + len(fit)))] = 0
        most = min(TOP, len(fit))
        who = np.argpartition(-fit, most - 1, axis=0)[:most]
        best_fit = np.hstack([best_fit, np.take_along_axis(fit, who, axis=0).T])
        best_who = np.hstack([best_who, who.T + first])
        theirs = np.argpartition(-fit, PER_PERSON - 1, axis=1)[:, :PER_PERSON]
        by_person.append(np.take_along_axis(fit, theirs, axis=1))
    order = np.argsort(-best_fit, axis=1)[:, :TOP]
    found = np.where(np.take_along_axis(best_fit, order, 1) > 0, np.take_along_axis(best_who, order, 1), -1)
    return time.perf_counter() - start, found


def tables(engine: Engine, people: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """(person, term, cover), (vacancy, term, kind, weight) and the open pairs' classes as tables."""
    covers = expanded(engine, people).tocoo()
    x = engine.blocks()[0].index.arrays
    place = np.repeat(np.arange(len(x.rank), dtype=np.int32), np.diff(x.need_ptr))
    held = pl.DataFrame({"person": covers.row, "term": covers.col, "cover": covers.data})
    needs = pl.DataFrame(
        {"vacancy": place, "term": x.need_term, "kind": x.need_kind, "weight": x.need_weight.astype(np.float32) / 2**23}
    )
    sheet = engine.blocks()[0].index.sheet.fill(engine.people[0].arrays, np.arange(people)).verdict
    row, column = np.nonzero(sheet)
    return held, needs, pl.DataFrame({"person": row.astype(np.int32), "column": column.astype(np.int32)})


def by_duckdb(engine: Engine, people: int) -> float:
    """Joins and a window in SQL."""
    held, needs, passed = tables(engine, people)
    column = engine.blocks()[0].index.arrays.filter_column
    vacancies = pl.DataFrame({"vacancy": np.arange(len(column), dtype=np.int32)}).with_columns(
        *[pl.Series(f"f{k}", column[:, k]) for k in range(column.shape[1])]
    )
    base = duckdb.connect()
    base.execute(f"SET threads = {THREADS}")
    for name, table in (("held", held), ("needs", needs), ("passed", passed), ("vacancies", vacancies)):
        base.register(f"_{name}", table.to_arrow())
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM _{name}")
    joins = " ".join(
        f'JOIN passed p{k} ON p{k}.person = s.person AND p{k}."column" = v.f{k}' for k in range(column.shape[1])
    )
    start = time.perf_counter()
    base.execute(
        f"""
        CREATE TABLE fits AS
        WITH s AS (
            SELECT person, vacancy, sum(cover * weight) FILTER (kind = 1) AS e, sum(cover * weight) FILTER (kind = 0) AS o
            FROM held JOIN needs USING (term) GROUP BY person, vacancy
        )
        SELECT s.person, s.vacancy, coalesce(e, 0) ** 2 * (0.85 + 0.15 * coalesce(o, 0)) AS fit
        FROM s JOIN vacancies v ON v.vacancy = s.vacancy {joins}
        """
    )
    for one, other, most in (("vacancy", "person", TOP), ("person", "vacancy", PER_PERSON)):
        base.execute(
            f"""
            SELECT {one}, {other}, fit FROM fits
            QUALIFY row_number() OVER (PARTITION BY {one} ORDER BY fit DESC, {other}) <= {most}
            """
        ).fetchall()
    return time.perf_counter() - start


def by_polars(engine: Engine, people: int) -> float:
    """The same joins in Polars, streaming."""
    held, needs, passed = tables(engine, people)
    column = engine.blocks()[0].index.arrays.filter_column
    vacancies = pl.DataFrame({"vacancy": np.arange(len(column), dtype=np.int32)}).with_columns(
        *[pl.Series(f"f{k}", column[:, k]) for k in range(column.shape[1])]
    )
    gain = pl.col("cover") * pl.col("weight")
    start = time.perf_counter()
    sums = (
        held.lazy()
        .join(needs.lazy(), on="term")
        .group_by("person", "vacancy")
        .agg(gain.filter(pl.col("kind") == 1).sum().alias("e"), gain.filter(pl.col("kind") == 0).sum().alias("o"))
        .join(vacancies.lazy(), on="vacancy")
    )
    for k in range(column.shape[1]):
        sums = sums.join(passed.lazy(), left_on=["person", f"f{k}"], right_on=["person", "column"], how="semi")
    fits = sums.select("vacancy", "person", (pl.col("e") ** 2 * (0.85 + 0.15 * pl.col("o"))).alias("fit"))
    found = fits.collect(engine="streaming").lazy()
    for one, other, most in (("vacancy", "person", TOP), ("person", "vacancy", PER_PERSON)):
        best = found.group_by(one).agg(pl.col(other).sort_by("fit", descending=True).head(most))
        best.collect(engine="streaming")
    return time.perf_counter() - start


def by_tantivy(engine: Engine) -> dict[str, Any]:
    """Indexes all people once, then asks one query for each of some vacancies."""
    x, sheet = engine.blocks()[0].index.arrays, engine.blocks()[0].index.sheet
    p = engine.people[0].arrays
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("id", stored=True, fast=True)
    for name in ("terms", "passed"):
        schema.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    index = tantivy.Index(schema.build())
    start = time.perf_counter()
    writer = index.writer(heap_size=256_000_000, num_threads=THREADS)
    terms = len(x.post_ptr) - 1
    best, touched = np.zeros(terms, np.uint16), np.zeros(terms + 1, np.int32)
    for first in range(0, PEOPLE, 5_000):
        verdict = sheet.fill(p, np.arange(first, min(first + 5_000, PEOPLE))).verdict
        for person in range(first, min(first + 5_000, PEOPLE)):
            count = expand(person, p.claim_ptr, p.claim, x.cover_ptr, x.cover, engine.rules.claim, best, touched)
            mine = touched[:count]
            best[mine] = 0
            passed = np.flatnonzero(verdict[person - first])
            document = tantivy.Document()
            document.add_unsigned("id", person)
            document.add_text("terms", " ".join(map(str, mine.tolist())))
            document.add_text("passed", " ".join(map(str, passed.tolist())))
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    built = time.perf_counter() - start
    searcher, shape = index.searcher(), index.schema
    places = np.random.default_rng(5).choice(VACANCIES, QUERIES, replace=False)

    def ask(place: int) -> list[int]:
        clauses = []
        for k in range(x.need_ptr[place], x.need_ptr[place + 1]):
            share = float(x.need_weight[k]) / 32768 * (1.0 if x.need_kind[k] else 0.15)
            term = tantivy.Query.term_query(shape, "terms", str(x.need_term[k]), "basic")
            clauses.append((tantivy.Occur.Should, tantivy.Query.const_score_query(term, share)))
        for column in x.filter_column[place]:
            term = tantivy.Query.term_query(shape, "passed", str(column), "basic")
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(term, 0.0)))
        hits = searcher.search(tantivy.Query.boolean_query(clauses), limit=TOP).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(ask, places.tolist()))
    asked = time.perf_counter() - start
    truth = skills_only_truth(engine, places)
    hit = [len(set(a) & t) / max(len(t), 1) for a, t in zip(found, truth, strict=True)]
    return {
        "index_seconds": built,
        "seconds": asked * VACANCIES / QUERIES,
        "scaled_from": f"{QUERIES} of {VACANCIES} queries, {THREADS} threads; indexing not counted",
        "recall_at_50": float(np.mean(hit)),
    }


def skills_only_truth(engine: Engine, places: np.ndarray[Any, Any]) -> list[set[int]]:
    """The true best people of some places under the skills-only score and the three filters."""
    covers = expanded(engine, PEOPLE)
    essential, optional = weights(engine, 1)[:, places], weights(engine, 0)[:, places]
    fit = (covers @ essential).toarray() ** 2 * (0.85 + 0.15 * (covers @ optional).toarray())
    for first in range(0, PEOPLE, 5_000):
        fit[first : first + 5_000][~open_pairs(engine, np.arange(first, min(first + 5_000, PEOPLE)))[:, places]] = 0
    order = np.argsort(-fit, axis=0, kind="stable")[:TOP]
    return [{int(k) for k in order[:, c] if fit[k, c] > 0} for c in range(len(places))]


def timed(engine: Engine) -> float:
    """Seconds of our whole match."""
    start = time.perf_counter()
    match_all(engine, top=TOP, per_person=PER_PERSON)
    return time.perf_counter() - start


def main() -> None:
    """Runs ours and every peer, and writes the results."""
    engine = prepared(threads=THREADS)
    runs = [timed(engine)]
    plain = prepared(threads=THREADS)
    plain.filters = FILTERS
    plain._forget()
    peers: dict[str, dict[str, Any]] = {}
    for name, run in (("scipy", lambda n: by_scipy(plain, n)[0]), ("duckdb", lambda n: by_duckdb(plain, n)),
                      ("polars", lambda n: by_polars(plain, n))):  # fmt: skip
        slice_ = SLICES[name]
        taken = run(slice_)
        peers[name] = {"seconds": taken * PEOPLE / slice_, "scaled_from": f"{slice_} of {PEOPLE} people"}
        print(name, peers[name], file=sys.stderr)
    peers["tantivy"] = by_tantivy(plain)
    runs.append(timed(engine))
    ours = sum(runs) / len(runs)
    for peer in peers.values():
        peer["times_ours"] = peer["seconds"] / ours
    result = {
        "people": PEOPLE,
        "vacancies": VACANCIES,
        "threads": THREADS,
        "sizes": sizes(engine),
        "share_of_pairs_open_to_peers": sizes(plain)["share_of_pairs_open"],
        "ours": {
            "seconds": ours,
            "before_and_after_the_peers": runs,
            "computes": "full fit, seven filters, both sides' lists",
        },
        "peers": peers,
        "versions": {m.__name__: m.__version__ for m in (duckdb, pl, tantivy)},
    }
    report("matching_peers", result)


if __name__ == "__main__":
    main()
