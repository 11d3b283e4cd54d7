"""What fairness costs: the price of every rule in placements and in each objective, whom it helps and displaces."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.certificate import certified_bound
from crosswalk.allocation.fairness.attributes import SMALLEST_CELL, Attributes, divide, shown_counts
from crosswalk.allocation.fairness.changed import Solver, moving_apart, nearest_to, with_places, without_rows
from crosswalk.allocation.problem import ALONE, Integers, Problem
from crosswalk.allocation.reasons.standing import floors_before, own_options
from crosswalk.allocation.result import Allocation, Prices

__all__ = ["SMALL_PROBLEM", "GroupChange", "People", "RulePrice", "StageCost", "price_of_rules"]

#: Options up to which every rule is priced by solving again, unless told otherwise.
SMALL_PROBLEM = 5_000

Kind = Literal["rule", "together", "held_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCost:
    """What a rule takes from one objective, in millionths: from `low` to `high`; None where nothing is proven.

    A cost of a later stage may lie below zero: without the rule an earlier stage reaches more, and leaves less.
    """

    stage: str
    low: int | None
    high: int | None

    @property
    def exact(self) -> int | None:
        """The cost, where it is known exactly."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """People of one group whom a rule helps, displaces or moves; None where the counts are withheld."""

    attribute: str
    group: str
    helped: int | None
    displaced: int | None
    moved: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Whom a rule changes things for, against the nearest of the best allocations without it.

    Attributes:
        helped: Placed with the rule, and not without it.
        displaced: Placed without it, and not with it.
        moved: Placed both times, at different options.
        groups: The same by declared attribute.
    """

    helped: int
    displaced: int
    moved: int
    groups: tuple[GroupChange, ...]

    @property
    def placements(self) -> int:
        """How many more people would be placed without the rule."""
        return self.displaced - self.helped


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePrice:
    """The price of one rule, or of several of one name: all else stays as it is, and the rule is left out.

    Attributes:
        name: Of the rule; "together" for groups that move as one, "held_back" for places kept for later.
        words: What it says.
        sensitive: It reads a confidential attribute of people.
        costs: One for each stage.
        people: None where only the estimate from prices was made.
    """

    name: str
    kind: Kind
    words: str
    sensitive: bool
    costs: tuple[StageCost, ...]
    people: People | None

    def as_json(self, *, inside: bool = False) -> dict[str, Any]:
        """Plain data; a sensitive rule is named only inside the programme."""
        data = asdict(self)
        if self.sensitive and not inside:
            data |= {"name": None, "words": None}
            data["people"] = data["people"] and data["people"] | {"groups": []}
        return data


@dataclass(frozen=True, slots=True)
class _Left:
    """A rule left out, and what remains."""

    name: str
    kind: Kind
    words: str
    sensitive: bool
    problem: Problem
    rows: Collection[int] = ()


def price_of_rules(
    problem: Problem,
    allocation: Allocation,
    *,
    attributes: Attributes | None = None,
    held_back: Integers | None = None,
    sets: Mapping[str, Collection[int]] | None = None,
    exact: bool | None = None,
    smallest_cell: int = SMALLEST_CELL,
    solver: Solver = allocate,
) -> tuple[RulePrice, ...]:
    """What each rule costs, whom it helps and whom it displaces.

    First from the prices of the certificate, in one pass: without the rule an objective can rise by at most so much,
    and where that is nothing the rule is free. Then exactly, by solving without the rule; of equally good allocations
    the one nearest to the given one is compared, so that nobody counts as helped or displaced by a mere tie. Prices
    of rules do not add up: two rules may ask for the same thing. Price them together with `sets`.

    Args:
        problem: As it was allocated.
        allocation: Of the problem.
        attributes: By name, one value for each person, to count whom a rule helps.
        held_back: int64[V]; places kept for later arrivals, which `capacity` leaves out.
        sets: Indices of rows by a name, priced as one; where not given, rows of the same name are one.
        exact: Solve without each rule; where not given, for problems of up to SMALL_PROBLEM options.
        smallest_cell: Counts by attribute from 1 to below this are withheld, and what they could be worked out from.
        solver: Finds the best allocation of a problem.

    Returns:
        One price for each rule, then for moving together and for places held back where there are any.

    Source:
        Group fairness at 1 to 5 % of the objective in refugee matching: Freund, Lykouris, Paulson, Sturt and Weng,
        "Group fairness in dynamic refugee assignment", arXiv:2301.10642.
    """
    solve = len(problem.vacancy) <= SMALL_PROBLEM if exact is None else exact
    found = []
    for left in _left_out(problem, allocation, held_back, sets):
        costs, people = _estimated_costs(problem, allocation, left), None
        if all(cost.high == 0 for cost in costs):  # the allocation is still the best, and nobody changes place
            people = _people(problem, allocation, allocation, attributes or {}, smallest_cell)
        elif solve:
            other = solver(nearest_to(left.problem, allocation.chosen))
            costs = _exact_costs(problem, allocation, other)
            people = _people(problem, allocation, other, attributes or {}, smallest_cell)
        found.append(
            RulePrice(
                name=left.name,
                kind=left.kind,
                words=left.words,
                sensitive=left.sensitive,
                costs=costs,
                people=people,
            )
        )
    return tuple(found)


def _left_out(
    problem: Problem, allocation: Allocation, held_back: Integers | None, sets: Mapping[str, Collection[int]] | None
) -> Iterator[_Left]:
    for name, rows in (_by_name(problem) if sets is None else sets).items():
        words = " ".join(dict.fromkeys(problem.rows[q].words for q in sorted(rows)))
        sensitive = any(problem.rows[q].sensitive for q in rows)
        yield _Left(name, "rule", words, sensitive, without_rows(problem, rows), rows)
    if (problem.group != ALONE).any():
        yield _Left("together", "together", "", False, moving_apart(problem))
    if held_back is not None and held_back.any():
        yield _Left("held_back", "held_back", "", False, with_places(problem, held_back))


def _by_name(problem: Problem) -> dict[str, list[int]]:
    names: dict[str, list[int]] = {}
    for q, row in enumerate(problem.rows):
        names.setdefault(row.name, []).append(q)
    return names


def _estimated_costs(problem: Problem, allocation: Allocation, left: _Left) -> tuple[StageCost, ...]:
    """At most so much: the bound without the rule less what was reached with it.

    Of a later stage only where the earlier ones lose nothing, for else it has less to stand on.
    """
    costs: list[StageCost] = []
    for number, mine in enumerate(allocation.certificates):
        low = high = None
        if all(cost.high == 0 for cost in costs):
            kept = [q for q in range(len(mine.prices.row)) if q not in left.rows]
            prices = Prices(vacancy=mine.prices.vacancy, row=mine.prices.row[kept])
            floors = floors_before(problem, allocation, number)
            bound = certified_bound(left.problem, problem.stages[number].value, prices, floors)
            low, high = 0, max(0, bound - mine.objective)
        costs.append(StageCost(stage=mine.stage, low=low, high=high))
    return tuple(costs)


def _exact_costs(problem: Problem, allocation: Allocation, other: Allocation) -> tuple[StageCost, ...]:
    """The difference of the objectives; a range where a gap is open, and nothing after an open gap."""
    costs, proven = [], True
    for number, (mine, its) in enumerate(
        zip(allocation.certificates, other.certificates[: len(problem.stages)], strict=True)
    ):
        low, high = its.objective - mine.bound, its.bound - mine.objective
        low = max(low, 0) if number == 0 else low
        costs.append(StageCost(stage=mine.stage, low=low if proven else None, high=high if proven else None))
        proven &= low == high
    return tuple(costs)


def _people(
    problem: Problem, allocation: Allocation, other: Allocation, attributes: Attributes, smallest: int
) -> People:
    with_rule, without = own_options(problem, allocation), own_options(problem, other)
    masks = {
        "helped": (with_rule >= 0) & (without < 0),
        "displaced": (with_rule < 0) & (without >= 0),
        "moved": (with_rule >= 0) & (without >= 0) & (with_rule != without),
    }
    groups = [
        GroupChange(attribute=people.attribute, group=name, **counts)
        for people in divide(attributes, len(problem.people))
        for name, counts in zip(people.names, shown_counts(people, masks, smallest), strict=True)
    ]
    return People(**{name: int(np.count_nonzero(mask)) for name, mask in masks.items()}, groups=tuple(groups))
