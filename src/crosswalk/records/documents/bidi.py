"""From the order in which letters stand on the page to the order in which they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["is_right_to_left", "logical_order"]

_SWAP = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_NUMBER = re.compile("T?N(?:-?N)*[TP]?")
#: Marks that part the items of a line of contacts; a run of Latin letters does not go on across them.
_PARTS = "·|•،؛\t"


def _direction(piece: str) -> str:
    """Kind of a piece: "R" Arabic or Hebrew, "L" other letters, "N" digits, "T" %, "P" +, "_" space, "-" marks."""
    for char in piece:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "R"
        if kind == "L":
            return "L"
        if kind in ("EN", "AN"):
            return "N"
        if kind == "ET":
            return "T"
        if char == "+":
            return "P"
    return "_" if piece.isspace() else "-"


def is_right_to_left(text: str) -> bool:
    """Whether more letters of a text are Arabic or Hebrew than not.

    Example:
        >>> is_right_to_left("خبرة 5 سنوات في AutoCAD"), is_right_to_left("CV 2019")
        (True, False)
    """
    kinds = [_direction(char) for char in text]
    return kinds.count("R") > kinds.count("L")


def logical_order(pieces: Sequence[str], *, right_to_left: bool) -> str:
    """Text in reading order from letters in the order of the page, left to right.

    Args:
        pieces: Text of each glyph; a ligature is one piece of several characters, in reading order already.
        right_to_left: Direction of the line.

    Source: Unicode Standard Annex 9, rules L1 to L4, applied backwards.

    Example:
        >>> logical_order(list("2019 سرام"), right_to_left=True)
        'مارس 2019'
    """
    found = list(reversed(pieces)) if right_to_left else list(pieces)
    kinds = "".join("R" if right_to_left and piece in _PARTS else _direction(piece) for piece in found)
    pattern = "[^R]*[LN][^R]*" if right_to_left else "R[^L]*R"
    for span in re.finditer(pattern, kinds):
        start, end = _trimmed(kinds, span.start(), span.end())
        if found[end : end + 1] == ["+"] and " " in found[start:end]:
            end += 1  # a telephone number that was set from left to right
            found[start:end] = reversed(found[start:end])
            continue
        if not right_to_left or "L" in kinds[start:end]:
            found[start:end] = reversed(found[start:end])
        if "L" not in kinds[start:end]:
            first_kind, last_kind = max(start - 1, 0), end + 1
            for number in _NUMBER.finditer("".join(map(_direction, found[first_kind:last_kind]))):
                first, last = first_kind + number.start(), first_kind + number.end()
                found[first:last] = reversed(found[first:last])
    text = "".join(found)
    opening, closing = text.find("("), text.find(")")
    mirrored = right_to_left and closing >= 0 and (opening < 0 or closing < opening)
    return text.translate(_SWAP) if mirrored else text


def _trimmed(kinds: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks and space at its edges."""
    while kinds[start] in "-_TP":
        start += 1
    while kinds[end - 1] in "-_TP":
        end -= 1
    return start, end
