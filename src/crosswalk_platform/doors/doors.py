"""Every door of the countries of interest on the facts given: open, undecided or closed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crosswalk.pathways import CriterionResult, Fact, Law, Pathway
from crosswalk.pathways.ask import Question, best_question
from crosswalk.pathways.assess import Door as State
from crosswalk.pathways.assess import criteria_of, door_of, verdict_of
from crosswalk.pathways.cliffs import Cliff, cliffs
from crosswalk.pathways.facts import Value
from crosswalk.pathways.free_movement import free_to_work
from crosswalk.pathways.layout import SourceEntry
from crosswalk.pathways.pathway import Route
from crosswalk.pathways.remedy import Remedy, remedies
from crosswalk_platform.doors.catalogue import UNION, every_pathway, law_of
from crosswalk_platform.doors.given import Given

__all__ = [
    "GROUPS", "Door", "Group", "cheapest_way", "closing_days", "doors_of", "free_countries", "next_question",
    "what_it_decides",
]  # fmt: skip

Group = Literal["open", "undecided", "closed", "later"]
GROUPS: tuple[Group, ...] = ("open", "undecided", "closed", "later")
_GROUP: dict[str, Group] = {"met": "open", "unknown": "undecided", "not_met": "closed", "not_in_force": "later"}


@dataclass(frozen=True, slots=True)
class Door:
    """One pathway put to the facts.

    Attributes:
        group: Open, undecided or closed on the facts; `later` where its law is not in force today.
        state: Whether quotas and windows are open today.
    """

    pathway: Pathway
    law: Law
    group: Group
    criteria: tuple[CriterionResult, ...]
    state: State

    @property
    def nearest(self) -> frozenset[str]:
        """Criteria of the way in that lacks least, with those that all ways have in common."""
        status = {each.id: each.status for each in self.criteria}

        def lacks(route: Route) -> tuple[int, int]:
            statuses = [status[name] for name in route.criteria]
            return statuses.count("not_met"), statuses.count("unknown")

        return frozenset(min(self.law.routes, key=lacks).criteria)

    def with_status(self, status: str, *, everywhere: bool = True) -> tuple[CriterionResult, ...]:
        """Criteria of the verdict that have a status: of every way in, or of the nearest alone."""
        counted = [each for each in self.criteria if each.status == status and each.kind in {"gate", "document"}]
        return tuple(each for each in counted if everywhere or each.id in self.nearest)

    @property
    def failing(self) -> tuple[CriterionResult, ...]:
        """Criteria of the nearest way in that are not met."""
        return self.with_status("not_met", everywhere=False)

    @property
    def unknown(self) -> tuple[CriterionResult, ...]:
        """Criteria of the nearest way in that the facts leave open."""
        return self.with_status("unknown", everywhere=False)

    @property
    def met(self) -> tuple[CriterionResult, ...]:
        """Criteria of the nearest way in that are met."""
        return self.with_status("met", everywhere=False)

    @property
    def decided_by_others(self) -> tuple[CriterionResult, ...]:
        """Matters on which an authority decides as it finds right."""
        return tuple(each for each in self.criteria if each.status == "discretionary")

    @property
    def gates(self) -> tuple[CriterionResult, ...]:
        """Quotas and windows that apply."""
        return tuple(
            each for each in self.criteria if each.kind in {"quota", "window"} and each.status != "not_applicable"
        )

    @property
    def doubtful(self) -> bool:
        """Whether it rests on something that nobody has confirmed."""
        return any(each.needs_verification for each in self.criteria)

    def source(self, criterion: CriterionResult) -> SourceEntry | None:
        """The law that a criterion cites."""
        return self.pathway.scope.sources.get(criterion.source)


def doors_of(given: Given, facts: Mapping[str, Value], day: date) -> tuple[Door, ...]:
    """Every pathway to the countries of interest, the nearest first in each group."""
    wanted = [each for each in every_pathway() if not given.destinations or _is_wanted(each, given)]
    found = [_door(pathway, facts, day) for pathway in wanted]
    return tuple(sorted(found, key=_nearness))


def _is_wanted(pathway: Pathway, given: Given) -> bool:
    return pathway.file.destination in given.destinations


def _door(pathway: Pathway, facts: Mapping[str, Value], day: date) -> Door:
    law = law_of(pathway, day)
    criteria = criteria_of(law, facts)
    return Door(pathway, law, _GROUP[verdict_of(law, facts)[0]], criteria, door_of(law, criteria))


def _nearness(door: Door) -> tuple[int, int, int, str]:
    return GROUPS.index(door.group), len(door.failing), len(door.unknown), door.pathway.id


def free_countries(facts: Mapping[str, Value], doors: Iterable[Door]) -> tuple[str, ...]:
    """Countries among the doors' in which the nationality alone lets a person work."""
    held = facts.get("citizenships")
    if not isinstance(held, frozenset):
        return ()
    lands = dict.fromkeys(door.pathway.file.destination for door in doors)
    return tuple(land for land in lands if land != UNION and not free_to_work(land).isdisjoint(held))


def next_question(doors: Iterable[Door], facts: Mapping[str, Value], given: Given) -> Question | None:
    """What to ask next; None where nothing is left that a person could answer.

    What an authority alone can say is not asked, and nothing about an offer before it is told that there is one: no
    answer is put in its place, so what it leaves open stays undecided. Questions put off come last.
    """
    undecided = [door.law for door in doors if door.group == "undecided"]
    for put_off in (False, True):

        def may_ask(fact: Fact, put_off: bool = put_off) -> bool:
            return _can_be_asked(fact, facts, given) and (given.passed.get(fact.name) == "later") is put_off

        if found := best_question(undecided, facts, may_ask):
            return found
    return None


def what_it_decides(name: str, doors: Iterable[Door], facts: Mapping[str, Value]) -> Question | None:
    """What an answer to one question would decide; None where no undecided door depends on it."""
    undecided = [door.law for door in doors if door.group == "undecided"]
    return best_question(undecided, facts, lambda fact: fact.name == name)


def _can_be_asked(fact: Fact, facts: Mapping[str, Value], given: Given) -> bool:
    if fact.entry.about == "authority" or given.passed.get(fact.name) in {"unknown", "unsaid"}:
        return False
    return fact.entry.about == "person" or fact.name == "job_offer" or facts.get("job_offer") is True


def cheapest_way(doors: Iterable[Door], facts: Mapping[str, Value], day: date) -> tuple[Door, Remedy] | None:
    """The cheapest set of changes, out of those that the catalogue knows, that would open one of the closed doors.

    Doors with more failing criteria than there can be changes are not tried: nothing known would open them.
    """
    found: list[tuple[Door, Remedy]] = []
    for door in doors:
        if door.group == "closed":
            found += [(door, remedy) for remedy in remedies(door.pathway, facts, day, at_most=2, show=1)]
    return min(found, key=lambda pair: pair[1].order, default=None)


def closing_days(doors: Iterable[Door], facts: Mapping[str, Value], day: date) -> dict[str, Cliff]:
    """The first day within two years on which an open door is open no longer by itself, by pathway.

    It may then be closed, or undecided because the law has not published the number for that day yet.
    """
    found: dict[str, Cliff] = {}
    for door in doors:
        if door.group == "open":
            ahead = [cliff for cliff in cliffs(door.pathway, facts, day) if cliff.after != "met"]
            found |= {door.pathway.id: ahead[0]} if ahead else {}
    return found
