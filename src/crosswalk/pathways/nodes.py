"""The closed expression language once names are bound: a few frozen nodes over exact whole numbers.

Every number is a whole number of its smallest unit: money in minor units, a number with one decimal in tenths, a date
in days since 1970-01-01, a level as its place on its scale. So nothing is rounded, in Python or in columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Literal, TypeAlias

__all__ = [
    "All",
    "Any",
    "Boolean",
    "Choose",
    "Compare",
    "Constant",
    "Count",
    "Elapsed",
    "Largest",
    "Lookup",
    "Node",
    "Not",
    "NumberFact",
    "Numeric",
    "OneOf",
    "Overlap",
    "PlusMonths",
    "Product",
    "Smallest",
    "Steps",
    "Sum",
    "Truth",
    "Undetermined",
    "YesNo",
    "children",
    "facts_of",
    "has_prefix",
]


@dataclass(frozen=True, slots=True)
class Truth:
    """True, False, or not known (None) for everybody."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class YesNo:
    """A fact that is answered by yes or no."""

    fact: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers of one unit compared."""

    operator: Literal["=", "<", "<=", ">", ">="]
    left: Numeric
    right: Numeric


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice, country or occupation stands in a list; occupations by prefix of their code."""

    fact: str
    members: frozenset[str]
    by_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Overlap:
    """Any (or every one) of several countries stands in a list."""

    fact: str
    members: frozenset[str]
    every: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every condition holds."""

    items: tuple[Boolean, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one condition holds."""

    items: tuple[Boolean, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    item: Boolean


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of the law."""

    value: int


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A number that nobody gave for this day or this code: anything between two bounds."""

    low: int = -(10**12)
    high: int = 10**12


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number, amount, date or level among the facts, within its declared range."""

    fact: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Numbers added up."""

    items: tuple[Numeric, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Two numbers multiplied."""

    left: Numeric
    right: Numeric


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest of several numbers; a cap."""

    items: tuple[Numeric, ...]


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest of several numbers."""

    items: tuple[Numeric, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """One number if a condition holds, another if it does not."""

    condition: Boolean
    then: Numeric
    otherwise: Numeric


@dataclass(frozen=True, slots=True)
class Count:
    """How many conditions hold."""

    items: tuple[Boolean, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A table of brackets: `values[i]` below `cuts[i]`, the last from the last cut on; None is a figure not known."""

    argument: Numeric
    cuts: tuple[int, ...]
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table by choice, country or code (longest prefix counts); `otherwise` None is a figure not known."""

    fact: str
    entries: tuple[tuple[str, int], ...]
    otherwise: int | None
    by_prefix: bool = False
    by_code: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", dict(self.entries))


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Whole years, months or days from one day to another; never below zero. Born on 29 February: 1 March counts."""

    unit: Literal["years", "months", "days"]
    start: Numeric
    end: Numeric


@dataclass(frozen=True, slots=True)
class PlusMonths:
    """A day some months later; the last day of the month where it is shorter."""

    day: Numeric
    months: Numeric


Boolean: TypeAlias = "Truth | YesNo | Compare | OneOf | Overlap | All | Any | Not"
Numeric: TypeAlias = (
    "Constant | Undetermined | NumberFact | Sum | Product | Smallest | Largest | Choose | Count | Steps"
    " | Lookup | Elapsed | PlusMonths"
)
Node: TypeAlias = "Boolean | Numeric"


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node."""
    for name in _field_names(node.__class__.__name__):
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


@cache
def _field_names(kind: str) -> tuple[str, ...]:
    """Fields of a kind of node that hold other nodes."""
    names = ((field.name, str(field.type)) for field in fields(globals()[kind]))
    return tuple(name for name, held in names if "Numeric" in held or "Boolean" in held)


def facts_of(node: Node) -> Iterator[str]:
    """Names of the facts that a node reads, once for each place where it reads them."""
    if isinstance(node, YesNo | OneOf | Overlap | NumberFact | Lookup):
        yield node.fact
    for child in children(node):
        yield from facts_of(child)


def has_prefix(code: str, prefixes: frozenset[str] | Mapping[str, object]) -> str | None:
    """The longest prefix of a code among some prefixes.

    Example:
        >>> has_prefix("2512", frozenset({"2", "25"}))
        '25'
        >>> has_prefix("3111", frozenset({"2", "25"})) is None
        True
    """
    return next((code[:size] for size in range(len(code), 0, -1) if code[:size] in prefixes), None)
