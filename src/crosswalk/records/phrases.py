"""Phrases found as whole words in running text, without regard to case, accents, dashes and kinds of digit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["alternatives", "flat"]

_LETTERS = {"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "’": "'", "‘": "'", "´": "'", "`": "'"}
_DASHES = "‐‑‒–—―−"


class _Flat(dict[int, str]):
    """One character for one character, so that a place in the flat text is a place in the text."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        if char in _DASHES:
            plain = "-"
        elif char.isdecimal():
            plain = str(unicodedata.decimal(char))
        elif char.isspace() and char != "\n":
            plain = " " if char != "\t" else char
        else:
            base = unicodedata.normalize("NFKD", _LETTERS.get(char, char))[0].casefold()
            plain = base if len(base) == 1 else char
        self[point] = plain
        return plain


_FLAT = _Flat()


def flat(text: str) -> str:
    """Text of the same length without case, accents, kinds of dash and of digit, and Arabic letter variants.

    Example:
        >>> flat("Éducation – ٢٠١٩"), flat("أربعة")
        ('education - 2019', 'اربعه')
    """
    return text.translate(_FLAT)


def alternatives(words: Iterable[str], *, prefixes: str = "") -> str:
    """A regular expression that finds any of the phrases as whole words in flat text, longest first.

    Args:
        words: Phrases.
        prefixes: Arabic letters that may be written before a word, such as "و" (and).
    """
    ordered = sorted({flat(word) for word in words}, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in ordered)
    return rf"(?<!\w)[{prefixes}]?(?:{body})(?!\w)" if prefixes else rf"(?<!\w)(?:{body})(?!\w)"
