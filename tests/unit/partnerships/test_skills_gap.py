"""The skills gap: what is brought, taught, near, taught by nobody, or not known."""

from __future__ import annotations

from typing import Any

import pytest

from crosswalk.partnerships import SkillsGap, load_partnership, skills_gap
from crosswalk.taxonomy import Taxonomy
from partnership_files import CORRIDOR, with_steps

NURSE = "urn:crosswalk:occupation:registered-nurse"


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return Taxonomy.starter()


def gap_of(taxonomy: Taxonomy, cohort: dict[str, Any], teaches: list[str], **more: Any) -> SkillsGap:
    people = {"people": {"home": 10, "away": 10}}
    steps = {
        "shared": {"weeks": 1, "teaches": teaches},
        "home": {"weeks": 1, "track": "home", "teaches": ["give vaccinations"]},
    }
    return skills_gap(with_steps(steps, cohort=people | cohort, **more), taxonomy)


def how(gap: SkillsGap) -> dict[str, str]:
    return {need.skill.text: need.how for need in gap.needs}


def test_each_need_is_brought_taught_or_open(taxonomy: Taxonomy) -> None:
    cohort = {
        "skills_at_start": ["give injections"],
        "skills_needed": ["give injections", "take blood samples", "mount solar panels"],
    }
    gap = gap_of(taxonomy, cohort, ["take blood samples", "weave cloth of gold"])
    assert how(gap) == {"give injections": "held", "take blood samples": "taught", "mount solar panels": "nobody"}
    assert [need.skill.text for need in gap.open_needs()] == ["mount solar panels"]
    assert [each.skill.text for each in gap.not_needed] == ["weave cloth of gold"]
    assert "give vaccinations" in [each.skill.text for each in gap.home_learns]
    assert gap.not_linked == ("weave cloth of gold",)


def test_a_skill_is_known_by_uri_and_by_its_label_in_any_language(taxonomy: Taxonomy) -> None:
    uri = "urn:crosswalk:skill:give-injections"
    texts = [uri, taxonomy.label(uri, "fr"), taxonomy.label(uri, "ar").upper()]
    for text in texts:
        gap = gap_of(taxonomy, {"skills_at_start": [text], "skills_needed": ["give injections"]}, [])
        assert [need.how for need in gap.needs] == ["held"]


def test_where_the_cohort_states_nothing_the_gap_is_unknown_not_open(taxonomy: Taxonomy) -> None:
    gap = gap_of(taxonomy, {"skills_needed": ["mount solar panels", "give vaccinations"]}, ["give vaccinations"])
    assert how(gap) == {"mount solar panels": "unknown", "give vaccinations": "taught"}
    assert gap.open_needs() == ()


def test_an_empty_list_means_that_nothing_is_brought(taxonomy: Taxonomy) -> None:
    gap = gap_of(taxonomy, {"skills_at_start": [], "skills_needed": ["give injections"]}, [])
    assert how(gap) == {"give injections": "nobody"}


def test_a_near_skill_covers_in_part_and_says_which(taxonomy: Taxonomy) -> None:
    near = taxonomy.nearness()
    needed = next(
        (held, other)
        for held in range(len(taxonomy.skills))
        for other in range(len(taxonomy.skills))
        if held != other and near.between(held, other) >= 192
    )
    held, other = (taxonomy.skills[number] for number in needed)
    gap = gap_of(taxonomy, {"skills_at_start": [held], "skills_needed": [other]}, [])
    (need,) = gap.needs
    assert need.how == "related" and need.related is not None and need.related.uri == held
    assert need.related_step is None and need.near is not None and need.near >= 0.75


def test_without_a_list_the_job_needs_the_essential_skills_of_its_occupation(taxonomy: Taxonomy) -> None:
    occupation = {"title": {"en": "Nurse"}, "isco": "2221", "uri": NURSE}
    gap = gap_of(taxonomy, {}, [], occupation=occupation)
    assert gap.needs_from == "occupation"
    assert [need.skill.uri for need in gap.needs] == taxonomy.occupation_skills(NURSE)[0]


def test_without_an_occupation_the_needs_are_those_of_its_group(taxonomy: Taxonomy) -> None:
    gap = gap_of(taxonomy, {}, [], occupation={"title": {"en": "Nurse"}, "isco": "2221"})
    assert gap.needs_from == "group"
    assert "urn:crosswalk:skill:give-injections" in {need.skill.uri for need in gap.needs}


def test_where_nothing_says_what_the_job_needs_nothing_is_claimed(taxonomy: Taxonomy) -> None:
    gap = gap_of(taxonomy, {}, ["give vaccinations"], occupation={"title": {"en": "Nobody"}, "isco": "0110"})
    assert (gap.needs_from, gap.needs, gap.not_needed, gap.home_learns) == (None, (), (), ())


def test_the_corridor_leaves_one_need_to_nobody(taxonomy: Taxonomy) -> None:
    gap = skills_gap(load_partnership(CORRIDOR), taxonomy, lang="fr")
    assert [need.skill.text for need in gap.open_needs()] == ["lift and move people who cannot move by themselves"]
    assert gap.needs[0].skill.label != gap.needs[0].skill.text
    assert gap.not_linked == ()
    assert {each.step for each in gap.home_learns} == {"critical_care"}
