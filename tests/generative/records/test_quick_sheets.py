"""The quick reader of plain sheets gives the same rows as the careful one, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswalk.records import Mapping, Person, Report
from crosswalk.records.readers import xlsx
from crosswalk.records.readers._quick import plain_book
from crosswalk.records.reading import Source
from crosswalk.records.writers.sheets import write_sheet

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
cells = (
    st.none()
    | texts
    | st.sampled_from([" x ", "a\nb", "_x0041_", "2020-03-04 05:06:07", "'=1", "42005", "TRUE", "1e3", "0012"])
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e6, 1e6).map(lambda x: round(x, 3) + 0.0)
    | st.booleans()
    | st.dates(date(1901, 1, 1), date(2100, 1, 1))
    | st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(microsecond=0))  # noqa: DTZ001
    | st.times().map(lambda t: t.replace(microsecond=0) if t.hour else time(1))
)
#: The first column is in use: the quick reader leaves empty columns before it out.
rows = st.lists(st.lists(cells, max_size=5).map(lambda row: ["x", *row]), min_size=1, max_size=6)


def source_of(path: Path) -> Source:
    return Source(path, Person, Mapping(), Report(file=path.name))


@contextmanager
def careful() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx, "plain_book", lambda *_: None)
        yield


def filled(found: list[Any]) -> list[tuple[int, list[str]]]:
    """Rows that say something, without the empty cells behind them."""
    whole = []
    for number, texts_of_row, problems in found:
        assert not problems
        kept = list(texts_of_row)
        while kept and not kept[-1]:
            kept.pop()
        if kept:
            whole.append((number, kept))
    return whole


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows, st.integers(0, 3), st.sets(st.integers(0, 4)))
def test_both_readers_of_workbooks_give_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[Any]], blank: int, dates: set[int]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(table, 1 + blank):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.value, cell.data_type = value.replace("_x0041_", "_x005F_x0041_"), "s"
    path = tmp_path_factory.mktemp("sheet") / "people.xlsx"
    book.save(path)
    assert plain_book(path, xlsx.check_zip(path)) is not None
    quick = filled(list(xlsx.sheet_rows(source_of(path), dates)))
    with careful():
        assert quick == filled(list(xlsx.sheet_rows(source_of(path), dates)))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=5))
def test_both_readers_give_back_what_we_write(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("sheet") / "people.xlsx"
    write_sheet([["head", "line"], *table], path)
    quick = filled(list(xlsx.sheet_rows(source_of(path), set())))
    with careful():
        assert quick == filled(list(xlsx.sheet_rows(source_of(path), set())))
