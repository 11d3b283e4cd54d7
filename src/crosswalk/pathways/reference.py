"""The plain evaluator: what a condition or a number is for one person, with unknown kept as unknown.

Conditions are three-valued (Kleene): true, false, or None. Numbers are intervals: a fact that is missing can be
anything in its range. Slow and obvious; the compiled columns (columns.py) must give the same answers.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import EPOCH, Value

__all__ = ["Facts", "Interval", "elapsed", "interval", "is_open", "open_facts", "plus_months", "truth"]

#: Encoded facts of one person and offer; a name that is absent is unknown.
Facts = Mapping[str, Value]
#: Smallest and largest value that a number can have.
Interval = tuple[int, int]

_UNKNOWN_FIGURE = n.Undetermined()


def truth(node: n.Boolean, facts: Facts) -> bool | None:
    """Whether a condition holds: True, False, or None where the facts do not decide it.

    Example:
        >>> adult = n.Compare(">=", n.NumberFact("age", 0, 120), n.Constant(18))
        >>> truth(adult, {"age": 20}), truth(adult, {})
        (True, None)
        >>> truth(n.Any((adult, n.YesNo("consent"))), {"consent": True})
        True
    """
    return _TRUTH[node.__class__](node, facts)


def interval(node: n.Numeric, facts: Facts) -> Interval:
    """The smallest and the largest value that a number can have on the facts given.

    Example:
        >>> points = n.Steps(n.NumberFact("age", 0, 120), (18, 36), (0, 12, 0))
        >>> interval(points, {"age": 30}), interval(points, {})
        ((12, 12), (0, 12))
    """
    return _INTERVAL[node.__class__](node, facts)


def open_facts(node: n.Node, facts: Facts) -> Iterator[str]:
    """Facts that are missing, or one of several codes, where a condition or a number is still open.

    A part that is decided is left out: whatever the missing facts in it are, it stays as it is.

    Example:
        >>> tall, rich = n.Compare(">=", n.NumberFact("height", 0, 250), n.Constant(180)), n.YesNo("rich")
        >>> list(open_facts(n.All((n.Any((rich, tall)), n.YesNo("kind"))), {"rich": True}))
        ['kind']
    """
    if _decided(node, facts):
        return
    if isinstance(node, n.YesNo | n.OneOf | n.Overlap | n.NumberFact | n.Lookup):
        yield node.fact
    if isinstance(node, n.Choose) and (held := truth(node.condition, facts)) is not None:
        yield from open_facts(node.then if held else node.otherwise, facts)
        return
    for child in n.children(node):
        yield from open_facts(child, facts)


def is_open(value: Value) -> bool:
    """Whether a fact is missing, or one of several codes that may decide differently."""
    return value is None or (isinstance(value, tuple) and len(value) > 1)


def _decided(node: n.Node, facts: Facts) -> bool:
    if isinstance(node, n.Truth | n.YesNo | n.Compare | n.OneOf | n.Overlap | n.All | n.Any | n.Not):
        return truth(node, facts) is not None
    low, high = interval(node, facts)
    return low == high


def elapsed(unit: str, start: int, end: int) -> int:
    """Whole years, months or days between two days (since 1970-01-01); zero if the end lies before the start.

    Example:
        >>> born, eve, day = (n_days(date(1991, 5, 4)), n_days(date(2026, 5, 3)), n_days(date(2026, 5, 4)))
        >>> elapsed("years", born, eve), elapsed("years", born, day)
        (34, 35)
    """
    if end <= start:
        return 0
    if unit == "days":
        return end - start
    first, last = EPOCH + timedelta(days=start), EPOCH + timedelta(days=end)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return months if unit == "months" else months // 12


def n_days(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def plus_months(day: int, months: int) -> int:
    """The day some months later, or the last day of that month where it is shorter.

    Example:
        >>> EPOCH + timedelta(days=plus_months(n_days(date(2026, 1, 31)), 1))
        datetime.date(2026, 2, 28)
    """
    start = EPOCH + timedelta(days=day)
    count = start.year * 12 + start.month - 1 + months
    year, month = min(max(count // 12, 1), 9999), count % 12 + 1
    return n_days(date(year, month, min(start.day, monthrange(year, month)[1])))


def _whole(value: Value) -> int:
    assert isinstance(value, int)
    return value


def _yes_no(node: n.YesNo, facts: Facts) -> bool | None:
    answer = facts.get(node.fact)
    return None if answer is None else bool(answer)


def _compare(node: n.Compare, facts: Facts) -> bool | None:
    (low, high), (other_low, other_high) = interval(node.left, facts), interval(node.right, facts)
    match node.operator:
        case "=":
            if low == high == other_low == other_high:
                return True
            return False if high < other_low or other_high < low else None
        case ">=":
            return True if low >= other_high else False if high < other_low else None
        case ">":
            return True if low > other_high else False if high <= other_low else None
        case "<=":
            return True if high <= other_low else False if low > other_high else None
        case _:
            return True if high < other_low else False if low >= other_high else None


def _one_of(node: n.OneOf, facts: Facts) -> bool | None:
    value, members = facts.get(node.fact), node.members
    if value is None:
        return None
    assert isinstance(value, tuple)
    held = {(n.has_prefix(code, members) is not None) if node.by_prefix else code in members for code in value}
    return held.pop() if len(held) == 1 else None


def _overlap(node: n.Overlap, facts: Facts) -> bool | None:
    value = facts.get(node.fact)
    if value is None:
        return None
    assert isinstance(value, frozenset)
    return value <= node.members and bool(value) if node.every else not value.isdisjoint(node.members)


def _all(node: n.All, facts: Facts) -> bool | None:
    answer: bool | None = True
    for item in node.items:
        held = truth(item, facts)
        if held is False:
            return False
        if held is None:
            answer = None
    return answer


def _any(node: n.Any, facts: Facts) -> bool | None:
    answer: bool | None = False
    for item in node.items:
        held = truth(item, facts)
        if held is True:
            return True
        if held is None:
            answer = None
    return answer


def _not(node: n.Not, facts: Facts) -> bool | None:
    held = truth(node.item, facts)
    return None if held is None else not held


def _number(node: n.NumberFact, facts: Facts) -> Interval:
    given = facts.get(node.fact)
    return (node.low, node.high) if given is None else (_whole(given), _whole(given))


def _sum(node: n.Sum, facts: Facts) -> Interval:
    least = most = 0
    for item in node.items:
        low, high = interval(item, facts)
        least, most = least + low, most + high
    return least, most


def _product(node: n.Product, facts: Facts) -> Interval:
    (low, high), (other_low, other_high) = interval(node.left, facts), interval(node.right, facts)
    corners = low * other_low, low * other_high, high * other_low, high * other_high
    return min(corners), max(corners)


def _smallest(node: n.Smallest, facts: Facts) -> Interval:
    parts = [interval(item, facts) for item in node.items]
    return min([low for low, _ in parts]), min([high for _, high in parts])


def _largest(node: n.Largest, facts: Facts) -> Interval:
    parts = [interval(item, facts) for item in node.items]
    return max([low for low, _ in parts]), max([high for _, high in parts])


def _choose(node: n.Choose, facts: Facts) -> Interval:
    held = truth(node.condition, facts)
    if held is not None:
        return interval(node.then if held else node.otherwise, facts)
    (low, high), (other_low, other_high) = interval(node.then, facts), interval(node.otherwise, facts)
    return min(low, other_low), max(high, other_high)


def _count(node: n.Count, facts: Facts) -> Interval:
    held = [truth(item, facts) for item in node.items]
    return held.count(True), len(held) - held.count(False)


def _steps(node: n.Steps, facts: Facts) -> Interval:
    low, high = interval(node.argument, facts)
    return _hull(node.values[bisect_right(node.cuts, low) : bisect_right(node.cuts, high) + 1])


def _lookup(node: n.Lookup, facts: Facts) -> Interval:
    value = facts.get(node.fact)
    if value is None:
        return _hull((*node.by_code.values(), node.otherwise))
    assert isinstance(value, tuple)
    keys = [n.has_prefix(code, node.by_code) if node.by_prefix else code for code in value]
    return _hull([node.otherwise if key is None else node.by_code.get(key, node.otherwise) for key in keys])


def _elapsed(node: n.Elapsed, facts: Facts) -> Interval:
    (start_low, start_high), (end_low, end_high) = interval(node.start, facts), interval(node.end, facts)
    return elapsed(node.unit, start_high, end_low), elapsed(node.unit, start_low, end_high)


def _plus_months(node: n.PlusMonths, facts: Facts) -> Interval:
    (day_low, day_high), (few, many) = interval(node.day, facts), interval(node.months, facts)
    return plus_months(day_low, few), plus_months(day_high, many)


def _hull(values: Sequence[int | None]) -> Interval:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        known += _UNKNOWN_FIGURE.low, _UNKNOWN_FIGURE.high
    return min(known), max(known)


#: How each kind of condition and of number is evaluated; found by kind at once, where `match` tries one by one.
_TRUTH: Mapping[type[n.Boolean], Callable[[Any, Facts], bool | None]] = {
    n.Truth: lambda node, _: node.value,
    n.YesNo: _yes_no,
    n.Compare: _compare,
    n.OneOf: _one_of,
    n.Overlap: _overlap,
    n.All: _all,
    n.Any: _any,
    n.Not: _not,
}
_INTERVAL: Mapping[type[n.Numeric], Callable[[Any, Facts], Interval]] = {
    n.Constant: lambda node, _: (node.value, node.value),
    n.Undetermined: lambda node, _: (node.low, node.high),
    n.NumberFact: _number,
    n.Sum: _sum,
    n.Product: _product,
    n.Smallest: _smallest,
    n.Largest: _largest,
    n.Choose: _choose,
    n.Count: _count,
    n.Steps: _steps,
    n.Lookup: _lookup,
    n.Elapsed: _elapsed,
    n.PlusMonths: _plus_months,
}
