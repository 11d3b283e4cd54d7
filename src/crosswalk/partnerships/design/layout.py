"""The layout of a partnership file: who takes part, what is learned, what it costs, who pays, and what it may bring.

Money is written in major units with its currency, such as 10000 or 1496448.50 EUR; it is exact, never a float.
Any number that is not known for sure may be a range of low, likely and high, with its source.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from crosswalk.yaml_files import Entry, Number, Text

__all__ = [
    "AnswerEntry",
    "CohortEntry",
    "CostEntry",
    "CostGroup",
    "EarningsEntry",
    "EffectEntry",
    "Estimate",
    "Money",
    "OccupationEntry",
    "OutcomesEntry",
    "PartnershipFile",
    "PartyEntry",
    "Range",
    "RateEntry",
    "RepaymentEntry",
    "Role",
    "SourceEntry",
    "StepEntry",
    "Track",
    "TransferEntry",
    "YieldEntry",
]

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Share = Annotated[Number, Field(ge=0, le=1)]

#: A home track trains for the labour market of origin, an away track for work in the country of destination.
Track = Literal["home", "away", "both"]
#: The five groups of costs of a Global Skill Partnership (Center for Global Development).
CostGroup = Literal["training", "staffing", "migration", "living", "return_and_reintegration"]
#: What a party is in the partnership. `migrants` and `home_trainees` are the people themselves, `families` their
#: households at origin.
Role = Literal[
    "origin_government",
    "destination_government",
    "employer",
    "training_provider",
    "recruiter",
    "international_organisation",
    "ngo",
    "donor",
    "municipality",
    "diaspora_body",
    "recognition_body",
    "social_partner",
    "families",
    "migrants",
    "home_trainees",
]


class Range(Entry):
    """A number that is not known for sure: the lowest and highest that are credible, and the likeliest."""

    low: Number
    likely: Number
    high: Number
    source: Name | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high do not stand in this order")
        return self


#: A number, or a range where it is not known for sure.
Estimate = Number | Range


class Money(Entry):
    """An amount of a currency, in major units."""

    amount: Estimate
    currency: Currency


class SourceEntry(Entry):
    """Where a figure or a statement comes from."""

    title: str
    url: str = ""
    section: str = ""
    read_on: date
    assumed: bool = False
    note: str = ""


class RateEntry(Entry):
    """What one unit of a currency was worth in another on a day."""

    from_: Currency = Field(alias="from")
    to: Currency
    on: date
    rate: Annotated[Number, Field(gt=0)]
    source: Name


class PartyEntry(Entry):
    """Somebody who takes part, and what they undertake to do."""

    role: Role
    title: Text
    country: Country | None = None
    duties: tuple[str, ...] = ()
    signed_on: date | None = None


class OccupationEntry(Entry):
    """The occupation at the end of the training, and the qualification that it takes."""

    title: Text
    isco: Annotated[str, Field(pattern=r"^[0-9]{1,4}$")]
    uri: str | None = None
    qualification: Text | None = None
    qualification_level: Annotated[int, Field(ge=0, le=8)] | None = None
    regulated: bool | None = None
    health_or_care: bool | None = None


class CohortEntry(Entry):
    """Who begins: how many on each track, which skills they bring and which the job asks for.

    Skills are titles or URIs of the taxonomy. An absent list is unknown; an empty one means none.
    """

    people: dict[Literal["home", "away"], Annotated[int, Field(ge=0)]]
    women: Share | None = None
    skills_at_start: tuple[str, ...] | None = None
    skills_needed: tuple[str, ...] | None = None
    qualification_level: Annotated[int, Field(ge=0, le=8)] | None = None


class YieldEntry(Entry):
    """A paper that a step ends with, such as a certificate, a medical or an offer, and how long it is good for."""

    paper: Name
    valid_months: Annotated[int, Field(gt=0, le=600)] | None = None


class StepEntry(Entry):
    """One step from the first class to the first day at work, or beside the work (`at_work`).

    Attributes:
        after: Steps that must have ended.
        weeks: How long it takes, with the waiting that belongs to it.
        attrition: Share of those who begin the step and do not finish it.
        yields: Papers that it ends with; they are good from its last day.
        needs: Papers that must still be valid when the step begins.
        pathway: Of a mobility step: the pathway used, as in the catalogue (such as deu.skilled_worker).
        facts: What holds for everybody when the step begins, as the pathway asks; what is not written is unknown.
        starts_in: Months (1 to 12) in which the step can begin; any month without it.
        at_work: It begins on or after the first day at work and does not hold that day up, such as adaptation.
        earnings_kept: Share of what people would earn without the partnership that they go on earning during the
            step: 1 beside a job, 0 in a class all day.
    """

    kind: Literal["training", "recognition", "mobility", "service"]
    title: Text
    track: Track = "both"
    after: tuple[Name, ...] = ()
    weeks: Estimate
    place: Country | None = None
    provider: Name | None = None
    attrition: Estimate = 0
    teaches: tuple[str, ...] = ()
    yields: tuple[YieldEntry, ...] = ()
    needs: tuple[Name, ...] = ()
    pathway: str | None = None
    facts: dict[Name, bool | Number | date | str | tuple[str, ...]] = {}
    starts_in: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    at_work: bool = False
    earnings_kept: Estimate | None = None


class RepaymentEntry(Entry):
    """What is paid back out of earnings: a share of gross earnings for some months, at most what was advanced.

    One agreement can cover several costs (their `repaid` names it): the share is taken once, and what `to` paid of all
    of them is the limit.
    """

    by: Literal["migrants", "home_trainees", "employer"]
    to: Name
    share_of_earnings: Share
    months: Annotated[int, Field(gt=0)]
    at_most_what_was_paid: bool = True


class CostEntry(Entry):
    """What something costs, when it falls due, and who pays which share of it.

    Attributes:
        per: person: for everybody who begins the step; cohort: once; month: for each month of the step for each
            person in it; placed: for everybody who starts work; returned: for everybody who returns.
        at: The step at whose beginning it falls due; the first day of the partnership without it.
        paid_by: Shares by party; they add to one.
        paid_to: The party that has it, such as an allowance to those who learn; without it the sum leaves the
            partnership, as what is paid for classes and travel does.
        repaid: The agreement under `repayments` by which it is paid back.
        fee_of_recruitment: It is a recruitment fee or related cost in the sense of the ILO (2019).
    """

    group: CostGroup
    title: Text
    money: Money
    per: Literal["person", "cohort", "month", "placed", "returned"] = "person"
    at: Name | None = None
    track: Track = "both"
    paid_by: dict[Name, Share]
    paid_to: Name | None = None
    repaid: Name | None = None
    fee_of_recruitment: bool = False
    source: Name | None = None


class EarningsEntry(Entry):
    """Gross earnings of one person, and how they grow by the year.

    Attributes:
        of: without: at origin without the partnership; away: in the job of destination; home: at origin after the
            home track; returned: at origin after return.
    """

    of: Literal["without", "away", "home", "returned"]
    money: Money
    per: Literal["month", "year"]
    growth: Estimate = 0
    source: Name | None = None


class EffectEntry(Entry):
    """A gain (positive) or loss (negative) of a party beside the wages, such as output, tax, or a vacancy filled.

    Attributes:
        per: month_away, month_home, month_returned: for each person and month in such a job; placed, trained,
            returned: once for each such person; cohort: once at the beginning.
        paid_by: The party that loses what this one gains, such as those who pay the tax: the sum is then moved, not
            gained. Without it the gain comes from outside the partnership.
        left_out: Said to exist but not priced, such as separation of families; the amount is then absent.
    """

    party: Name
    title: Text
    money: Money | None = None
    share_of_earnings: Annotated[Number, Field(ge=-1, le=1)] | Range | None = None
    per: Literal["month_away", "month_home", "month_returned", "placed", "trained", "returned", "cohort"]
    paid_by: Name | None = None
    left_out: bool = False
    source: Name | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> EffectEntry:
        if (self.money is not None) + (self.share_of_earnings is not None) + self.left_out != 1:
            raise ValueError("write exactly one of money, share_of_earnings and left_out")
        if self.share_of_earnings is not None and not self.per.startswith("month"):
            raise ValueError("a share of earnings belongs to a month of work")
        return self


class TransferEntry(Entry):
    """Remittances: a share of earnings away that goes to a party at origin. It is moved, not gained twice."""

    to: Name
    share_of_earnings: Estimate
    cost: Estimate = 0
    source: Name | None = None


class OutcomesEntry(Entry):
    """What happens after the training.

    Attributes:
        placed: Share of those who finish the away track who start work there.
        employed_at_home: Share of those who finish the home track who work in the occupation.
        retention: Share of those placed who are still in the job, by months since the first day.
        return_share: Share of those placed who have gone back by `return_after_months`.
    """

    placed: Estimate
    employed_at_home: Estimate | None = None
    retention: dict[Annotated[int, Field(gt=0)], Estimate] = {}
    return_share: Estimate | None = None
    return_after_months: Annotated[int, Field(gt=0)] | None = None
    source: Name | None = None


class AnswerEntry(Entry):
    """An answer to a question of readiness or of a safeguard, with what shows it."""

    answer: Literal["yes", "partly", "no"]
    evidence: str = ""
    on: date | None = None
    figure: Number | None = None


class PartnershipFile(Entry):
    """A Skills Mobility Partnership as it is designed."""

    partnership: Literal[1]
    title: Text
    model: Literal["global_skill_partnership", "student_mobility", "employer_driven", "development_funded", "away_only"]
    origin: Country
    destination: Country
    starts_on: date
    currency: Currency
    horizon_months: Annotated[int, Field(ge=12, le=360)] = 60
    discount_rate: Estimate = Decimal("0.03")
    occupation: OccupationEntry
    parties: Annotated[dict[Name, PartyEntry], Field(min_length=2)]
    cohort: CohortEntry
    steps: Annotated[dict[Name, StepEntry], Field(min_length=1)]
    costs: dict[Name, CostEntry]
    repayments: dict[Name, RepaymentEntry] = {}
    earnings: tuple[EarningsEntry, ...] = ()
    effects: dict[Name, EffectEntry] = {}
    remittances: TransferEntry | None = None
    outcomes: OutcomesEntry
    rates: tuple[RateEntry, ...] = ()
    safeguards: dict[Name, AnswerEntry] = {}
    readiness: dict[Name, AnswerEntry] = {}
    sources: dict[Name, SourceEntry] = {}
