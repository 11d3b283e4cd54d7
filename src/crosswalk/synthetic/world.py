"""The invented world that synthetic people come from and go to, read from world.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import yaml

from crosswalk.errors import UsageError

__all__ = ["ISCO_SKILL_LEVEL", "Destination", "Origin", "World", "chosen", "world"]

#: Skill level (1 to 4) of each ISCO-08 major group, by its first digit; source: ILO, ISCO-08 Volume I, table 1.
#: Groups that span several levels (managers 3 and 4, armed forces 1, 2 and 4) have one in the middle.
ISCO_SKILL_LEVEL = {"0": 2, "1": 4, "2": 4, "3": 3, "4": 2, "5": 2, "6": 2, "7": 2, "8": 2, "9": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A country of nationality, where its people live now, what they speak, their legal status and names."""

    country: str
    residence: str
    weight: float
    native: dict[str, float]
    other: dict[str, tuple[float, int]]
    status: dict[str, float]
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A country with vacancies; salaries are monthly, in minor units of the currency, by ISCO skill level."""

    country: str
    weight: float
    language: str
    currency: str
    salary_month: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Origins, destinations and the licences that occupations ask for (by leading ISCO-08 digits)."""

    origins: tuple[Origin, ...]
    destinations: tuple[Destination, ...]
    licence_of_all: str
    licence_of_all_share: float
    licence_by_isco: dict[str, str]

    def licence(self, isco: str | None) -> str | None:
        """Licence that an ISCO-08 code asks for: that of its longest prefix; None where there is none.

        Example:
            >>> world().licence("8332"), world().licence("2512")
            ('driving licence C', None)
        """
        for digits in range(4, 0, -1):
            if (found := self.licence_by_isco.get((isco or "")[:digits])) is not None:
                return found
        return None


def _origin(row: dict[str, Any], names: dict[str, dict[str, list[str]]]) -> Origin:
    chosen = names[row["names"]]
    return Origin(
        country=row["country"],
        residence=row.get("residence", row["country"]),
        weight=row["weight"],
        native=row["native"],
        other={code: (share, level) for code, (share, level) in row["other"].items()},
        status=row["status"],
        female=tuple(chosen["female"]),
        male=tuple(chosen["male"]),
        family=tuple(chosen["family"]),
    )


@cache
def world() -> World:
    """The world as shipped, read once."""
    text = resources.files("crosswalk.synthetic").joinpath("world.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return World(
        origins=tuple(_origin(row, data["names"]) for row in data["origins"]),
        destinations=tuple(
            Destination(**row | {"salary_month": tuple(row["salary_month"])}) for row in data["destinations"]
        ),
        licence_of_all=data["licences"]["everybody"]["name"],
        licence_of_all_share=data["licences"]["everybody"]["share"],
        licence_by_isco=data["licences"]["by_isco"],
    )


Place = TypeVar("Place", Origin, Destination)


def chosen(known: tuple[Place, ...], codes: Sequence[str] | None) -> tuple[Place, ...]:
    """The entries whose country is named; all where `codes` is None.

    Raises:
        UsageError: A country is not in the world, or none was named.
    """
    found = tuple(entry for entry in known if codes is None or entry.country in codes)
    missing = set(codes or ()) - {entry.country for entry in known}
    if missing or not found:
        raise UsageError(
            f"The synthetic world has no country {', '.join(sorted(missing)) or '(none was named)'}.",
            remedy=f"Choose from {', '.join(sorted({entry.country for entry in known}))}.",
        )
    return found
