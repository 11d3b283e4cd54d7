"""The cases that a condition can tell apart: each fact at one value for every stretch between its breakpoints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import Fact, Known
from crosswalk.pathways.reference import Facts, interval

__all__ = ["cases_of", "codes_of", "deepest_first", "moves_in"]


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
    return tuple((code,) for code in codes_of(node, fact.name))


def codes_of(node: n.Node, name: str) -> list[str]:
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
    for code in codes_of(node, fact.name):
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
    for part in deepest_first(node):
        if fact.name not in moves_in(part):
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


def moves_in(part: n.Node) -> frozenset[str]:
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


def deepest_first(node: n.Node) -> Iterator[n.Node]:
    """A node and all below it, what lies deepest first."""
    for child in n.children(node):
        yield from deepest_first(child)
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
