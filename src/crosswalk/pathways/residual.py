"""What is left of a condition or a number once some facts are known: the same question, about the others only."""

from __future__ import annotations

from crosswalk.pathways import nodes as n
from crosswalk.pathways.reference import Facts, interval, truth

__all__ = ["residual"]


def residual(node: n.Boolean, facts: Facts) -> n.Boolean:
    """The part of a condition that some facts leave open; a `Truth` where they decide it.

    Example:
        >>> age, offer = n.NumberFact("age", 0, 120), n.YesNo("offer")
        >>> residual(n.All((n.Compare(">=", age, n.Constant(18)), offer)), {"age": 30})
        YesNo(fact='offer')
    """
    left = _condition(node, facts)
    held = truth(left, facts)
    return left if held is None else n.Truth(held)


def _condition(node: n.Boolean, facts: Facts) -> n.Boolean:
    match node:
        case n.All(items) | n.Any(items):
            neutral = n.Truth(isinstance(node, n.All))
            left = tuple(each for item in items if (each := residual(item, facts)) != neutral)
            return left[0] if len(left) == 1 else type(node)(left)
        case n.Not(item):
            return n.Not(residual(item, facts))
        case n.Compare(operator, left, right):
            return n.Compare(operator, _number(left, facts), _number(right, facts))
        case _:
            return node


def _number(node: n.Numeric, facts: Facts) -> n.Numeric:
    left = _parts(node, facts)
    low, high = interval(left, facts)
    return n.Constant(low) if low == high else left


def _parts(node: n.Numeric, facts: Facts) -> n.Numeric:
    match node:
        case n.Sum(items):
            left = [_number(item, facts) for item in items]
            known = sum(each.value for each in left if isinstance(each, n.Constant))
            rest = tuple(each for each in left if not isinstance(each, n.Constant))
            return rest[0] if len(rest) == 1 and not known else n.Sum((*rest, n.Constant(known)))
        case n.Smallest(items) | n.Largest(items):
            return type(node)(tuple(_number(item, facts) for item in items))
        case n.Product(left, right):
            return n.Product(_number(left, facts), _number(right, facts))
        case n.Choose(condition, then, otherwise):
            open_ = residual(condition, facts)
            if isinstance(open_, n.Truth) and open_.value is not None:
                return _number(then if open_.value else otherwise, facts)
            return n.Choose(open_, _number(then, facts), _number(otherwise, facts))
        case n.Count(items):
            return n.Count(tuple(residual(item, facts) for item in items))
        case n.Steps(argument, cuts, values):
            return n.Steps(_number(argument, facts), cuts, values)
        case n.Elapsed(unit, start, end):
            return n.Elapsed(unit, _number(start, facts), _number(end, facts))
        case n.PlusMonths(day, months):
            return n.PlusMonths(_number(day, facts), _number(months, facts))
        case _:
            return node
