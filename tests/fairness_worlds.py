"""Tiny invented allocation problems, small enough to try every allocation of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from crosswalk.allocation.problem import ALONE, VALUE_SCALE, Problem, Row, Stage
from crosswalk.allocation.reference import allocations

__all__ = ["best_of_all", "problem_of", "tiny_problems"]


def problem_of(
    options: list[list[tuple[int, int]]],
    capacity: list[int],
    *,
    rows: tuple[Row, ...] = (),
    coefficients: list[list[int]] | None = None,
    kind: list[int] | None = None,
    group: list[int] | None = None,
    meeting: list[int] | None = None,
    use: list[int] | None = None,
    stages: tuple[str, ...] = ("fit",),
) -> Problem:
    """A problem of people P0, P1, … with options (vacancy, fit in per cent) and vacancies V0, V1, …"""
    flat = [option for each in options for option in each]
    value = np.array([fit for _, fit in flat], np.int64) * (VALUE_SCALE // 100)
    values = {"fit": value, "placed": np.full(len(flat), VALUE_SCALE, np.int64)}
    made: dict[str, Any] = {}
    if kind is not None:
        made["kind"] = np.array(kind, np.int32)
    if group is not None:
        made |= {"group": np.array(group, np.int32), "group_names": tuple(f"F{g}" for g in range(max(group) + 1))}
    if meeting is not None:
        made["meeting"] = np.array(meeting, np.int32)
    return Problem(
        people=tuple(f"P{i:0{len(str(len(options) - 1))}}" for i in range(len(options))),
        vacancies=tuple(f"V{v}" for v in range(len(capacity))),
        pathways=("W0", "W1"),
        first_option=np.cumsum([0, *map(len, options)]).astype(np.int64),
        vacancy=np.array([vacancy for vacancy, _ in flat], np.int32),
        pathway=np.zeros(len(flat), np.int32),
        use=np.array(use if use is not None else [1] * len(flat), np.int64),
        capacity=np.array(capacity, np.int64),
        stages=tuple(Stage(name=name, value=values[name]) for name in stages),
        rows=rows,
        coefficients=np.array(coefficients if coefficients is not None else [[]], np.int64),
        **made,
    )


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    """Up to five people and three vacancies; a quota, a share, a family and large households now and then.

    Drawn by a seed, so that most of them are scarce and full of conflict, not empty.
    """
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    people, vacancies = int(chance.integers(2, 6)), int(chance.integers(1, 4))
    grain = int(chance.choice([1, 10]))  # coarse values make ties
    options = [
        [(v, int(chance.integers(1, 99 // grain + 1)) * grain) for v in range(vacancies) if chance.random() < 0.65]
        for _ in range(people)
    ]
    count = sum(map(len, options))
    quota = Row(name="quota", upper=int(chance.integers(0, 3)), words="At most so many through W0.")
    share = Row(name="share", lower=0, words="At least half of those placed are women.", sensitive=True)
    rows = draw(st.sampled_from([(), (quota,), (share,), (quota, share)]))
    columns = {"quota": [1, 1, 0], "share": [1, -1, -1]}
    together = draw(st.booleans())
    return problem_of(
        options,
        chance.integers(0, 3, vacancies).tolist(),
        rows=rows,
        coefficients=[[columns[row.name][k] for row in rows] for k in range(3)],
        kind=chance.integers(0, 3, count).tolist(),
        group=[0, 0, *[ALONE] * (people - 2)] if together else None,
        meeting=[vacancy % 2 if i < 2 and together else 0 for i, each in enumerate(options) for vacancy, _ in each],
        use=chance.integers(1, 3, count).tolist() if draw(st.booleans()) else None,
        stages=draw(st.sampled_from([("fit",), ("placed", "fit")])),
    )


def best_of_all(problem: Problem) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    """The best objectives, and every allocation that reaches them."""
    tried = [
        (tuple(sum(int(stage.value[e]) for e in chosen) for stage in problem.stages), chosen)
        for chosen in allocations(problem)
    ]
    best = max(objectives for objectives, _ in tried)
    return best, [chosen for objectives, chosen in tried if objectives == best]
