"""Lines of a document with their places, so that every fact can point at the characters it was read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

__all__ = ["BULLET", "MAX_CHARACTERS", "MAX_LINES", "DocumentText", "Line", "Page", "RawLine", "assemble", "clean"]

#: A CV has some thousand characters; what lies beyond this is left unread and reported.
MAX_CHARACTERS = 200_000
MAX_LINES = 4_000
#: A longer line is a paragraph without breaks; it is cut between words so that no step sees a giant.
MAX_LINE = 4_000

_INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u064b-\u0652\x00-\x08\x0e-\x1f]")
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc\uff01-\uff5e]")
BULLET = re.compile(r"[\s]*(?:[•●▪■◦○‣⁃∙·➢►▶✓✔❖➤\uf0b7\uf0a7*]\s*|(?:[-–—]|o)\s+|\d{1,2}[.)]\s+(?=\D))")


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as a file gives it, before it has a place in the text."""

    text: str
    page: int = 1
    strong: bool = False
    gap: bool = False
    bullet: bool = False
    size: float | None = None
    style: str = ""
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text: its characters from `start` to `end`, its page, and how it looks.

    `strong` says that it stands out (bold, or larger than the rest); `gap` that empty space is above it;
    `bullet` that it is an item of a list. `size` is its type size in points where known; `style` tells lines of
    one look from those of another.
    """

    text: str
    start: int
    end: int
    page: int = 1
    strong: bool = False
    gap: bool = False
    bullet: bool = False
    size: float | None = None
    style: str = ""

    def body(self) -> tuple[int, str]:
        """Place and text of the line without its bullet."""
        mark = BULLET.match(self.text) if self.bullet else None
        offset = mark.end() if mark else 0
        return self.start + offset, self.text[offset:]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: characters `start` to `end` of the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What a document says: one text, its pages and lines; running headers and page numbers left out.

    Tabs in the text stand for the gap between cells of a row.
    """

    text: str
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    left_out: tuple[str, ...] = ()
    characters_unread: int = 0


def clean(text: str) -> str:
    """Composed characters: ligatures and Arabic presentation forms resolved, invisible marks taken out.

    Example:
        >>> clean("ef\ufb01cient"), clean("مهـــارات")
        ('efficient', 'مهارات')
    """
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = unicodedata.normalize("NFC", text)
    return _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u202f", " ")


def _pieces(text: str) -> list[str]:
    """A line that is far too long, cut after a sentence or between words."""
    pieces = []
    while len(text) > MAX_LINE:
        cut = max(text.rfind(". ", 0, MAX_LINE) + 1, 0) or text.rfind(" ", 0, MAX_LINE)
        cut = cut if cut > 0 else MAX_LINE
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*pieces, text]


def assemble(raw: Iterable[RawLine], *, left_out: Iterable[str] = ()) -> DocumentText:
    """Put lines into one text and note the place of each; what is over the limit is counted, not kept."""
    lines: list[Line] = []
    texts: list[str] = []
    position = unread = 0
    for item in _merged(raw):
        if position >= MAX_CHARACTERS or len(lines) >= MAX_LINES:
            unread += len(item.text)
            continue
        body = re.sub(r"[ \r\f\v]+", " ", re.sub(r" *\t[ \t]*", "\t", clean(item.text))).strip()
        if len(body) > MAX_CHARACTERS - position:
            unread += len(body) - (MAX_CHARACTERS - position)
            body = body[: MAX_CHARACTERS - position]
        for number, piece in enumerate(_pieces(body)):
            if not piece:
                continue
            bullet = number == 0 and (item.bullet or bool(BULLET.match(piece)))
            gap = item.gap and number == 0
            end = position + len(piece)
            lines.append(Line(piece, position, end, item.page, item.strong, gap, bullet, item.size, item.style))
            texts.append(piece)
            position = end + 1
    return DocumentText("\n".join(texts), _pages(lines), tuple(lines), tuple(left_out), unread)


def _merged(raw: Iterable[RawLine]) -> list[RawLine]:
    """Lines that were broken only because the column ends, made whole."""
    out: list[RawLine] = []
    for item in raw:
        if item.continues and out and out[-1].page == item.page and len(out[-1].text) < MAX_LINE:
            out[-1] = replace(out[-1], text=f"{out[-1].text} {item.text}")
        else:
            out.append(item)
    return out


def _pages(lines: list[Line]) -> tuple[Page, ...]:
    pages: dict[int, Page] = {}
    for line in lines:
        first = pages.get(line.page)
        pages[line.page] = Page(line.page, first.start if first else line.start, line.end)
    return tuple(pages.values())
