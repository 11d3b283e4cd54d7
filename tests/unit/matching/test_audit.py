"""The audit finds what was put there, says how sure it is, and shows nobody."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest

from crosswalk.errors import UsageError
from crosswalk.matching.audit import audit
from crosswalk.records import Person, schema_of

AS_OF = date(2026, 1, 1)


def _people(groups: dict[str | None, int], column: str = "legal_status") -> pl.DataFrame:
    values = [value for value, n in groups.items() for _ in range(n)]
    rows = [{"person_id": f"p{i:04}", column: value} for i, value in enumerate(values)]
    return pl.DataFrame(rows, schema=schema_of(Person), orient="row")


def _matches(selected: list[str], fit: float = 0.5, rank: int = 1) -> pl.DataFrame:
    return pl.DataFrame(
        {"person_id": selected, "vacancy_id": "v", "rank_for_vacancy": rank, "fit": fit},
        schema={"person_id": pl.String, "vacancy_id": pl.String, "rank_for_vacancy": pl.Int64, "fit": pl.Float64},
    )


def _ids(*ranges: tuple[int, int]) -> list[str]:
    return [f"p{i:04}" for start, n in ranges for i in range(start, start + n)]


@pytest.fixture
def example() -> pl.DataFrame:
    """The agencies' own example: 80 applicants of whom 48 are hired, 40 of whom 12 are hired."""
    people = _people({"one": 80, "two": 40})
    return audit(_matches(_ids((0, 48), (80, 12))), people, by=("legal_status",)).groups


def test_the_four_fifths_example_of_the_guidelines_gives_one_half(example: pl.DataFrame) -> None:
    """Questions and Answers on the Uniform Guidelines, Federal Register 44:11996 (1979): 60 %, 30 %, ratio 50 %."""
    one, two = example.iter_rows(named=True)
    assert (one["rate"], two["rate"]) == (0.6, 0.3)
    assert one["reference"]
    assert two["impact_ratio"] == pytest.approx(0.5)
    assert two["rate_low"] == pytest.approx(0.1807, abs=5e-4)
    assert two["ratio_high"] < 0.83
    assert "below four fifths" in two["finding"]


def test_a_ratio_that_may_be_above_four_fifths_is_said_to_be_unsure() -> None:
    people = _people({"one": 60, "two": 40})
    found = audit(_matches(_ids((0, 30), (60, 15))), people, by=("legal_status",)).groups
    assert "too few people to be sure" in found["finding"][1]


def test_equal_large_groups_show_no_gap_and_nothing_is_called_fair() -> None:
    people = _people({"one": 4000, "two": 4000})
    result = audit(_matches(_ids((0, 2000), (4000, 2000))), people, by=("legal_status",))
    assert "no gap below four fifths was found" in result.groups["finding"][0] + result.groups["finding"][1]
    assert "fair" not in (result.text() + json.dumps(result.as_json())).lower()


def test_nobody_selected_of_a_large_group_is_a_finding_and_not_an_error() -> None:
    people = _people({"one": 100, "two": 100})
    found = audit(_matches(_ids((0, 50))), people, by=("legal_status",)).groups.row(1, named=True)
    assert found["impact_ratio"] == 0
    assert "look for the cause" in found["finding"]


def test_unknown_is_a_group_of_its_own_and_never_the_reference() -> None:
    people = _people({"one": 100, None: 100})
    found = audit(_matches(_ids((0, 30), (100, 90))), people, by=("legal_status",)).groups
    assert found["group"].to_list() == ["one", "unknown"]
    assert found["reference"].to_list() == [True, False]
    assert found["impact_ratio"][1] == pytest.approx(3)


def test_small_cells_are_not_shown_and_cannot_be_worked_out_from_the_total() -> None:
    people = _people({"few": 3, "many": 500, "some": 50})
    found = audit(_matches(_ids((0, 2), (3, 100), (503, 10))), people, by=("legal_status",)).groups
    assert found["suppressed"].to_list() == [True, False, True]
    hidden = found.filter("suppressed")
    shown = hidden.drop("attribute", "group", "reference", "suppressed", "finding")
    assert all(shown[column].null_count() == 2 for column in shown.columns)


def test_a_group_of_whom_one_alone_is_selected_is_not_shown() -> None:
    people = _people({"one": 100, "three": 70, "two": 60})
    found = audit(_matches(_ids((0, 50), (100, 1), (170, 30))), people, by=("legal_status",)).groups
    assert found["suppressed"].to_list() == [False, True, True]


def test_only_the_first_places_count_as_selected() -> None:
    people = _people({"one": 40})
    matches = pl.concat([_matches(_ids((0, 10)), rank=5), _matches(_ids((10, 10)), rank=6)])
    assert audit(matches, people, by=("legal_status",), top=5).groups["selected"][0] == 10


def test_those_who_refuse_to_be_matched_are_not_counted_and_those_who_were_not_asked_are() -> None:
    people = _people({"one": 100}).with_columns(
        consent_matching=pl.when(pl.int_range(100) < 20).then(False).when(pl.int_range(100) < 50).then(True)
    )
    assert audit(_matches([]), people, by=("legal_status",)).groups["people"][0] == 80


def test_those_considered_can_be_named() -> None:
    people = _people({"one": 100})
    considered = _ids((0, 40))
    found = audit(_matches(_ids((0, 20))), people, by=("legal_status",), considered=considered).groups
    assert (found["people"][0], found["rate"][0]) == (40, 0.5)


def test_ages_and_nationalities_become_groups() -> None:
    people = _people({"x": 3}).with_columns(
        birth_date=pl.Series([date(2001, 1, 1), date(2001, 1, 2), None]),
        nationalities=pl.Series([["SYR"], ["SYR", "DEU"], []], dtype=pl.List(pl.String)),
    )
    found = audit(_matches([]), people, by=("age_band", "nationality"), as_of=AS_OF, smallest_cell=1).groups
    assert found["group"].to_list() == ["25 to 34", "under 25", "unknown", "SYR", "several", "unknown"]


def test_fit_gaps_have_an_interval_that_the_seed_decides() -> None:
    people = _people({"one": 100, "two": 100})
    low, high = _matches(_ids((0, 90)), fit=0.8), _matches(_ids((100, 80)), fit=0.6)
    matches = pl.concat([low, high]).with_columns(fit=pl.col("fit") + pl.int_range(pl.len()) % 7 / 100)
    first, again = (audit(matches, people, by=("legal_status",), seed=4) for _ in range(2))
    row = first.groups.row(1, named=True)
    assert row["fit_gap_low"] < row["fit_gap"] < row["fit_gap_high"] < 0
    assert row["fit_gap"] == pytest.approx(-0.2, abs=0.01)
    assert first.groups.equals(again.groups)


def test_the_audit_is_plain_json_and_readable_text(example: pl.DataFrame) -> None:
    people = _people({"one": 80, "two": 40, "three": 2})
    result = audit(_matches(_ids((0, 48), (80, 12))), people, by=("legal_status", "sex"))
    loaded = json.loads(json.dumps(result.as_json(), allow_nan=False))
    assert len(loaded["groups"]) == result.groups.height
    assert "## By legal status" in result.text()
    assert "not shown" in result.text()


def test_an_audit_of_no_people_is_empty() -> None:
    assert audit(_matches([]), _people({}), by=("sex",)).groups.height == 0


def test_more_comparisons_raise_the_probabilities() -> None:
    people = _people({"one": 80, "two": 40, "three": 60})
    found = audit(_matches(_ids((0, 48), (80, 12), (120, 30))), people, by=("legal_status",)).groups
    tested = found.drop_nulls("p_value")
    assert (tested["p_adjusted"] >= tested["p_value"]).all()
    assert (tested["p_adjusted"] > tested["p_value"]).any()


@pytest.mark.parametrize("wrong", [{"by": ("shoe_size",)}, {"by": ("skills",)}, {"top": 0}, {"confidence": 1.0}])
def test_what_cannot_be_audited_is_refused_with_a_remedy(wrong: dict) -> None:
    with pytest.raises(UsageError) as caught:
        audit(_matches([]), _people({"one": 3}), **wrong)
    assert caught.value.remedy


def test_matches_without_ranks_are_refused() -> None:
    with pytest.raises(UsageError, match="rank_for_vacancy"):
        audit(_matches([]).drop("rank_for_vacancy"), _people({"one": 3}))
