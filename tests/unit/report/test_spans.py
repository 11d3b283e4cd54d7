"""Bars between two places and balances over time are drawn whatever their sign, and words stay text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from crosswalk.report.spans import Span, Tick, draw_balance, draw_spans

BAR = re.compile(r'd="M([\d.]+),[^"]*" fill="#12454d"')


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter() if element.tag == "text"]  # noqa: S314


def test_a_bar_lies_between_its_ends_in_both_directions() -> None:
    spans = [Span("a", "1", 0, 100), Span("b", "2", 50, 100)]
    assert BAR.findall(draw_spans(spans, [], "x")) == ["0", "200"]
    assert BAR.findall(draw_spans(spans, [], "x", right_to_left=True)) == ["0", "0"]


def test_a_bar_below_zero_and_a_bar_without_width_can_be_drawn() -> None:
    svg = draw_spans([Span("a", "1", -10, -5, mark=-7), Span("b", "2", 0, 0)], [Tick(0, "0", strong=True)], "x")
    assert "#b4481e" in svg
    assert "0" in texts(svg)


def test_words_of_a_file_stay_text_and_long_ones_are_cut_with_a_sign() -> None:
    svg = draw_spans([Span("<script>alert(1)</script> and more words", "&", 0, 1)], [], 'a "title"')
    assert "<script" not in svg and any(text.endswith("…") for text in texts(svg))
    assert ET.fromstring(svg).get("aria-label") == 'a "title"'  # noqa: S314


def test_a_balance_that_never_moves_can_be_drawn() -> None:
    assert "<svg" in draw_balance([0.0, 0.0], [], "x")
    assert "2028" in texts(draw_balance([-5.0, 3.0], [Tick(1, "2028")], "x", right_to_left=False))
