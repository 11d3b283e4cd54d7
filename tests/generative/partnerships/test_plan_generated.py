"""Every schedule equals the longest over all paths, slack is exact to the day, and remedies hold as they say."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.partnerships import Partnership
from crosswalk.partnerships.planning.expiry import expiries, uses
from crosswalk.partnerships.planning.schedule import schedule
from crosswalk.partnerships.planning.steps import circle, in_order
from partnership_files import with_steps

MONTHS = st.one_of(st.just([]), st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True))


@st.composite
def partnerships(draw: st.DrawFn, papers: bool = False) -> Partnership:
    """Steps in a random net without a circle, on one track or both, with intakes, some beside the work."""
    steps: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(2, 7))):
        track = draw(st.sampled_from(["both", "both", "away", "home"]))
        at_work = draw(st.integers(0, 9)) == 0
        fitting = [n for n, s in steps.items() if s["track"] in ("both", track) and (at_work or not s.get("at_work"))]
        after = draw(st.lists(st.sampled_from(fitting), unique=True, max_size=3)) if fitting else []
        step: dict[str, Any] = {"weeks": draw(st.integers(0, 30)), "track": track, "after": after}
        step["starts_in"] = draw(MONTHS)
        step |= {"at_work": True} if at_work else {}
        if papers:
            step["yields"] = [{"paper": f"p{number}", "valid_months": draw(st.integers(1, 8))}]
            step["needs"] = [f"p{name[1:]}" for name in _all_before(after, steps) if draw(st.booleans())]
        steps[f"s{number}"] = step
    steps["last"] = {"weeks": 1, "track": "both"}
    if papers:  # a long course beside the steps gives those that yield papers room to begin later
        shared = [name for name, step in steps.items() if step["track"] == "both" and "yields" in step]
        shared = [name for name in shared if not steps[name].get("at_work")]
        steps["course"] = {"weeks": draw(st.integers(10, 60)), "track": "both"}
        needs = [f"p{name[1:]}" for name in shared if draw(st.integers(0, 2))]
        steps["last"] |= {"after": [*shared, "course"], "needs": needs}
    return with_steps(steps)


def _all_before(after: list[str], steps: dict[str, dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for name in after:
        found += [each for each in (name, *_all_before(steps[name]["after"], steps)) if each not in found]
    return found


def paths_to(name: str, partnership: Partnership) -> list[tuple[str, ...]]:
    """Every way of waiting that ends with a step: the twin, one path at a time."""
    steps = partnership.steps
    before = list(steps[name].after)
    if steps[name].at_work:
        mine = {"home", "away"} if steps[name].track == "both" else {steps[name].track}
        before += [
            n for n, s in steps.items() if not s.at_work and (s.track == "both" or s.track in mine or len(mine) == 2)
        ]
    return [(*path, name) for other in before for path in paths_to(other, partnership)] or [(name,)]


def start_along(path: tuple[str, ...], partnership: Partnership) -> date:
    """The first day of the last step of a path, were there no other path: day by day through the calendar."""
    day = partnership.file.starts_on
    for place, name in enumerate(path):
        step = partnership.steps[name]
        while step.starts_in and day.month not in step.starts_in:
            day += timedelta(days=1)
        if place < len(path) - 1:
            day += timedelta(weeks=int(step.weeks))  # type: ignore[arg-type]
    return day


@settings(max_examples=60, deadline=None)
@given(partnerships())
def test_each_step_begins_on_the_latest_day_of_all_paths_to_it(partnership: Partnership) -> None:
    found = schedule(partnership)
    for name, slot in found.slots.items():
        assert slot.start == max(start_along(path, partnership) for path in paths_to(name, partnership))


@settings(max_examples=60, deadline=None)
@given(partnerships())
def test_the_critical_path_alone_gives_the_first_day_at_work(partnership: Partnership) -> None:
    found = schedule(partnership)
    for track, path in found.critical.items():
        last = partnership.steps[path[-1]]
        alone = start_along(path, partnership) + timedelta(weeks=int(last.weeks))  # type: ignore[arg-type]
        assert alone == found.first_days[track]


@settings(max_examples=40, deadline=None)
@given(partnerships(), st.data())
def test_slack_is_exact_to_the_day(partnership: Partnership, data: st.DataObject) -> None:
    found = schedule(partnership)
    name = data.draw(st.sampled_from([n for n, slot in found.slots.items() if slot.slack is not None]))
    slot = found.slots[name]
    assert slot.slack is not None and slot.slack >= 0
    held = schedule(partnership, not_before={name: slot.start + timedelta(days=slot.slack)})
    assert held.first_days == found.first_days
    later = schedule(partnership, not_before={name: slot.start + timedelta(days=slot.slack + 1)})
    assert later.first_days != found.first_days


@settings(max_examples=40, deadline=None)
@given(partnerships(papers=True))
def test_a_remedy_mends_the_paper_moves_no_first_day_and_is_the_latest(partnership: Partnership) -> None:
    found = schedule(partnership)
    held: dict[str, date] = {}
    for expiry in (each for each in expiries(partnership) if "likely" in each.cases):
        giver, key = expiry.use.given_by, (expiry.use.paper, expiry.use.needed_by)
        before = {
            (u.paper, u.needed_by) for u in uses(partnership, schedule(partnership, not_before=held)) if u.expired
        }
        good = []
        begin = schedule(partnership, not_before=held).slots[giver].start
        for days in range(400):
            day = begin + timedelta(days=days)
            then = schedule(partnership, not_before={**held, giver: day})
            expired = {(u.paper, u.needed_by) for u in uses(partnership, then) if u.expired}
            if then.slots[giver].start == day and then.first_days == found.first_days and expired <= before - {key}:
                good.append(day)
        if not partnership.steps[giver].at_work:  # what comes after the first day at work has no slack to search
            assert (expiry.begin_from, expiry.begin_by) == ((good[0], good[-1]) if good else (None, None))
        if expiry.begin_by is not None:
            held[giver] = max(expiry.begin_by, held.get(giver, expiry.begin_by))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), min_size=1))
def test_a_circle_is_found_where_and_only_where_there_is_one(after: dict[str, list[str]]) -> None:
    found = circle(after)
    if found:
        assert found[0] == found[-1] and len(found) > 1
        assert all(before in after[name] for name, before in pairwise(found))
    else:
        order = in_order(after)
        assert sorted(order) == sorted(after)
        assert all(order.index(b) < order.index(n) for n, before in after.items() for b in before if b in after)
