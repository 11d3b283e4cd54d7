"""What a report is made of: sections of blocks, each with words, a picture, the table beside it, and points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["Block", "Cell", "Picture", "Said", "Section", "Table"]


@dataclass(frozen=True, slots=True)
class Said:
    """A text in a language that may not be that of the page; `url` makes it a link."""

    text: str
    language: str
    url: str = ""

    def __str__(self) -> str:
        return self.text


Cell = str | Said


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row names it.

    Attributes:
        numbers: Columns whose cells stand at the end of the line, from 0.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and the words for its colours, each with the colour."""

    drawing: Markup
    legend: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section.

    Attributes:
        caution: It has to stand out.
    """

    title: str = ""
    words: tuple[Cell, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    points: tuple[Cell, ...] = ()
    caution: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its place in the contents."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
