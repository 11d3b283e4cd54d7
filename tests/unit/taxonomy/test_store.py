"""The starter taxonomy: looked up, searched, translated, and near in the ways that a reader expects."""

from __future__ import annotations

import numpy as np
import pytest

from crosswalk.errors import NotFoundError
from crosswalk.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


def occupation(taxonomy: Taxonomy, name: str) -> str:
    return str(taxonomy.search(name, kind="occupation", top=1)["uri"][0])


def test_a_skill_covers_itself_wholly_and_others_less(starter: Taxonomy) -> None:
    near = starter.nearness()
    for skill in range(len(starter.skills)):
        assert near.between(skill, skill) == 256
    assert near.values.max() == 256
    assert np.diff(near.indptr).max() <= 16


def test_holding_the_narrower_skill_covers_the_broader_better_than_the_reverse(starter: Taxonomy) -> None:
    near = starter.nearness()
    ids = {uri: i for i, uri in enumerate(starter.skills)}
    pairs = [(n, b) for n in starter.skills for b in starter.broader(n) if b in ids]
    assert pairs
    better = [near.between(ids[n], ids[b]) >= near.between(ids[b], ids[n]) for n, b in pairs]
    assert all(better)


def test_occupations_are_near_by_classification_and_by_skills(starter: Taxonomy) -> None:
    nurse, aide, welder = (occupation(starter, n) for n in ("nurse", "care assistant", "welder"))
    near = starter.occupation_nearness([nurse, aide], [nurse, welder])
    assert near[0, 0] == 256
    assert near[1, 0] > near[1, 1]
    assert near[0, 1] < 64


def test_an_isco_group_counts_as_an_occupation(starter: Taxonomy) -> None:
    group = "http://data.europa.eu/esco/isco/C7212"
    welder = occupation(starter, "welder")
    assert starter.occupation_nearness([group], [welder])[0, 0] >= 192


def test_labels_fall_back_to_english_and_then_to_the_uri(starter: Taxonomy) -> None:
    assert starter.label("http://data.europa.eu/esco/isco/C2221", "ar") == "اختصاصيو التمريض"
    assert starter.label("http://data.europa.eu/esco/isco/C2221", "de") == "Nursing Professionals"
    assert starter.label("urn:nothing") == "urn:nothing"


def test_an_unknown_concept_is_named_with_a_remedy(starter: Taxonomy) -> None:
    with pytest.raises(NotFoundError, match="taxonomy search"):
        starter.number("urn:nothing")


def test_rare_skills_weigh_more_than_common_ones(starter: Taxonomy) -> None:
    weights = starter.skill_weights()
    asked = np.zeros(len(starter.skills))
    first = starter.number(starter.skills[0])
    for skill in starter.table("requirements")["skill"].to_list():
        asked[skill - first] += 1
    assert weights[asked.argmax()] == weights.min()


def test_what_a_skill_is_described_with_is_whole(starter: Taxonomy) -> None:
    about = starter.describe(starter.occupation_skills(occupation(starter, "welder"))[0][0], "fr")
    assert about["kind"] == "skill"
    assert about["near"][0]["nearness"] <= 1
