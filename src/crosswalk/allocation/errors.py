"""Errors of an allocation: rules that cannot hold together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from crosswalk.errors import CrosswalkError

__all__ = ["AllocationConflictError", "ConflictingRule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictingRule:
    """One rule of a set that cannot hold together.

    Attributes:
        name: As in the constraints file; "places" for the capacities, "groups" for moving together.
        words: What the rule says; the name alone where the rule reads a confidential attribute.
        place: File and line; empty where there is none.
        remedy: The nearest bound with which the rest could hold, in words.
        nearest: That bound as a number: a lower or an upper bound of the rule, a share where the rule is one, or the
            places that are missing; None where the rule has no number.
    """

    name: str
    words: str
    place: str
    remedy: str
    nearest: Fraction | None = None


class AllocationConflictError(CrosswalkError):
    """Some rules cannot hold together; the smallest such set is named.

    Every smaller set of them can hold: give up or loosen any one, and the rest fit together.
    """

    code: ClassVar[str] = "allocation_conflict"
    exit_status: ClassVar[int] = 8

    def __init__(self, message: str, *, rules: tuple[ConflictingRule, ...]) -> None:
        remedy = " ".join(["Change one of them:", *(rule.remedy for rule in rules)])
        super().__init__(message, remedy=remedy, place="; ".join(rule.place for rule in rules if rule.place))
        self.rules = rules
