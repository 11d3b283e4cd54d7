"""People divided by a declared attribute, after the allocation and only to compare; small counts are withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crosswalk.errors import UsageError
from crosswalk.matching.audit_groups import UNKNOWN_GROUP, hidden_groups

__all__ = ["SMALLEST_CELL", "Attributes", "Division", "divide", "shown_counts"]

#: Counts from 1 to below this are withheld, and so is what they could be worked out from.
SMALLEST_CELL = 10

#: One value for each person of the problem, in its order; None where it is not known; and by name of an attribute.
Values = Sequence[str | bool | None] | NDArray[Any] | pl.Series
Attributes = Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Division:
    """The people by one attribute.

    Attributes:
        attribute: Its name.
        names: Values, sorted; the unknown last.
        group: int64[P]; index into names.
    """

    attribute: str
    names: tuple[str, ...]
    group: NDArray[np.int64]

    def count(self, chosen: NDArray[np.bool_]) -> list[int]:
        """How many of the people chosen (bool[P]) are in each group."""
        counts: list[int] = np.bincount(self.group[chosen], minlength=len(self.names)).tolist()
        return counts


def divide(attributes: Attributes, people: int) -> tuple[Division, ...]:
    """The people by each attribute.

    Args:
        attributes: One value for each person; True and False are told as yes and no, what is not known is a group.
        people: How many there are.

    Raises:
        UsageError: An attribute has not one value for each person.

    Example:
        >>> divide({"displaced": [True, None, False]}, 3)[0].names
        ('no', 'yes', 'unknown')
    """
    return tuple(_divided(name, values, people) for name, values in attributes.items())


def _divided(name: str, values: Values, people: int) -> Division:
    if len(values) != people:
        raise UsageError(
            f"The attribute {name} has {len(values)} values for {people} people.",
            remedy="Give one value for each person of the problem, in its order.",
        )
    said = [_said(value) for value in values]
    names = sorted(set(said), key=lambda value: (value == UNKNOWN_GROUP, value))
    place = {value: index for index, value in enumerate(names)}
    return Division(name, tuple(names), np.fromiter((place[value] for value in said), np.int64, people))


def _said(value: object) -> str:
    if value is None or value == "" or value != value:  # noqa: PLR0124 - not a number is not equal to itself
        return UNKNOWN_GROUP
    return ("no", "yes")[int(value)] if isinstance(value, bool | np.bool_) else str(value)


def shown_counts(
    people: Division, masks: Mapping[str, NDArray[np.bool_]], smallest: int
) -> list[dict[str, int | None]]:
    """For each group how many people of each mask are in it; None in all where one of them is too small to show."""
    everybody = people.count(np.ones(len(people.group), bool))
    counts = {name: people.count(mask) for name, mask in masks.items()}
    hidden = hidden_groups(list(zip(everybody, *counts.values(), strict=True)), smallest)
    return [
        {name: None if is_hidden else counts[name][index] for name in counts} for index, is_hidden in enumerate(hidden)
    ]
