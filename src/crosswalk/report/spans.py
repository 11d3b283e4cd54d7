"""Charts of what lies between two values (a step in time, a range of money) and of a balance month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
from markupsafe import Markup

from crosswalk.report.charts import HEIGHT_OF_ROW, WIDTH, isolated, rendered
from crosswalk.report.palette import COLOURS, INK, MARK, OUTLINE, QUIET

__all__ = ["Span", "Tick", "draw_balance", "draw_spans"]

BAR, AXIS, BALANCE = 14, 22, 110
#: Letters of the label above a bar; the value stands beside it.
LETTERS = 30


@dataclass(frozen=True, slots=True)
class Span:
    """One row: a bar between two places, with a mark on it.

    Attributes:
        value: In words, above the far end of the bar.
        colour: Place in the palette.
    """

    label: str
    value: str
    low: float
    high: float
    mark: float | None = None
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the picture with its name, such as the beginning of a year, or zero."""

    place: float
    label: str
    strong: bool = False


def _scale(places: Sequence[float], right_to_left: bool) -> alt.Scale:
    low, high = min(places), max(places)
    return alt.Scale(domain=[low, high if high > low else low + 1], reverse=right_to_left, nice=False, zero=False)


def _ticks(ticks: Sequence[Tick], scale: alt.Scale, height: int, right_to_left: bool) -> list[Any]:
    values = [
        {"place": t.place, "label": isolated(t.label, right_to_left), "colour": INK if t.strong else "#b9ad9b"}
        for t in ticks
    ]
    lines = alt.Chart(alt.InlineData(values=values)).encode(x=alt.X("place:Q", scale=scale, axis=None))
    return [
        lines.mark_rule(strokeWidth=1).encode(
            y=alt.value(0), y2=alt.value(height), stroke=alt.Stroke("colour:N", scale=None)
        ),
        lines.mark_text(fontSize=12, fill=QUIET, baseline="top").encode(y=alt.value(height + 4), text="label:N"),
    ]


def draw_spans(spans: Sequence[Span], ticks: Sequence[Tick], title: str, *, right_to_left: bool = False) -> Markup:
    """Bars between two places, one below the other.

    Args:
        spans: At least one.
        ticks: Lines across all rows.
        title: Name of the picture for those who cannot see it.
        right_to_left: Places grow from right to left.
    """
    height = HEIGHT_OF_ROW * len(spans)
    places = [place for span in spans for place in (span.low, span.high, span.mark) if place is not None]
    scale = _scale([*places, *(tick.place for tick in ticks)], right_to_left)
    rows = alt.Chart(alt.InlineData(values=[_row(k, span, right_to_left) for k, span in enumerate(spans)]))
    row = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, len(spans)], range=[0, height]))
    start, end = (WIDTH, 0) if right_to_left else (0, WIDTH)
    near: Literal["left", "right"] = "right" if right_to_left else "left"
    far: Literal["left", "right"] = "left" if right_to_left else "right"
    x, x2 = alt.X("from:Q", scale=scale, axis=None), alt.X2("to:Q")
    layers = [
        *_ticks(ticks, scale, height, right_to_left),
        rows.mark_bar(size=BAR, yOffset=33, stroke=OUTLINE, strokeWidth=1).encode(
            x=x, x2=x2, y=row, fill=alt.Fill("colour:N", scale=None)
        ),
        rows.transform_filter("isValid(datum.mark)")
        .mark_tick(size=BAR + 8, thickness=5, yOffset=33, color=MARK, opacity=1, stroke="white", strokeWidth=1)
        .encode(x=alt.X("mark:Q", scale=scale, axis=None), y=row),
        _plate(rows, row, "label", near, start, 14),
        _plate(rows, row, "value", far, end, 13),
        rows.mark_text(align=near, yOffset=16, fontSize=14, fill=INK).encode(x=alt.value(start), y=row, text="label:N"),
        rows.mark_text(align=far, yOffset=16, fontSize=13, fill=QUIET).encode(x=alt.value(end), y=row, text="value:N"),
    ]
    return rendered(alt.layer(*layers).properties(width=WIDTH, height=height + AXIS), title)


def _plate(rows: alt.Chart, row: alt.Y, field: str, align: Literal["left", "right"], at: int, size: int) -> Any:
    """White around a text, so that the lines across do not run through its letters."""
    return rows.mark_text(align=align, yOffset=16, fontSize=size, fill="white", stroke="white", strokeWidth=5).encode(
        x=alt.value(at), y=row, text=f"{field}:N"
    )


def _row(place: int, span: Span, right_to_left: bool) -> dict[str, Any]:
    label = span.label if len(span.label) <= LETTERS else span.label[: LETTERS - 1].rstrip() + "…"
    return {
        "row": place,
        "label": isolated(label, right_to_left),
        "value": isolated(span.value, right_to_left),
        "from": span.low,
        "to": span.high,
        "mark": span.mark,
        "colour": COLOURS[span.colour],
    }


def draw_balance(values: Sequence[float], ticks: Sequence[Tick], title: str, *, right_to_left: bool = False) -> Markup:
    """What somebody has more or less than at the beginning, month by month, as an area above and below zero.

    Args:
        values: At the end of each month.
        ticks: Places on the axis of months, from 0.
        title: Name of the picture for those who cannot see it.
    """
    months = [{"from": month, "to": month + 1, "sum": value} for month, value in enumerate(values)]
    low, high = min(0.0, *values), max(0.0, *values)
    scale = _scale([0, len(values)], right_to_left)
    level = alt.Y(
        "sum:Q", axis=None, scale=alt.Scale(domain=[low, high if high > low else low + 1], range=[BALANCE, 4])
    )
    bars = alt.Chart(alt.InlineData(values=months)).encode(
        x=alt.X("from:Q", scale=scale, axis=None), x2="to:Q", y=level, y2=alt.datum(0)
    )
    zero = alt.Chart(alt.InlineData(values=[{"sum": 0}])).mark_rule(color=INK, strokeWidth=1.5).encode(y=level)
    layers = [
        *_ticks(ticks, scale, BALANCE, right_to_left),
        bars.mark_rect(fill=OUTLINE, stroke=OUTLINE, strokeWidth=0.6, opacity=1),
        zero,
    ]
    return rendered(alt.layer(*layers).properties(width=WIDTH, height=BALANCE + AXIS), title)
