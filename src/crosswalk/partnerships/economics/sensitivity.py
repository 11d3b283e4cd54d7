"""What a result hangs on: the swing of each uncertain number, where a stakeholder breaks even, who pays whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal, get_args

from crosswalk.errors import UsageError
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.draws import stacked
from crosswalk.partnerships.economics.flows import OUTSIDE, CashFlows
from crosswalk.partnerships.economics.programme import programme_of
from crosswalk.partnerships.economics.quantities import PARTS, Draw, quantities
from crosswalk.partnerships.economics.simulate import reckoned_in_parallel
from crosswalk.partnerships.economics.stakeholders import STAKEHOLDERS, Stakeholder, members, stakeholder_of

__all__ = ["LEVERS", "BreakEven", "Lever", "Swing", "break_even", "tornado", "who_pays_whom"]


@dataclass(frozen=True, slots=True)
class Swing:
    """What one uncertain number moves while all others are at their likeliest.

    Attributes:
        name: Of the quantity.
        at_low, at_high: Net present value (minor units) of the stakeholder at its lowest and highest.
    """

    name: str
    at_low: int
    at_high: int

    @property
    def width(self) -> int:
        """How far apart the two are."""
        return abs(self.at_high - self.at_low)


def present_values(partnership: Partnership, draws: Sequence[Draw]) -> list[dict[Stakeholder, int]]:
    """Net present value of each stakeholder under each draw; numbers that a draw leaves out are at their likeliest."""
    number = len(partnership.file.parties)
    found = reckoned_in_parallel(programme_of(partnership), stacked(quantities(partnership), draws)).present
    return [dict(zip(STAKEHOLDERS, row, strict=True)) for row in found[:, number:].tolist()]


def tornado(partnership: Partnership) -> dict[Stakeholder, tuple[Swing, ...]]:
    """For each stakeholder with a party the swings of all uncertain numbers, the widest first; no swing is left out."""
    uncertain = [each for each in quantities(partnership) if each.uncertain]
    lows = present_values(partnership, [{each.name: each.low} for each in uncertain])
    highs = present_values(partnership, [{each.name: each.high} for each in uncertain])
    table = list(zip(uncertain, lows, highs, strict=True))
    return {
        who: tuple(
            sorted(
                (Swing(each.name, low[who], high[who]) for each, low, high in table),
                key=lambda swing: (-swing.width, swing.name),
            )
        )
        for who in STAKEHOLDERS
        if members(partnership, who)
    }


#: What can be moved until a stakeholder breaks even: the share that stays 12 months (and leaves at that pace after),
#: gross earnings away, all costs together (as a factor), the share of the cohort on the away track.
Lever = Literal["retention", "wage", "price", "away_track"]
LEVERS: tuple[Lever, ...] = get_args(Lever)
#: Steps of the first look for changes of sign; between two of them the value is found by halving.
GRID = 48
MOST_TIMES = 4


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where a stakeholder neither gains nor loses, all else at its likeliest.

    Attributes:
        now: The value in the file; None for retention that is not known.
        values: The values nearest above each change of sign: PARTS for retention, price and away_track, minor units
            for a wage. Empty where there is none between `lowest` and `highest`.
        wins_at_highest: Whether the net present value is 0 or more at the highest value.
    """

    lever: Lever
    stakeholder: Stakeholder
    now: int | None
    values: tuple[int, ...]
    lowest: int
    highest: int
    wins_at_highest: bool


def break_even(partnership: Partnership, lever: Lever, stakeholder: Stakeholder = "employer") -> BreakEven:
    """The values of a lever at which a stakeholder breaks even.

    Raises:
        UsageError: The stakeholder has no party, or the file has no number for the lever.
    """
    if not members(partnership, stakeholder):
        raise UsageError(f"The partnership has no {stakeholder}.", remedy="Name a stakeholder that has a party.")
    now, highest, worth = _lever(partnership, lever, stakeholder)
    edges = sorted({highest * step // GRID for step in range(GRID + 1)})
    worths = worth(edges)
    wins = [each >= 0 for each in worths]
    found = tuple(
        _halved(lambda value: worth([value])[0] >= 0, low, high, then)
        for (low, high), (before, then) in zip(pairwise(edges), pairwise(wins), strict=True)
        if before != then
    )
    if lever == "away_track":
        people = sum(partnership.file.cohort.people.values())
        found, now, highest = tuple(each * PARTS // people for each in found), (now or 0) * PARTS // people, PARTS
    return BreakEven(lever, stakeholder, now, found, 0, highest, wins[-1])


def _halved(wins: Callable[[int], bool], low: int, high: int, wins_at_high: bool) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if wins(middle) == wins_at_high else (middle, high)
    return high


Worths = Callable[[Sequence[int]], list[int]]


def _lever(partnership: Partnership, lever: Lever, who: Stakeholder) -> tuple[int | None, int, Worths]:
    usual = {each.name: each.likely for each in quantities(partnership)}
    if lever == "retention":
        steady = _with_retention(partnership)
        return (
            usual.get("outcomes.retention.12"),
            PARTS,
            lambda values: _of(who, steady, [{"outcomes.retention.12": each} for each in values]),
        )
    if lever == "wage":
        name = "earnings.away.money"
        if name not in usual:
            raise UsageError("The file has no earnings away.", remedy="Add earnings of: away.")
        return usual[name], MOST_TIMES * usual[name], lambda values: _of(who, partnership, [{name: v} for v in values])
    if lever == "price":
        costs = {name: each for name, each in usual.items() if name.startswith("costs.")}
        return (
            PARTS,
            MOST_TIMES * PARTS,
            lambda values: _of(who, partnership, [_times(costs, Fraction(each, PARTS)) for each in values]),
        )
    people = sum(partnership.file.cohort.people.values())
    return (
        partnership.people("away"),
        people,
        lambda values: [_of(who, _with_away(partnership, each), [{}])[0] for each in values],
    )


def _of(who: Stakeholder, partnership: Partnership, draws: Sequence[Draw]) -> list[int]:
    return [each[who] for each in present_values(partnership, draws)]


def _times(costs: Mapping[str, int], factor: Fraction) -> dict[str, int]:
    return {name: round(amount * factor) for name, amount in costs.items()}


def _with_retention(partnership: Partnership) -> Partnership:
    outcomes = partnership.file.outcomes.model_copy(update={"retention": {12: 1}})
    return replace(partnership, file=partnership.file.model_copy(update={"outcomes": outcomes}))


def _with_away(partnership: Partnership, away: int) -> Partnership:
    people = {"away": away, "home": sum(partnership.file.cohort.people.values()) - away}
    cohort = partnership.file.cohort.model_copy(update={"people": people})
    return replace(partnership, file=partnership.file.model_copy(update={"cohort": cohort}))


def who_pays_whom(flows: CashFlows) -> dict[tuple[str, str], int]:
    """Minor units (not discounted) that each stakeholder, or OUTSIDE, gives to each.

    A cost counts for the people whom it serves, by their numbers; wages and other gains come from OUTSIDE; what people
    would have earned without the partnership goes there.
    """
    found: Counter[tuple[str, str]] = Counter()
    for giver, taker, amount in _gifts(flows):
        found[giver, taker] += amount
    return dict(found)


def _gifts(flows: CashFlows) -> Iterator[tuple[str, str, int]]:
    who: dict[str, str] = {name: stakeholder_of(flows.partnership, name) for name in flows.partnership.file.parties}
    who[OUTSIDE] = OUTSIDE
    for flow in flows.flows:
        if flow.away is None:
            yield who[flow.giver], who[flow.taker], flow.amount
            continue
        to_away = round(flow.amount * flow.away)
        yield who[flow.giver], "migrants", to_away
        yield who[flow.giver], "home_trainees", flow.amount - to_away
