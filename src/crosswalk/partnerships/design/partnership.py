"""A partnership as read from its file: the layout held, every name known, every share and amount in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crosswalk.partnerships.design.layout import Money, PartnershipFile, Role, StepEntry
from crosswalk.partnerships.design.mistakes import mistakes
from crosswalk.partnerships.design.money import Rates, half_even
from crosswalk.partnerships.design.money import minor as in_minor_units
from crosswalk.partnerships.planning.steps import PeopleTrack, Span, on_track, span
from crosswalk.pathways import CATALOGUE
from crosswalk.texts import in_language
from crosswalk.yaml_files import Document, read_yaml, shaped

__all__ = ["Partnership", "json_schema", "load_partnership", "partnership_of"]


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership that can be planned and reckoned: its file, and where each value stands in it.

    Attributes:
        file: What is written, by its layout.
        document: The file with its lines, for errors that come up later.
        rates: The dated rates of exchange of the file.
    """

    file: PartnershipFile
    document: Document
    rates: Rates

    @property
    def steps(self) -> dict[str, StepEntry]:
        """The steps by name."""
        return self.file.steps

    def parties(self, *roles: Role) -> tuple[str, ...]:
        """Names of the parties that have one of some roles, in the order of the file."""
        return tuple(name for name, party in self.file.parties.items() if party.role in roles)

    def people(self, track: PeopleTrack) -> int:
        """How many begin on a track."""
        return self.file.cohort.people.get(track, 0)

    def steps_of(self, track: PeopleTrack) -> dict[str, StepEntry]:
        """The steps that the people of a track take."""
        return {name: step for name, step in self.steps.items() if on_track(step.track, track)}

    def title(self, lang: str = "en") -> str:
        """The title in a language, else in English, else in any."""
        return in_language(self.file.title, lang)

    def minor(self, money: Money, day: date | None = None) -> Span:
        """An amount in minor units of the partnership's currency.

        Args:
            money: As written, in any currency that has a rate.
            day: Its rate counts; the first day of the partnership without it.
        """
        amount = span(money.amount)
        factor = self.rates.find(money.currency, self.file.currency, day or self.file.starts_on).factor
        low, likely, high = (
            half_even(in_minor_units(each, money.currency) * factor)
            for each in (amount.low, amount.likely, amount.high)
        )
        return Span(low, likely, high)


def load_partnership(path: Path, catalogue: Path = CATALOGUE) -> Partnership:
    """A partnership from its file.

    Args:
        path: A YAML file as `crosswalk partnership new` writes it.
        catalogue: Folder of the pathways that steps of mobility can name.

    Raises:
        FileError: The file breaks its layout, or a name, a share, an amount or the order of steps is wrong; the
            first such place is named, with the number of the others.
    """
    return partnership_of(read_yaml(path), catalogue)


def partnership_of(document: Document, catalogue: Path = CATALOGUE) -> Partnership:
    """A partnership from a document; see `load_partnership`."""
    file = shaped(PartnershipFile, document)
    found = sorted(mistakes(file, catalogue), key=lambda mistake: document.line(*mistake.key))
    if found:
        first, others = found[0], len(found) - 1
        also = f" ({others} more such mistake{'s' * (others > 1)})" if others else ""
        raise document.error(f"{first.message}{also}", *first.key, remedy=first.remedy)
    return Partnership(file, document, Rates(file.rates))


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a partnership file, for editors and other programs."""
    schema = PartnershipFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
