"""How many places each vacancy can give now, and who moves together, from a constraints file and the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.allocation.constraints.reading import Constraints, nearest
from crosswalk.allocation.problem import ALONE, Integers

__all__ = ["Groups", "capacities", "groups_of"]

#: Vacancies named in an error.
MOST_NAMED = 5


def capacities(constraints: Constraints, vacancies: pl.DataFrame) -> tuple[Integers, Integers]:
    """Places that each vacancy can give now: of the file, else of its record, else `unstated`; less those held back.

    Args:
        constraints: With `capacities`.
        vacancies: Rows under `schema_of(Vacancy)`, in the order of the problem.

    Returns:
        int64[V] each: what can be given now, and what is held back.

    Raises:
        FileError: A vacancy is not there, its places are not known or fewer than none, or more are held back.
    """
    given, error = constraints.file.capacities, constraints.document.error
    ids = vacancies["vacancy_id"].to_list()
    there = set(ids)
    for key in ("vacancies", "held_back"):
        for name in getattr(given, key):
            if name not in there:
                remedy = nearest(name, there, "Name a vacancy of the records.")
                raise error(f"There is no vacancy {name}.", "capacities", key, name, remedy=remedy)
    places = dict(zip(ids, vacancies["places"].to_list(), strict=True)) | given.vacancies
    missing = [name for name in ids if places[name] is None]
    if missing and given.unstated is None:
        more = f" and {len(missing) - MOST_NAMED:,} more" if len(missing) > MOST_NAMED else ""
        raise error(
            f"It is not known how many places these vacancies have: {', '.join(missing[:MOST_NAMED])}{more}.",
            "capacities",
            remedy="Write them under capacities.vacancies, or unstated: 1 for one place each.",
        )
    found = {name: given.unstated if places[name] is None else places[name] for name in ids}
    for name, count in found.items():
        if count is None or count < 0:
            raise error(
                f"The record of {name} states {count} places.", "capacities",
                remedy="Correct the record, or write its places under capacities.vacancies.",
            )  # fmt: skip
        if given.held_back.get(name, 0) > count:
            raise error(
                f"{name} has {count} places and {given.held_back[name]} are held back.",
                "capacities", "held_back", name, remedy=f"Hold back at most {count}.",
            )  # fmt: skip
    held_back = np.array([given.held_back.get(name, 0) for name in ids], np.int64)
    return np.array([found[name] or 0 for name in ids], np.int64) - held_back, held_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Who moves together.

    Attributes:
        group: int32[P]; ALONE for those who are in none, or who are in one only with dependants.
        household: int64[P]; people who come with each person, the person included.
        names: By index of the group.
        meet: By index of the group: anywhere, country, region, employer or vacancy.
    """

    group: NDArray[np.int32]
    household: Integers
    names: tuple[str, ...]
    meet: tuple[str, ...]

    def meeting(
        self, person: NDArray[np.int32], vacancy: NDArray[np.int32], vacancies: pl.DataFrame
    ) -> NDArray[np.int32]:
        """int32[E]: the meeting place of each option; 0 where there is none to keep."""
        found = np.zeros(len(person), np.int32)
        codes = {kind: _places(kind, vacancies) for kind in set(self.meet) - {"anywhere"}}
        for kind, code in codes.items():
            keeps = np.array([*(meet == kind for meet in self.meet), False])  # the last for those who are alone
            inside = keeps[self.group[person]]
            found[inside] = code[vacancy[inside]]
        return found


def _places(kind: str, vacancies: pl.DataFrame) -> NDArray[np.int32]:
    """A number from 1 for each country, region, employer or vacancy; a vacancy of which it is not known is its own."""
    columns = {"country": ["country"], "region": ["country", "region"], "employer": ["employer"]}
    keys = columns.get(kind, ["vacancy_id"])
    own = pl.when(pl.all_horizontal(pl.col(keys).is_not_null())).then(None).otherwise(pl.col("vacancy_id")).alias("own")
    ranked = vacancies.select(*keys, own).select(pl.struct(pl.all()).rank("dense").cast(pl.Int32))
    return ranked.to_series().to_numpy()


def groups_of(constraints: Constraints, people: Sequence[str], left_out: Sequence[str]) -> Groups:
    """The groups of a file.

    Args:
        people: Identifiers, sorted.
        left_out: People who do not consent to be matched.

    Raises:
        FileError: A member is not there, or does not consent.
    """
    index = {name: place for place, name in enumerate(people)}
    group = np.full(len(people), ALONE, np.int32)
    household = np.ones(len(people), np.int64)
    names: list[str] = []
    meet: list[str] = []
    for number, each in enumerate(constraints.file.groups):
        for place, person in enumerate(each.people):
            key = ("groups", number, "people", place)
            if person in left_out:
                raise constraints.document.error(
                    f"{person} of the group {each.name} does not consent to be matched.", *key,
                    remedy="Ask again, or take the person out of the group.",
                )  # fmt: skip
            if person not in index:
                raise constraints.document.error(
                    f"There is no person {person}.",
                    *key,
                    remedy=nearest(person, index, "Name a person of the records."),
                )
        household[index[each.people[0]]] += each.dependants
        if len(each.people) > 1:
            group[[index[person] for person in each.people]] = len(names)
            names.append(each.name)
            meet.append(each.meet)
    return Groups(group=group, household=household, names=tuple(names), meet=tuple(meet))
