"""Synthetic people: the same for a seed, plausible, and valid records."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from crosswalk.errors import NotFoundError, TaxonomyError, UsageError
from crosswalk.records import Person, from_frame, schema_of, to_frame
from crosswalk.synthetic import AS_OF, people, write_people
from crosswalk.synthetic.streams import BLOCK
from crosswalk.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def starter() -> Taxonomy:
    return Taxonomy.starter()


@pytest.fixture(scope="module")
def crowd(starter: Taxonomy) -> pl.DataFrame:
    return people(6000, starter, seed=7)


def test_people_come_under_the_schema_of_a_person(crowd: pl.DataFrame) -> None:
    assert crowd.schema == schema_of(Person)
    assert crowd["person_id"].is_unique().all()


def test_people_are_valid_records_that_survive_a_round_trip(crowd: pl.DataFrame) -> None:
    some = crowd.head(200)
    assert to_frame(from_frame(some, Person), Person).equals(some)


def test_another_seed_makes_other_people(starter: Taxonomy, crowd: pl.DataFrame) -> None:
    other = people(200, starter, seed=8)
    assert other["person_id"].equals(crowd["person_id"].head(200))
    assert not other["birth_date"].equals(crowd["birth_date"].head(200))


def test_a_file_holds_the_same_people_as_the_frame(starter: Taxonomy, crowd: pl.DataFrame, tmp_path) -> None:
    write_people(tmp_path / "people.parquet", BLOCK + 100, starter, seed=7)
    assert pl.read_parquet(tmp_path / "people.parquet").equals(crowd.head(BLOCK + 100))
    assert [p.name for p in tmp_path.iterdir()] == ["people.parquet"]


def test_a_file_of_nobody_can_be_read(starter: Taxonomy, tmp_path) -> None:
    write_people(tmp_path / "none.parquet", 0, starter, seed=7)
    assert pl.read_parquet(tmp_path / "none.parquet").schema == schema_of(Person)


def test_unknown_hides_facts_and_changes_no_other(starter: Taxonomy, crowd: pl.DataFrame) -> None:
    known = people(6000, starter, seed=7, unknown=0)
    for column in ("birth_date", "sex", "legal_status", "available_from", "destinations", "occupation"):
        share = crowd[column].null_count() / crowd.height
        assert 0.01 < share < 0.13
        assert known[column].null_count() == 0
        seen = crowd[column].is_not_null()
        assert crowd[column].filter(seen).equals(known[column].filter(seen))


def test_with_everything_unknown_only_identity_is_left(starter: Taxonomy) -> None:
    hidden = people(100, starter, seed=1, unknown=1)
    assert hidden["sex"].null_count() == hidden["languages"].null_count() == 100
    assert hidden["person_id"].null_count() == 0


def test_a_person_names_each_skill_once_and_only_skills_of_the_taxonomy(starter: Taxonomy, crowd: pl.DataFrame) -> None:
    uris = crowd.select(pl.col("skills").list.eval(pl.element().struct.field("uri"))).drop_nulls()["skills"]
    assert (uris.list.n_unique() == uris.list.len()).all()
    assert set(uris.explode().drop_nulls()) <= set(starter.skills)


def test_most_essential_skills_of_the_only_occupation_are_held(starter: Taxonomy) -> None:
    crowd = from_frame(people(2000, starter, seed=3, unknown=0), Person)
    shares = []
    for person in crowd:
        if len(person.experience) == 1:
            essential, _ = starter.occupation_skills(person.occupation)
            held = {skill.uri for skill in person.skills}
            shares += [uri in held for uri in essential]
    assert 0.70 < sum(shares) / len(shares) < 0.82


def test_jobs_follow_one_another_and_nobody_worked_as_a_child(starter: Taxonomy) -> None:
    for person in from_frame(people(2000, starter, seed=3, unknown=0), Person):
        latest = None
        for job in person.experience:
            assert job.ongoing == (job.end is None) or latest is not None
            assert job.start <= (job.end or AS_OF) <= AS_OF
            assert latest is None or job.end <= latest
            latest = job.start
        assert (latest - person.birth_date).days > 14 * 365


def test_everybody_speaks_a_language_once_and_a_mother_tongue_has_no_level(crowd: pl.DataFrame) -> None:
    for person in from_frame(crowd.head(1000), Person):
        if person.languages is not None:
            assert len({known.language for known in person.languages}) == len(person.languages) > 0
            assert all(known.level is None for known in person.languages if known.native)


def test_where_people_come_from_and_go_to_can_be_chosen(starter: Taxonomy) -> None:
    nurse = starter.search("nurse", kind="occupation")["uri"][0]
    chosen = people(300, starter, seed=1, unknown=0, origins=["PHL"], destinations=["DEU", "CAN"], occupations=[nurse])
    assert set(chosen["residence"]) == {"PHL"}
    assert set(chosen["destinations"].explode()) == {"DEU", "CAN"}
    assert set(chosen["occupation"]) == {nurse}
    assert (chosen["destinations"].list.n_unique() == chosen["destinations"].list.len()).all()


def test_ages_are_counted_from_the_day_given(starter: Taxonomy) -> None:
    later = people(500, starter, seed=1, unknown=0, as_of=date(2030, 6, 1))
    ages = (pl.Series([date(2030, 6, 1)]) - later["birth_date"]).dt.total_days() / 365.25
    assert ages.min() > 17.9
    assert ages.max() < 60.1


@pytest.mark.parametrize(
    "wrong", [{"unknown": 1.5}, {"seed": -1}, {"origins": ["ZZZ"]}, {"destinations": []}, {"first": -1}]
)
def test_values_out_of_range_are_refused_with_a_remedy(starter: Taxonomy, wrong: dict) -> None:
    with pytest.raises(UsageError) as caught:
        people(1, starter, **({"seed": 1} | wrong))
    assert caught.value.remedy


def test_an_unknown_occupation_is_refused(starter: Taxonomy) -> None:
    with pytest.raises(NotFoundError):
        people(1, starter, seed=1, occupations=["urn:none"])


def test_an_occupation_without_skills_cannot_be_drawn(starter: Taxonomy) -> None:
    with pytest.raises(TaxonomyError):
        people(1, starter, seed=1, occupations=["http://data.europa.eu/esco/isco/C2221"])
