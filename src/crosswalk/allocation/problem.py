"""The allocation problem: options to choose from, what they use, and the rules that bound the choice.

Everything is a whole number. A value is in millionths, a coefficient and a bound are counts of people, so that an
objective, a bound and the gap between them are exact and the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["ALONE", "VALUE_SCALE", "Integers", "Problem", "Row", "Stage"]

Integers = NDArray[np.int64]

#: One full unit of an objective: a fit of 1, a chance of 1, one person placed.
VALUE_SCALE = 1_000_000
#: The group of a person who moves alone.
ALONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A rule over many options: lower <= sum of coefficients of the chosen options <= upper.

    Attributes:
        name: As in the constraints file.
        lower, upper: Bounds as counts; None where there is none. A share is a row of its own: "at least 45 % of
            those placed are women" is 20 x women - 9 x placed >= 0.
        words: What the rule says, in one plain sentence.
        place: File and line of the rule; empty where it was made in code.
        sensitive: It reads a confidential attribute of people: its name and words stay inside the programme.
    """

    name: str
    lower: int | None = None
    upper: int | None = None
    words: str = ""
    place: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One objective of a lexicographic order: the value of each option, in millionths, never negative.

    Attributes:
        name: placed, fit or expected_success.
        value: int64, one for each option.
    """

    name: str
    value: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Who may go where, and what bounds it.

    An option is a person, a vacancy and a pathway. Options stand in order of person, then vacancy, then pathway,
    each by its identifier: that order is the rule for every tie.

    Attributes:
        people: Identifiers, sorted; P of them. Every person is here, also one without any option.
        vacancies: Identifiers, sorted; V of them.
        pathways: Identifiers, sorted.
        first_option: int64[P + 1]; the options of person i are first_option[i] to first_option[i + 1] - 1.
        vacancy: int32[E]; index of the vacancy of each option.
        pathway: int32[E]; index of the pathway of each option; -1 where none is known.
        use: int64[E]; places that the option takes of its vacancy, at least 1.
        capacity: int64[V]; places that can be given now.
        stages: Objectives, the most important first.
        rows: Rules beside the capacities; Q of them.
        kind: int32[E]; options with the same coefficients in every row are of one kind.
        coefficients: int64[K, Q]; by kind and row.
        group: int32[P]; the group that a person moves with, or ALONE. All its members are placed, or none.
        meeting: int32[E]; the members of a group must all be placed at options of one meeting place (a country, a
            region, an employer); 0 for everybody whose group may part, and for those who move alone.
        group_names: By index of the group.
    """

    people: tuple[str, ...]
    vacancies: tuple[str, ...]
    pathways: tuple[str, ...]
    first_option: Integers
    vacancy: NDArray[np.int32]
    pathway: NDArray[np.int32]
    use: Integers
    capacity: Integers
    stages: tuple[Stage, ...]
    rows: tuple[Row, ...] = ()
    kind: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    coefficients: Integers = field(default_factory=lambda: np.zeros((1, 0), np.int64))
    group: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    meeting: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    group_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Fill what was left out with its plain meaning: one kind of option, everybody alone."""
        options, people = len(self.vacancy), len(self.people)
        for name, length, value in (("kind", options, 0), ("group", people, ALONE), ("meeting", options, 0)):
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.full(length, value, np.int32))

    @property
    def person(self) -> NDArray[np.int32]:
        """int32[E]: index of the person of each option."""
        return np.repeat(np.arange(len(self.people), dtype=np.int32), np.diff(self.first_option))
