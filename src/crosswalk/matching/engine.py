"""Prepared people and vacancies: all against all in blocks, or one newcomer against all, online."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import NotFoundError, UsageError
from crosswalk.matching.block import best_of_both, offer, open_chosen, ranks_of
from crosswalk.matching.denials import Denials, denials
from crosswalk.matching.filters import FILTERS, UNKNOWN, Factor, Filters
from crosswalk.matching.index import BLOCK, Index, make_index
from crosswalk.matching.occupations import NearOccupations
from crosswalk.matching.pairs import pairs_frame, reasons_column
from crosswalk.matching.people import People, prepare_people
from crosswalk.matching.protocol import SkillTaxonomy
from crosswalk.matching.reading import Frames, give_back_memory
from crosswalk.matching.reasons import REASONS, empty_pairs, known_shares
from crosswalk.matching.rules import Rules, rules_of
from crosswalk.matching.sheet import make_sheet
from crosswalk.matching.vacancies import Vacancies, VacancyArrays, prepare_vacancies
from crosswalk.matching.vocabularies import Vocabularies
from crosswalk.matching.weights import Weights

__all__ = ["Engine", "Frames"]


@dataclass(frozen=True, slots=True)
class Block:
    """Some vacancies of one table, laid out."""

    table: int
    vacancies: Vacancies
    index: Index


class Engine:
    """Both sides of a match, prepared once and kept in memory.

    Args:
        people: Rows under `schema_of(Person)`: a frame, or a Parquet file, lazy frame or iterable, read in pieces.
        vacancies: Rows under `schema_of(Vacancy)`.
        taxonomy: Skills, occupations and how near they are.
        weights: How much each part counts.
        filters: Which filters are on, and which of them take unknown for no.
        factors: Further filters, such as the verdicts of pathways.
        threads: Threads of the search; 0 for all processors.
        as_of: Day on which evidence and credentials are judged; today when not given.

    Raises:
        UsageError: Columns are missing, a filter's name is unknown, or no URI of one side is in the taxonomy: the
            records were linked with another one.
        InputError: An id is missing or occurs twice.
    """

    def __init__(
        self,
        people: Frames,
        vacancies: Frames,
        taxonomy: SkillTaxonomy,
        *,
        weights: Weights | None = None,
        filters: Filters | None = None,
        factors: Sequence[Factor] = (),
        threads: int = 0,
        as_of: date | None = None,
    ) -> None:
        taxonomy.nearness()  # first, since it takes much memory for a moment
        give_back_memory()
        self.taxonomy = taxonomy
        self.weights = weights or Weights()
        self.filters = filters or Filters()
        self.filters.check_strict([factor.name for factor in factors])
        self.factors: tuple[Factor, ...] = ()
        self.threads = threads or os.cpu_count() or 1
        self.as_of = as_of or date.today()  # noqa: DTZ011 - a calendar day, not an instant
        self.vocabularies = Vocabularies.of(taxonomy)
        self.occupations = NearOccupations(taxonomy, self.vocabularies.occupations)
        self.rules: Rules = rules_of(self.weights)
        self.shares = known_shares(self.weights)
        self.vacancies = [prepare_vacancies(vacancies, taxonomy, self.vocabularies)]
        give_back_memory()
        self.people = [prepare_people(people, taxonomy, self.vocabularies, self.as_of)]
        give_back_memory()
        self.vocabularies.people_linked.check()
        self.vocabularies.vacancies_linked.check()
        self.factors = tuple(self._sorted(factor) for factor in factors)
        self._blocks: dict[bool, list[Block]] = {}
        self._refused: dict[tuple[int, int], Denials] = {}

    def _sorted(self, factor: Factor) -> Factor:
        """A factor in the order of the prepared people."""
        if (len(factor.person), len(factor.vacancy)) != (len(self.people[0]), len(self.vacancies[0])):
            raise UsageError(f"The factor {factor.name} was made for other people or vacancies.")
        return replace(factor, person=factor.person[self.people[0].row])

    @property
    def filter_names(self) -> tuple[str, ...]:
        """All filters, ours and the caller's, in the order in which results name them."""
        return (*FILTERS, *(factor.name for factor in self.factors))

    def _lay_out(self, table: int, rows: NDArray[np.int64], *, judged: bool) -> Block:
        """Some vacancies of a table; newcomers are unknown to the caller's factors."""
        vacancies = self.vacancies[table]
        words = (len(self.vocabularies.languages.words), len(self.vocabularies.licences.words))
        cut = [
            replace(factor, vacancy=factor.vacancy[rows]) if judged and not table else _unjudged(factor, len(rows))
            for factor in self.factors
        ]
        sheet = make_sheet(vacancies.arrays, rows, self.filters, self.weights, words, cut)
        return Block(table, vacancies, make_index(vacancies, rows, sheet, self.taxonomy, self.occupations))

    def blocks(self, people: int = 0) -> list[Block]:
        """All vacancies, in blocks of neighbouring countries, as they stand for a table of people."""
        judged = people == 0 or not self.factors
        if judged not in self._blocks:
            self._blocks[judged] = [
                self._lay_out(table, rows, judged=judged)
                for table, vacancies in enumerate(self.vacancies)
                for rows in _by_country(vacancies.arrays)
            ]
            give_back_memory()
        return self._blocks[judged]

    def refused(self, people: People, block: Block) -> Denials:
        """Pairs closed by exclusions."""
        key = (id(people), id(block))
        if key not in self._refused:
            on = "exclusions" in self.filters.on
            self._refused[key] = denials(people, block.vacancies, block.index, on=on)
            give_back_memory()
        return self._refused[key]

    def add_people(self, people: Frames) -> None:
        """Takes in newcomers, under ids that are new.

        Raises:
            UsageError: Somebody with this id is here already.
        """
        fresh = prepare_people(people, self.taxonomy, self.vocabularies, self.as_of)
        _refuse_known(fresh.ids, [side.ids for side in self.people], "person")
        self.people.append(fresh)
        self._forget()

    def add_vacancies(self, vacancies: Frames) -> None:
        """Takes in new vacancies, under ids that are new.

        Raises:
            UsageError: A vacancy with this id is here already.
        """
        fresh = prepare_vacancies(vacancies, self.taxonomy, self.vocabularies)
        _refuse_known(fresh.ids, [side.ids for side in self.vacancies], "vacancy")
        self.vacancies.append(fresh)
        self._forget()

    def _forget(self) -> None:
        self._blocks.clear()
        self._refused.clear()

    def for_person(self, person_id: str, top: int = 20) -> pl.DataFrame:
        """The best vacancies of one person.

        Returns:
            Rows under PAIR_SCHEMA, best first, and `reasons`, the skills that add most.

        Raises:
            NotFoundError: Nobody has this id.
        """
        table, row = _find([side.ids for side in self.people], person_id, "person")
        people, found = self.people[table], []
        for block in self.blocks(table):
            best = np.zeros((1, top), dtype=np.int64)
            nobody = np.zeros((len(block.index.row), 0), dtype=np.int64)
            offer(people, (block.index, self.refused(people, block)), self.rules, np.array([row]), best, nobody)
            place = np.flatnonzero(np.isin(block.index.arrays.rank, ranks_of(best)))
            found.append(self._opened(people, block, np.full(len(place), row), place))
        return _best(found, top, "vacancy_id", "rank_for_person")

    def for_vacancy(self, vacancy_id: str, top: int = 50) -> pl.DataFrame:
        """The best people for one vacancy.

        Returns:
            Rows under PAIR_SCHEMA, best first, and `reasons`, the skills that add most.

        Raises:
            NotFoundError: No vacancy has this id.
        """
        table, row = _find([side.ids for side in self.vacancies], vacancy_id, "vacancy")
        found = []
        for number, people in enumerate(self.people):
            block = self._lay_out(table, np.array([row]), judged=number == 0)
            best = np.zeros((1, top), dtype=np.int64)
            best_of_both(
                people, [(block.index, self.refused(people, block))], self.rules,
                np.zeros((len(people), 0), dtype=np.int32), [best], threads=self.threads,
            )  # fmt: skip
            chosen = np.flatnonzero(np.isin(people.rank, ranks_of(best)))
            found.append(self._opened(people, block, chosen, np.zeros(len(chosen), dtype=np.int64)))
            del self._refused[id(people), id(block)]
        return _best(found, top, "person_id", "rank_for_vacancy")

    def _opened(
        self, people: People, block: Block, person: NDArray[np.int64], place: NDArray[np.int64]
    ) -> pl.DataFrame:
        opened = empty_pairs(len(person), REASONS)
        open_chosen(people, block.index, self.rules, self.shares, person, place, opened)
        none = np.zeros(len(person), dtype=np.int64)
        frame = pairs_frame(
            people.ids.gather(person),
            block.vacancies.ids.gather(block.index.row[place]),
            (none, none),
            opened,
            self.filter_names,
        )
        return frame.with_columns(reasons_column(opened, self.taxonomy.skills))


def _by_country(vacancies: VacancyArrays) -> list[NDArray[np.int64]]:
    order = np.argsort(vacancies.country, kind="stable")
    return [order[start : start + BLOCK] for start in range(0, len(order), BLOCK)]


def _unjudged(factor: Factor, vacancies: int) -> Factor:
    people = np.zeros(len(factor.person), dtype=np.int64)
    unknown = np.full((1, 1), UNKNOWN, dtype=np.uint8)
    return Factor(factor.name, people, np.zeros(vacancies, dtype=np.int64), unknown)


def _refuse_known(fresh: pl.Series, known: list[pl.Series], what: str) -> None:
    for ids in known:
        if (both := fresh.filter(fresh.is_in(ids.implode()))).len():
            raise UsageError(f"The {what} {both[0]} is here already.", remedy="Use a new id.")


def _find(tables: list[pl.Series], wanted: str, what: str) -> tuple[int, int]:
    for table, ids in enumerate(tables):
        row = ids.index_of(wanted)
        if row is not None:
            return table, row
    raise NotFoundError(f"There is no {what} with the id {wanted}.", place=f"{what}_id")


def _best(found: list[pl.DataFrame], top: int, other: str, rank: str) -> pl.DataFrame:
    best = pl.concat(found).sort("fit", other, descending=[True, False]).head(top)
    return best.with_columns((pl.int_range(pl.len(), dtype=pl.UInt32) + 1).alias(rank))
