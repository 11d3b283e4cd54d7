"""Random quotas over random worlds count in columns as they count one placement at a time."""

from __future__ import annotations

import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation_worlds import built, people, vacancies
from crosswalk.allocation.constraints.build import Built

COUNTRIES = ("KEN", "PHL", "DEU")
WAYS = ("deu.a", "deu.b")
PERSON = st.fixed_dictionaries(
    {
        "residence": st.sampled_from([*COUNTRIES, None]),
        "nationalities": st.sampled_from([None, (), ("KEN",), ("PHL", "KEN")]),
        "occupation": st.sampled_from([None, "urn:nurse", "urn:welder", "urn:other"]),
    }
)
JOB = st.fixed_dictionaries(
    {
        "country": st.sampled_from([*COUNTRIES, None]),
        "employer": st.sampled_from(["E1", "E2"]),
        "isco": st.sampled_from([None, "2221", "2222", "7212"]),
        "starts_on": st.sampled_from([None, date(2026, 9, 1), date(2027, 1, 1)]),
    }
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[list[str] | None]:
    return st.none() | st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


WHERE = st.fixed_dictionaries(
    {
        "origin": some(COUNTRIES),
        "occupation": some(("2221", "22", "7")),
        "destination": some(COUNTRIES),
        "sector": some(("222", "2221", "7")),
        "pathway": some(WAYS),
        "starts": st.sampled_from([None, "{to: 2026-12-31}", "{from: 2026-12-31}"]),
    }
)
CODES = {"urn:nurse": "2221", "urn:welder": "7212"}


def begins(code: str | None, wanted: list[str]) -> bool | None:
    return None if code is None else any(code.startswith(each) for each in wanted)


def means(where: dict[str, Any], person: dict[str, Any], job: dict[str, Any], way: str | None, by: str) -> bool:
    """Whether a condition means one placement: every key known to apply."""
    held = {
        "origin": [person["residence"]] if by == "residence" else person["nationalities"],
        "destination": [job["country"]],
        "pathway": [way],
    }
    for key, values in held.items():
        if where[key] is not None and not (set(values or ()) & set(where[key])):
            return False
    if where["occupation"] and begins(CODES.get(person["occupation"] or ""), where["occupation"]) is not True:
        return False
    if where["sector"] and begins(job["isco"], where["sector"]) is not True:
        return False
    if where["starts"]:
        early = job["starts_on"] == date(2026, 9, 1)
        return job["starts_on"] is not None and early == where["starts"].startswith("{to")
    return True


def text_of(where: dict[str, Any]) -> str:
    parts = [
        f"{key}: {value if isinstance(value, str) else [str(v) for v in value]}"
        for key, value in where.items()
        if value
    ]
    return "{" + ", ".join(parts) + "}"


@settings(max_examples=150, deadline=None)
@given(
    persons=st.lists(PERSON, min_size=1, max_size=5),
    jobs=st.lists(JOB, min_size=1, max_size=4),
    quotas=st.lists(st.tuples(WHERE, WHERE, st.sampled_from([None, "1/3", "0.45"]), st.booleans()), max_size=3),
    by=st.sampled_from(["residence", "nationality"]),
    dependants=st.integers(0, 3),
    data=st.data(),
)
def test_every_coefficient_is_what_counting_by_hand_gives(
    persons: list[dict[str, Any]],
    jobs: list[dict[str, Any]],
    quotas: list[tuple[dict[str, Any], dict[str, Any], str | None, bool]],
    by: str,
    dependants: int,
    data: st.DataObject,
) -> None:
    pairs = []
    for i in range(len(persons)):
        for v in range(len(jobs)):
            ways = data.draw(st.sampled_from([None, {}, {WAYS[0]: "met"}, {WAYS[0]: "met", WAYS[1]: "met"}]))
            if ways is not None:
                pairs.append((f"P{i}", f"V{v}", 0.5, ways))
    text = f"origin: {by}\ngroups:\n- {{name: family, people: [P0], dependants: {dependants}}}\nquotas:\n"
    for number, (where, of, share, whole) in enumerate(quotas):
        bound = "at_most: 3" if share is None else f"share_at_most: {share}, of: {text_of(of)}"
        count = "people" if whole else "workers"
        text += f"- {{name: q{number}, where: {text_of(where)}, {bound}, count: {count}}}\n"
    if not quotas:
        text += "  []\n"
    ids = (
        [{"person_id": f"P{i}"} | p for i, p in enumerate(persons)],
        [{"vacancy_id": f"V{v}"} | j for v, j in enumerate(jobs)],
    )
    with tempfile.TemporaryDirectory() as folder:
        found = built(Path(folder), text, people(*ids[0]), vacancies(*ids[1]), pairs, pathways=WAYS)
    problem = found.problem
    for e in range(len(problem.vacancy)):
        i, v = int(problem.people[problem.person[e]][1:]), int(problem.vacancies[problem.vacancy[e]][1:])
        way = problem.pathways[problem.pathway[e]] if problem.pathway[e] >= 0 else None
        for number, (where, of, share, whole) in enumerate(quotas):
            size = 1 + dependants if whole and i == 0 else 1
            base = share is None or means(of, persons[i], jobs[v], way, by)
            meant = base and means(where, persons[i], jobs[v], way, by)
            exact = Fraction(share) if share else Fraction(0)
            counts = meant if share is None else exact.denominator * meant - exact.numerator * base
            assert problem.coefficients[problem.kind[e], number] == counts * size
    _used_adds_up(found)


def _used_adds_up(found: Built) -> None:
    """Those meant are always part of the base."""
    assert (found.rules.those <= found.rules.base).all()
