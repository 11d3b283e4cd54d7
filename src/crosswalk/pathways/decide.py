"""Decides what Kleene logic leaves open: a fact that several criteria share is tried at every case that matters.

Kleene logic with intervals is exact as long as each missing fact stands in one place only: every part can then go
either way by itself. Only a missing fact that stands in several places ties them together, so only those are tried,
each at one value for every stretch between its breakpoints; the others stay intervals. This is exact supervaluation
(van Fraassen 1966) at the price of a few evaluations, whatever the number of missing facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from crosswalk.pathways import nodes as n
from crosswalk.pathways.breakpoints import cases_of, deepest_first, moves_in
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.reference import Facts, is_open, truth
from crosswalk.pathways.residual import residual
from crosswalk.pathways.witness import goes_either_way

__all__ = ["MOST_CASES", "Method", "decide", "tied_facts"]

Method = Literal["complete", "intervals", "cases"]

#: More cases than this are not tried; the answer then stays unknown by intervals.
MOST_CASES = 4_096


def decide(node: n.Boolean, facts: Facts, declared: Mapping[str, Fact]) -> tuple[bool | None, Method]:
    """Whether a condition holds in every case that the missing facts allow.

    Args:
        node: The verdict of a pathway or route.
        facts: Encoded facts; absent or None is unknown.
        declared: The facts with their ranges and options.

    Returns:
        True, False or None (the missing facts decide it), and how that was found: `complete`, `intervals` or `cases`.

    Example:
        >>> from crosswalk.pathways.layout import FactEntry
        >>> from crosswalk.pathways.facts import build_fact
        >>> age = build_fact("age", FactEntry(type="integer", about="person", ask={"en": "?"}), {})
        >>> number = n.NumberFact("age", age.low, age.high)
        >>> young, grown = n.Compare("<", number, n.Constant(36)), n.Compare(">=", number, n.Constant(18))
        >>> decide(n.Any((young, grown)), {}, {"age": age})
        (True, 'cases')
    """
    held = truth(node, facts)
    if held is not None:
        return held, "intervals" if any(is_open(facts.get(name)) for name in _places(node)) else "complete"
    left = residual(node, facts)
    if goes_either_way(left, facts, declared, _tied(left)):
        return None, "cases"
    try:
        return _Tries(declared, MOST_CASES).in_every_case(left, facts), "cases"
    except _TooMany:
        return None, "intervals"


class _TooMany(Exception):
    """There are more cases than are tried, or a fact's cases cannot be told."""


class _Tries:
    """Tries the missing facts that are tied, one after the other; after each, only what is left of the law is asked."""

    def __init__(self, declared: Mapping[str, Fact], most: int) -> None:
        self.declared, self.left = declared, most

    def in_every_case(self, node: n.Boolean, facts: Facts) -> bool | None:
        self.left -= 1
        if self.left < 0:
            raise _TooMany
        tied = () if isinstance(node, n.Truth) else _tied(node)
        if not tied:
            return truth(node, facts)
        name, cases = self.first(node, tied, facts)
        answers: set[bool | None] = set()
        for value in (cases[0], *cases[:0:-1]):  # the least and the most first: they differ most
            told = {**facts, name: value}
            answers.add(self.in_every_case(residual(node, told), told))
            if len(answers) > 1 or None in answers:
                return None
        return answers.pop()

    def first(self, node: n.Boolean, tied: tuple[str, ...], facts: Facts) -> tuple[str, tuple[Known, ...]]:
        """The first fact whose cases can be told: words before numbers, for numbers may meet them."""
        for name in sorted(tied, key=lambda name: (self.declared[name].shape == "number", name)):
            cases = cases_of(node, self.declared[name], facts)
            if cases is not None:
                return name, cases
        raise _TooMany


@cache
def _places(node: n.Node) -> Counter[str]:
    return Counter(n.facts_of(node))


@cache
def tied_facts(node: n.Node) -> tuple[str, ...]:
    """Facts that stand in several places of a condition, or where an interval would hide holes between values."""
    return _tied(node)


def _tied(node: n.Node) -> tuple[str, ...]:
    holes = set(_behind_holes(node))
    tied = {name for name, count in Counter(n.facts_of(node)).items() if count > 1 or name in holes}
    meetings = [set(n.facts_of(part)) for part in deepest_first(node) if moves_in(part)]
    grown = True
    while grown:  # a number that meets another fact can only be tried once the other is
        met = set().union(*(names for names in meetings if names & tied))
        grown = not met <= tied
        tied |= met
    return tuple(sorted(tied))


def _behind_holes(node: n.Node) -> Iterator[str]:
    """Facts below a bracket or an equality whose argument does not take every value of its interval."""
    if isinstance(node, n.Steps) and not _gapless(node.argument):
        yield from n.facts_of(node.argument)
    if isinstance(node, n.Compare) and node.operator == "=":
        for side in (node.left, node.right):
            if not _gapless(side):
                yield from n.facts_of(side)
    for child in n.children(node):
        yield from _behind_holes(child)


def _gapless(node: n.Numeric) -> bool:
    if isinstance(node, n.NumberFact | n.Constant | n.Undetermined):
        return True
    if isinstance(node, n.Elapsed):
        return _gapless(node.start) and _gapless(node.end)
    if isinstance(node, n.Smallest | n.Largest | n.Sum):
        return all(_gapless(item) for item in node.items)
    return False
