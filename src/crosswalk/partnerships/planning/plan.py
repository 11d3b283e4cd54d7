"""The plan of a partnership: from the first class to the first day at work, with what waits, expires and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from crosswalk.partnerships.design.layout import Track
from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.people import People, people_of
from crosswalk.partnerships.economics.quantities import Draw, likely, quantities
from crosswalk.partnerships.planning.expiry import Expiry, expiries
from crosswalk.partnerships.planning.schedule import CASES, schedule
from crosswalk.partnerships.planning.steps import TRACKS, PeopleTrack, on_track
from crosswalk.pathways import CATALOGUE, assess, encode_facts, load_pathway

__all__ = ["Door", "Plan", "PlannedStep", "TrackPlan", "expected_people", "plan"]

#: How many people are expected: the fewest, the likeliest number, the most.
Expected = tuple[Fraction, Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One step of the plan.

    Attributes:
        start, end: In the likely case: first day, and the day on which it is over.
        earliest_start, latest_start: First day where every step is as quick, or as slow, as is credible.
        waited: Days that it waits for an intake though all before it has ended.
        slack: Days that it may begin later without any first day at work moving; None beside the work.
        critical_for: Tracks whose first day at work waits for it.
        waits_on: The step that ends last of those before it.
        people: For each track how many are expected to begin it.
    """

    name: str
    title: Mapping[str, str]
    kind: str
    track: Track
    at_work: bool
    place: str | None
    start: date
    end: date
    earliest_start: date
    latest_start: date
    waited: int
    slack: int | None
    critical_for: tuple[str, ...]
    waits_on: str | None
    people: Mapping[PeopleTrack, Expected]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPlan:
    """One track from its first class to its first day at work.

    Attributes:
        begin: How many begin.
        finish: How many are expected to finish the last step before the work.
        work: How many are expected to start work: at destination, or in the occupation at origin. None: not known.
        first_day: The first day at work: quick, likely, slow.
        days: Days from the first day of the partnership until then: quick, likely, slow.
        critical: The steps that the first day at work waits for, one after the other.
        waited: Days of waiting for intakes on that path.
    """

    track: PeopleTrack
    begin: int
    finish: Expected
    work: Expected | None
    first_day: tuple[date, date, date]
    days: tuple[int, int, int]
    critical: tuple[str, ...]
    waited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a pathway says of the cohort on the first day of its step, by the facts that the file states.

    Attributes:
        verdict: met, not_met, unknown, or not_in_force. Never a decision: an authority decides.
        fails: Criteria that are not met, in words.
        open: Criteria that the stated facts leave open, in words.
        missing: Facts that the verdict still depends on.
        review_by: The day by which the catalogue's law has to be looked at again.
    """

    step: str
    pathway: str
    day: date
    verdict: str
    fails: tuple[str, ...]
    open: tuple[str, ...]
    missing: tuple[str, ...]
    review_by: date


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan.

    Attributes:
        steps: In the order in which they begin.
    """

    starts_on: date
    tracks: tuple[TrackPlan, ...]
    steps: tuple[PlannedStep, ...]
    expiries: tuple[Expiry, ...]
    doors: tuple[Door, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data, ready for JSON; expected people to hundredths."""
        data: dict[str, Any] = _plain(asdict(self))
        return data


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return round(float(value), 2) if isinstance(value, Fraction) else value


def plan(partnership: Partnership, catalogue: Path = CATALOGUE) -> Plan:
    """Plan a partnership.

    Args:
        partnership: As `load_partnership` gives it.
        catalogue: Folder of the pathways.

    Raises:
        FileError: The horizon of the file ends before all steps end.
    """
    schedules = {case: schedule(partnership, case) for case in CASES}
    usual_case = schedules["likely"]
    people = expected_people(partnership)
    steps = [
        PlannedStep(
            name=name,
            title=(step := partnership.steps[name]).title,
            kind=step.kind,
            track=step.track,
            at_work=step.at_work,
            place=step.place,
            start=slot.start,
            end=slot.end,
            earliest_start=schedules["low"].slots[name].start,
            latest_start=schedules["high"].slots[name].start,
            waited=slot.waited,
            slack=slot.slack,
            critical_for=tuple(track for track, path in usual_case.critical.items() if name in path),
            waits_on=slot.waits_on,
            people={
                track: _begin(people, track, name)
                for track in TRACKS
                if on_track(step.track, track) and partnership.people(track)
            },
        )
        for name, slot in usual_case.slots.items()
    ]
    tracks = []
    for track in TRACKS:
        if track in usual_case.first_days:
            quick, usual, slow = (schedules[case].first_days[track] for case in CASES)
            start = partnership.file.starts_on
            tracks.append(
                TrackPlan(
                    track=track,
                    begin=partnership.people(track),
                    finish=_finish(people, track),
                    work=_work(people, track),
                    first_day=(quick, usual, slow),
                    days=((quick - start).days, (usual - start).days, (slow - start).days),
                    critical=usual_case.critical[track],
                    waited=sum(usual_case.slots[name].waited for name in usual_case.critical[track]),
                )
            )
    return Plan(
        partnership.file.starts_on,
        tuple(tracks),
        tuple(sorted(steps, key=lambda step: (step.start, step.end))),
        expiries(partnership),
        tuple(_doors(partnership, {name: slot.start for name, slot in usual_case.slots.items()}, catalogue)),
    )


def _draws(partnership: Partnership) -> tuple[Draw, Draw, Draw]:
    """Fewest, likeliest and most people, each with steps as long as is likely: who leaves, who is placed, who stays."""
    usual = likely(partnership)
    fewest, most = dict(usual), dict(usual)
    for each in quantities(partnership):
        if each.name.endswith(".attrition") or each.name == "outcomes.return_share":
            fewest[each.name], most[each.name] = each.high, each.low
        elif each.name.startswith("outcomes."):
            fewest[each.name], most[each.name] = each.low, each.high
    return fewest, usual, most


def expected_people(partnership: Partnership) -> tuple[People, People, People]:
    """The people of the plan: the fewest, the likeliest number, the most, with steps as long as is likely.

    Raises:
        FileError: The horizon of the file ends before all steps end.
    """
    fewest, usual, most = (people_of(partnership, draw) for draw in _draws(partnership))
    return fewest, usual, most


def _begin(cases: tuple[People, People, People], track: PeopleTrack, step: str) -> Expected:
    fewest, usual, most = (people.begin(track, step) for people in cases)
    return fewest, usual, most


def _finish(cases: tuple[People, People, People], track: PeopleTrack) -> Expected:
    fewest, usual, most = (people.finish(track) for people in cases)
    return fewest, usual, most


def _work(cases: tuple[People, People, People], track: PeopleTrack) -> Expected | None:
    if track == "away":
        fewest, usual, most = (people.placed for people in cases)
    elif cases[0].partnership.file.outcomes.employed_at_home is None:
        return None
    else:
        fewest, usual, most = (people.working_at_home(0) for people in cases)
    return fewest, usual, most


def _doors(partnership: Partnership, starts: Mapping[str, date], catalogue: Path) -> list[Door]:
    doors = []
    for name, step in partnership.steps.items():
        if step.pathway is None:
            continue
        pathway = load_pathway(catalogue.joinpath(*step.pathway.split(".")))
        answers = {fact: list(value) if isinstance(value, tuple) else value for fact, value in step.facts.items()}
        found = assess(pathway, encode_facts(pathway.facts, answers), starts[name])
        titles = {criterion.id: criterion.title["en"] for criterion in found.criteria}
        doors.append(
            Door(
                step=name,
                pathway=step.pathway,
                day=starts[name],
                verdict=found.verdict,
                fails=tuple(titles[each] for each in found.fails),
                open=tuple(titles[each] for each in found.unknown),
                missing=found.missing,
                review_by=pathway.file.review_by,
            )
        )
    return doors
