"""An allocation and its certificate: what was reached, what nothing can exceed, and the prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crosswalk.allocation.problem import VALUE_SCALE, Integers

__all__ = ["Allocation", "Certificate", "Prices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices that prove a bound; any such prices give a valid one, better prices a closer one.

    Attributes:
        vacancy: int64[V], never negative; what a place of each vacancy is worth at the margin, in millionths of the
            stage's unit.
        row: int64[Q + earlier stages]; worth of one unit more of each rule's bound: positive where the upper bound
            presses, negative where the lower bound does. Then, for each earlier stage, what one full unit of it costs
            this one; never positive.
    """

    vacancy: Integers
    row: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What one stage of the objective reached, and what no allocation can exceed.

    Attributes:
        stage: Name of the objective.
        objective, bound: In millionths.
        proof: "prices": anybody can recompute the bound from the prices in one pass (`certified_bound`);
            "search": HiGHS closed the tree of an integer programme; its bound stands, the prices give a weaker one.
        prices: Of the relaxation.
    """

    stage: str
    objective: int
    bound: int
    proof: Literal["prices", "search"]
    prices: Prices

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached; 0.0 is proven best."""
        return (self.bound - self.objective) / self.bound if self.bound > 0 else 0.0

    def as_json(self) -> dict[str, str | float | int]:
        """The certificate without its prices, in the unit of the stage."""
        return {
            "stage": self.stage,
            "objective": self.objective / VALUE_SCALE,
            "bound": self.bound / VALUE_SCALE,
            "gap": self.gap,
            "proof": self.proof,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Who goes where.

    Attributes:
        chosen: int64[n]; indices of the options chosen, ascending.
        certificates: One for each stage of the problem.
        method: "exact" (HiGHS on every option), "priced" (prices, then HiGHS on what they leave) or "auction".
    """

    chosen: Integers
    certificates: tuple[Certificate, ...]
    method: Literal["exact", "priced", "auction"]
