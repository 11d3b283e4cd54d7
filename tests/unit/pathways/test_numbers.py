"""Dated numbers: which one holds on a day, what a ratio rounds to, and where brackets begin and end."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.pathways.brackets import bracket_cuts
from crosswalk.pathways.facts import Unit
from crosswalk.pathways.layout import DatedNumber, ParameterEntry, Rounding
from crosswalk.pathways.numbers import figures, rounded, spans, valid_on
from crosswalk.pathways.reference import plus_months
from crosswalk.pathways.scope import BindingError

YEARS, POINTS = Unit("years"), Unit("points")


def dated(first: str, value: int, last: str | None = None) -> tuple[DatedNumber, int]:
    entry = DatedNumber.model_validate({"from": first, "to": last, "value": value, "source": "act"})
    return entry, value


def parameter(**entry: Any) -> ParameterEntry:
    return ParameterEntry.model_validate({"unit": "EUR/year", **entry})


def test_a_value_without_an_end_holds_until_the_next_begins() -> None:
    values = spans([dated("2025-01-01", 2), dated("2024-01-01", 1)])
    found = [valid_on(values, day) for day in (date(2023, 12, 31), date(2024, 12, 31), date(2025, 1, 1))]
    assert [span and span.value for span in found] == [None, 1, 2]


def test_between_two_values_there_may_be_none() -> None:
    values = spans([dated("2024-01-01", 1, "2024-06-30"), dated("2025-01-01", 2)])
    assert valid_on(values, date(2024, 9, 1)) is None


def test_two_values_on_one_day_are_refused() -> None:
    with pytest.raises(ValueError, match="two values hold on 2024-06-30"):
        spans([dated("2024-01-01", 1, "2024-06-30"), dated("2024-06-30", 2)])


@pytest.mark.parametrize(
    ("value", "to", "mode", "result"),
    [
        ("45934.204", "0.01", "half_up", "45934.20"),
        ("45934.205", "0.01", "half_up", "45934.21"),
        ("45934.201", "0.01", "up", "45934.21"),
        ("45934.209", "0.01", "down", "45934.20"),
        ("45925.01", "100", "up", "46000"),
        ("45949.99", "100", "half_up", "45900"),
        ("45950", "100", "half_up", "46000"),
        ("50700", "1", "half_up", "50700"),
    ],
)
def test_a_ratio_is_rounded_as_the_law_says(value: str, to: str, mode: Any, result: str) -> None:
    assert rounded(Decimal(value), Rounding(to=Decimal(to), mode=mode)) == Decimal(result)


def test_a_ratio_changes_when_its_base_does() -> None:
    base = parameter(values=[{"from": "2025-01-01", "value": 96600, "source": "a"},
                             {"from": "2026-01-01", "value": 101400, "source": "a"}])  # fmt: skip
    half = parameter(ratio_of="base", ratio=Decimal("0.453"), round={"to": Decimal("0.01"), "mode": "half_up"},
                     source="b", **{"from": "2025-06-01"})  # fmt: skip
    found = figures("half", {"base": base, "half": half})
    assert [(span.first, span.value) for span in found] == [
        (date(2025, 6, 1), Decimal("43759.80")),
        (date(2026, 1, 1), Decimal("45934.20")),
    ]


@pytest.mark.parametrize("of", ["half", "nothing"])
def test_a_ratio_of_itself_or_of_nothing_is_refused(of: str) -> None:
    half = parameter(ratio_of=of, ratio=1, round={"to": 1, "mode": "up"}, source="b", **{"from": "2025-06-01"})
    with pytest.raises(ValueError, match="ratio of itself|no parameter"):
        figures("half", {"half": half})


def test_true_is_no_number() -> None:
    with pytest.raises(ValueError, match="where a number is wanted"):
        parameter(values=[{"from": "2025-01-01", "value": True, "source": "a"}])


@pytest.mark.parametrize(
    ("brackets", "told"),
    [
        ({"..18": 0, "18..": 1}, "Two brackets hold at 18"),
        ({"..17": 0, "18..": 1, "30..40": 2}, "Two brackets hold at 30"),
        ({"40..30": 1}, "ends before it begins"),
        ({"18-35": 1}, "cannot be read"),
        ({"18..35.5": 1}, "cannot be read"),
    ],
)
def test_brackets_that_overlap_or_cannot_be_read_are_refused(brackets: dict[str, int], told: str) -> None:
    with pytest.raises(BindingError) as caught:
        bracket_cuts(brackets, YEARS, POINTS)
    assert told in str(caught.value)


def test_a_gap_between_brackets_is_a_figure_not_known() -> None:
    assert bracket_cuts({"..17": 0, "20..": 1}, YEARS, POINTS) == ((18, 20), (0, None, 1))


def test_a_bracket_may_leave_out_its_end() -> None:
    assert bracket_cuts({"..<12": 0, "12..": 5}, Unit("months"), POINTS) == ((12,), (0, 5))


@given(day=st.integers(-20_000, 40_000), months=st.integers(0, 600))
def test_months_later_is_the_same_day_of_the_month_or_its_last(day: int, months: int) -> None:
    later = plus_months(day, months)
    first, last = date.fromordinal(719163 + day), date.fromordinal(719163 + later)
    assert (last.year - first.year) * 12 + last.month - first.month == months
    assert last.day == first.day or (last.day < first.day and date.fromordinal(last.toordinal() + 1).day == 1)
