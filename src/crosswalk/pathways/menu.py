"""What can be changed together: the levers of a law, the steps for which it has figures, and every set of a few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from crosswalk.pathways.facts import Known
from crosswalk.pathways.layout import LeverEntry
from crosswalk.pathways.levers import step_cost, step_value
from crosswalk.pathways.pathway import Law

__all__ = ["PARTS", "Menu", "Pull", "Step"]

#: Parts of a month in which times are counted.
PARTS = 1000
#: The place of a lever, and of the step up to which it is pulled.
Pull = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a lever as the law of the day has it.

    Attributes:
        values: The facts after it; empty where it adds to what is there.
        added: What all steps up to it add to the facts.
        cost, months: Of this step alone, in minor units and parts of months; None where nobody could say.
    """

    values: Mapping[str, Known]
    added: Mapping[str, int]
    cost: int | None
    months: int | None


@dataclass(frozen=True, slots=True)
class Menu:
    """The levers of a law.

    Attributes:
        steps: Of each lever, as far as the law gives figures.
        sets: Every choice of up to a few levers, with one step each.
        ranks: Where each set stands among sets that cost the same and take as long: few changes first, then by name.
    """

    levers: tuple[LeverEntry, ...]
    steps: tuple[tuple[Step, ...], ...]
    sets: tuple[tuple[Pull, ...], ...]
    ranks: tuple[int, ...]

    @classmethod
    def of(cls, law: Law, at_most: int) -> Menu:
        """The menu of a law, for up to so many changes at once."""
        levers = law.pathway.file.levers
        steps = tuple(tuple(_steps(law, lever)) for lever in levers)
        pulls = [[(lever, step) for step in range(len(each))] for lever, each in enumerate(steps)]
        sets = tuple(
            chosen
            for size in range(1, at_most + 1)
            for some in combinations([each for each in pulls if each], size)
            for chosen in product(*some)
        )
        names = [(len(each), tuple(levers[lever].id for lever, _ in each)) for each in sets]
        ranks = [0] * len(sets)
        for rank, place in enumerate(sorted(range(len(sets)), key=names.__getitem__)):
            ranks[place] = rank
        return cls(levers, steps, sets, tuple(ranks))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that levers change."""
        return tuple(dict.fromkeys(name for lever in self.levers for name in lever.facts))


def _steps(law: Law, lever: LeverEntry) -> Iterator[Step]:
    added = dict.fromkeys(lever.facts, 0)
    for step in lever.steps:
        values = {name: step_value(law, name, step) for name in lever.facts}
        known = {name: value for name, value in values.items() if value is not None}
        if len(known) < len(values):
            return
        cost, months = step_cost(step), step.months
        minor = None if cost is None else cost.minor
        parts = None if months == "unknown" else int(Decimal(months) * PARTS)
        if step.add is None:
            yield Step(known, {}, minor, parts)
        else:
            added = {name: added[name] + int(value) for name, value in known.items() if isinstance(value, int)}
            yield Step({}, added, minor, parts)
