"""Serving the best first never breaks a rule that it does not name, and never beats the best there is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.allocation.certificate import broken_rules
from crosswalk.allocation.errors import AllocationConflictError
from crosswalk.allocation.exact import solve_exact
from crosswalk.allocation.greedy import greedy
from crosswalk.synthetic.allocation import problem

SIZES = {
    "people": st.integers(12, 40),
    "vacancies": st.integers(1, 8),
    "seed": st.integers(0, 10_000),
    "options": st.integers(1, 5),
    "places": st.sampled_from([0.2, 0.5, 1.0]),
}
RULES = {
    "floors": st.sampled_from([[], ["1/2"], ["1/3", "2/5"]]),
    "origin_cap": st.sampled_from([None, "1/2"]),
    "quotas": st.integers(0, 2),
    "families": st.integers(0, 3),
    "largest_household": st.integers(1, 3),
    "grain": st.sampled_from([1, 200_000]),
}


@settings(max_examples=80, deadline=None)
@given(**SIZES, **RULES)
def test_greedy_keeps_what_it_does_not_name_and_is_never_above_the_best(**asked: object) -> None:
    one = problem(**asked)  # type: ignore[arg-type]
    found = greedy(one)
    assert found.broken == tuple(broken_rules(one, found.chosen))
    assert not any("places and gives" in words or "times" in words or "group" in words for words in found.broken)
    if found.broken:
        return
    try:
        best = solve_exact(one)
    except AllocationConflictError as error:
        raise AssertionError("greedy kept every rule, so they can hold together") from error
    assert found.objective[0] <= best.certificates[0].objective


@settings(max_examples=60, deadline=None)
@given(**SIZES)
def test_without_rules_nobody_is_left_beside_a_free_place_that_suits(**asked: object) -> None:
    one = problem(**asked)  # type: ignore[arg-type]
    found = greedy(one)
    assert found.broken == ()
    left = one.capacity.copy()
    for option in found.chosen.tolist():
        left[one.vacancy[option]] -= one.use[option]
    placed = set(one.person[found.chosen].tolist())
    for option, person in enumerate(one.person.tolist()):
        assert person in placed or left[one.vacancy[option]] < one.use[option]


def test_the_best_first_loses_against_the_best() -> None:
    one = problem(2_000, 200, seed=3)
    assert greedy(one).objective[0] < 0.99 * solve_exact(one).certificates[0].objective
