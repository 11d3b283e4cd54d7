"""Checking an allocation without trusting who made it: which rules it breaks, and what no allocation can exceed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Integers, Problem
from crosswalk.allocation.result import Prices
from crosswalk.errors import InputError

__all__ = [
    "Floor",
    "GroupPlaces",
    "broken_rules",
    "certified_bound",
    "group_places",
    "reduced_values",
    "unit_surplus",
]

#: A sum of numbers below this stays far inside 64 bits.
_LARGEST = 2**61


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What an earlier objective reached, and a later one must leave standing.

    Attributes:
        value: int64[E], the earlier objective in millionths.
        reached: Its total, in millionths.
    """

    value: Integers
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPlaces:
    """What each group can keep at each meeting place that one of its members has an option at.

    Attributes:
        options: int64[n]; the options of members of groups, in order of group, place and person.
        member: int64[n]; for each of them, the person at that place, counted over all places.
        best: int64[m]; by person at a place, the best reduced value there.
        place: int64[m]; the place.
        together, group: int64[p]; by place, the sum of its members' best, and whose place it is.
        whole: bool[p]; every member of the group has an option there.
    """

    options: Integers
    member: Integers
    best: Integers
    place: Integers
    together: Integers
    group: Integers
    whole: NDArray[np.bool_]

    def surplus(self, groups: int) -> Integers:
        """int64[groups]: the most that each group keeps; 0 is to stay."""
        surplus = np.zeros(groups, np.int64)
        np.maximum.at(surplus, self.group[self.whole], self.together[self.whole])
        return surplus


def reduced_values(problem: Problem, value: Integers, prices: Prices, floors: Sequence[Floor] = ()) -> Integers:
    """What each option is worth after it has paid for its places and for the rules.

    Args:
        problem: With E options, V vacancies, Q rows.
        value: int64[E] of the stage, in millionths.
        prices: vacancy int64[V] and row int64[Q + floors]. The price of a floor is in millionths of this stage's unit
            for one full unit of the earlier one, and is never positive.
        floors: What earlier stages reached, in their order.

    Returns:
        int64[E], in millionths; what a floor pays for an option is rounded up, so that a bound stays a bound.

    Raises:
        InputError: A price has the wrong sign or length, or is too large for 64 bits.
    """
    _check(problem, value, prices, floors)
    rules = len(problem.rows)
    by_kind = problem.coefficients @ prices.row[:rules]
    reduced: Integers = value - problem.use * prices.vacancy[problem.vacancy] - by_kind[problem.kind]
    for floor, price in zip(floors, prices.row[rules:].tolist(), strict=True):
        units, rest = divmod(price, VALUE_SCALE)  # in two parts, so that a large price stays inside 64 bits
        reduced -= units * floor.value + rest * floor.value // VALUE_SCALE
    return reduced


def unit_surplus(problem: Problem, reduced: Integers) -> tuple[Integers, Integers]:
    """The most that each unit can keep: a person alone takes the best option, a group its best meeting place.

    Args:
        problem: With P people and G groups.
        reduced: int64[E] of `reduced_values`.

    Returns:
        int64[P] for those who move alone (0 for members of groups) and int64[G]; never negative, 0 is to stay.
    """
    alone = np.zeros(len(problem.people), np.int64)
    placed = np.flatnonzero(np.diff(problem.first_option))
    if len(placed):
        alone[placed] = np.maximum(np.maximum.reduceat(reduced, problem.first_option[placed]), 0)
    alone[problem.group != ALONE] = 0
    return alone, group_places(problem, reduced).surplus(len(problem.group_names))


def certified_bound(problem: Problem, value: Integers, prices: Prices, floors: Sequence[Floor] = ()) -> int:
    """What no allocation of the problem can exceed, proven by the prices in one pass over all options.

    The sum of: each vacancy's price times its capacity; each row's price times the bound it presses on; less what the
    floors were promised; plus what each person or group can keep at these prices. It holds for any prices; good
    prices only bring it closer. Everything is a whole number, so the answer is the same on every machine.

    Args:
        problem: The problem.
        value: int64[E] of the stage, in millionths.
        prices: Any prices of the right signs: of a vacancy never negative; of a row positive only where it has an
            upper bound, negative only where it has a lower one; of a floor never positive.
        floors: What earlier stages reached, in their order; none for the first stage.

    Returns:
        The bound in millionths.

    Raises:
        InputError: A price has the wrong sign or length, or is too large for 64 bits.

    Source: Lagrangian relaxation; D. P. Bertsekas, "The auction algorithm: a distributed relaxation method for the
    assignment problem", Annals of Operations Research 14 (1988).

    Example:
        Two nurses, one place; the first would bring 0.9, the second 0.7. At the price 0.7 the bound is 0.9.

        >>> from crosswalk.allocation.problem import Stage
        >>> fit = np.array([900_000, 700_000])
        >>> problem = Problem(
        ...     people=("Amina", "Binta"), vacancies=("ward",), pathways=(), first_option=np.array([0, 1, 2]),
        ...     vacancy=np.zeros(2, np.int32), pathway=np.full(2, -1, np.int32), use=np.ones(2, np.int64),
        ...     capacity=np.array([1]), stages=(Stage(name="fit", value=fit),))
        >>> certified_bound(problem, fit, Prices(vacancy=np.array([700_000]), row=np.zeros(0, np.int64)))
        900000
    """
    alone, groups = unit_surplus(problem, reduced_values(problem, value, prices, floors))
    bound = sum(p * c for p, c in zip(prices.vacancy.tolist(), problem.capacity.tolist(), strict=True) if p)
    rules = len(problem.rows)
    for row, price in zip(problem.rows, prices.row[:rules].tolist(), strict=True):
        bound += price * _pressed(row.lower, row.upper, price)
    for floor, price in zip(floors, prices.row[rules:].tolist(), strict=True):
        bound -= -price * floor.reached // VALUE_SCALE
    return int(bound + sum(alone.tolist()) + sum(groups.tolist()))


def broken_rules(problem: Problem, chosen: Integers) -> list[str]:
    """Every rule of the problem that these options break together, in words; none for an allocation that may stand.

    Args:
        problem: The problem.
        chosen: int64[n], indices of options.

    Returns:
        One sentence for each broken rule.
    """
    if len(np.unique(chosen)) != len(chosen):
        return ["An option is chosen twice."]
    if len(chosen) and (chosen.min() < 0 or chosen.max() >= len(problem.vacancy)):
        return ["A chosen option does not exist."]
    person = problem.person[chosen]
    times = np.bincount(person, minlength=len(problem.people))
    broken = [f"{problem.people[i]} is placed {times[i]} times." for i in np.flatnonzero(times > 1)]
    used = np.zeros(len(problem.vacancies), np.int64)
    np.add.at(used, problem.vacancy[chosen], problem.use[chosen])
    broken += [
        f"{problem.vacancies[v]} has {problem.capacity[v]} places and gives {used[v]}."
        for v in np.flatnonzero(used > problem.capacity)
    ]
    totals = problem.coefficients[problem.kind[chosen]].sum(axis=0).tolist()
    for row, total in zip(problem.rows, totals, strict=True):
        if row.lower is not None and total < row.lower:
            broken.append(f"'{row.name}' reaches {total} and must reach {row.lower}.")
        if row.upper is not None and total > row.upper:
            broken.append(f"'{row.name}' reaches {total} and may reach {row.upper}.")
    return [*broken, *_parted_groups(problem, chosen)]


def _parted_groups(problem: Problem, chosen: Integers) -> Iterator[str]:
    group = problem.group[problem.person[chosen]]
    sizes = np.bincount(problem.group[problem.group != ALONE], minlength=len(problem.group_names))
    for g in np.unique(group[group != ALONE]).tolist():
        members = chosen[group == g]
        if len(members) < sizes[g]:
            yield f"Of the group {problem.group_names[g]} only {len(members)} of {sizes[g]} are placed."
        if len(np.unique(problem.meeting[members])) > 1:
            yield f"The group {problem.group_names[g]} is placed apart."


def group_places(problem: Problem, reduced: Integers) -> GroupPlaces:
    """The meeting places of all groups, and what each group keeps at each.

    Args:
        problem: The problem.
        reduced: int64[E] of `reduced_values`.
    """
    person = problem.person
    options = np.flatnonzero(problem.group[person] != ALONE)
    person, meeting = person[options], problem.meeting[options]
    order = np.lexsort((person, meeting, problem.group[person]))
    options, person, meeting = options[order], person[order], meeting[order]
    group = problem.group[person]
    new_member = _changes(group, meeting, person)
    member = np.flatnonzero(new_member)  # the first option of each member at each place
    new_place = _changes(group[member], meeting[member])
    place = np.flatnonzero(new_place)
    best = np.maximum.reduceat(reduced[options], member) if len(member) else np.zeros(0, np.int64)
    together = np.add.reduceat(best, place) if len(place) else np.zeros(0, np.int64)
    group_of_place = group[member][place].astype(np.int64)
    sizes = np.bincount(problem.group[problem.group != ALONE], minlength=len(problem.group_names))
    return GroupPlaces(
        options=options,
        member=np.cumsum(new_member) - 1,
        best=best,
        place=np.cumsum(new_place) - 1,
        together=together,
        group=group_of_place,
        whole=np.diff(np.append(place, len(member))) == sizes[group_of_place],
    )


def _changes(*keys: np.ndarray) -> np.ndarray:
    """Where a run of equal sorted keys begins."""
    first = np.zeros(len(keys[0]), bool)
    first[:1] = True
    for key in keys:
        first[1:] |= key[1:] != key[:-1]
    return first


def _pressed(lower: int | None, upper: int | None, price: int) -> int:
    """The bound that a price of this sign charges for."""
    bound = upper if price > 0 else lower if price < 0 else 0
    if bound is None:
        raise InputError("A row's price presses on a bound that the row does not have.")
    return bound


def _check(problem: Problem, value: Integers, prices: Prices, floors: Sequence[Floor]) -> None:
    """Refuse what would not be prices, before anything can overflow."""
    rules = len(problem.rows)
    if len(prices.vacancy) != len(problem.vacancies) or len(prices.row) != rules + len(floors):
        raise InputError("There must be one price for each vacancy, each row and each floor.")
    if len(prices.vacancy) and prices.vacancy.min() < 0:
        raise InputError("The price of a vacancy is never negative.")
    for row, price in zip(problem.rows, prices.row[:rules].tolist(), strict=True):
        _pressed(row.lower, row.upper, price)
    floor_prices = prices.row[rules:].tolist()
    if any(price > 0 for price in floor_prices):
        raise InputError("The price of a floor is never positive.")
    largest = _peak(value) + _peak(problem.use) * _peak(prices.vacancy)
    for q, price in enumerate(prices.row[:rules].tolist()):
        largest += abs(price) * _peak(problem.coefficients[:, q])
    for floor, price in zip(floors, floor_prices, strict=True):
        largest += (abs(price) // VALUE_SCALE + 2) * _peak(floor.value)
    sizes = np.bincount(problem.group[problem.group != ALONE], minlength=1)
    if largest * max(1, int(sizes.max())) > _LARGEST:
        raise InputError("The prices are too large to be checked in 64 bits.")


def _peak(numbers: Integers) -> int:
    return max(int(numbers.max()), -int(numbers.min())) if len(numbers) else 0
