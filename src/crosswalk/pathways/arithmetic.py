"""Arithmetic of bound numbers: both sides in one unit, or an error that says what does not meet."""

from __future__ import annotations

from crosswalk.pathways import grammar as g
from crosswalk.pathways import nodes as n
from crosswalk.pathways.facts import Unit
from crosswalk.pathways.scope import BindingError

__all__ = ["Bound", "aligned", "comparison", "in_unit", "negative", "product", "shown"]

#: A number of an expression with its unit.
Bound = tuple[n.Numeric, Unit]


def comparison(operator: str, left: n.Numeric, right: n.Numeric) -> n.Boolean:
    """A comparison; `!=` is the negation of `=`."""
    if operator == "!=":
        return n.Not(n.Compare("=", left, right))
    assert operator in {"=", "<", "<=", ">", ">="}
    return n.Compare(operator, left, right)  # type: ignore[arg-type]


def aligned(left: Bound, right: Bound, syntax: g.Syntax) -> tuple[tuple[n.Numeric, n.Numeric], Unit]:
    """Both numbers in one unit with the same decimals."""
    (one, one_unit), (other, other_unit) = left, right
    name = other_unit.name if one_unit.name == "*" else one_unit.name
    if "*" not in {one_unit.name, other_unit.name} and one_unit.name != other_unit.name:
        raise BindingError(
            f"{shown(syntax)}: {one_unit.name or 'no unit'} does not meet {other_unit.name or 'no unit'}."
        )
    decimals = max(one_unit.decimals, other_unit.decimals)
    return (_finer(one, decimals - one_unit.decimals), _finer(other, decimals - other_unit.decimals)), Unit(
        name, decimals
    )


def product(left: Bound, right: Bound, syntax: g.Syntax) -> Bound:
    """One side times the other, of which one is a plain number or percent."""
    for (one, unit), (other, other_unit) in ((left, right), (right, left)):
        if unit.name in {"*", "percent"}:
            decimals = unit.decimals + other_unit.decimals + (2 if unit.name == "percent" else 0)
            return _times(other, one), Unit(other_unit.name, decimals)
    raise BindingError(f"{shown(syntax)}: one side of * must be a plain number or percent.")


def _times(one: n.Numeric, other: n.Numeric) -> n.Numeric:
    if isinstance(one, n.Constant) and isinstance(other, n.Constant):
        return n.Constant(one.value * other.value)
    return n.Product(one, other)


def _finer(node: n.Numeric, decimals: int) -> n.Numeric:
    return node if decimals == 0 else _times(node, n.Constant(10**decimals))


def negative(node: n.Numeric) -> n.Numeric:
    """The number with the other sign."""
    return _times(node, n.Constant(-1))


def in_unit(bound: Bound, unit: str, function: str) -> n.Numeric:
    """The number, if it is in the unit that a function needs."""
    if bound[1].name not in {unit, "*"}:
        raise BindingError(f"{function} needs {unit}, not {bound[1].name or 'no unit'}.")
    return bound[0]


def shown(syntax: g.Syntax) -> str:
    """An expression as an error shows it."""
    match syntax:
        case g.NameOf(name) | g.Call(name, _):
            return name
        case g.Literal(value):
            return str(value)
        case g.Binary(operator, left, right):
            return f"{shown(left)} {operator} {shown(right)}"
        case _:
            return "the expression"
