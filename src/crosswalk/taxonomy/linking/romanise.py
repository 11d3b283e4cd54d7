"""Writes words of any alphabet in Latin letters so that the many ways of doing so by hand come out alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

__all__ = ["is_latin", "roman_key", "vowels_written"]

#: Scripts that write their vowels; of others, such as Arabic and Devanagari, only the consonants are compared.
_WITH_VOWELS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
_SAME = (
    ("dj", "j"), ("tch", "ch"), ("sch", "sh"), ("zh", "z"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("gh", "g"),
    ("dh", "d"), ("th", "t"), ("ph", "f"), ("ts", "c"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("w", "v"), ("q", "k"),
    ("x", "ks"),
)  # fmt: skip
_DOUBLE = re.compile(r"([a-z])\1+")
_FINAL = re.compile(r"(?<=[aeiou])h\b")
_VOWELS = re.compile(r"[aeiouyv]")
_FEMININE = re.compile("[\u0629\u06c3]|(?<=\\w)\u0647\\b")  # ـة, ـه: hardly heard, written a, ah, eh or at


class _Romanised(dict[int, str]):
    """Latin small letters and spaces for each character, found when it is first met."""

    def __missing__(self, point: int) -> str:
        plain = "".join(c for c in anyascii(chr(point)).lower() if c == " " or c.isalpha())
        self[point] = plain
        return plain


_ROMANISED = _Romanised()


@lru_cache(maxsize=65536)
def _latin_or_no_letter(character: str) -> bool:
    return not character.isalpha() or unicodedata.name(character, "").startswith("LATIN")


def is_latin(text: str) -> bool:
    """Says whether all letters of a text are Latin.

    >>> is_latin("muhandis"), is_latin("مهندس")
    (True, False)
    """
    return text.isascii() or all(map(_latin_or_no_letter, text))


def vowels_written(text: str) -> bool:
    """Says whether the script of a text writes its vowels.

    >>> vowels_written("інженер"), vowels_written("مهندس")
    (True, False)
    """
    first = next((c for c in text if c.isalpha()), "a")
    return unicodedata.name(first, "").startswith(_WITH_VOWELS)


def roman_key(text: str, *, vowels: bool) -> str:
    """Returns the form in which romanised words are compared, with or without their vowels.

    >>> roman_key("muhandis", vowels=False) == roman_key("مهندس", vowels=False)
    True
    >>> roman_key("inzhener", vowels=True) == roman_key("инженер", vowels=True)
    True
    """
    if not vowels and not is_latin(text):
        return _consonants("".join(map(_plain_letter, _FEMININE.sub("", text))))
    plain = _DOUBLE.sub(r"\1", _plain(_FINAL.sub("", text.lower())))
    return _DOUBLE.sub(r"\1", re.sub("[yj]", "i", plain)).strip() if vowels else _consonants(plain)


def _plain(text: str) -> str:
    plain = text.translate(_ROMANISED)
    for written, same in _SAME:
        plain = plain.replace(written, same)
    return plain


_plain_letter = lru_cache(maxsize=65536)(_plain)


def _consonants(plain: str) -> str:
    return " ".join(_VOWELS.sub("", plain.replace("j", "g")).split())
