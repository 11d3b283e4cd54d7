"""Every number of a partnership file that money depends on, by name, as whole numbers: what may vary and what not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from crosswalk.partnerships.design.layout import Estimate, Money
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.planning.steps import Span, days_of, span

__all__ = ["PARTS", "Draw", "Quantity", "likely", "quantities"]

#: A share or a factor is a whole number of this many parts: 0.95 is 950,000,000,000. A file holds nine decimals.
PARTS = 10**12

#: One value for every quantity: minor units of the partnership's currency, parts, or days, by kind.
Draw = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of the file.

    Attributes:
        name: Where it stands, with dots: `outcomes.retention.12`; earnings by whose they are: `earnings.away.money`.
        kind: money in minor units of the partnership's currency; a share in PARTS; a length in days.
        low, likely, high: All three the same where the number is known.
        key: Where it stands in the file.
    """

    name: str
    kind: Literal["money", "share", "days"]
    low: int
    likely: int
    high: int
    key: tuple[str | int, ...]

    @property
    def uncertain(self) -> bool:
        """Whether it is a range."""
        return self.low < self.high


def quantities(partnership: Partnership) -> tuple[Quantity, ...]:
    """All numbers in the order of the file; money in other currencies at the rate of the first day."""
    return tuple(_found(partnership))


def likely(partnership: Partnership) -> dict[str, int]:
    """The likeliest value of every number."""
    return {each.name: each.likely for each in quantities(partnership)}


def _found(partnership: Partnership) -> Iterator[Quantity]:
    file = partnership.file
    yield _share("discount_rate", file.discount_rate)
    for name, step in file.steps.items():
        weeks = span(step.weeks)
        low, usual, high = (days_of(each) for each in (weeks.low, weeks.likely, weeks.high))
        yield Quantity(f"steps.{name}.weeks", "days", low, usual, high, ("steps", name, "weeks"))
        yield _share(f"steps.{name}.attrition", step.attrition)
        if step.earnings_kept is not None:
            yield _share(f"steps.{name}.earnings_kept", step.earnings_kept)
    for name, cost in file.costs.items():
        yield _money(partnership, f"costs.{name}.money", cost.money)
    for index, earnings in enumerate(file.earnings):
        place = ("earnings", index)
        yield _money(partnership, f"earnings.{earnings.of}.money", earnings.money, (*place, "money"))
        yield _share(f"earnings.{earnings.of}.growth", earnings.growth, (*place, "growth"))
    for name, effect in file.effects.items():
        if effect.money is not None:
            yield _money(partnership, f"effects.{name}.money", effect.money)
        if effect.share_of_earnings is not None:
            yield _share(f"effects.{name}.share_of_earnings", effect.share_of_earnings)
    if file.remittances is not None:
        yield _share("remittances.share_of_earnings", file.remittances.share_of_earnings)
        yield _share("remittances.cost", file.remittances.cost)
    yield _share("outcomes.placed", file.outcomes.placed)
    if file.outcomes.employed_at_home is not None:
        yield _share("outcomes.employed_at_home", file.outcomes.employed_at_home)
    for month, share in sorted(file.outcomes.retention.items()):
        yield _share(f"outcomes.retention.{month}", share)
    if file.outcomes.return_share is not None:
        yield _share("outcomes.return_share", file.outcomes.return_share)


def _share(name: str, estimate: Estimate, key: tuple[str | int, ...] = ()) -> Quantity:
    found = span(estimate)
    low, usual, high = (round(Fraction(each) * PARTS) for each in (found.low, found.likely, found.high))
    return Quantity(name, "share", low, usual, high, key or tuple(name.split(".")))


def _money(partnership: Partnership, name: str, money: Money, key: tuple[str | int, ...] = ()) -> Quantity:
    found: Span = partnership.minor(money)
    low, usual, high = (int(each) for each in (found.low, found.likely, found.high))
    return Quantity(name, "money", low, usual, high, key or tuple(name.split(".")))
