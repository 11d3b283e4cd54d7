"""The layout of the catalogue's files, as models that check them and give their JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from crosswalk.errors import NotFoundError
from crosswalk.yaml_files import Entry, Number, Text

__all__ = [
    "FILES",
    "CasesFile",
    "CountryFile",
    "CriterionEntry",
    "FactEntry",
    "FactorEntry",
    "GroupEntry",
    "LeverEntry",
    "ListEntry",
    "ParameterEntry",
    "PathwayFile",
    "RouteEntry",
    "Rule",
    "Scale",
    "SourceEntry",
    "TableEntry",
    "WorldFile",
    "json_schema",
]

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Shared = Literal["shared"]
#: Levels from lowest to highest; with words for those that are no words by themselves.
Scale = tuple[str, ...] | dict[str, Text]


class Rule(Entry):
    """Conditions joined: all of them, any of them, or not one."""

    all: tuple[RuleEntry, ...] | None = None
    any: tuple[RuleEntry, ...] | None = None
    not_: RuleEntry | None = Field(None, alias="not")

    @model_validator(mode="after")
    def _one_key(self) -> Rule:
        if sum(part is not None for part in (self.all, self.any, self.not_)) != 1:
            raise ValueError("write exactly one of all, any and not")
        return self


RuleEntry = bool | str | Rule


class Period(Entry):
    """From the first day to the last day; no last day means: still."""

    from_: date = Field(alias="from")
    to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.to is not None and self.to < self.from_:
            raise ValueError("the last day lies before the first")
        return self


class SourceEntry(Entry):
    """Where a number or a rule was read, when, and how far it can be trusted."""

    instrument: str
    section: str = ""
    url: str = ""
    read_on: date
    tier: Literal["A", "B", "C"]
    note: str = ""
    needs_verification: bool = False


class FactRange(Entry):
    """Smallest and largest value that a fact can have."""

    min: Number | date | None = None
    max: Number | date | None = None


class FactEntry(Entry):
    """A fact that is asked of a person, an offer, or an authority."""

    type: Literal[
        "yes_no", "integer", "number", "money", "date", "level", "choice", "country", "countries", "occupation"
    ]
    about: Literal["person", "offer", "both", "authority"]
    ask: Text
    found_in: Text | None = None
    unit: str = ""
    decimals: int = Field(0, ge=0, le=6)
    currency: str = Field("", pattern=r"^([A-Z]{3})?$")
    per: Literal["", "year", "month", "week", "day", "hour", "once"] = ""
    range: FactRange | None = None
    scale: str = ""
    options: dict[str, Text] | None = None
    classification: str = ""
    sensitive: bool = False
    record: str = ""

    @model_validator(mode="after")
    def _complete(self) -> FactEntry:
        needed = {
            "money": ("currency", "per"),
            "level": ("scale",),
            "choice": ("options",),
            "occupation": ("classification",),
        }
        for key in needed.get(self.type, ()):
            if not getattr(self, key):
                raise ValueError(f"a fact of type {self.type} needs {key}")
        return self


class Dated(Entry):
    """A value with the days on which it holds and where it was read."""

    from_: date = Field(alias="from")
    to: date | None = None
    source: str
    note: str = ""
    needs_verification: bool = False


class DatedNumber(Dated):
    """One value of a parameter: a number, a day, or a level by its name."""

    value: Number | date | str


class Rounding(Entry):
    """To what a ratio is rounded, and which way."""

    to: Number
    mode: Literal["up", "down", "half_up"]


class ParameterEntry(Entry):
    """A dated number of the law: its values, or a ratio of another parameter."""

    unit: str
    title: Text | None = None
    values: tuple[DatedNumber, ...] = ()
    ratio_of: str | None = None
    ratio: Number | None = None
    round: Rounding | None = None
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    source: str | None = None
    note: str = ""
    needs_verification: bool = False
    renewed: str = ""
    earlier: str = ""
    dated_by: str | None = None

    @model_validator(mode="after")
    def _values_or_ratio(self) -> ParameterEntry:
        if bool(self.values) == (self.ratio_of is not None):
            raise ValueError("give either values, or ratio_of with ratio, round, from and source")
        if self.ratio_of is not None and (
            self.ratio is None or self.round is None or not self.source or not self.from_
        ):
            raise ValueError("a ratio needs ratio, round, from and source")
        return self


class DatedTable(Dated):
    """One version of a table: brackets of a number, or entries by code, level or choice."""

    brackets: dict[str, Number] | None = None
    entries: dict[str, Number] | None = None
    otherwise: Number | Literal["unknown"] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> DatedTable:
        if (self.brackets is None) == (self.entries is None):
            raise ValueError("give either brackets or entries")
        return self


class TableEntry(Entry):
    """A dated function of one argument."""

    of: str
    gives: str
    values: tuple[DatedTable, ...] = Field(min_length=1)
    renewed: str = ""
    earlier: str = ""
    title: Text | None = None
    monotone: Literal["", "rising", "falling"] = ""


class DatedList(Dated):
    """One version of a list."""

    entries: tuple[str, ...]


class ListEntry(Entry):
    """A dated set of countries, occupations, levels or choices."""

    of: str
    values: tuple[DatedList, ...] = Field(min_length=1)
    renewed: str = ""
    earlier: str = ""
    title: Text | None = None


class FactorEntry(Entry):
    """One factor of a points system."""

    factor: Name
    title: Text
    source: str
    value: str | None = None
    worth: int | str | None = None
    if_: RuleEntry | None = Field(None, alias="if")
    when: RuleEntry | None = None

    @model_validator(mode="after")
    def _one_way(self) -> FactorEntry:
        if (self.value is None) == (self.worth is None) or (self.worth is None) != (self.if_ is None):
            raise ValueError("give either value, or worth with if")
        return self


class GroupEntry(Entry):
    """Factors that are added up, to a cap."""

    group: Name
    title: Text
    at_most: int | str | None = None
    source: str | None = None
    of: tuple[PointsEntry, ...] = Field(min_length=1)


def _points_tag(entry: Any) -> str:
    return "group" if (isinstance(entry, dict) and "group" in entry) or isinstance(entry, GroupEntry) else "factor"


PointsEntry = Annotated[
    Annotated[FactorEntry, Tag("factor")] | Annotated[GroupEntry, Tag("group")], Discriminator(_points_tag)
]


class Words(Entry):
    """What is said of a criterion in each case, where the title alone would not do."""

    met: Text | None = None
    not_met: Text | None = None
    unknown: Text | None = None


class CriterionEntry(Entry):
    """One criterion of the law."""

    id: Name
    kind: Literal["gate", "document", "discretionary", "quota", "window"] = "gate"
    title: Text
    rule: RuleEntry | None = None
    when: RuleEntry | None = None
    unless: RuleEntry | None = None
    source: str
    words: Words | None = None
    waives: tuple[str, ...] = ()
    places: str | None = None
    left: str | None = None
    opens: str | None = None
    closes: str | None = None
    in_force: Period | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> CriterionEntry:
        if (self.kind in {"gate", "document"}) != (self.rule is not None):
            raise ValueError("a gate or a document needs a rule; the other kinds have none")
        if self.kind == "quota" and self.places is None and self.left is None:
            raise ValueError("a quota needs places (a parameter), left (a fact), or both")
        if self.kind == "window" and self.opens is None and self.closes is None:
            raise ValueError("a window needs opens, closes, or both")
        return self


class RouteEntry(Entry):
    """One of several ways in: the criteria that only it asks for."""

    id: Name
    title: Text
    requires: tuple[str, ...] = Field(min_length=1)


class LeverStep(Entry):
    """One step of a change: to a value, or more of it, with time and money from the step before."""

    to: str | Number | bool | None = None
    add: Number | None = None
    months: Number | Literal["unknown"]
    cost: str
    source: str

    @model_validator(mode="after")
    def _one_way(self) -> LeverStep:
        if (self.to is None) == (self.add is None):
            raise ValueError("give either to or add")
        return self


class LeverEntry(Entry):
    """Something that a person or an employer can change."""

    id: Name
    title: Text
    changes: str | tuple[str, ...]
    steps: tuple[LeverStep, ...] = Field(min_length=1)
    payer: Literal["person", "employer", "programme", "unknown"] = "unknown"

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it changes together, to the same value."""
        return (self.changes,) if isinstance(self.changes, str) else self.changes


class IdentityEntry(Entry):
    """A maximum that must close: the most that a part of the points can be, given some facts."""

    of: str
    given: dict[str, Any] = {}
    maximum: int
    on: date | None = None


class WorldFile(Entry):
    """`catalogue/shared.yaml`: scales and facts that every pathway may use."""

    scales: dict[Name, Scale] = {}
    facts: dict[Name, FactEntry] = {}


class CountryFile(WorldFile):
    """`catalogue/<iso3>/shared.yaml`: what the pathways of one country share."""

    sources: dict[Name, SourceEntry] = {}
    parameters: dict[Name, ParameterEntry] = {}
    tables: dict[Name, TableEntry] = {}
    lists: dict[Name, ListEntry] = {}


class PathwayFile(Entry):
    """`pathway.yaml`: one regular pathway."""

    pathway: Annotated[str, Field(pattern=r"^[a-z]{3}\.[a-z][a-z0-9_]*$")]
    version: int = Field(ge=1)
    destination: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    purpose: Literal["work", "job_search", "training", "seasonal", "complementary"]
    names: Text
    summary: Text
    official: str
    in_force: Period
    review_by: date
    notes: tuple[str, ...] = ()
    sources: dict[Name, SourceEntry | Shared] = {}
    scales: dict[Name, Scale | Shared] = {}
    facts: dict[Name, FactEntry | Shared]
    parameters: dict[Name, ParameterEntry | Shared] = {}
    tables: dict[Name, TableEntry | Shared] = {}
    lists: dict[Name, ListEntry | Shared] = {}
    notions: dict[Name, str] = {}
    points: tuple[PointsEntry, ...] = ()
    criteria: tuple[CriterionEntry, ...] = Field(min_length=1)
    routes: tuple[RouteEntry, ...] = ()
    levers: tuple[LeverEntry, ...] = ()
    identities: tuple[IdentityEntry, ...] = ()


class CaseEntry(Entry):
    """One case: changes to the base, and what must come out."""

    name: str
    on: date | None = None
    facts: dict[str, Any] = {}
    verdict: Literal["met", "not_met", "unknown", "not_in_force"]
    points: int | tuple[int, int] | None = None
    fails: tuple[str, ...] | None = None
    unknown: tuple[str, ...] | None = None
    criteria: dict[str, str] = {}
    routes: dict[str, str] = {}
    open_now: Literal["open", "closed", "unknown"] | None = None
    parts: dict[str, int | tuple[int, int]] = {}
    source: str = ""


class CasesFile(Entry):
    """`cases.yaml`: the cases that prove a pathway."""

    on: date
    base: dict[str, Any]
    cases: tuple[CaseEntry, ...] = Field(min_length=1)


Rule.model_rebuild()
GroupEntry.model_rebuild()


#: The files of the catalogue by their kind.
FILES: dict[str, type[Entry]] = {
    "pathway": PathwayFile,
    "cases": CasesFile,
    "country": CountryFile,
    "world": WorldFile,
}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of file.

    Args:
        kind: `pathway`, `cases`, `country` or `world`.

    Raises:
        NotFoundError: There is no such kind.
    """
    if kind not in FILES:
        raise NotFoundError(f"There is no kind of file {kind!r}.", remedy=f"Write one of {', '.join(FILES)}.")
    schema = FILES[kind].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
