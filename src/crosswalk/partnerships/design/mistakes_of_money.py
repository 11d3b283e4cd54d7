"""What can be wrong with the amounts, the shares and the outcomes of a partnership file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from crosswalk.errors import InputError
from crosswalk.partnerships.design.layout import CostEntry, Estimate, Money, PartnershipFile
from crosswalk.partnerships.design.money import Rates, minor
from crosswalk.partnerships.planning.steps import span
from crosswalk.yaml_files.source import Key

__all__ = ["money_mistakes"]

#: A sentence, where it stands, and what to write instead.
Told = tuple[str, Key, str]


def money_mistakes(file: PartnershipFile) -> Iterator[Told]:
    """Everything that is wrong with money, shares and outcomes."""
    yield from _currency_of_the_file(file)
    yield from _amounts(file)
    for name, cost in file.costs.items():
        yield from _cost(file, name, cost)
    yield from _shares(file)
    yield from _outcomes(file)
    if span(file.discount_rate).low <= -1:
        yield "The discount rate is -1 or less.", ("discount_rate",), "Write a share a year, such as 0.03."


def _currency_of_the_file(file: PartnershipFile) -> Iterator[Told]:
    try:
        minor(0, file.currency)
    except InputError as error:
        yield error.message, ("currency",), error.remedy
    for index, rate in enumerate(file.rates):
        if rate.from_ == rate.to:
            yield f"A rate from {rate.from_} to itself.", ("rates", index), "Name two currencies."


def _moneys(file: PartnershipFile) -> Iterator[tuple[str, Money, Key]]:
    """Every amount with the name of its entry; amounts of effects may be negative, the others not."""
    for name, cost in file.costs.items():
        yield name, cost.money, ("costs", name, "money")
    for index, earnings in enumerate(file.earnings):
        yield f"earnings {earnings.of}", earnings.money, ("earnings", index, "money")
    for name, effect in file.effects.items():
        if effect.money is not None:
            yield name, effect.money, ("effects", name, "money")


def _amounts(file: PartnershipFile) -> Iterator[Told]:
    rates = Rates(file.rates)
    for name, money, key in _moneys(file):
        amount = span(money.amount)
        if amount.low < 0 and key[0] != "effects":
            yield (
                f"{name}: the amount is below 0.",
                (*key, "amount"),
                "Write what it costs; what a party gains is written under effects.",
            )
        try:
            for each in (amount.low, amount.likely, amount.high):
                minor(each, money.currency)
        except InputError as error:
            part = "amount" if "decimals" in error.message else "currency"
            yield f"{name}: {error.message}", (*key, part), error.remedy
            continue
        try:
            rates.find(money.currency, file.currency, file.starts_on)
        except InputError as error:
            yield f"{name}: {error.message}", (*key, "currency"), error.remedy


def _cost(file: PartnershipFile, name: str, cost: CostEntry) -> Iterator[Told]:
    key: Key = ("costs", name)
    whole = sum(cost.paid_by.values(), Decimal(0))
    if whole != 1:
        yield f"{name}: the shares of those who pay add to {whole}, not to 1.", (*key, "paid_by"), _add_up(whole)
    step = file.steps.get(cost.at or "")
    if step and cost.track != "both" and step.track not in (cost.track, "both"):
        message = f"{name}: a cost of the {cost.track} track falls due at {cost.at}, which only the {step.track} takes."
        yield message, (*key, "at"), f"Name a step of the {cost.track} track, or write track: {step.track}."
    if cost.per == "month" and cost.at is None:
        yield f"{name} is by the month of no step.", (*key, "per"), "Name the step under `at`."
    if cost.per in ("placed", "returned") and cost.track == "home":
        yield f"{name}: nobody of the home track is {cost.per}.", (*key, "track"), "Write track: away."


def _add_up(whole: Decimal | int) -> str:
    return f"Take {whole - 1} away." if whole > 1 else f"Say who pays the other {1 - whole}."


def _shares(file: PartnershipFile) -> Iterator[Told]:
    found: list[tuple[str, Estimate | None, Key]] = [
        (name, step.attrition, ("steps", name, "attrition")) for name, step in file.steps.items()
    ]
    found += [(name, step.earnings_kept, ("steps", name, "earnings_kept")) for name, step in file.steps.items()]
    for name in ("placed", "employed_at_home", "return_share"):
        found.append((name, getattr(file.outcomes, name), ("outcomes", name)))
    for month, share in file.outcomes.retention.items():
        found.append((f"retention after {month} months", share, ("outcomes", "retention", str(month))))
    if file.remittances:
        found.append(("remittances", file.remittances.share_of_earnings, ("remittances", "share_of_earnings")))
        found.append(("remittances", file.remittances.cost, ("remittances", "cost")))
    for name, estimate, key in found:
        if estimate is not None and not 0 <= span(estimate).low <= span(estimate).high <= 1:
            yield f"{name}: a share lies between 0 and 1.", key, "Write 0.08 for 8 %."


def _outcomes(file: PartnershipFile) -> Iterator[Told]:
    by_month = sorted(file.outcomes.retention.items())
    for (month, share), (later, other) in pairwise(by_month):
        before, then = span(share), span(other)
        if then.low > before.low or then.likely > before.likely or then.high > before.high:
            message = f"Retention rises from month {month} to month {later}, but who has left is not retained again."
            yield message, ("outcomes", "retention", str(later)), f"Write at most what stands at month {month}."
    if (file.outcomes.return_share is None) != (file.outcomes.return_after_months is None):
        missing = "return_share" if file.outcomes.return_share is None else "return_after_months"
        yield f"{missing} is missing.", ("outcomes",), "Write both return_share and return_after_months, or neither."
