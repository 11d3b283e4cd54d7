"""Charts are drawn here, ask nobody for anything, and never let words of a user become markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from crosswalk.report.charts import MOST_BARS, draw
from crosswalk.report.figures import Bar, Figure

HEADERS = ("Job", "People", "Places")


def figure(*bars: Bar, marked: str | None = "places", upright: bool = False) -> Figure:
    return Figure("places", bars, HEADERS, marked=marked, upright=upright)


@pytest.mark.parametrize("upright", [False, True])
def test_a_chart_has_a_name_and_no_address_script_or_style(upright: bool) -> None:
    svg = draw(figure(Bar("welder", (3,), "3", 2), upright=upright), 'Places & "people"')
    picture = ET.fromstring(svg)  # noqa: S314 - our own output
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == 'Places & "people"'
    assert not re.search(r"https?:|<script|<style|<image|href|url\(", svg)


def test_words_of_a_user_stay_text() -> None:
    svg = draw(figure(Bar('<script>alert("x")</script> & co', (1,), "1", 1)), "Places")
    texts = [element.text for element in ET.fromstring(svg).iter() if element.tag == "text"]  # noqa: S314
    assert "<script" not in svg
    assert any((text or "").startswith("<script>") for text in texts)


def test_a_job_that_does_not_say_its_places_has_no_mark() -> None:
    colour = re.compile('fill="#b4481e"')
    with_mark = draw(figure(Bar("a", (3,), "3", 2), Bar("b", (1,), "1", None)), "Places")
    assert len(colour.findall(with_mark)) == 1


def test_bars_without_length_can_be_drawn() -> None:
    for upright in (False, True):
        assert "<svg" in draw(figure(Bar("a", (0, 0, 0), "0", 0), upright=upright), "Places")


def test_a_long_table_is_drawn_by_its_first_rows_only() -> None:
    bars = [Bar(f"job{k:03}", (1,), "1") for k in range(40)]
    labels = re.findall(r"job\d{3}", draw(figure(*bars, marked=None), "Places"))
    assert labels == [f"job{k:03}" for k in range(MOST_BARS)]


def test_from_right_to_left_bars_begin_at_the_right() -> None:
    bar = figure(Bar("لحام", (1,), "1", None), Bar("x", (4,), "4", None), marked=None)
    starts = re.compile(r'd="M([\d.]+),[^"]*" fill="#12454d"')
    assert starts.findall(draw(bar, "x")) == ["0", "0"]
    assert starts.findall(draw(bar, "x", right_to_left=True)) == ["300", "0"]
    assert "\u2067لحام\u2069" in draw(bar, "x", right_to_left=True)


def test_the_table_beside_a_chart_keeps_unknown_places_apart_from_none() -> None:
    assert figure(Bar("a", (3,), "3", None), Bar("b", (1,), "1", 0)).rows() == [("a", [3, None]), ("b", [1, 0])]
