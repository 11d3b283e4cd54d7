"""Facts from records: what they say exactly, and unknown for what they do not."""

from datetime import date

import polars as pl

from crosswalk.pathways import load_pathways
from crosswalk.pathways.records import record_facts, work_facts

JOBS = pl.List(pl.Struct({"isco": pl.String, "start": pl.Date, "end": pl.Date, "ongoing": pl.Boolean}))


def _months(*people: list[dict[str, object]] | None) -> list[int | None]:
    facts = record_facts(load_pathways(), "both")
    pairs = pl.DataFrame({"jobs": pl.Series(people, dtype=JOBS), "isco": ["2221"] * len(people)})
    total = {name: fact for name, fact in facts.items() if name == "work_months_total"}
    return work_facts(pairs, total, date(2026, 6, 30))["work_months_total"].to_list()


def _job(
    isco: str | None, start: date | None, end: date | None = None, *, ongoing: bool | None = None
) -> dict[str, object]:
    return {"isco": isco, "start": start, "end": end, "ongoing": ongoing}


def test_work_in_the_same_group_is_added_up_to_the_day() -> None:
    jobs = [_job("2221", date(2020, 1, 1), date(2020, 12, 1)), _job("2222", date(2026, 1, 1), ongoing=True)]
    assert _months(jobs) == [12 + 6]


def test_nobody_who_never_worked_is_unknown_but_who_told_nothing_is() -> None:
    assert _months([], None) == [0, None]


def test_a_job_without_an_occupation_might_count_and_one_of_another_group_does_not() -> None:
    assert _months([_job(None, date(2020, 1, 1), ongoing=True)], [_job("7212", None)]) == [None, 0]


def test_a_job_that_counts_but_has_no_dates_is_unknown() -> None:
    assert _months([_job("2221", None)], [_job("2221", date(2020, 1, 1))]) == [None, None]
