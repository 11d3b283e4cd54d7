"""The cash flows of one draw: who gives how much to whom in which month, each sum written once with both its ends.

This is the model, plainly and exactly: expected numbers of people are fractions, and only a payment is rounded, once,
half to even, to a whole minor unit. Many draws are reckoned by `kernel`, which must come to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from crosswalk.partnerships.design.layout import CostEntry, EffectEntry, RepaymentEntry
from crosswalk.partnerships.design.money import half_even
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.people import People, people_of
from crosswalk.partnerships.economics.quantities import Draw, likely
from crosswalk.partnerships.planning.steps import TRACKS, PeopleTrack, on_track

__all__ = ["OUTSIDE", "CashFlows", "Flow", "cash_flows", "split"]

#: Everybody who is no party: who is paid for training and travel, who buys the work, what people would live on.
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Flow:
    """One payment, or one gain or loss that is counted as money.

    Attributes:
        kind: What it is.
        name: The entry of the file: a cost, a repayment, an effect, or whose earnings.
        giver, taker: Parties, or OUTSIDE.
        month: From the first day of the partnership, from 0.
        amount: Minor units of the partnership's currency, 0 or more.
        away: Of a cost the share of those it is for who are on the away track.
    """

    kind: Literal["cost", "repayment", "earnings", "effect", "remittance"]
    name: str
    giver: str
    taker: str
    month: int
    amount: int
    away: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CashFlows:
    """All flows of one draw, and the people behind them."""

    partnership: Partnership
    people: People
    flows: tuple[Flow, ...]

    def net(self, *parties: str) -> list[int]:
        """What some parties have more (or less) in each month, in minor units."""
        months = [0] * self.partnership.file.horizon_months
        for flow in self.flows:
            months[flow.month] += flow.amount * ((flow.taker in parties) - (flow.giver in parties))
        return months

    def cost(self) -> int:
        """All costs, in minor units; what is repaid is not taken off."""
        return sum(flow.amount for flow in self.flows if flow.kind == "cost")


def cash_flows(partnership: Partnership, draw: Draw | None = None) -> CashFlows:
    """The monthly cash flow of every party.

    Args:
        draw: One value for every quantity; the likeliest of each without it.

    Raises:
        FileError: The horizon ends too early.
    """
    people = people_of(partnership, draw or likely(partnership))
    book = _Book(people)
    flows = [*book.costs(), *book.earnings(), *book.effects(), *book.remittances()]
    flows += book.repayments(flows)
    return CashFlows(partnership, people, tuple(flow for flow in flows if flow.amount))


def split(amount: int, shares: dict[str, Fraction]) -> dict[str, int]:
    """An amount by shares that add to one, in whole minor units that add to the amount.

    Each pays its share rounded down; the few units that are left are paid by the largest payer (the first of equals).

    Example:
        >>> split(100, {"ministry": Fraction(1, 3), "hospital": Fraction(2, 3)})
        {'ministry': 33, 'hospital': 67}
    """
    parts = {name: int(amount * share) for name, share in shares.items()}
    largest = max(shares, key=lambda name: shares[name])
    parts[largest] += amount - sum(parts.values())
    return parts


@dataclass(frozen=True, slots=True)
class _Book:
    people: People

    @property
    def partnership(self) -> Partnership:
        return self.people.partnership

    def _party(self, role: Literal["migrants", "home_trainees", "employer"]) -> str:
        return self.partnership.parties(role)[0]

    def _months(self, track: PeopleTrack) -> range:
        work = self.people.timing.work
        return range(work[track], len(self.people.timing.months)) if track in work else range(0)

    def _amount(self, name: str) -> int:
        return self.people.draw[f"{name}.money"]

    def costs(self) -> Iterator[Flow]:
        """Every cost, shared out among those who pay it."""
        for name, cost in self.partnership.file.costs.items():
            shares = {party: Fraction(share) for party, share in cost.paid_by.items()}
            for month, (home, away) in self._served(cost).items():
                times = Fraction(1) if cost.per == "cohort" else home + away
                amount = half_even(self._amount(f"costs.{name}") * times)
                of_away = away / (home + away) if home + away else Fraction(0)
                for party, part in split(amount, shares).items():
                    yield Flow("cost", name, party, cost.paid_to or OUTSIDE, month, part, of_away)

    def _served(self, cost: CostEntry) -> dict[int, tuple[Fraction, Fraction]]:
        """For each month how many people on the home and on the away track a cost is for."""
        timing = self.people.timing
        due = timing.months.of(timing.steps[cost.at][0]) if cost.at else 0
        if cost.per == "placed":
            month = due if cost.at else timing.work.get("away", 0)
            return {month: (Fraction(0), self.people.placed)}
        if cost.per == "returned":
            after = self.partnership.file.outcomes.return_after_months
            month = timing.work.get("away", 0) + (after or 0)
            within = after is not None and month < len(timing.months)
            return {month: (Fraction(0), self.people.returned or Fraction(0))} if within else {}
        step = self.partnership.steps[cost.at].track if cost.at else "both"
        home, away = (
            self.people.begin(track, cost.at) if on_track(cost.track, track) and on_track(step, track) else Fraction(0)
            for track in TRACKS
        )
        if cost.per == "month" and cost.at:
            return {m: (home * part, away * part) for m, part in timing.months.parts(*timing.steps[cost.at]).items()}
        return {due: (home, away)}

    def _pay(self, of: str, month: int) -> Fraction | None:
        """Earnings of one person in a month; None where they are not known."""
        entry = next((each for each in self.partnership.file.earnings if each.of == of), None)
        if entry is None:
            return None
        growth = 1 + self.people.share(f"earnings.{of}.growth")
        return self._amount(f"earnings.{of}") * growth ** (month // 12) / (12 if entry.per == "year" else 1)

    def _paid(self, of: str, month: int, share: Fraction = Fraction(1)) -> Fraction:
        """What all people in some work earn in a month, or a share of it."""
        pay = self._pay(of, month)
        return pay * self._at_work(of, month) * share if pay is not None else Fraction(0)

    def _at_work(self, of: str, month: int) -> Fraction:
        if of == "home":
            return self.people.working_at_home(month)
        return self.people.in_job(month) if of == "away" else self.people.back(month)

    def earnings(self) -> Iterator[Flow]:
        """What people earn, and what they would have earned without the partnership in the same months."""
        for of, track, role in _WORK:
            for month in self._months(track):
                if self._pay(of, month) is None:
                    break
                party = self._party(role)
                yield Flow("earnings", of, OUTSIDE, party, month, half_even(self._paid(of, month)))
                without = (self._pay("without", month) or 0) * self._at_work(of, month)
                yield Flow("earnings", "without", party, OUTSIDE, month, half_even(Fraction(without)))
        yield from self._earnings_lost_in_training()

    def _earnings_lost_in_training(self) -> Iterator[Flow]:
        timing = self.people.timing
        for track, role in _TRAINED:
            for name, step in self.partnership.steps_of(track).items():
                if step.earnings_kept is None or not self.partnership.people(track):
                    continue
                lost = self.people.begin(track, name) * (1 - self.people.share(f"steps.{name}.earnings_kept"))
                for month, part in timing.months.parts(*timing.steps[name]).items():
                    pay = self._pay("without", month)
                    if pay is not None:
                        amount = half_even(pay * lost * part)
                        yield Flow("earnings", "without", self._party(role), OUTSIDE, month, amount)

    def effects(self) -> Iterator[Flow]:
        """Gains and losses beside the wages."""
        for name, effect in self.partnership.file.effects.items():
            if not effect.left_out:
                for month, exact in self._worth(name, effect):
                    amount = half_even(exact)
                    ends = (effect.paid_by or OUTSIDE, effect.party)
                    giver, taker = ends if amount >= 0 else (ends[1], ends[0])
                    yield Flow("effect", name, giver, taker, month, abs(amount))

    def _worth(self, name: str, effect: EffectEntry) -> Iterator[tuple[int, Fraction]]:
        if effect.per in _MONTHLY:
            of = _MONTHLY[effect.per]
            for month in self._months("home" if of == "home" else "away"):
                if effect.money is not None:
                    yield month, self._amount(f"effects.{name}") * self._at_work(of, month)
                else:
                    yield month, self._paid(of, month, self.people.share(f"effects.{name}.share_of_earnings"))
            return
        for month, people in self._once(effect.per):
            if month < len(self.people.timing.months):
                yield month, self._amount(f"effects.{name}") * people

    def _once(self, per: str) -> Iterator[tuple[int, Fraction]]:
        work = self.people.timing.work
        if per == "cohort":
            yield 0, Fraction(1)
        elif per == "trained":
            for track, month in work.items():
                yield month, self.people.finish(track)
        elif "away" in work:
            after = self.partnership.file.outcomes.return_after_months or 0
            people = self.people.placed if per == "placed" else self.people.returned or Fraction(0)
            yield work["away"] + (after if per == "returned" else 0), people

    def remittances(self) -> Iterator[Flow]:
        """Money sent home: it leaves the migrants once and reaches the receivers once, less the fee of sending."""
        sent = self.partnership.file.remittances
        if sent is None:
            return
        share, cost = self.people.share("remittances.share_of_earnings"), self.people.share("remittances.cost")
        for month in self._months("away"):
            amount = half_even(self._paid("away", month, share))
            fee = half_even(amount * cost)
            giver = self._party("migrants")
            yield Flow("remittance", "remittances", giver, sent.to, month, amount - fee)
            yield Flow("remittance", "fee", giver, OUTSIDE, month, fee)

    def repayments(self, flows: list[Flow]) -> Iterator[Flow]:
        """What is paid back, month by month, never more than was advanced and not yet repaid."""
        for name, agreement in self.partnership.file.repayments.items():
            covered = {cost for cost, entry in self.partnership.file.costs.items() if entry.repaid == name}
            advanced = [0] * len(self.people.timing.months)
            for flow in flows:
                if flow.kind == "cost" and flow.name in covered and flow.giver == agreement.to:
                    advanced[flow.month] += flow.amount
            yield from self._repaid(name, agreement, advanced)

    def _repaid(self, name: str, agreement: RepaymentEntry, advanced: list[int]) -> Iterator[Flow]:
        of: PeopleTrack = "home" if agreement.by == "home_trainees" else "away"
        months, repaid = self._months(of), 0
        for month in months[: agreement.months]:
            amount = half_even(self._paid(of, month, Fraction(agreement.share_of_earnings)))
            if agreement.at_most_what_was_paid:
                amount = min(amount, sum(advanced[: month + 1]) - repaid)
            repaid += amount
            yield Flow("repayment", name, self._party(agreement.by), agreement.to, month, amount)


#: Whose work it is, the track that leads to it, and who earns it.
_WORK: tuple[tuple[str, PeopleTrack, Literal["migrants", "home_trainees"]], ...] = (
    ("away", "away", "migrants"),
    ("returned", "away", "migrants"),
    ("home", "home", "home_trainees"),
)
#: Whose training is on which track.
_TRAINED: tuple[tuple[PeopleTrack, Literal["migrants", "home_trainees"]], ...] = (
    ("home", "home_trainees"),
    ("away", "migrants"),
)
#: The work whose months an effect is counted by.
_MONTHLY = {"month_away": "away", "month_home": "home", "month_returned": "returned"}
