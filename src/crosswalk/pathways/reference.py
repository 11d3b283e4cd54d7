"""The plain evaluator: what a condition or a number is for one person, with unknown kept as unknown.

Conditions are three-valued (Kleene): true, false, or None. Numbers are intervals: a fact that is missing can be
anything in its range. Slow and obvious; the compiled columns (columns.py) must give the same answers.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

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
    match node:
        case n.Truth(value):
            return value
        case n.YesNo(fact):
            answer = facts.get(fact)
            return None if answer is None else bool(answer)
        case n.Compare(operator, left, right):
            return _compare(operator, interval(left, facts), interval(right, facts))
        case n.OneOf(fact, members, by_prefix):
            return _one_of(facts.get(fact), members, by_prefix)
        case n.Overlap(fact, members, every):
            return _overlap(facts.get(fact), members, every)
        case n.All(items):
            return _all(truth(item, facts) for item in items)
        case n.Any(items):
            return _not(_all(_not(truth(item, facts)) for item in items))
        case n.Not(item):
            return _not(truth(item, facts))


def interval(node: n.Numeric, facts: Facts) -> Interval:
    """The smallest and the largest value that a number can have on the facts given.

    Example:
        >>> points = n.Steps(n.NumberFact("age", 0, 120), (18, 36), (0, 12, 0))
        >>> interval(points, {"age": 30}), interval(points, {})
        ((12, 12), (0, 12))
    """
    match node:
        case n.Constant(value):
            return value, value
        case n.Undetermined(low, high):
            return low, high
        case n.NumberFact(fact, low, high):
            given = facts.get(fact)
            return (low, high) if given is None else (_whole(given), _whole(given))
        case n.Sum(items):
            parts = [interval(item, facts) for item in items]
            return sum(low for low, _ in parts), sum(high for _, high in parts)
        case n.Product(left, right):
            corners = [one * other for one in interval(left, facts) for other in interval(right, facts)]
            return min(corners), max(corners)
        case n.Smallest(items) | n.Largest(items):
            pick = min if isinstance(node, n.Smallest) else max
            parts = [interval(item, facts) for item in items]
            return pick(low for low, _ in parts), pick(high for _, high in parts)
        case n.Choose(condition, then, otherwise):
            return _choose(truth(condition, facts), interval(then, facts), interval(otherwise, facts))
        case n.Count(items):
            held = [truth(item, facts) for item in items]
            return sum(each is True for each in held), sum(each is not False for each in held)
        case n.Steps(argument, cuts, values):
            low, high = interval(argument, facts)
            return _hull(values[bisect_right(cuts, low) : bisect_right(cuts, high) + 1])
        case n.Lookup(fact, entries, otherwise, by_prefix):
            return _lookup(facts.get(fact), dict(entries), otherwise, by_prefix)
        case n.Elapsed(unit, start, end):
            (start_low, start_high), (end_low, end_high) = interval(start, facts), interval(end, facts)
            return elapsed(unit, start_high, end_low), elapsed(unit, start_low, end_high)
        case n.PlusMonths(day, months):
            (day_low, day_high), (few, many) = interval(day, facts), interval(months, facts)
            return plus_months(day_low, few), plus_months(day_high, many)


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


def _compare(operator: str, left: Interval, right: Interval) -> bool | None:
    (low, high), (other_low, other_high) = left, right
    match operator:
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


def _one_of(value: Value, members: frozenset[str], by_prefix: bool) -> bool | None:
    if value is None:
        return None
    assert isinstance(value, tuple)
    held = {(n.has_prefix(code, members) is not None) if by_prefix else code in members for code in value}
    return held.pop() if len(held) == 1 else None


def _overlap(value: Value, members: frozenset[str], every: bool) -> bool | None:
    if value is None:
        return None
    assert isinstance(value, frozenset)
    return value <= members and bool(value) if every else bool(value & members)


def _lookup(value: Value, entries: Mapping[str, int], otherwise: int | None, by_prefix: bool) -> Interval:
    if value is None:
        return _hull([*entries.values(), otherwise])
    assert isinstance(value, tuple)
    keys = [n.has_prefix(code, entries) if by_prefix else code for code in value]
    return _hull([otherwise if key is None else entries.get(key, otherwise) for key in keys])


def _hull(values: Iterable[int | None]) -> Interval:
    known = list(values)
    low = min(_UNKNOWN_FIGURE.low if value is None else value for value in known)
    return low, max(_UNKNOWN_FIGURE.high if value is None else value for value in known)


def _choose(held: bool | None, then: Interval, otherwise: Interval) -> Interval:
    if held is not None:
        return then if held else otherwise
    return min(then[0], otherwise[0]), max(then[1], otherwise[1])


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Iterable[bool | None]) -> bool | None:
    answer: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            answer = None
    return answer
