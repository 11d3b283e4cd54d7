"""Whether a partnership may be said to let everybody win: only where both sides of every stakeholder are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.quantities import quantities
from crosswalk.partnerships.economics.stakeholders import Stakeholder, members
from crosswalk.partnerships.planning.steps import PeopleTrack

__all__ = ["Missing", "TripleWin", "missing_data", "triple_win"]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something without which nobody can say whether a stakeholder wins.

    Attributes:
        side: The party itself, what it gains, or what it gives.
        place: Where in the file it would stand.
    """

    stakeholder: Stakeholder
    side: Literal["party", "gains", "costs"]
    place: str


@dataclass(frozen=True, slots=True)
class TripleWin:
    """The claim that everybody wins, or what is missing to make it or deny it.

    Attributes:
        lower_bounds: Net present value (minor units) that each stakeholder keeps in 95 of 100 draws.
        missing: Empty where the claim can be judged.
        left_out: Effects that are said to exist and have no price: they stand beside the claim.
        together: In how many draws all win at once.
        draws: Of how many.
    """

    lower_bounds: Mapping[Stakeholder, int]
    missing: tuple[Missing, ...]
    left_out: tuple[str, ...]
    together: int
    draws: int

    @property
    def holds(self) -> bool | None:
        """Whether every lower bound is above 0; None where data are missing, and no claim is made."""
        return None if self.missing else all(bound > 0 for bound in self.lower_bounds.values())


def triple_win(
    partnership: Partnership, lower_bounds: Mapping[Stakeholder, int], together: int, draws: int
) -> TripleWin:
    """The claim, from the lower bounds of a simulation; they are given only where nothing is missing."""
    missing = tuple(missing_data(partnership))
    left_out = tuple(name for name, effect in partnership.file.effects.items() if effect.left_out)
    return TripleWin({} if missing else lower_bounds, missing, left_out, 0 if missing else together, draws)


def missing_data(partnership: Partnership) -> Iterator[Missing]:
    """Everything that is not known of a stakeholder whom the partnership concerns."""
    for stakeholder in concerned(partnership):
        if not members(partnership, stakeholder):
            yield Missing(stakeholder, "party", "parties")
        elif stakeholder == "migrants":
            yield from _migrants(partnership)
        elif stakeholder == "home_trainees":
            yield from _home_trainees(partnership)
        else:
            yield from _others(partnership, stakeholder)


def concerned(partnership: Partnership) -> tuple[Stakeholder, ...]:
    """The stakeholders who must win: both countries, the employer, the people of each track, and donors if any."""
    found: list[Stakeholder] = [who for who, track in _PEOPLE.items() if partnership.people(track)]
    found += ["origin", "destination", "employer"]
    return (*found, "donor") if members(partnership, "donor") else tuple(found)


_PEOPLE: dict[Stakeholder, PeopleTrack] = {"migrants": "away", "home_trainees": "home"}


def _given(partnership: Partnership, who: Stakeholder, *earnings: str) -> Iterator[Missing]:
    given = {entry.of for entry in partnership.file.earnings}
    yield from (Missing(who, "gains", f"earnings: of: {of}") for of in earnings if of not in given)
    if not partnership.file.costs:
        yield Missing(who, "costs", "costs")
    for name, step in partnership.steps_of(_PEOPLE[who]).items():
        if step.kind == "training" and not step.at_work and step.earnings_kept is None:
            yield Missing(who, "costs", f"steps.{name}.earnings_kept")


def _migrants(partnership: Partnership) -> Iterator[Missing]:
    yield from _given(partnership, "migrants", "without", "away")
    outcomes = partnership.file.outcomes
    if not outcomes.retention:
        yield Missing("migrants", "gains", "outcomes.retention")
    if outcomes.return_share is None:
        asked = [name for name, cost in partnership.file.costs.items() if cost.per == "returned"]
        asked += [name for name, effect in partnership.file.effects.items() if "returned" in effect.per]
        if asked:
            yield Missing("migrants", "gains", "outcomes.return_share")


def _home_trainees(partnership: Partnership) -> Iterator[Missing]:
    yield from _given(partnership, "home_trainees", "without", "home")
    if partnership.file.outcomes.employed_at_home is None:
        yield Missing("home_trainees", "gains", "outcomes.employed_at_home")


def _others(partnership: Partnership, who: Stakeholder) -> Iterator[Missing]:
    file, parties = partnership.file, set(members(partnership, who))
    worth = {each.name: (each.low, each.high) for each in quantities(partnership) if each.name.startswith("effects.")}
    gains = any(agreement.to in parties for agreement in file.repayments.values())
    gains |= file.remittances is not None and file.remittances.to in parties
    costs = any(party in parties for cost in file.costs.values() for party, share in cost.paid_by.items() if share)
    for name, effect in file.effects.items():
        if effect.left_out:
            continue
        measure = "money" if effect.money is not None else "share_of_earnings"
        low, high = worth[f"effects.{name}.{measure}"]
        nothing = low == high == 0  # said to be nothing, which is known
        gains |= effect.party in parties and (high > 0 or nothing)
        costs |= effect.party in parties and (low < 0 or nothing)
        costs |= effect.paid_by in parties
    if not gains:
        yield Missing(who, "gains", "effects")
    if not costs:
        yield Missing(who, "costs", "costs")
