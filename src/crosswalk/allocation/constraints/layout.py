"""The layout of a constraints file, as models that check it and give its JSON Schema."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from crosswalk.yaml_files import Entry, Number, Text

__all__ = [
    "AttributeEntry",
    "Capacities",
    "ChanceEntry",
    "ConstraintsFile",
    "ExclusionEntry",
    "GroupEntry",
    "Objective",
    "Preferences",
    "QuotaEntry",
    "Ranking",
    "Where",
    "Window",
    "json_schema",
]

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Objective = Literal["placed", "fit", "expected_success"]
Count = Literal["workers", "people"]


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("should be a whole number, in digits without quotes")
    return value


def _share(value: object) -> Fraction:
    """A number such as 0.45, or a fraction in text such as 9/20, exactly."""
    try:
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            return Fraction(value)
    except (ValueError, ZeroDivisionError):
        pass
    raise ValueError("is no share; write 0.45 or 9/20")


#: One name, or a list of which one must apply.
Names = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
Share = Annotated[Fraction, BeforeValidator(_share)]
Whole = Annotated[int, BeforeValidator(_whole)]


class Window(Entry):
    """From the first day to the last day; either may be left open."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Where(Entry):
    """Which placements are meant: every key must apply, of a list one entry.

    Attributes:
        sector: What the job is: the first digits of its ISCO-08 code, or an occupation's URI.
        occupation: What the person does now, likewise.
        starts: When the job starts.
        attribute: Declared under `attributes`.
    """

    person: Names | None = None
    origin: Names | None = None
    occupation: Names | None = None
    attribute: Names | None = None
    vacancy: Names | None = None
    employer: Names | None = None
    destination: Names | None = None
    region: Names | None = None
    sector: Names | None = None
    starts: Window | None = None
    pathway: Names | None = None


class QuotaEntry(Entry):
    """A floor or a cap on placements, as a number or as a share of others."""

    name: Name
    words: Text | None = None
    where: Where
    of: Where | None = None
    at_least: Whole | None = None
    at_most: Whole | None = None
    share_at_least: Share | None = None
    share_at_most: Share | None = None
    count: Count = "workers"
    source: str = ""


class ChanceEntry(Entry):
    """How likely an admitted placement ends in the job; the last entry that applies counts."""

    verdict: Literal["met", "unknown", "not_needed"]
    chance: Number
    where: Where = Where()
    source: str


class Capacities(Entry):
    """How many places vacancies have, where it is not as their records state.

    Attributes:
        count: "people" where dependants take a place as well, such as a bed; a job is taken by the worker alone.
    """

    unstated: Whole | None = None
    vacancies: dict[str, Whole] = {}
    held_back: dict[str, Whole] = {}
    count: Count = "workers"


class AttributeEntry(Entry):
    """A fact of people that floors and caps may read, and why; it never enters a value.

    Attributes:
        sensitive: Rules over it stay inside the programme; so they do unless the file says otherwise.
    """

    name: Name
    from_: Literal["sex", "nationalities", "residence", "legal_status", "birth_date"] | None = Field(None, alias="from")
    file: str | None = None
    column: str | None = None
    is_: Names | None = Field(None, alias="is")
    born: Window | None = None
    purpose: str
    sensitive: bool = True


class GroupEntry(Entry):
    """People who are placed together or not at all; dependants come with the first person named."""

    name: str
    people: Annotated[tuple[str, ...], Field(min_length=1)]
    dependants: Whole = 0
    meet: Literal["anywhere", "country", "region", "employer", "vacancy"] = "anywhere"


class ExclusionEntry(Where):
    """Placements that are never made."""

    words: Text | None = None
    source: str = ""


class Ranking(Entry):
    """How one side ranks: those listed first, as listed; then by rule."""

    rule: Literal["fit", "expected_success", "pay"] = "fit"
    lists: dict[str, tuple[str, ...]] = {}


class Preferences(Entry):
    """What both sides think of each other, for a stable matching."""

    proposing: Literal["people", "vacancies"] = "people"
    people: Ranking = Ranking()
    vacancies: Ranking = Ranking()


class ConstraintsFile(Entry):
    """`constraints.yaml`: what bounds an allocation."""

    constraints: Literal[1]
    title: Text
    on: date
    objective: Annotated[tuple[Objective, ...], Field(min_length=1)]
    admit: Annotated[tuple[Literal["met", "unknown"], ...], Field(min_length=1)] = ("met",)
    origin: Literal["residence", "nationality"] = "residence"
    fit_at_least: Number | None = None
    chances: tuple[ChanceEntry, ...] = ()
    capacities: Capacities = Capacities()
    quotas: tuple[QuotaEntry, ...] = ()
    attributes: tuple[AttributeEntry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    exclusions: tuple[ExclusionEntry, ...] = ()
    preferences: Preferences | None = None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a constraints file."""
    schema = ConstraintsFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
