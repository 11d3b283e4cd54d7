"""What the audit groups by never enters a fit: with these attributes swapped around, the matches are the same."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from crosswalk.matching import match
from crosswalk.matching.audit import ATTRIBUTES, audit
from crosswalk.synthetic import AS_OF, people, vacancies
from crosswalk.taxonomy import Taxonomy

PERSONAL = ("given_names", "family_name", "birth_date", "sex", "nationalities", "residence", "legal_status")


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


def test_swapping_names_sex_age_nationality_and_status_leaves_the_matches_identical(starter: Taxonomy) -> None:
    crowd, jobs = people(400, starter, seed=3), vacancies(40, starter, seed=3)
    order = np.random.default_rng(1).permutation(crowd.height)
    swapped = crowd.with_columns(crowd[column].gather(order) for column in PERSONAL)
    assert not swapped.equals(crowd)
    before, after = (match(who, jobs, starter, as_of=AS_OF).frame() for who in (crowd, swapped))
    assert before.height > 400
    assert before.equals(after)


def test_the_audit_of_a_match_has_every_group_once_and_counts_everybody(starter: Taxonomy) -> None:
    crowd, jobs = people(2000, starter, seed=3), vacancies(20, starter, seed=3)
    found = match(crowd, jobs, starter, top=20, as_of=AS_OF).frame()
    groups = audit(found, crowd, top=20, as_of=AS_OF, smallest_cell=1).groups
    able = crowd.filter(pl.col("consent_matching").fill_null(value=True)).height
    assert groups.group_by("attribute").agg(pl.col("people").sum())["people"].to_list() == [able] * len(ATTRIBUTES)
    selected = found.filter(pl.col("rank_for_vacancy") <= 20)["person_id"].n_unique()
    assert set(groups.group_by("attribute").agg(pl.col("selected").sum())["selected"]) == {selected}
    assert groups.select("attribute", "group").is_unique().all()
