"""Match people and vacancies: the best of each for each other, exact under the filters, with every part open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from numpy.typing import NDArray

from crosswalk.matching.block import best_of_both, open_chosen, ranks_of
from crosswalk.matching.engine import Block, Engine
from crosswalk.matching.filters import Factor, Filters
from crosswalk.matching.pairs import PAIR_SCHEMA, pairs_frame
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.reading import Frames
from crosswalk.matching.reasons import PairArrays, empty_pairs
from crosswalk.matching.weights import Weights

__all__ = ["Matches", "match"]

#: Pairs opened at a time while a result is written.
PAIRS_AT_A_TIME = 500_000


@dataclass(frozen=True, slots=True)
class Matches:
    """The lists of both sides; rows of a table are made when they are asked for.

    Args:
        by_person: For each person (people, per_person) the vacancies, best first, by the rank of their id in text
            order; -1 where the list is shorter.
        by_vacancy: For each vacancy (vacancies, top) the people, likewise.
        engine: What the lists were made from.
    """

    by_person: NDArray[np.int32]
    by_vacancy: NDArray[np.int32]
    engine: Engine

    @property
    def people_without_profile(self) -> pl.Series:
        """Ids of people of whom neither skills nor occupation is known: they cannot be matched yet."""
        people = self.engine.people[0]
        return people.ids.filter(pl.Series(people.arrays.parts & 3 == 0))

    @property
    def vacancies_without_profile(self) -> pl.Series:
        """Ids of vacancies that state neither skills nor occupation."""
        vacancies = self.engine.vacancies[0]
        return vacancies.ids.filter(pl.Series(vacancies.arrays.asked & 3 == 0))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the lists: skills and occupations that the taxonomy does not have."""
        words = self.engine.vocabularies
        return (*words.people_linked.notes(), *words.vacancies_linked.notes())

    def batches(self, pairs: int = PAIRS_AT_A_TIME) -> Iterator[pl.DataFrame]:
        """Rows under PAIR_SCHEMA, sorted by vacancy_id, rank_for_vacancy, person_id, in bounded pieces.

        Args:
            pairs: About how many rows are worked on at a time.
        """
        order = np.argsort(self.engine.vacancies[0].rank)
        counts = np.bincount(self._others(self.by_person, "vacancies"), minlength=len(order))[order]
        counts = np.cumsum(counts + (self.by_vacancy[order] >= 0).sum(axis=1))
        start = 0
        while start < len(order):
            done = counts[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(counts, done + pairs, side="right")))
            yield self._rows(order[start:stop])
            start = stop

    def frame(self) -> pl.DataFrame:
        """All rows at once; for large results use `batches` or `write`."""
        return pl.concat([pl.DataFrame(schema=PAIR_SCHEMA), *self.batches()])

    def write(self, path: Path | str) -> int:
        """Writes all rows as Parquet, piece by piece; returns how many."""
        schema = pl.DataFrame(schema=PAIR_SCHEMA).to_arrow().schema
        rows = 0
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in self.batches():
                writer.write_table(batch.to_arrow().cast(schema))
                rows += len(batch)
        return rows

    def _others(self, ranks: NDArray[np.int32], side: str) -> NDArray[np.int64]:
        """Row of the other side for each entry of lists."""
        row_of: NDArray[np.int64] = np.argsort(getattr(self.engine, side)[0].rank)
        return row_of[ranks[ranks >= 0]]

    def _rows(self, vacancies: NDArray[np.int64]) -> pl.DataFrame:
        """Rows of some vacancies."""
        person, vacancy, for_vacancy, for_person = self._pairs(vacancies)
        opened = empty_pairs(len(person), 0)
        for block in self.engine.blocks():
            self._open(block, person, vacancy, opened)
        frame = pairs_frame(
            self.engine.people[0].ids.gather(person),
            self.engine.vacancies[0].ids.gather(vacancy),
            (for_vacancy, for_person),
            opened,
            self.engine.filter_names,
        )
        return frame.sort("vacancy_id", "rank_for_vacancy", "person_id", nulls_last=True)

    def _open(self, block: Block, person: NDArray[np.int64], vacancy: NDArray[np.int64], opened: PairArrays) -> None:
        """Fills the pairs whose vacancy lies in the block."""
        place_of = np.full(len(self.engine.vacancies[0]), -1, dtype=np.int64)
        place_of[block.index.row] = np.arange(len(block.index.row))
        inside = np.flatnonzero(place_of[vacancy] >= 0)
        part = empty_pairs(len(inside), 0)
        place = place_of[vacancy[inside]]
        engine = self.engine
        open_chosen(
            engine.people[0], block.index, engine.rules, engine.shares, person[inside], place, part,
            threads=engine.threads,
        )  # fmt: skip
        for whole, some in zip(opened, part, strict=True):
            np.asarray(whole)[inside] = some

    def _pairs(self, vacancies: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
        """Pairs on either list, sorted by person: persons, vacancies, place on each list (0 where not on it)."""
        wanted = np.zeros(len(self.by_vacancy), dtype=bool)
        wanted[vacancies] = True
        theirs = self.by_vacancy[vacancies]
        at, rank_at = np.nonzero(theirs >= 0)
        code_v = self._others(theirs, "people") * len(wanted) + vacancies[at]
        chosen, ranks = [], []
        for start in range(0, len(self.by_person), 65_536):  # in pieces: the lists of all people are large
            ranks_here = self.by_person[start : start + 65_536]
            person, rank = np.nonzero(ranks_here >= 0)
            other = self._others(ranks_here, "vacancies")
            keep = wanted[other]
            chosen.append((person[keep] + start) * len(wanted) + other[keep])
            ranks.append(rank[keep])
        code_p, rank_p = np.concatenate([*chosen, code_v[:0]]), np.concatenate([*ranks, rank_at[:0]])
        code = np.unique(np.concatenate([code_p, code_v]))
        for_vacancy, for_person = np.zeros(len(code), dtype=np.int64), np.zeros(len(code), dtype=np.int64)
        for_vacancy[np.searchsorted(code, code_v)] = rank_at + 1
        for_person[np.searchsorted(code, code_p)] = rank_p + 1
        return code // len(wanted), code % len(wanted), for_vacancy, for_person


def match(
    people: Frames,
    vacancies: Frames,
    taxonomy: SkillTaxonomy,
    *,
    top: int = 50,
    per_person: int = 20,
    weights: Weights | None = None,
    filters: Filters | None = None,
    strict: Sequence[str] = (),
    factors: Sequence[Factor] = (),
    threads: int = 0,
    as_of: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Matches:
    """The best people of each vacancy and the best vacancies of each person, exact under the filters.

    The order is fit descending, then id ascending as UTF-8 text; pairs of fit 0 are not listed. The lists do not
    depend on the number of threads.

    Args:
        people: Rows under `schema_of(Person)`: a frame, or (read piece by piece) a Parquet file, a lazy frame or an
            iterable of frames.
        vacancies: Rows under `schema_of(Vacancy)`.
        taxonomy: Skills, occupations and how near they are.
        top: Length of the list of each vacancy.
        per_person: Length of the list of each person.
        weights: How much each part counts.
        filters: Which filters are on and what they forgive.
        strict: Names of filters for which unknown counts as no, besides those that `filters` names.
        factors: Further filters of the caller, such as the verdicts of pathways.
        threads: Threads of the search; 0 for all processors.
        as_of: Day on which evidence and credentials are judged; today when not given.
        progress: Called with the number of people done since the last call.

    Raises:
        UsageError: Columns are missing, a filter's name is unknown, or no URI of one side is in the taxonomy: the
            records were linked with another one.
        InputError: An id is missing or occurs twice.
    """
    filters = filters or Filters()
    filters = replace(filters, strict=(*filters.strict, *strict))
    engine = Engine(
        people, vacancies, taxonomy, weights=weights, filters=filters, factors=factors, threads=threads, as_of=as_of
    )
    return match_all(engine, top=top, per_person=per_person, progress=progress)


def match_all(
    engine: Engine, *, top: int = 50, per_person: int = 20, progress: Callable[[int], None] | None = None
) -> Matches:
    """`match` over what an engine was made from."""
    people, blocks = engine.people[0], [block for block in engine.blocks() if not block.table]
    by_person = np.full((len(people), per_person), -1, dtype=np.int32)
    by_vacancy = np.full((len(engine.vacancies[0]), top), -1, dtype=np.int32)
    best = [np.zeros((len(block.index.row), top), dtype=np.int64) for block in blocks]
    laid_out = [(block.index, engine.refused(people, block)) for block in blocks]
    best_of_both(people, laid_out, engine.rules, by_person, best, threads=engine.threads, progress=progress)
    for block, keys in zip(blocks, best, strict=True):
        keys.sort(axis=1)
        by_vacancy[block.index.row] = ranks_of(keys)
    return Matches(by_person, by_vacancy, engine)
