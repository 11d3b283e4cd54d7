"""Levers: what a person or an employer can change, how long it takes, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from crosswalk.pathways import nodes as n
from crosswalk.pathways.binding import Binder
from crosswalk.pathways.brackets import parameter_unit
from crosswalk.pathways.errors import FactError
from crosswalk.pathways.facts import Unit, Value, unit_named
from crosswalk.pathways.grammar import NameOf
from crosswalk.pathways.layout import LeverStep
from crosswalk.pathways.pathway import Law
from crosswalk.pathways.scope import BindingError

__all__ = ["Cost", "step_cost", "step_value"]


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount of money in minor units."""

    minor: int
    currency: str

    def __str__(self) -> str:
        unit = unit_named(self.currency)
        return f"{unit.show(self.minor)} {self.currency}"


def step_cost(step: LeverStep) -> Cost | None:
    """The cost of one step; None where nobody could say.

    Raises:
        BindingError: The text is no amount with a currency.
    """
    if step.cost == "unknown":
        return None
    amount, _, currency = step.cost.partition(" ")
    try:
        unit = unit_named(currency)
        if not (len(currency) == 3 and currency.isupper()):
            raise ValueError
        return Cost(unit.encode(Decimal(amount)), currency)
    except (InvalidOperation, ValueError) as error:
        raise BindingError(f"The cost {step.cost!r} cannot be read: write 500 EUR, or unknown.") from error


def step_value(law: Law, name: str, step: LeverStep) -> Value:
    """The encoded value to which a step leads, or by which it adds; None where the law gives no figure on the day.

    Raises:
        BindingError: The value does not fit the fact.
    """
    fact = law.pathway.facts[name]
    if step.add is not None:
        return fact.unit.encode(step.add)
    if isinstance(step.to, str) and step.to in law.pathway.scope.parameters and fact.shape == "number":
        unit = parameter_unit(step.to, law.pathway.scope.parameters)
        node, _ = Binder(law.pathway.scope, law.day).number(NameOf(step.to))
        if unit.name != fact.unit.name:
            raise BindingError(f"{step.to} is in {unit.name}, {name} in {fact.unit.name}.")
        missing = fact.unit.decimals - unit.decimals
        return Unit("", missing).encode(node.value) if isinstance(node, n.Constant) else None
    try:
        value = fact.encode(step.to)
    except FactError as error:
        raise BindingError(f"{error.message} {error.remedy}") from error
    assert value is not None
    return value
