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
from itertools import pairwise, product
from typing import Literal

from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.reference import Facts, interval, is_open, truth
from crosswalk.pathways.residual import residual

__all__ = ["MOST_CASES", "Method", "cases_of", "decide", "ends_of", "tied_facts", "turns"]

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
    if _goes_either_way(left, facts, declared):
        return None, "cases"
    try:
        return _Tries(declared, MOST_CASES).in_every_case(left, facts), "cases"
    except _TooMany:
        return None, "intervals"


def _goes_either_way(node: n.Boolean, facts: Facts, declared: Mapping[str, Fact]) -> bool:
    """Whether a few tries, with each tied fact at its least or its most, show already that nothing is decided.

    Each is a case that can be; so if two of them differ, or one is open though all that is tied is told, it is so.
    """
    ends = {name: ends_of(node, declared[name], facts) for name in _tied(node)}
    first: bool | None = None
    for turn in turns(ends):
        held = truth(node, {**facts, **turn})
        if held is None or held is not (held if first is None else first):
            return True
        first = held
    return False


def turns(ends: Mapping[str, tuple[Known, Known]]) -> Iterator[dict[str, Known]]:
    """A few ways to give each fact one of its two ends: all the least, all the most, then by turns of 1, 2 and 4."""
    for period in (0, 1, 2, 4):
        for flip in (False, True):
            sides = [flip != bool(period and place // period % 2) for place in range(len(ends))]
            yield {name: pair[side] for (name, pair), side in zip(ends.items(), sides, strict=True)}


def ends_of(node: n.Boolean, fact: Fact, facts: Facts) -> tuple[Known, Known]:
    """Two values of a fact that differ as much as can be told without a look at the law."""
    if fact.shape == "truth":
        return False, True
    if fact.shape == "number":
        return fact.low, fact.high
    given = facts.get(fact.name)
    codes = list(given) if isinstance(given, tuple) else list(fact.options) or _codes(node, fact.name)
    return (frozenset(codes[:1]), frozenset(codes)) if fact.shape == "countries" else ((codes[0],), (codes[-1],))


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
    meetings = [set(n.facts_of(part)) for part in _deepest_first(node) if _moves_in(part)]
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


def cases_of(node: n.Node, fact: Fact, facts: Facts) -> tuple[Known, ...] | None:
    """One value of a fact for every case that a condition can tell apart, the other facts being as they are.

    Returns:
        The values in order; None where they cannot be told, because the fact meets another missing fact.
    """
    if fact.shape == "truth":
        return (False, True)
    if fact.shape == "number":
        return _number_cases(node, fact, facts)
    if fact.shape == "countries":
        return _country_cases(node, fact)
    value = facts.get(fact.name)
    if isinstance(value, tuple):
        return tuple((code,) for code in value)
    if fact.options:
        return tuple((option,) for option in fact.options)
    return tuple((code,) for code in _codes(node, fact.name))


def _codes(node: n.Node, name: str) -> list[str]:
    """A code for every list and table entry that a condition knows, and one that is in none of them."""
    return [*sorted(set(_named_codes(node, name))), "?"]


def _named_codes(node: n.Node, name: str) -> Iterator[str]:
    if isinstance(node, n.OneOf | n.Overlap) and node.fact == name:
        yield from node.members
    if isinstance(node, n.Lookup) and node.fact == name:
        yield from (code for code, _ in node.entries)
    for child in n.children(node):
        yield from _named_codes(child, name)


def _country_cases(node: n.Node, fact: Fact) -> tuple[Known, ...] | None:
    """One set of countries for each way in which the lists of a condition can be met."""
    lists = sorted({found.members for found in _overlaps(node, fact.name)}, key=sorted)
    regions: dict[tuple[bool, ...], str] = {}
    for code in _codes(node, fact.name):
        regions.setdefault(tuple(code in members for members in lists), code)
    if len(regions) > 6:
        return None
    picks = list(product((False, True), repeat=len(regions)))
    return tuple(
        frozenset(code for code, picked in zip(regions.values(), pick, strict=True) if picked)
        for pick in picks
        if any(pick)
    )


def _overlaps(node: n.Node, name: str) -> Iterator[n.Overlap]:
    if isinstance(node, n.Overlap) and node.fact == name:
        yield node
    for child in n.children(node):
        yield from _overlaps(child, name)


def _number_cases(node: n.Node, fact: Fact, facts: Facts) -> tuple[Known, ...] | None:
    cuts: set[int] = {fact.low}
    for part in _deepest_first(node):
        if fact.name not in _moves_in(part):
            continue
        if isinstance(part, n.Steps):
            found = [_crossings(part.argument, cut, fact, facts, cuts) for cut in part.cuts]
        else:
            assert isinstance(part, n.Compare)
            gap = n.Sum((part.left, n.Product(part.right, n.Constant(-1))))
            found = [_crossings(gap, bound, fact, facts, cuts) for bound in (0, 1)]
        for crossing in found:
            if crossing is None:
                return None
            cuts |= crossing
    return tuple(sorted(cuts))


def _moves_in(part: n.Node) -> frozenset[str]:
    """Facts that move a comparison or a table by themselves, not only through a table, a choice or a count within."""
    if isinstance(part, n.Steps):
        return frozenset(_moving(part.argument))
    if isinstance(part, n.Compare):
        return frozenset((*_moving(part.left), *_moving(part.right)))
    return frozenset()


def _moving(number: n.Numeric) -> Iterator[str]:
    if isinstance(number, n.NumberFact):
        yield number.fact
    elif isinstance(number, n.Choose):
        yield from _moving(number.then)
        yield from _moving(number.otherwise)
    elif isinstance(number, n.Sum | n.Smallest | n.Largest):
        for item in number.items:
            yield from _moving(item)
    elif isinstance(number, n.Product):
        yield from (*_moving(number.left), *_moving(number.right))
    elif isinstance(number, n.Elapsed):
        yield from (*_moving(number.start), *_moving(number.end))
    elif isinstance(number, n.PlusMonths):
        yield from (*_moving(number.day), *_moving(number.months))


def _deepest_first(node: n.Node) -> Iterator[n.Node]:
    for child in n.children(node):
        yield from _deepest_first(child)
    yield node


def _crossings(number: n.Numeric, bound: int, fact: Fact, facts: Facts, cuts: set[int]) -> set[int] | None:
    """Values of the fact from which on a number reaches a bound, or no longer does; None if another is missing too.

    Between two cuts the number moves one way only (sums, dates, smallest and largest do): halving finds the crossing.
    """

    def reaches(value: int) -> bool | None:
        low, high = interval(number, {**facts, fact.name: value})
        return True if low >= bound else False if high < bound else None

    ordered = [*sorted(cuts), fact.high + 1]
    found: set[int] = set()
    for first, beyond in pairwise(ordered):
        low, high = first, beyond - 1
        at_low, at_high = reaches(low), reaches(high)
        if at_low is None or at_high is None:
            return None
        if at_low == at_high:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            state = reaches(middle)
            if state is None:
                return None
            low, high = (middle, high) if state == at_low else (low, middle)
        found.add(high)
    return found
