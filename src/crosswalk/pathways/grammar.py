"""Reads the text of an expression into a syntax tree; names are bound to facts and numbers later (binding.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

__all__ = [
    "WORDS",
    "Binary",
    "Call",
    "Conditional",
    "GrammarError",
    "Literal",
    "Membership",
    "NameOf",
    "Negation",
    "SomeOf",
    "Syntax",
    "parse",
]


class GrammarError(ValueError):
    """The text is no expression of the language."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number written out."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class NameOf:
    """A fact, notion, parameter, level, choice or country."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function or a table applied to arguments."""

    name: str
    arguments: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions joined by `and or = != < <= > >= + - *`."""

    operator: str
    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class Negation:
    """`not` before a condition."""

    item: Syntax


@dataclass(frozen=True, slots=True)
class Membership:
    """`x in list`, `x not in list`."""

    item: Syntax
    list: str
    negated: bool


@dataclass(frozen=True, slots=True)
class SomeOf:
    """`any of x in list`, `all of x in list`."""

    item: Syntax
    list: str
    every: bool


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if condition then a else b`."""

    condition: Syntax
    then: Syntax
    otherwise: Syntax


Syntax: TypeAlias = "Literal | NameOf | Call | Binary | Negation | Membership | SomeOf | Conditional"

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)|(<=|>=|!=|[=<>()+\-*,]))")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
WORDS = frozenset({"and", "or", "not", "in", "of", "if", "then", "else", "any", "all"})
LONGEST = 2_000
DEEPEST = 60
#: Parts joined in one row; longer rows would nest as deep.
MOST_JOINED = 100


def parse(text: str) -> Syntax:
    """Read one expression.

    Raises:
        GrammarError: What stands where, and what was expected.

    Example:
        >>> parse("german >= A1")
        Binary(operator='>=', left=NameOf(name='german'), right=NameOf(name='A1'))
    """
    if len(text) > LONGEST:
        raise GrammarError(
            f"The expression has {len(text)} characters; {LONGEST} are the most. Name its parts under notions."
        )
    reader = _Reader(tuple(_tokens(text)))
    syntax = reader.condition()
    if reader.here():
        raise GrammarError(f"{reader.here()!r} is not expected after {reader.before()!r}.")
    return syntax


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise GrammarError(
                f"{text[at:].strip()[:12]!r} cannot be read; names, numbers and signs of the language are."
            )
        yield match.group().strip()
        at = match.end()


class _Reader:
    """Recursive descent: or, and, not, comparison, sum, product, atom."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def here(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def before(self) -> str:
        return self.tokens[self.at - 1] if self.at else "the beginning"

    def take(self, *wanted: str) -> str | None:
        token = self.here()
        if token and token in wanted:
            self.at += 1
            return token
        return None

    def need(self, wanted: str) -> None:
        if self.take(wanted) is None:
            raise GrammarError(f"{wanted!r} is expected after {self.before()!r}, not {self.here() or 'the end'!r}.")

    def condition(self) -> Syntax:
        self.depth += 1
        if self.depth > DEEPEST:
            raise GrammarError("The expression is nested too deeply. Name its parts under notions.")
        left = self.row(self.conjunction, "or")
        self.depth -= 1
        return left

    def row(self, part: Callable[[], Syntax], *operators: str) -> Syntax:
        """Parts of one kind joined by operators of one rank, from left to right."""
        left, joined = part(), 1
        while operator := self.take(*operators):
            joined += 1
            if joined > MOST_JOINED:
                raise GrammarError(f"More than {MOST_JOINED} parts stand in a row. Name some of them under notions.")
            left = Binary(operator, left, part())
        return left

    def conjunction(self) -> Syntax:
        return self.row(self.negation, "and")

    def negation(self) -> Syntax:
        negated = False
        while self.take("not"):
            negated = not negated
        item = self.comparison()
        return Negation(item) if negated else item

    def comparison(self) -> Syntax:
        if self.here() in {"any", "all"}:
            return self.some_of()
        left = self.sum()
        if self.take("in"):
            return Membership(left, self.name("a list"), negated=False)
        if self.take("not"):
            self.need("in")
            return Membership(left, self.name("a list"), negated=True)
        if operator := self.take(*_COMPARISONS):
            left = Binary(operator, left, self.sum())
            if self.here() in _COMPARISONS:
                raise GrammarError("Two comparisons in a row: write a <= x and x <= b.")
        return left

    def some_of(self) -> Syntax:
        every = self.take("all") is not None or self.take("any") is None
        self.need("of")
        item = self.atom()
        self.need("in")
        return SomeOf(item, self.name("a list"), every)

    def sum(self) -> Syntax:
        return self.row(self.product, "+", "-")

    def product(self) -> Syntax:
        return self.row(self.atom, "*")

    def name(self, what: str) -> str:
        token = self.here()
        if not token or not (token[0].isalpha() or token[0] == "_") or token in WORDS:
            raise GrammarError(f"{what} is expected after {self.before()!r}, not {token or 'the end'!r}.")
        self.at += 1
        return token

    def atom(self) -> Syntax:
        token = self.here()
        if self.take("("):
            inner = self.condition()
            self.need(")")
            return inner
        if token[:1].isdigit():
            self.at += 1
            return Literal(Decimal(token))
        if self.take("if"):
            condition = self.condition()
            self.need("then")
            then = self.condition()
            self.need("else")
            return Conditional(condition, then, self.condition())
        name = self.name("a name or a number")
        if not self.take("("):
            return NameOf(name)
        arguments = [self.condition()]
        while self.take(","):
            arguments.append(self.condition())
        self.need(")")
        return Call(name, tuple(arguments))
