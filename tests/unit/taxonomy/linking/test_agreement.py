"""Skills are weighed by how well they agree with the occupation that a record names."""

from __future__ import annotations

import pytest

from crosswalk.taxonomy import Taxonomy
from crosswalk.taxonomy.linking import Link
from crosswalk.taxonomy.linking.agreement import Agreement, agreeing, least_before, neutral

WELDER = "urn:crosswalk:occupation:welder"


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return Taxonomy.starter()


@pytest.fixture(scope="module")
def agreement(taxonomy: Taxonomy) -> Agreement:
    return Agreement(taxonomy)


def link(uri: str, score: float) -> Link:
    return Link(uri, uri, "en", None, score, 1)


def test_a_skill_of_the_occupation_is_favoured_over_one_far_from_it(taxonomy: Taxonomy, agreement: Agreement) -> None:
    favour = agreement.favour([WELDER])
    own = taxonomy.occupation_skills(WELDER)[0][0]
    far = "urn:crosswalk:skill:take-x-ray-images"
    assert far not in taxonomy.skills or favour(far) < 0
    assert favour(own) > 0


def test_of_several_occupations_the_one_that_speaks_most_for_a_skill_counts(
    taxonomy: Taxonomy, agreement: Agreement
) -> None:
    nurse = "urn:crosswalk:occupation:registered-nurse"
    both, one = agreement.favour([nurse, WELDER]), agreement.favour([WELDER])
    assert all(both(skill) >= one(skill) for skill in taxonomy.skills)


def test_without_a_known_occupation_nothing_speaks_for_or_against(taxonomy: Taxonomy, agreement: Agreement) -> None:
    assert {agreement.favour(["urn:none"])(s) for s in taxonomy.skills} == {0.0}


def test_a_far_skill_needs_a_higher_score_and_an_own_one_a_lower(agreement: Agreement) -> None:
    def favour(uri: str) -> float:
        return {"own": 1.0, "far": -2.0}[uri]

    found = agreeing("a text of several words", [link("far", 0.4), link("own", 0.1)], favour, 0.2)
    assert [(k.uri, k.rank) for k in found] == [("own", 1)]
    assert found[0].score == pytest.approx(0.232, abs=0.001)


def test_one_or_two_words_say_little_without_the_occupation() -> None:
    assert agreeing("grooming", [link("x", 0.31)], neutral, 0.2) == []
    assert agreeing("grooming of old people", [link("x", 0.31)], neutral, 0.2) != []


def test_no_link_that_could_reach_the_limit_is_left_out_before_weighing() -> None:
    assert agreeing("three words here", [link("x", least_before(0.2))], lambda _: 1.2, 0.1999) != []
