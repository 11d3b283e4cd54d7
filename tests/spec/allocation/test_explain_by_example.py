"""Why somebody was not placed, in small cases that a person can check."""

from __future__ import annotations

import numpy as np
import pytest

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.problem import Problem, Row
from crosswalk.allocation.reasons.explain import Explanations, NotPlaced, explain_all
from crosswalk.allocation.reasons.words import allocation_words, tell_counts, tell_not_placed, tell_placed
from crosswalk.errors import NotFoundError, UsageError
from fairness_worlds import problem_of

WORDS = allocation_words("en")


def explained(problem: Problem, **told: object) -> Explanations:
    return explain_all(problem, allocate(problem), **told)  # type: ignore[arg-type]


def why_not(problem: Problem, person: str, **told: object) -> NotPlaced:
    return explained(problem, **told).not_placed(person, verify=True)


def changes(why: NotPlaced) -> list[tuple[str, int]]:
    return [(change.kind, change.amount) for change in why.changes if change.verified]


def test_a_contested_place_is_told_with_its_price_the_rise_and_the_places_that_would_have_been_enough() -> None:
    problem = problem_of([[(0, 81)], [(0, 62)], [(0, 40)]], [1])
    second, third = why_not(problem, "P1"), why_not(problem, "P2")
    assert second.reason == third.reason == "contested"
    assert changes(second) == [("value", 190_001), ("places", 1)]
    assert changes(third) == [("value", 410_001), ("places", 2)]
    told = tell_not_placed(second, problem.rows, WORDS, "programme")
    assert told[0] == "The places at V0 went to people with a fit of 81% or more; P1 would bring 62%."
    assert told[1] == "A fit higher by 20 points at V0 would have been enough."
    assert told[-1] == "Checked by allocating again."


def test_a_full_quota_is_named_and_the_limit_that_would_have_let_the_person_in() -> None:
    quota = Row(name="quota", upper=1, words="At most 1 through W0.")
    problem = problem_of([[(0, 80)], [(0, 60)]], [5], rows=(quota,), coefficients=[[1]])
    why = why_not(problem, "P1")
    assert (why.reason, why.rows) == ("rule", (0,))
    assert ("rule_bound", 1) in changes(why)
    told = tell_not_placed(why, problem.rows, WORDS, "person")
    assert told[0] == "For V0 a rule stood in the way: At most 1 through W0."
    assert "A higher limit would have been enough, by 1: At most 1 through W0." in told


def test_a_confidential_rule_is_named_to_the_programme_only() -> None:
    share = Row(name="women", lower=0, words="At least half of those placed are women.", sensitive=True)
    problem = problem_of([[(0, 80)], [(0, 60)]], [5], rows=(share,), coefficients=[[1], [-1]], kind=[1, 1])
    why = why_not(problem, "P0")
    assert why.reason == "rule"
    assert "women" in " ".join(tell_not_placed(why, problem.rows, WORDS, "programme"))
    for_person = " ".join(tell_not_placed(why, problem.rows, WORDS, "person"))
    assert "women" not in for_person and "a rule of the programme" in for_person


def test_a_family_without_a_common_place_is_told_who_lacks_one_and_only_inside_the_programme() -> None:
    problem = problem_of([[(0, 90)], [(1, 90)]], [1, 1], group=[0, 0], meeting=[1, 2])
    why = why_not(problem, "P0")
    assert why.reason == "nowhere_together" and why.together is not None
    assert why.together.missing == ("P1",)
    assert changes(why) == [("together", 0)]
    programme = " ".join(tell_not_placed(why, problem.rows, WORDS, "programme"))
    person = " ".join(tell_not_placed(why, problem.rows, WORDS, "person"))
    assert "Without an option at the nearest such place: P1." in programme
    assert "P1" not in person and "a group of 2" in person


def test_places_held_back_are_told_where_they_would_have_been_enough() -> None:
    problem = problem_of([[(0, 80)], [(0, 60)]], [1])
    why = why_not(problem, "P1", held_back=np.array([2]))
    assert why.reason == "held_back"
    assert ("held_back", 2) in changes(why)
    assert tell_not_placed(why, problem.rows, WORDS, "person")[0].startswith("At V0 2 places are kept")


def test_where_numbers_placed_come_first_a_place_is_not_lost_to_a_higher_fit() -> None:
    problem = problem_of([[(0, 90), (1, 90)], [(0, 10)]], [1, 1], stages=("placed", "fit"))
    assert explained(problem).counts()["placed"] == 2


def test_who_has_no_option_is_told_why_as_the_caller_said() -> None:
    problem = problem_of([[(0, 80)], []], [1])
    why = why_not(problem, "P1", no_option=[None, "no_open_pathway"])
    assert (why.reason, why.options, why.changes) == ("no_option", (), ())
    assert "No regular pathway is known" in " ".join(tell_not_placed(why, problem.rows, WORDS, "person"))


def test_an_exclusion_is_not_told_to_the_person_for_it_may_be_the_wish_of_another() -> None:
    problem = problem_of([[(0, 80)], []], [1])
    why = why_not(problem, "P1", no_option=[None, "excluded"])
    assert tell_not_placed(why, problem.rows, WORDS, "person") == ("No vacancy was open to you this time.",)
    assert "exclusions" in " ".join(tell_not_placed(why, problem.rows, WORDS, "programme"))


def test_who_is_placed_is_told_why_here_and_why_not_where_they_suit_better() -> None:
    problem = problem_of([[(0, 90), (1, 60)], [(0, 85)]], [1, 1])
    found = explained(problem)
    told = tell_placed(found.placed("P0"), WORDS, "person")
    assert told[0] == "You are placed at V1, with a fit of 60%."
    assert told[1].startswith("V0 would suit you better, at 90%")
    assert tell_placed(found.placed("P1"), WORDS, "programme")[1] == "It is the only vacancy open to P1."


def test_an_employer_sees_counts_and_never_one_person() -> None:
    problem = problem_of([[(0, 90 - i)] for i in range(30)], [12])
    found = explained(problem)
    with pytest.raises(UsageError, match="An employer is not told about one person"):
        tell_not_placed(found.not_placed("P29"), problem.rows, WORDS, "employer")
    counts = found.vacancy("V0")
    assert (counts.considered, counts.placed, counts.elsewhere, counts.not_placed) == (30, 12, 0, 18)
    assert tell_counts(counts, WORDS)[1] == "Placed elsewhere: 0. Not placed: 18."
    few = explained(problem_of([[(0, 90 - i)] for i in range(5)], [2])).vacancy("V0")
    assert (few.elsewhere, few.not_placed) == (None, None)
    assert "not shown" in tell_counts(few, WORDS)[1]


def test_the_table_has_a_row_for_everybody_not_placed() -> None:
    problem = problem_of([[(0, 81)], [(0, 62)], []], [1])
    rows = explained(problem).table().rows(named=True)
    assert [(row["person_id"], row["reason"], row["vacancy_id"]) for row in rows] == [
        ("P1", "contested", "V0"),
        ("P2", "no_option", None),
    ]
    assert rows[0]["value"] == 0.62 and 0.62 <= rows[0]["needed"] <= 0.81 and rows[1]["needed"] is None


def test_what_does_not_fit_together_is_refused() -> None:
    problem = problem_of([[(0, 81)], [(0, 62)]], [1])
    found = explained(problem)
    with pytest.raises(UsageError, match="P0 was placed"):
        found.not_placed("P0")
    with pytest.raises(UsageError, match="P1 was not placed"):
        found.placed("P1")
    with pytest.raises(NotFoundError, match="no person P9"):
        found.not_placed("P9")
    with pytest.raises(NotFoundError, match="no vacancy V9"):
        found.vacancy("V9")
    with pytest.raises(UsageError, match="not of this problem"):
        explained(problem, no_option=[None])
