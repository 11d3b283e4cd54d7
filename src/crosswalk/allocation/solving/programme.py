"""The problem as a linear programme: one column for each option, and a few that keep its rows short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from crosswalk.allocation.certificate import Floor
from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.solving.face import Face
from crosswalk.allocation.solving.highs import Floats, Programme

__all__ = ["Written", "write"]

Columns = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A programme, and where the parts of the problem stand in it.

    Attributes:
        programme: Its first columns are the options.
        options: int64[n]; the option of each of those columns.
        vacancies, rules, floors: Rows of the programme.
    """

    programme: Programme
    options: Integers
    vacancies: slice
    rules: slice
    floors: slice


@dataclass(slots=True)
class _Rows:
    """Rows of the programme as they are written, one block of a kind after another."""

    entries: list[tuple[Columns, Columns, Floats]] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    count: int = 0

    def block(self, lower: Floats, upper: Floats, *entries: tuple[Columns, Columns, Floats]) -> slice:
        """Add rows; each entry is row within the block, column, number."""
        self.entries += [(row + self.count, column, number) for row, column, number in entries]
        self.lower.append(lower)
        self.upper.append(upper)
        rows = slice(self.count, self.count + len(lower))
        self.count = rows.stop
        return rows


def write(
    problem: Problem, value: Integers, *, floors: Sequence[Floor] = (), options: Integers, face: Face | None = None
) -> Written:
    """Write a stage as a linear programme.

    Where there are rules, each person has a column for every kind of option that he or she has, and the rules read
    those columns: far fewer numbers than one for each option and rule. Each group has a column for every meeting place
    where all its members have an option, so that the relaxation already keeps it together.

    Args:
        problem: The problem.
        value: int64[E] of the stage.
        floors: Earlier objectives to keep, as rows.
        options: int64[n], ascending; the options that may be chosen.
        face: What the earlier stages' prices leave; its options are expected to be those of `options`.

    Returns:
        The programme and its parts.
    """
    place, options = _meeting_places(problem, options)
    rows = _Rows()
    columns = len(options)
    column = np.arange(columns)
    person = problem.person[options].astype(np.int64)
    kinds: tuple[Columns, Columns] | None = None
    if problem.rows:
        key, cell = np.unique(person * len(problem.coefficients) + problem.kind[options], return_inverse=True)
        kinds = (columns + np.arange(len(key)), key % len(problem.coefficients))
        _equal(rows, column, cell, kinds[0])
        who, take = key // len(problem.coefficients), kinds[0]
        columns += len(key)
    else:
        who, take = person, column
    vacancies = _vacancies(rows, problem, options, face)
    _people_alone(rows, problem, who, take, face)
    columns = _groups(rows, problem, options, place, columns, face)
    rules = _rules(rows, problem, kinds, face)
    kept = _floors(rows, floors, options)
    matrix = coo_array(
        (
            np.concatenate([number for _, _, number in rows.entries]),
            tuple(np.concatenate([entry[axis] for entry in rows.entries]) for axis in (0, 1)),
        ),
        shape=(rows.count, columns),
    )
    programme = Programme(
        value=np.concatenate([value[options], np.zeros(columns - len(options))]).astype(np.float64),
        matrix=matrix.tocsc(),
        row_lower=np.concatenate(rows.lower),
        row_upper=np.concatenate(rows.upper),
        whole=len(options),
    )
    return Written(programme=programme, options=options, vacancies=vacancies, rules=rules, floors=kept)


def _meeting_places(problem: Problem, options: Integers) -> tuple[Columns, Integers]:
    """By option kept: which meeting place of its group it is at, -1 for people alone; no place that not all can reach.

    A place is numbered over all groups.
    """
    person = problem.person[options]
    group = problem.group[person].astype(np.int64)
    grouped = group != ALONE
    if not grouped.any():
        return np.full(len(options), -1), options
    span = int(problem.meeting.max()) + 1
    keys, place = np.unique(group[grouped] * span + problem.meeting[options][grouped], return_inverse=True)
    member = np.unique(place * len(problem.people) + person[grouped])
    present = np.bincount(member // len(problem.people), minlength=len(keys))
    whole = present == np.bincount(problem.group[problem.group != ALONE])[keys // span]
    number = np.where(whole, np.cumsum(whole) - 1, -1)
    places = np.full(len(options), -1)
    places[grouped] = number[place]
    keep = ~grouped | (places >= 0)
    return places[keep], options[keep]


def _ones(numbers: Columns) -> Floats:
    return np.ones(len(numbers))


def _equal(rows: _Rows, column: Columns, row: Columns, total: Columns) -> None:
    """Each of the columns `total` is the sum of the columns of its row."""
    nothing = np.zeros(len(total))
    rows.block(nothing, nothing, (row, column, _ones(column)), (np.arange(len(total)), total, -_ones(total)))


def _vacancies(rows: _Rows, problem: Problem, options: Integers, face: Face | None) -> slice:
    capacity = problem.capacity.astype(np.float64)
    lower = np.where(face.vacancies, capacity, -np.inf) if face else np.full(len(capacity), -np.inf)
    vacancy = problem.vacancy[options].astype(np.int64)
    return rows.block(lower, capacity, (vacancy, np.arange(len(options)), problem.use[options].astype(np.float64)))


def _people_alone(rows: _Rows, problem: Problem, who: Columns, take: Columns, face: Face | None) -> None:
    """At most one option for each person alone."""
    alone = problem.group[who] == ALONE
    people, row = np.unique(who[alone], return_inverse=True)
    least = face.people[people].astype(np.float64) if face else np.zeros(len(people))
    rows.block(least, _ones(people), (row, take[alone], _ones(row)))


def _groups(rows: _Rows, problem: Problem, options: Integers, place: Columns, columns: int, face: Face | None) -> int:
    """Each member of a group is placed where the group is; returns the number of columns there are then."""
    grouped = np.flatnonzero(place >= 0)
    if not len(grouped):
        return columns
    people = problem.person[options[grouped]].astype(np.int64)
    member, row = np.unique(place[grouped] * len(problem.people) + people, return_inverse=True)
    place_of_member, person_of_member = member // len(problem.people), member % len(problem.people)
    _equal(rows, grouped, row, columns + place_of_member)
    places, first = np.unique(place_of_member, return_index=True)
    groups, group_row = np.unique(problem.group[person_of_member[first]], return_inverse=True)
    must = np.zeros(len(groups))
    if face:
        must[group_row] = face.people[person_of_member[first]]
    rows.block(must, _ones(groups), (group_row, columns + places, _ones(places)))
    return columns + len(places)


def _rules(rows: _Rows, problem: Problem, kinds: tuple[Columns, Columns] | None, face: Face | None) -> slice:
    """The rules over the columns of person and kind; where a price presses, the rule holds as an equation."""
    lower = np.array([-np.inf if row.lower is None else row.lower for row in problem.rows], np.float64)
    upper = np.array([np.inf if row.upper is None else row.upper for row in problem.rows], np.float64)
    if kinds is None:
        return rows.block(lower, upper)
    if face:
        lower, upper = np.where(face.rows > 0, upper, lower), np.where(face.rows < 0, lower, upper)
    columns, kind = kinds
    coefficients = problem.coefficients[kind]
    cell, rule = np.nonzero(coefficients)
    return rows.block(lower, upper, (rule, columns[cell], coefficients[cell, rule].astype(np.float64)))


def _floors(rows: _Rows, floors: Sequence[Floor], options: Integers) -> slice:
    """Earlier objectives, in full units; the bound is half a millionth low, so that no rounding cuts the exact one."""
    lower = np.array([(floor.reached - 0.5) / VALUE_SCALE for floor in floors])
    entries = [
        (np.full(len(options), number), np.arange(len(options)), floor.value[options] / VALUE_SCALE)
        for number, floor in enumerate(floors)
    ]
    return rows.block(lower, np.full(len(floors), np.inf), *entries)
