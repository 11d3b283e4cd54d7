"""Charts as SVG, drawn on this machine: bars that read in black and white, in both directions, without a script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import vl_convert
from markupsafe import Markup, escape

from crosswalk.report.figures import Bar, Figure
from crosswalk.report.palette import COLOURS, INK, MARK, MOST_BARS, OUTLINE, QUIET

__all__ = ["HEIGHT_OF_ROW", "WIDTH", "draw", "isolated", "rendered"]

#: Sizes in points of the picture, which is narrow so that its text stays readable on a phone.
WIDTH, HEIGHT_OF_ROW, BAR, LABEL_SHARE = 400, 46, 14, 0.64
STANDING = 180
#: Right-to-left isolate and its end, around labels in a picture whose own direction is left to right.
RIGHT, END = "\u2067", "\u2069"


def draw(figure: Figure, title: str, *, right_to_left: bool = False) -> Markup:
    """The chart of a figure as an inline SVG, named for screen readers; its data stand in a table beside it.

    Args:
        figure: Rows to draw; only the first MOST_BARS of them.
        title: Name of the picture.
        right_to_left: Bars grow from right to left.
    """
    return rendered((_standing if figure.upright else _lying)(figure, right_to_left), title)


def rendered(chart: Any, title: str) -> Markup:
    """A chart of Altair as an inline SVG, named for screen readers."""
    chart = chart.properties(padding=2, background="transparent")
    chart = chart.configure(aria=False, view=alt.ViewConfig(stroke=None))
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), allowed_base_urls=[])
    return Markup(_inline(svg, title))  # noqa: S704 - built by the renderer, which escapes text


def _inline(svg: str, title: str) -> str:
    """The picture without namespaces, fonts and numbers finer than a tenth of a point: the page says them once."""
    svg = re.sub(r' (?:xmlns(?::\w+)?|version|font-family|class|stroke-miterlimit|role|aria-\w+)="[^"]*"', "", svg)
    svg = re.sub(r"(\d+\.\d)\d+", r"\1", svg)
    box = re.search(r'viewBox="[^"]*"', svg)
    return re.sub(r"^<svg[^>]*>", f'<svg {box[0] if box else ""} role="img" aria-label="{escape(title)}">', svg)


def isolated(text: str, right_to_left: bool) -> str:
    """A label that keeps its own direction in a picture, which is always left to right."""
    return f"{RIGHT}{text}{END}" if right_to_left else text


def _lying(figure: Figure, right_to_left: bool) -> alt.LayerChart | alt.FacetChart:
    """Horizontal bars: label and value above each, segments in a row, an upright mark."""
    bars = figure.bars[:MOST_BARS]
    scale = alt.Scale(domain=[0, max(_length(bar) for bar in bars) or 1], reverse=right_to_left)
    row = alt.Y("row:O", axis=None)
    start, end = (WIDTH, 0) if right_to_left else (0, WIDTH)
    near: Literal["left", "right"] = "right" if right_to_left else "left"
    far: Literal["left", "right"] = "left" if right_to_left else "right"
    rows = alt.Chart(alt.InlineData(values=[_row(k, bar, right_to_left) for k, bar in enumerate(bars)]))
    parts = [piece for k, bar in enumerate(bars) for piece in _pieces(k, bar, figure.colours)]
    pieces = alt.Chart(alt.InlineData(values=parts))
    layers = [
        pieces.mark_bar(size=BAR, yOffset=10, stroke=OUTLINE, strokeWidth=1).encode(
            x=alt.X("from:Q", scale=scale, axis=None), x2="to:Q", y=row, fill=alt.Fill("colour:N", scale=None)
        ),
        rows.mark_tick(size=BAR + 6, thickness=1.5, yOffset=10, color=QUIET, opacity=1).encode(
            x=alt.X("zero:Q", scale=scale, axis=None), y=row
        ),
        rows.mark_text(align=near, dy=-8, fontSize=14, fill=INK, limit=WIDTH * LABEL_SHARE).encode(
            x=alt.value(start), y=row, text="label:N"
        ),
        rows.mark_text(align=far, dy=-8, fontSize=13, fill=QUIET).encode(x=alt.value(end), y=row, text="value:N"),
    ]
    if figure.marked:
        marks = rows.transform_filter("isValid(datum.mark)").mark_tick(
            size=BAR + 8, thickness=5, yOffset=11, color=MARK, opacity=1, stroke="white", strokeWidth=1
        )
        layers.append(marks.encode(x=alt.X("mark:Q", scale=scale, axis=None), y=row))
    return alt.layer(*layers).properties(width=WIDTH, height=alt.Step(HEIGHT_OF_ROW))


def _length(bar: Bar) -> float:
    return max(sum(bar.segments), bar.mark or 0)


def _row(place: int, bar: Bar, right_to_left: bool) -> dict[str, Any]:
    label, value = isolated(bar.label, right_to_left), isolated(bar.value, right_to_left)
    return {"row": place, "label": label, "value": value, "zero": 0, "mark": bar.mark}


def _pieces(place: int, bar: Bar, colours: Sequence[str]) -> list[dict[str, Any]]:
    found, start = [], 0.0
    for length, colour in zip(bar.segments, colours, strict=False):
        if length:
            found.append({"row": place, "from": start, "to": start + length, "colour": colour})
        start += length
    return found


def _standing(figure: Figure, right_to_left: bool) -> alt.LayerChart | alt.FacetChart:
    """Upright bars of a distribution, with the number on each and its label below."""
    values = [
        {"row": k, "label": bar.label, "value": bar.value, "to": _length(bar)} for k, bar in enumerate(figure.bars)
    ]
    floor, longest = STANDING - 24, max(map(_length, figure.bars)) or 1
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("row:O", axis=None, scale=alt.Scale(reverse=right_to_left, paddingInner=0.15, paddingOuter=0))
    )
    high = alt.Y("to:Q", axis=None, scale=alt.Scale(domain=[0, longest], range=[floor, 20]))
    layers = [
        base.mark_bar(fill=COLOURS[0], stroke=OUTLINE, strokeWidth=1).encode(y=high),
        base.mark_text(dy=-9, fontSize=13, fill=INK).encode(y=high, text="value:N"),
        base.mark_text(baseline="top", dy=6, fontSize=12, fill=QUIET).encode(y=alt.value(floor), text="label:N"),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=STANDING)
