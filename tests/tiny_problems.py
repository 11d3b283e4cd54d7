"""Tiny allocation problems that brute force can try in full, written in one line or made by hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from crosswalk.allocation.problem import ALONE, Problem, Row, Stage

__all__ = ["problem", "problems"]


def problem(people: list[list[tuple[int, int]]], capacity: list[int], **others: object) -> Problem:
    """A problem from each person's options as (vacancy, value); what else there is to say goes by name."""
    options = [option for one in people for option in one]
    given: dict[str, object] = {
        "people": tuple(f"p{i:02d}" for i in range(len(people))),
        "vacancies": tuple(f"v{v:02d}" for v in range(len(capacity))),
        "pathways": (),
        "first_option": np.concatenate([[0], np.cumsum([len(one) for one in people])]).astype(np.int64),
        "vacancy": np.array([vacancy for vacancy, _ in options], np.int32),
        "pathway": np.full(len(options), -1, np.int32),
        "use": np.ones(len(options), np.int64),
        "capacity": np.array(capacity, np.int64),
        "stages": (Stage(name="fit", value=np.array([value for _, value in options], np.int64)),),
    }
    return Problem(**(given | others))  # type: ignore[arg-type]


@st.composite
def problems(draw: st.DrawFn, *, rules: int = 2, stages: int = 3) -> Problem:
    """Up to five people and three vacancies, with groups, several places for one, rules and ties."""
    vacancies = draw(st.integers(1, 3))
    value = st.one_of(st.integers(0, 3).map(lambda n: n * 250_000), st.integers(0, 1_000_000))
    people = [
        sorted(draw(st.lists(st.integers(0, vacancies - 1), max_size=3, unique=draw(st.booleans()))))
        for _ in range(draw(st.integers(1, 5)))
    ]
    count = sum(len(one) for one in people)

    def drawn(element: st.SearchStrategy[int], length: int) -> list[int]:
        return draw(st.lists(element, min_size=length, max_size=length))

    names = ("placed", "fit", "expected_success")[: draw(st.integers(1, stages))]
    values = [[1_000_000] * count if n == "placed" and draw(st.booleans()) else drawn(value, count) for n in names]
    number, kinds = draw(st.integers(0, rules)), draw(st.integers(1, 3))
    group = drawn(st.integers(ALONE, 1), len(people)) if draw(st.booleans()) else [ALONE] * len(people)
    return problem(
        [[(v, 0) for v in one] for one in people],
        drawn(st.integers(0, 3), vacancies),
        stages=tuple(Stage(name=n, value=np.array(v, np.int64)) for n, v in zip(names, values, strict=True)),
        use=np.array(drawn(st.integers(1, 2), count) if draw(st.booleans()) else [1] * count, np.int64),
        rows=tuple(_row(draw, n) for n in range(number)),
        kind=np.array(drawn(st.integers(0, kinds - 1), count), np.int32),
        coefficients=np.array(drawn(st.integers(-3, 3), kinds * number), np.int64).reshape(kinds, number),
        group=np.array(group, np.int32),
        meeting=np.array(drawn(st.integers(0, 1), count), np.int32),
        group_names=("first family", "second family"),
    )


def _row(draw: st.DrawFn, number: int) -> Row:
    lower = draw(st.none() | st.integers(-3, 3))
    upper = None
    if lower is None or draw(st.booleans()):
        upper = draw(st.integers(-2 if lower is None else lower, 5))
    return Row(name=f"{number}", lower=lower, upper=upper, words=f"rule {number}", place=f"constraints.yaml:{number}")
