"""Synthetic facts are the same for the same seed, fit their declarations, and hide what they are told to hide."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from crosswalk.cli.pathways.common import fact_lines
from crosswalk.errors import UsageError
from crosswalk.pathways import all_facts, encode_facts, load_pathways
from crosswalk.pathways.columns import compile_law, fact_dtype, facts_table
from crosswalk.pathways.verdicts import encoded_rows
from crosswalk.synthetic import facts, write_facts

DAY = date(2026, 11, 22)
PATHWAYS = load_pathways()


def test_every_value_can_be_asked_for_and_answered() -> None:
    declared = all_facts(PATHWAYS)
    frame = facts(PATHWAYS, 50, seed=1, day=DAY, unknown=0)
    assert frame.schema == pl.Schema({name: fact_dtype(fact) for name, fact in declared.items()})
    assert sum(frame.null_count().row(0)) == 0
    for pathway in PATHWAYS:
        for row in encoded_rows(pathway.on(DAY), frame):
            for name, value in row.items():
                fact = declared[name]
                assert fact.encode(fact.show(value)) == value


def test_a_row_does_not_depend_on_how_many_there_are() -> None:
    some = PATHWAYS[:3]
    whole = facts(some, 5_000, seed=7, day=DAY)
    assert_frame_equal(whole[4_000:4_500], facts(some, 500, seed=7, day=DAY, first=4_000))


def test_hiding_facts_changes_no_others() -> None:
    some = PATHWAYS[:1]
    full, partly = (facts(some, 1_000, seed=7, day=DAY, unknown=share) for share in (0, 0.5))
    for name in full.columns:
        assert 300 < partly[name].null_count() < 700
        assert_frame_equal(full.select(name).filter(partly[name].is_not_null()), partly.select(name).drop_nulls())


def test_some_meet_a_pathway_and_some_do_not() -> None:
    frame = facts(PATHWAYS, 2_000, seed=1, day=DAY, unknown=0.1)
    seen = {
        each for pathway in PATHWAYS for each in compile_law(pathway.on(DAY)).run(frame, "verdict")["verdict"].unique()
    }
    assert seen == {True, False, None}


def test_what_is_written_is_read_back_as_the_same_facts(tmp_path: Path) -> None:
    some = PATHWAYS[:4]
    write_facts(tmp_path / "facts.jsonl", some, 20, seed=3, day=DAY)
    declared = all_facts(some)
    written = [encode_facts(declared, line.answers) for line in fact_lines(tmp_path / "facts.jsonl")]
    assert_frame_equal(facts_table(written, declared), facts(some, 20, seed=3, day=DAY))


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(UsageError):
        facts(PATHWAYS, 1, seed=1, day=DAY, unknown=1.5)
