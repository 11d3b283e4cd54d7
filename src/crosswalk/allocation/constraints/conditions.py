"""Conditions of a constraints file as columns: whom, which job and which pathway they mean; unknown is not no."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.allocation.constraints.declared import between, country_mistake
from crosswalk.allocation.constraints.layout import Where, Window
from crosswalk.allocation.constraints.reading import Constraints, Keys, nearest
from crosswalk.types import country_name

__all__ = ["Conditions", "Meant", "in_words"]

Mask = NDArray[np.bool_]
Names = tuple[str, ...]
#: Keys of a condition by what they are about.
OF_PEOPLE = ("person", "origin", "occupation", "attribute")
OF_JOBS = ("vacancy", "employer", "destination", "region", "sector", "starts")
ISCO_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Meant:
    """What a condition means: an option is meant where its person, its vacancy and its pathway are.

    Attributes:
        people: bool[P]; False also where it is not known.
        vacancies: bool[V], likewise.
        pathways: bool[W + 1]; the last for options without a pathway.
        people_unknown, vacancies_unknown: Where it is not known.
    """

    people: Mask
    vacancies: Mask
    pathways: Mask
    people_unknown: Mask
    vacancies_unknown: Mask

    def options(self, person: NDArray[np.integer], vacancy: NDArray[np.integer], pathway: NDArray[np.integer]) -> Mask:
        """bool[E]: which options are meant."""
        meant: Mask = self.people[person] & self.vacancies[vacancy] & self.pathways[pathway]
        return meant


@dataclass(frozen=True)
class Conditions:
    """Puts conditions to the records.

    Args:
        people: Rows of the people, in the order of the problem.
        vacancies: Rows of the vacancies, likewise.
        pathways: Names of the pathways of options, likewise.
        known_pathways: All that may be named, also those that no option uses.
        attributes: Of `declared_attributes`.
        isco: The ISCO-08 code of an occupation's URI; None where it has none.
    """

    constraints: Constraints
    people: pl.DataFrame
    vacancies: pl.DataFrame
    pathways: Sequence[str]
    known_pathways: frozenset[str]
    attributes: Mapping[str, pl.Series]
    isco: Callable[[str], str | None]

    def meant(self, where: Where, key: Keys) -> Meant:
        """What a condition means.

        Raises:
            FileError: It names what is not there; the nearest name is the remedy.
        """
        everybody = pl.repeat(value=True, n=self.people.height, dtype=pl.Boolean, eager=True)
        every_job = pl.repeat(value=True, n=self.vacancies.height, dtype=pl.Boolean, eager=True)
        people = reduce(and_, self._asked(where, key, OF_PEOPLE), everybody)
        jobs = reduce(and_, self._asked(where, key, OF_JOBS), every_job)
        ways = np.ones(len(self.pathways) + 1, bool)
        if where.pathway is not None:
            self._known(where.pathway, self.known_pathways, "pathway", (*key, "pathway"))
            ways = np.array([*(name in where.pathway for name in self.pathways), False])
        return Meant(_true(people), _true(jobs), ways, people.is_null().to_numpy(), jobs.is_null().to_numpy())

    def _asked(self, where: Where, key: Keys, names: Iterable[str]) -> list[pl.Series]:
        asked = ((name, getattr(where, name)) for name in names)
        return [getattr(self, f"_{name}")(value, (*key, name)) for name, value in asked if value is not None]

    def _known(self, names: Sequence[str], known: Iterable[str], what: str, key: Keys) -> None:
        there = set(known)
        for place, name in enumerate(names):
            if name not in there:
                remedy = nearest(name, there, f"Name one of the records; there are {len(there):,}.")
                raise self.constraints.document.error(f"There is no {what} {name}.", *key, place, remedy=remedy)

    # -- people -------------------------------------------------------------------------------------------------------

    def _person(self, names: Names, key: Keys) -> pl.Series:
        self._known(names, self.people["person_id"], "person", key)
        return self.people["person_id"].is_in(names)

    def _origin(self, names: Names, key: Keys) -> pl.Series:
        self._countries(names, key)
        if self.constraints.file.origin == "residence":
            return self.people["residence"].is_in(names)
        return self.people["nationalities"].list.set_intersection(list(names)).list.len() > 0

    def _occupation(self, names: Names, key: Keys) -> pl.Series:
        return self._work(self.people["occupation"], self._codes(self.people["occupation"]), names, key)

    def _attribute(self, names: Names, key: Keys) -> pl.Series:
        return reduce(or_, [self.attributes[name] for name in names])

    # -- jobs ---------------------------------------------------------------------------------------------------------

    def _vacancy(self, names: Names, key: Keys) -> pl.Series:
        self._known(names, self.vacancies["vacancy_id"], "vacancy", key)
        return self.vacancies["vacancy_id"].is_in(names)

    def _employer(self, names: Names, key: Keys) -> pl.Series:
        self._known(names, self.vacancies["employer"].drop_nulls(), "employer", key)
        return self.vacancies["employer"].is_in(names)

    def _region(self, names: Names, key: Keys) -> pl.Series:
        self._known(names, self.vacancies["region"].drop_nulls(), "region", key)
        return self.vacancies["region"].is_in(names)

    def _destination(self, names: Names, key: Keys) -> pl.Series:
        self._countries(names, key)
        return self.vacancies["country"].is_in(names)

    def _sector(self, names: Names, key: Keys) -> pl.Series:
        code = self.vacancies.select(pl.coalesce("isco", self._codes(self.vacancies["occupation"]))).to_series()
        return self._work(self.vacancies["occupation"], code, names, key)

    def _starts(self, window: Window, key: Keys) -> pl.Series:
        return between(self.vacancies["starts_on"], window)

    # -- both ---------------------------------------------------------------------------------------------------------

    def _countries(self, codes: Sequence[str], key: Keys) -> None:
        for place, code in enumerate(codes):
            if remedy := country_mistake(code):
                raise self.constraints.document.error(f"There is no country {code}.", *key, place, remedy=remedy)

    def _codes(self, uris: pl.Series) -> pl.Series:
        """The ISCO-08 code of each occupation."""
        code = {uri: self.isco(uri) for uri in uris.drop_nulls().unique()}
        return pl.Series([code.get(uri) for uri in uris], dtype=pl.String)

    def _work(self, uris: pl.Series, codes: pl.Series, wanted: Sequence[str], key: Keys) -> pl.Series:
        """Whether occupations are among some, named by their URI or by the first digits of their code."""
        held = []
        for place, name in enumerate(wanted):
            if name.isdecimal() and len(name) <= ISCO_DIGITS:
                held.append(codes.str.starts_with(name))
            elif ":" in name:
                held.append(uris == name)
            else:
                raise self.constraints.document.error(
                    f"{name} is no occupation.", *key, place,
                    remedy='Write the first digits of an ISCO-08 code in quotes, such as "222", or the URI of one.',
                )  # fmt: skip
        return reduce(or_, held)


def _true(column: pl.Series) -> Mask:
    return column.fill_null(value=False).to_numpy()


def in_words(where: Where) -> str:
    """A condition in words that follow "placed".

    Example:
        >>> in_words(Where(origin=("PHL",), sector=("2221",), pathway=("deu.skilled_worker",)))
        'from Philippines, in ISCO-08 2221, through deu.skilled_worker'
    """
    parts = [
        _joined("of", where.person),
        _joined("from", where.origin and tuple(map(country_name, where.origin))),
        _joined("who work now in ISCO-08", where.occupation),
        _joined("with the attribute", where.attribute),
        _joined("in the vacancy", where.vacancy),
        _joined("with the employer", where.employer),
        _joined("in", where.destination and tuple(map(country_name, where.destination))),
        _joined("in the region", where.region),
        _joined("in ISCO-08", where.sector),
        _joined("through", where.pathway),
    ]
    if where.starts is not None:
        parts += [f"starting from {where.starts.from_}" if where.starts.from_ else ""]
        parts += [f"starting until {where.starts.to}" if where.starts.to else ""]
    return ", ".join(part for part in parts if part)


def _joined(word: str, names: Sequence[str] | None) -> str:
    return f"{word} {' or '.join(names)}" if names else ""
