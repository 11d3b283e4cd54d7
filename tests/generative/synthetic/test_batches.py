"""A synthetic row depends on the seed and its number, never on how many are made at once."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.synthetic import people, vacancies
from crosswalk.synthetic.streams import BLOCK
from crosswalk.taxonomy import Taxonomy

STARTER = Taxonomy.starter()
TOTAL = 2 * BLOCK + 50
PEOPLE, VACANCIES = people(TOTAL, STARTER, seed=11), vacancies(TOTAL, STARTER, seed=11)

rows = st.integers(0, TOTAL - 1).flatmap(lambda first: st.tuples(st.just(first), st.integers(0, TOTAL - first)))


@settings(max_examples=15, deadline=None)
@given(rows)
def test_any_run_of_rows_is_the_same_as_within_all(run: tuple[int, int]) -> None:
    first, n = run
    assert people(n, STARTER, seed=11, first=first).equals(PEOPLE[first : first + n])
    assert vacancies(n, STARTER, seed=11, first=first).equals(VACANCIES[first : first + n])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**64 - 1), st.floats(0, 1))
def test_any_seed_and_share_of_unknown_makes_people_with_the_facts_that_are_never_hidden(
    seed: int, unknown: float
) -> None:
    made = people(30, STARTER, seed=seed, unknown=unknown)
    assert made.select(pl.col("person_id", "given_names", "family_name", "headline").is_not_null().all()).row(0) == (
        True, True, True, True,
    )  # fmt: skip
