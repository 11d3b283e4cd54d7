"""Selection rates: who is placed, of all people and of those with at least one option, by declared attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from crosswalk.allocation.fairness.attributes import SMALLEST_CELL, Attributes, Division, divide
from crosswalk.allocation.problem import Problem
from crosswalk.allocation.result import Allocation
from crosswalk.errors import UsageError
from crosswalk.matching.audit import SMALLEST_GROUP
from crosswalk.matching.audit_groups import UNKNOWN_GROUP, hidden_groups
from crosswalk.matching.audit_words import FOUR_FIFTHS
from crosswalk.matching.intervals import katz_log_ratio, wilson

__all__ = ["Rate", "Selection", "selection_rates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate beside those of other groups; None where there is nothing to compare with.

    Attributes:
        rate, low, high: Placed / people, with Wilson's interval.
        ratio, ratio_low, ratio_high: To the rate of the largest group, with Katz' log interval (no upper end where
            either rate is 0).
        impact_ratio: To the highest rate of the groups that are large enough for a conclusion.
    """

    rate: float
    low: float
    high: float
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    impact_ratio: float | None = None

    @property
    def below_four_fifths(self) -> bool | None:
        """Whether the rate is under four fifths of the highest; a reason to look, never a finding by itself."""
        return None if self.impact_ratio is None else self.impact_ratio < FOUR_FIFTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One group of one attribute; all numbers are None where they are withheld.

    Attributes:
        people, with_option, placed: Counts: all, those with at least one option, those placed.
        of_people, of_options: Rates of those placed among all, and among those with an option.
        withheld: A count here, or one that could be worked out from it, is too small to show.
        reference: The largest group whose value is known and whose counts are shown.
    """

    attribute: str
    group: str
    people: int | None = None
    with_option: int | None = None
    placed: int | None = None
    of_people: Rate | None = None
    of_options: Rate | None = None
    withheld: bool = False
    reference: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data; null where a value is withheld or there is none."""
        data = asdict(self)
        for name, rate in (("of_people", self.of_people), ("of_options", self.of_options)):
            if rate is not None:
                data[name]["below_four_fifths"] = rate.below_four_fifths
        return data


def selection_rates(
    problem: Problem,
    allocation: Allocation,
    attributes: Attributes,
    *,
    smallest_cell: int = SMALLEST_CELL,
    smallest_group: int = SMALLEST_GROUP,
    confidence: float = 0.95,
) -> tuple[Selection, ...]:
    """How often people of each group are placed.

    A gap among all people can come from options (skills, pathways, wishes); a gap among those with an option comes
    from the allocation. Both are shown, for they ask for different answers.

    Args:
        problem: With P people.
        allocation: Of the problem.
        attributes: By name, one value for each person.
        smallest_cell: Counts from 1 to below this are withheld, and what they could be worked out from.
        smallest_group: People that a group needs for the four-fifths comparison.
        confidence: Of the intervals, between 0 and 1.

    Returns:
        One row for each attribute and group, the unknown last.

    Raises:
        UsageError: A number is out of range, or an attribute has not one value for each person.

    Source:
        Four fifths: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D).
    """
    if smallest_cell < 1 or not 0 < confidence < 1:
        raise UsageError("The smallest cell or the confidence is out of range.", remedy="Use the defaults.")
    with_option = np.diff(problem.first_option) > 0
    placed = np.zeros(len(problem.people), bool)
    placed[problem.person[allocation.chosen]] = True
    rows: list[Selection] = []
    for people in divide(attributes, len(problem.people)):
        counts = list(
            zip(people.count(np.ones_like(placed)), people.count(with_option), people.count(placed), strict=True)
        )
        rows += _rows(people, counts, smallest_cell, smallest_group, confidence)
    return tuple(rows)


def _rows(
    people: Division, counts: Sequence[tuple[int, int, int]], smallest: int, large: int, confidence: float
) -> list[Selection]:
    hidden = hidden_groups([(n, able, hits, n - able, able - hits) for n, able, hits in counts], smallest)
    known = [
        i for i, name in enumerate(people.names) if not hidden[i] and name != UNKNOWN_GROUP
    ]  # the unknown are never what others are compared with
    reference = max(known, key=lambda i: counts[i][0], default=None)
    by_people = _rates([(n, hits) for n, _, hits in counts], known, reference, large, confidence)
    by_option = _rates([(able, hits) for _, able, hits in counts], known, reference, large, confidence)
    return [
        Selection(attribute=people.attribute, group=name, withheld=True)
        if hidden[i]
        else Selection(
            attribute=people.attribute,
            group=name,
            people=counts[i][0],
            with_option=counts[i][1],
            placed=counts[i][2],
            of_people=by_people[i],
            of_options=by_option[i],
            reference=i == reference,
        )
        for i, name in enumerate(people.names)
    ]


def _rates(
    counts: Sequence[tuple[int, int]], known: Sequence[int], reference: int | None, large: int, confidence: float
) -> list[Rate | None]:
    highest = max((counts[i][1] / counts[i][0] for i in known if counts[i][0] >= large), default=0.0)
    base = counts[reference] if reference is not None else (0, 0)
    return [_rate(n, hits, base, highest, confidence) if n else None for n, hits in counts]


def _rate(n: int, hits: int, base: tuple[int, int], highest: float, confidence: float) -> Rate:
    low, high = wilson(hits, n, confidence)
    ratio = ratio_low = ratio_high = None
    if base[1]:
        ratio = (hits / n) / (base[1] / base[0])
        ratio_low, end = katz_log_ratio(hits, n, base[1], base[0], confidence)
        ratio_high = end if np.isfinite(end) else None
    return Rate(
        rate=hits / n,
        low=low,
        high=high,
        ratio=ratio,
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        impact_ratio=(hits / n) / highest if highest else None,
    )
