"""Reading order of a page: rows, columns and tables, found from where the letters stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from crosswalk.records.cefr import CEFR_LEVEL
from crosswalk.records.documents.bidi import is_right_to_left, logical_order
from crosswalk.records.documents.text import BULLET, RawLine

__all__ = ["Cell", "Glyph", "reading_order"]

_DATE_OR_LEVEL = re.compile(rf"(?:19|20)\d\d|{CEFR_LEVEL.pattern}|[٠-٩]{{4}}")
#: A gap wider than this many type sizes parts two cells of a row; a narrower one parts words.
CELL_GAP = 1.3
WORD_GAP = 0.18
#: Running text has lines at least so long, in characters.
LONG_LINE = 55


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph on the page: its text, left and right edge, foot (baseline), type size in points, and boldness.

    Heights grow downwards. The foot is what letters of different fonts on one row share.
    """

    text: str
    left: float
    right: float
    foot: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Cell(Glyph):
    """Letters that stand together on one row, without a wide gap between them."""


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand at about the same height."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.foot):
        if rows and abs(glyph.foot - rows[-1][0].foot) < 0.35 * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _cells(row: list[Glyph], right_to_left: bool) -> list[Cell]:
    """Cut a row at wide gaps, put spaces into narrow ones, and bring the letters into reading order."""
    row = sorted(row, key=lambda g: (g.left, g.right))
    groups: list[list[Glyph]] = []
    end = float("-inf")
    for glyph in row:
        if not glyph.text.strip():
            continue
        if groups and glyph.left - end < CELL_GAP * max(glyph.size, groups[-1][-1].size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
        end = max(end, glyph.right) if groups[-1][0] is not glyph else glyph.right
    return [_cell(group, row, right_to_left) for group in groups]


def _cell(group: list[Glyph], row: list[Glyph], right_to_left: bool) -> Cell:
    blanks = [g for g in row if not g.text.strip()]
    pieces = [group[0].text]
    position = 0
    for before, after in itertools.pairwise(group):
        while position < len(blanks) and blanks[position].left < before.left:
            position += 1
        blank = position < len(blanks) and blanks[position].left <= after.left
        if blank or after.left - before.right > WORD_GAP * after.size:
            pieces.append(" ")
        pieces.append(after.text)
    text = "".join(pieces)
    arabic = any("\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc" for c in text)
    letters = is_right_to_left(text) or (right_to_left and (arabic or not any(c.isalpha() for c in text)))
    return Cell(
        logical_order(pieces, right_to_left=letters),
        group[0].left,
        max(g.right for g in group),
        median(g.foot for g in group),
        median(g.size for g in group),
        sum(g.bold for g in group) * 2 > len(group),
    )


def reading_order(glyphs: Sequence[Glyph], page: int) -> list[RawLine]:
    """Lines of a page in the order in which a person reads them.

    Two columns of prose are read one after the other; a table, or dates beside jobs, row by row, with a tab
    between cells. In Arabic the right column comes first.

    Args:
        glyphs: All glyphs of the page, spaces too.
        page: Number of the page.
    """
    right_to_left = is_right_to_left("".join(g.text for g in glyphs))
    cells = [cell for row in _rows(glyphs) for cell in _cells(row, right_to_left)]
    if not cells:
        return []
    body = median(cell.size for cell in cells)
    lines: list[RawLine] = []
    for block in _blocks(cells, body, right_to_left):
        lines.extend(_lines(block, body, page, right_to_left))
    return lines


def _blocks(cells: list[Cell], body: float, right_to_left: bool) -> list[list[Cell]]:
    """Parts of a page, each read from top to bottom."""
    gutter = _gutter(cells, body)
    if gutter is None:
        return [cells]
    top, bottom, place = gutter
    inside = [c for c in cells if top <= c.foot <= bottom]
    left, right = [c for c in inside if c.right <= place], [c for c in inside if c.right > place]
    above, below = [c for c in cells if c.foot < top], [c for c in cells if c.foot > bottom]
    columns = [right, left] if right_to_left else [left, right]
    parts = [above, *columns, below]
    return [block for part in parts if part for block in _blocks(part, body, right_to_left)]


def _gutter(cells: list[Cell], body: float) -> tuple[float, float, float] | None:
    """The longest empty vertical band between two columns, as top, bottom and place; None where there is none."""
    best: tuple[float, float, float] | None = None
    for place in sorted({round(cell.left - 0.5, 1) for cell in cells}):
        for top, bottom, band in _bands(cells, place):
            if best is not None and bottom - top <= best[1] - best[0]:
                continue
            left, right = [c for c in band if c.right <= place], [c for c in band if c.right > place]
            if _are_columns(left, right, body):
                best = (top, bottom, place)
    return best


def _bands(cells: list[Cell], place: float) -> list[tuple[float, float, list[Cell]]]:
    """Stretches of the page in which no cell crosses a vertical line."""
    bands: list[list[Cell]] = [[]]
    for cell in sorted(cells, key=lambda c: c.foot):
        if cell.left < place < cell.right:
            bands.append([])
        else:
            bands[-1].append(cell)
    return [(band[0].foot, band[-1].foot, band) for band in bands if band]


def _are_columns(left: list[Cell], right: list[Cell], body: float) -> bool:
    """Whether two sets of cells are columns to read one after the other, rather than cells of the same rows."""
    few, many = sorted((left, right), key=len)
    if len(few) < 4 or min(c.left for c in right) - max(c.right for c in left) < 0.8 * body:
        return False
    if sum(bool(_DATE_OR_LEVEL.search(c.text)) for c in few) * 2 >= len(few):
        return False
    tolerance = 0.3 * body
    beside = sum(any(abs(c.foot - d.foot) < tolerance for d in many) for c in few) / len(few)
    back = sum(any(abs(c.foot - d.foot) < tolerance for d in few) for c in many) / len(many)
    if beside >= 0.9 and back >= 0.85 and max(len(c.text) for c in few) < 40:
        return False
    return beside < 0.9 or _spacing(few) < 2.2 * _spacing(many)


def _spacing(cells: list[Cell]) -> float:
    heights = sorted({round(c.foot, 1) for c in cells})
    gaps = [below - above for above, below in itertools.pairwise(heights)]
    return median(gaps) if gaps else 0.0


def _lines(cells: list[Cell], body: float, page: int, right_to_left: bool) -> list[RawLine]:
    """Rows of a block from top to bottom, cells joined by tabs in reading order."""
    rows: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda c: c.foot):
        if rows and abs(cell.foot - rows[-1][0].foot) < 0.35 * body:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    steps = [below[0].foot - above[0].foot for above, below in itertools.pairwise(rows)]
    usual = median(steps) if steps else 0.0
    edges = min(c.left for c in cells), max(c.right for c in cells)
    lines: list[RawLine] = []
    for number, row in enumerate(rows):
        row.sort(key=lambda c: c.left, reverse=right_to_left)
        size = max(c.size for c in row)
        gap = number == 0 or steps[number - 1] > max(1.25 * usual, 1.4 * body)
        text = "\t".join(c.text for c in row)
        goes_on = not gap and _goes_on(rows[number - 1], row, edges, right_to_left)
        style = f"{size:.1f} {'bold' if row[0].bold else ''}"
        strong = row[0].bold or size > 1.12 * body
        lines.append(RawLine(text, page, strong, gap, size=round(size, 1), style=style, continues=goes_on))
    return lines


def _goes_on(above: list[Cell], row: list[Cell], edges: tuple[float, float], right_to_left: bool) -> bool:
    """Whether a row goes on the one above: its first word had no room there, or it hangs under a bullet."""
    if len(row) > 1 or row[0].bold != above[-1].bold or abs(row[0].size - above[-1].size) > 0.5:
        return False
    first, last = row[0], above[-1]
    open_bracket = last.text.count("(") > last.text.count(")") and ")" in first.text
    if BULLET.match(first.text) and not open_bracket:
        return False
    if BULLET.match(above[0].text):
        shift = above[0].right - first.right if right_to_left else first.left - above[0].left
        return shift > 0.4 * first.size
    word = first.text.split()[0]
    if "@" in word or "www" in word or "://" in word:
        return False
    width = (first.right - first.left) * (len(word) + 1) / max(len(first.text), 1)
    room = last.left - edges[0] if right_to_left else edges[1] - last.right
    if width <= room or last.text.endswith((".", ":", "!", "?")):
        return width > room and last.text.endswith(".") and len(last.text) > LONG_LINE
    return word[0].islower() or open_bracket or last.text.endswith((",", "،")) or len(last.text) > LONG_LINE
