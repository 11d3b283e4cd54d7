"""The kernel's calendar and people: when steps and work begin, and how many people are where, for one draw."""

from __future__ import annotations

import numpy as np
from numba import types

from crosswalk.matching.arrays import I8, compiled
from crosswalk.partnerships.economics.kernel_arithmetic import (
    ARRAYS,
    AWAY,
    HOME,
    INT,
    ON_AWAY,
    RETURNED,
    TABLE,
    WITHOUT,
    in_parts,
    ratio,
)
from crosswalk.partnerships.economics.programme import NONE
from crosswalk.partnerships.economics.quantities import PARTS

__all__ = ["begun", "people_at_work", "retention", "schedule", "staying"]


@compiled(types.void(ARRAYS, I8, I8, I8, I8))
def schedule(programme, value, start, end, work):  # type: ignore[no-untyped-def]
    """Days on which steps begin and are over, and the first whole month of work on each track."""
    last = np.zeros(2, np.int64)
    for step in range(start.size):
        day = INT(0)
        for i in range(programme.steps[step].before, programme.steps[step].before_end):
            day = max(day, end[programme.before[i]])
        allowed = programme.steps[step].months
        while allowed and not (allowed >> programme.days[day].calendar) & 1:
            day = programme.days[day].following
        start[step], end[step] = day, day + value[programme.steps[step].days]
        for track in range(2):
            if not programme.steps[step].at_work and (programme.steps[step].tracks >> track) & 1:
                last[track] = max(last[track], end[step])
    for track in range(2):
        month = programme.days[last[track]].month
        work[track] = month + (programme.month_starts[month] < last[track])


@compiled(types.void(ARRAYS, I8, I8))
def retention(programme, value, kept):  # type: ignore[no-untyped-def]
    """Share (in parts) that stays by months since the first day: equal ratios between known months and after."""
    kept[:] = PARTS
    begin, before = 0, INT(PARTS)
    known = programme.kept.size
    for point in range(known):
        end = programme.kept[point].after
        then = min(before, value[programme.kept[point].share])
        upto = kept.size if point == known - 1 else min(end + 1, kept.size)
        pace, share = (then / before) ** (1 / (end - begin)) if before else 0.0, before / PARTS
        for month in range(begin, upto):
            if then == 0:
                kept[month] = ratio(before, max(end - month, 0), end - begin)
            else:
                kept[month] = in_parts(share)
            share *= pace
        begin, before = end, then


@compiled(INT(ARRAYS, I8, I8, I8, TABLE, I8, INT, INT))
def begun(programme, value, start, end, workers, first, step, track):  # type: ignore[no-untyped-def]
    """Who begins a step (in parts): beside the work those at work, else those who left no step that ended before."""
    people = programme.people[track] * PARTS
    if programme.steps[step].at_work and people:
        of = AWAY if track == ON_AWAY else HOME
        return workers[of, max(first[of], programme.days[start[step]].month)]
    for other in range(start.size):
        counts = (programme.steps[other].tracks >> track) & 1 and not programme.steps[other].at_work
        if counts and other != step and end[other] <= start[step]:
            people = ratio(people, PARTS - value[programme.steps[other].left], PARTS)
    return people


@compiled(INT(ARRAYS, I8, INT))
def finished(programme, value, track):  # type: ignore[no-untyped-def]
    """Who finishes a track (in parts)."""
    people = programme.people[track] * PARTS
    for step in range(programme.steps.size):
        if (programme.steps[step].tracks >> track) & 1 and not programme.steps[step].at_work:
            people = ratio(people, PARTS - value[programme.steps[step].left], PARTS)
    return people


@compiled(INT(ARRAYS, I8, I8, INT))
def staying(programme, value, kept, months):  # type: ignore[no-untyped-def]
    """Share (in parts) of those placed who are in the job after some months: never more than are not back."""
    if programme.return_share == NONE or months < programme.return_after:
        return kept[months]
    return min(kept[months], PARTS - value[programme.return_share])


@compiled(types.void(ARRAYS, I8, I8, I8, TABLE, I8, I8))
def people_at_work(programme, value, work, kept, workers, first, once):  # type: ignore[no-untyped-def]
    """Fills people (in parts) by kind of work and month, the first month of each, and who is counted once."""
    horizon = workers.shape[1]
    home, away = finished(programme, value, 0), finished(programme, value, ON_AWAY)
    once[0], once[2], once[3] = ratio(away, value[programme.placed], PARTS), home, away
    once[1] = ratio(once[0], value[programme.return_share], PARTS) if programme.return_share != NONE else 0
    first[WITHOUT] = 0
    first[AWAY] = work[ON_AWAY] if programme.people[ON_AWAY] else horizon
    first[HOME] = work[0] if programme.people[0] else horizon
    first[RETURNED] = first[AWAY] + programme.return_after if programme.return_share != NONE else horizon
    for month in range(first[AWAY], horizon):
        workers[AWAY, month] = ratio(once[0], staying(programme, value, kept, month - first[AWAY]), PARTS)
    for month in range(first[RETURNED], horizon):
        workers[RETURNED, month] = once[1]
    if programme.employed != NONE:
        for month in range(first[HOME], horizon):
            workers[HOME, month] = ratio(home, value[programme.employed], PARTS)
