"""The ways in for one pair: every pathway to the vacancy's country, the nearest first, with what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from crosswalk.matching.doors import Doors
from crosswalk.pathways import Assessment, Law, Pathway, assess
from crosswalk.pathways.facts import Value
from crosswalk.pathways.reference import truth
from crosswalk.pathways.remedy import Remedy, remedies
from crosswalk.pathways.verdicts import encoded_rows, facts_columns

__all__ = ["Way", "way_in", "ways_of"]


@dataclass(frozen=True, slots=True)
class Way:
    """A pathway put to a pair.

    Attributes:
        remedy: The cheapest changes that would open it; None where it is not closed, or nothing opens it.
    """

    pathway: Pathway
    assessment: Assessment
    remedy: Remedy | None

    @property
    def needs_some_nationality(self) -> bool:
        """Whether only nationals of some countries can meet it."""
        held = {name: frozenset({"?"}) for name, f in self.pathway.facts.items() if f.entry.record == "nationalities"}
        return bool(held) and truth(self.pathway.on(self.assessment.day).verdict, held) is False

    @property
    def fails(self) -> tuple[str, ...]:
        """What is not met on the nearest route; nothing where the verdict is met."""
        if self.assessment.verdict == "met":
            return ()
        return self.assessment.routes[0].fails if self.assessment.routes else self.assessment.fails

    def as_json(self) -> dict[str, Any]:
        """Plain data: the assessment with every source, and the cheapest remedy."""
        return self.assessment.as_json() | {"remedy": asdict(self.remedy) if self.remedy else None}


def ways_of(doors: Doors, pairs: pl.DataFrame) -> dict[tuple[str, str], tuple[Way, ...]]:
    """The ways in of a few pairs, the nearest first, as `Doors.triples` orders them.

    Args:
        doors: Pathways put to people and vacancies.
        pairs: Columns `person_id`, `vacancy_id`, each pair once.

    Returns:
        Nothing for a pair whose person may work in the country by nationality, or to whose country none is known.
    """
    laws = {law.pathway.id: law for group in doors.laws.values() for law in group}
    found: dict[tuple[str, str], list[Way]] = {pair: [] for pair in pairs.select("person_id", "vacancy_id").iter_rows()}
    facts = dict(zip(found, doors.facts(pairs).iter_slices(1), strict=True))
    for person, vacancy, pathway in doors.triples(pairs).select("person_id", "vacancy_id", "pathway").iter_rows():
        law = laws[pathway]
        found[person, vacancy].append(
            way_in(law, next(encoded_rows(law, facts_columns(law, facts[person, vacancy], law.pathway.facts))))
        )
    return {pair: tuple(ways) for pair, ways in found.items()}


def way_in(law: Law, facts: Mapping[str, Value]) -> Way:
    """One pathway put to encoded facts."""
    assessment = assess(law.pathway, facts, law.day)
    found = remedies(law.pathway, facts, law.day, show=1) if assessment.verdict == "not_met" else ()
    return Way(law.pathway, assessment, found[0] if found else None)
