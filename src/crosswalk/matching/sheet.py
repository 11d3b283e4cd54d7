"""The verdict sheet: a row for each person, a column for each thing that vacancies have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswalk.matching import judges
from crosswalk.matching.columns import take_rows
from crosswalk.matching.filters import FILTERS, NO, UNKNOWN, YES, Factor, Filters
from crosswalk.matching.person_columns import PeopleArrays
from crosswalk.matching.vacancies import VacancyArrays
from crosswalk.matching.weights import SCALE, Weights

__all__ = ["Sheet", "Verdicts", "make_sheet"]

#: These filters close whole ranges of vacancies, or go with a part of the fit.
FORM_CLASSES = ("destination", "language", "education")

Judged = tuple[NDArray[np.uint8], NDArray[np.int32] | None]
Judge = Callable[[PeopleArrays, NDArray[np.int64]], Judged]


class Verdicts(NamedTuple):
    """Some people on the sheet: verdicts (people, columns) and the scores of education and language, -1 unknown."""

    verdict: NDArray[np.uint8]
    education: NDArray[np.int32]
    language: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Column:
    """One filter: the key of each vacancy, and how to judge some people (rows) for all keys at once."""

    key: NDArray[np.int32]
    judge: Judge


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a block of vacancies asks of filters.

    Args:
        names: Filters in the order in which they are tried.
        bit: For each of them its place in the order of FILTERS, those of the caller after them.
        early: How many of them, the first ones, form the classes of vacancies; the others are tried only for pairs
            that would enter a list.
        column: For each vacancy and filter its column on the sheet, shape (vacancies, filters).
        education, language: Column of each vacancy among the scores.
        judges: Judge of each filter, also of education and language where they do not filter.
        strict: Filters for which unknown counts as no.
    """

    names: tuple[str, ...]
    bit: NDArray[np.int32]
    early: int
    column: NDArray[np.int32]
    education: NDArray[np.int32]
    language: NDArray[np.int32]
    judges: dict[str, Judge]
    strict: frozenset[str]

    @property
    def width(self) -> int:
        """Columns of the sheet."""
        return int(self.column.max(initial=-1)) + 1

    def fill(self, people: PeopleArrays, who: NDArray[np.int64]) -> Verdicts:
        """A row for each of the people `who`."""
        judged = {name: judge(people, who) for name, judge in self.judges.items()}
        verdicts = [np.zeros((len(who), 0), dtype=np.uint8)]
        for name in self.names:
            verdict = judged[name][0]
            verdicts.append(np.where(verdict == YES, YES, NO).astype(np.uint8) if name in self.strict else verdict)
        education, language = judged["education"][1], judged["language"][1]
        assert education is not None
        assert language is not None
        return Verdicts(np.hstack(verdicts), education, language)


def _distinct(values: NDArray[np.integer]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The distinct values, and the place of each row's value among them."""
    keys, key = np.unique(values, return_inverse=True)
    return keys.astype(np.int32), key.astype(np.int32)


def _distinct_lists(
    ptr: NDArray[np.int64], *columns: NDArray[np.integer]
) -> tuple[NDArray[np.int32], NDArray[np.int64], list[NDArray[np.int32]]]:
    """Place of each row's list among the distinct lists, and those as compressed rows."""
    stacked = np.column_stack([column.astype(np.int32) for column in columns])
    texts = [stacked[a:b].tobytes() for a, b in pairwise(ptr.tolist())]
    number = {text: k for k, text in enumerate(dict.fromkeys(texts))}
    key = np.array([number[text] for text in texts], dtype=np.int32)
    lists = [np.frombuffer(text, dtype=np.int32).reshape(-1, len(columns)) for text in number]
    joined = np.concatenate([*lists, stacked[:0]])
    new_ptr = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return key, new_ptr, [joined[:, c].copy() for c in range(len(columns))]


def _destination(vacancies: VacancyArrays) -> Column:
    countries, key = _distinct(vacancies.country)
    return Column(key, lambda people, who: (judges.judge_destination(people, who, countries), None))


def _language(vacancies: VacancyArrays, words: int, steps: int, step_cost: int) -> Column:
    key, ptr, (language, level) = _distinct_lists(vacancies.language_ptr, vacancies.language, vacancies.language_level)
    return Column(
        key,
        lambda people, who: judges.judge_language(people, who, ptr, language, level, words, steps, step_cost),
    )


def _education(vacancies: VacancyArrays, one_short: int) -> Column:
    floors, key = _distinct(vacancies.education)
    return Column(key, lambda people, who: judges.judge_education(people, who, floors, one_short))


def _licence(vacancies: VacancyArrays, words: int) -> Column:
    key, ptr, (licence,) = _distinct_lists(vacancies.licence_ptr, vacancies.licence)
    return Column(key, lambda people, who: (judges.judge_licence(people, who, ptr, licence, words), None))


def _availability(vacancies: VacancyArrays) -> Column:
    starts, key = _distinct(vacancies.starts_on)
    return Column(key, lambda people, who: (judges.judge_availability(people, who, starts), None))


def _exclusions(vacancies: VacancyArrays) -> Column:
    """Unknown where somebody excludes employers and the vacancy names none; each no is kept pair by pair."""
    named, key = _distinct((vacancies.employer >= 0).astype(np.uint8))

    def judge(people: PeopleArrays, who: NDArray[np.int64]) -> Judged:
        excludes = (people.lists[who] & 8 != 0)[:, None]
        return np.where(excludes & (named == 0), UNKNOWN, YES).astype(np.uint8), None

    return Column(key, judge)


def _consent(vacancies: VacancyArrays) -> Column:
    nobody = np.zeros(len(vacancies.country), dtype=np.int32)
    return Column(nobody, lambda people, who: (people.consent[who, None], None))


def _of_caller(factor: Factor) -> Column:
    used = int(factor.vacancy.max(initial=-1)) + 1
    table = np.ascontiguousarray(factor.verdict[:, :used], dtype=np.uint8)
    return Column(factor.vacancy.astype(np.int32), lambda people, who: (table[factor.person[who]], None))


def _rows_of(vacancies: VacancyArrays, rows: NDArray[np.int64]) -> VacancyArrays:
    """What filters look at, of some vacancies only."""
    licence_ptr, licence = take_rows(vacancies.licence_ptr, rows)
    language_ptr, language = take_rows(vacancies.language_ptr, rows)
    return vacancies._replace(
        licence_ptr=licence_ptr,
        licence=vacancies.licence[licence],
        language_ptr=language_ptr,
        language=vacancies.language[language],
        language_level=vacancies.language_level[language],
        country=vacancies.country[rows],
        employer=vacancies.employer[rows],
        education=vacancies.education[rows],
        starts_on=vacancies.starts_on[rows],
    )


def make_sheet(
    vacancies: VacancyArrays,
    rows: NDArray[np.int64],
    filters: Filters,
    weights: Weights,
    words: tuple[int, int],
    factors: Sequence[Factor] = (),
) -> Sheet:
    """The sheet of some vacancies.

    Args:
        rows: Rows of the vacancies.
        words: Sizes of the vocabularies of languages and of licences.
        factors: Filters of the caller, their `vacancy` cut to these rows.
    """
    vacancies = _rows_of(vacancies, rows)
    columns = {
        "destination": _destination(vacancies),
        "language": _language(vacancies, words[0], filters.language_steps, round(weights.language_step * SCALE)),
        "education": _education(vacancies, round(weights.education_short * SCALE)),
        "licence": _licence(vacancies, words[1]),
        "availability": _availability(vacancies),
        "exclusions": _exclusions(vacancies),
        "consent": _consent(vacancies),
    } | {factor.name: _of_caller(factor) for factor in factors}
    on = [name for name in columns if name in filters.on or name not in FILTERS]
    # filters that treat all vacancies alike come first: they are then tried once for each person
    names = tuple(
        sorted(on, key=lambda name: 0 if columns[name].key.max(initial=0) == 0 else 1 if name in FORM_CLASSES else 2)
    )
    early = sum(name in FORM_CLASSES or columns[name].key.max(initial=0) == 0 for name in names)
    widths = [int(columns[name].key.max(initial=-1)) + 1 for name in names]
    offsets = np.cumsum([0, *widths], dtype=np.int64)
    placed = [columns[name].key + offset for name, offset in zip(names, offsets[:-1], strict=True)]
    everyone = np.zeros((len(vacancies.country), 0), dtype=np.int32)
    return Sheet(
        names=names,
        bit=np.array([list(columns).index(name) for name in names], dtype=np.int32),
        early=early,
        column=np.column_stack([everyone, *placed]).astype(np.int32),
        education=columns["education"].key,
        language=columns["language"].key,
        judges={name: columns[name].judge for name in {*names, "education", "language"}},
        strict=frozenset(filters.strict),
    )
