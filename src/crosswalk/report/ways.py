"""The ways in as a page may show them that goes to an employer: nothing private, and nothing that depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crosswalk.matching.doors import Doors
from crosswalk.matching.unmet import Unmet
from crosswalk.matching.way_words import Phrase, ToldWay, phrase, tell_way
from crosswalk.matching.ways import Way
from crosswalk.pathways import Pathway
from crosswalk.report.words import Words

__all__ = ["EmptyForWantOfADoor", "private_facts", "shown_ways", "without_a_door"]

#: Pathways shown on one card, and obstacles of one vacancy.
MOST_WAYS, MOST_OBSTACLES = 4, 5
#: Records that the report shows of nobody, so that no criterion that reads them is named.
PRIVATE_RECORDS = ("birth_date", "nationalities")


@dataclass(frozen=True, slots=True)
class EmptyForWantOfADoor:
    """A vacancy for which people fit, but to whom every pathway is closed.

    Attributes:
        obstacles: Criterion, pathway, and how many people fail it.
    """

    title: str
    anchor: str
    people: int
    by_the_offer: bool
    obstacles: tuple[tuple[Phrase, Phrase, int], ...]


def private_facts(pathway: Pathway) -> frozenset[str]:
    """Facts that are not named on the page: sensitive ones, birth date, nationality."""
    return frozenset(
        name for name, fact in pathway.facts.items() if fact.entry.sensitive or fact.entry.record in PRIVATE_RECORDS
    )


def shown_ways(ways: Iterable[Way], words: Words) -> tuple[ToldWay, ...]:
    """The nearest ways that may be shown, told without what is private.

    Left out are complementary pathways, those that only some nationals can take, and those that are closed by a
    criterion that reads something private.

    Args:
        ways: Of `ways_of` over `Doors.shareable`, the nearest first.
    """
    shown = [way for way in ways if _may_be_shown(way)]
    return tuple(tell_way(way, words, private_facts(way.pathway)) for way in shown[:MOST_WAYS])


def _may_be_shown(way: Way) -> bool:
    if way.pathway.file.purpose == "complementary" or way.needs_some_nationality:
        return False
    private = private_facts(way.pathway)
    return not any(set(each.read) & private for each in way.assessment.criteria if each.id in way.fails)


def without_a_door(
    unmet: Sequence[Unmet], doors: Doors, places: Mapping[str, tuple[str, str]], words: Words
) -> list[EmptyForWantOfADoor]:
    """Vacancies that no door leads to, with the obstacles that may be named.

    Args:
        doors: Of `Doors.shareable`.
        places: Title and anchor of each vacancy on the page.
    """
    nameable = {
        (law.pathway.id, criterion.id): (
            phrase(criterion.entry.title, words.language),
            phrase(law.pathway.file.names, words.language),
        )
        for laws in doors.laws.values()
        for law in laws
        for criterion in law.counted
        if not private_facts(law.pathway) & set(criterion.facts)
    }
    found = []
    for each in unmet:
        obstacles = [(one.pathway, one.criterion, one.people) for one in each.obstacles]
        named = [(*nameable[way, rule], people) for way, rule, people in obstacles if (way, rule) in nameable]
        title, anchor = places[each.vacancy_id]
        found.append(EmptyForWantOfADoor(title, anchor, each.people, each.by_the_offer, tuple(named[:MOST_OBSTACLES])))
    return found
