"""Tells a programme officer what a plan says: when, how many, what waits, what expires, and what nobody teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from crosswalk.cli.output import print_rows
from crosswalk.texts import in_language

if TYPE_CHECKING:
    from crosswalk.partnerships.design.partnership import Partnership
    from crosswalk.partnerships.planning.expiry import Expiry
    from crosswalk.partnerships.planning.plan import Door, Plan, PlannedStep, TrackPlan
    from crosswalk.partnerships.planning.skills_gap import Need, SkillsGap, Taught

__all__ = ["print_plan"]

CASES = {"low": "even where every step is quick", "high": "where every step is slow"}
VERDICTS = {
    "met": "its criteria are met on the facts stated",
    "not_met": "its criteria are not met",
    "unknown": "undecided on the facts stated",
    "not_in_force": "it is not in force on this day",
}


def print_plan(plan: Plan, gap: SkillsGap, partnership: Partnership, lang: str) -> None:
    """The whole plan as tables and sentences."""
    titles = {name: in_language(step.title, lang) for name, step in partnership.steps.items()}
    headers = ("step", "track", "begins", "ends", "begins between", "slack", "people")
    rows = [_row(step, titles) for step in plan.steps]
    print_rows(headers, rows, title=partnership.title(lang), right=("slack",))
    for track in plan.tracks:
        print(f"\n{_track(track, titles)}")
    doors = (_door(door, titles) for door in plan.doors)
    for text in chain(_expiries(plan, titles), doors, _skills(gap, titles)):
        print(f"\n{text}")


def _row(step: PlannedStep, titles: Mapping[str, str]) -> list[str]:
    waits = f" (after waiting {step.waited} days for an intake)" if step.waited else ""
    spread = "" if step.earliest_start == step.latest_start else f"{step.earliest_start} and {step.latest_start}"
    slack = "beside the work" if step.slack is None else f"{step.slack} days"
    people = "; ".join(f"{track} {_people(expected)}" for track, expected in step.people.items())
    critical = " *" if step.critical_for else ""
    return [f"{titles[step.name]}{critical}", step.track, f"{step.start}{waits}", str(step.end), spread, slack, people]


def _people(expected: tuple[Fraction, Fraction, Fraction]) -> str:
    few, likely, most = (f"{float(each):.0f}" for each in expected)
    return likely if few == most else f"{likely} ({few} to {most})"


def _track(track: TrackPlan, titles: Mapping[str, str]) -> str:
    quick, likely, slow = track.first_day
    days = dict(zip(("quick", "likely", "slow"), track.days, strict=True))
    work = "" if track.work is None else f", {_people(track.work)} start work"
    waits = f" {track.waited} days of it are waiting for intakes." if track.waited else ""
    spread = "" if quick == slow else f", between {quick} and {slow}"
    spread_days = "" if quick == slow else f", {days['quick']} to {days['slow']}"
    return (
        f"{track.track.capitalize()} track: first day at work {likely}{spread} "
        f"({days['likely']} days{spread_days}).{waits}\n"
        f"  {track.begin} begin, {_people(track.finish)} finish{work}.\n"
        f"  It waits for (*): {' > '.join(titles[name] for name in track.critical)}."
    )


def _expiries(plan: Plan, titles: Mapping[str, str]) -> Iterator[str]:
    if not plan.expiries:
        yield "No paper expires before it is used."
    for expiry in plan.expiries:
        yield _expiry(expiry, titles)


def _expiry(expiry: Expiry, titles: Mapping[str, str]) -> str:
    use = expiry.use
    head = (
        f"The {use.paper.replace('_', ' ')} of “{titles[use.given_by]}” ({use.given_on}) is good until "
        f"{use.good_until}, but “{titles[use.needed_by]}” needs it on {use.needed_on}"
    )
    if "likely" not in expiry.cases:
        return f"{head}, {' and '.join(CASES[case] for case in expiry.cases)}."
    if expiry.begin_by is None:
        return f"{head}.\n  No later day for that step mends it: it has to be renewed, or its validity agreed."
    beside = f", beside “{titles[expiry.hold_for]}”" if expiry.hold_for else ""
    when = f"on {expiry.begin_by}" if expiry.begin_from == expiry.begin_by else None
    when = when or f"between {expiry.begin_from} and {expiry.begin_by}"
    return f"{head}.\n  Begin “{titles[use.given_by]}” {when}{beside}; no first day at work moves."


def _door(door: Door, titles: Mapping[str, str]) -> str:
    lines = [f"{door.pathway} on {door.day} (“{titles[door.step]}”): {VERDICTS[door.verdict]}. An authority decides."]
    if door.fails:
        lines.append(f"  Not met: {'; '.join(door.fails)}.")
    if door.open:
        lines.append(f"  Not stated: {'; '.join(door.open)}.")
    if door.day > door.review_by:
        lines.append(f"  The law in the catalogue has to be looked at again by {door.review_by}, before this day.")
    return "\n".join(lines)


def _skills(gap: SkillsGap, titles: Mapping[str, str]) -> Iterator[str]:
    if gap.needs_from is None:
        yield "Skills gap: nothing says what the job needs. Write skills_needed, or the occupation's uri."
        return
    rows = [[need.skill.label, _how(need, titles)] for need in gap.needs]
    how = Counter(need.how for need in gap.needs)
    counts = f"{how['held']} are brought, {how['taught']} are taught, {how['nobody']} nobody teaches"
    counts += f", {how['related']} are near to another skill" if how["related"] else ""
    counts += f", {how['unknown']} are not known" if how["unknown"] else ""
    yield f"Skills gap ({len(gap.needs)} needs): {counts}."
    print_rows(("the job needs", "and it comes from"), [row for row in rows if row[1] != "brought"])
    if gap.not_needed:
        yield f"Taught and not needed by this job: {_taught(gap.not_needed)}."
    if gap.home_learns:
        yield f"The home track learns beyond it: {_taught(gap.home_learns)}."
    if gap.not_linked:
        yield f"No concept of the taxonomy was found for: {', '.join(gap.not_linked)}."


def _taught(skills: tuple[Taught, ...]) -> str:
    return ", ".join(dict.fromkeys(each.skill.label for each in skills))


def _how(need: Need, titles: Mapping[str, str]) -> str:
    if need.how == "taught":
        return ", ".join(titles[step] for step in need.by)
    if need.how == "related" and need.related is not None and need.near is not None:
        source = titles[need.related_step] if need.related_step else "brought"
        return f"{need.related.label} ({source}), near it by {need.near:.0%}"
    return {"held": "brought", "nobody": "nobody", "unknown": "not taught; what people bring is not stated"}[need.how]
