"""Levels of ISCED 2011 that the names of diplomas and degrees stand for, in many languages and countries."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from crosswalk.records.phrases import alternatives, flat
from crosswalk.types import Isced

__all__ = ["Diploma", "find_diploma", "find_diplomas", "title_level"]

#: Letters of abbreviations that may also be common words: "des" is French for "of the".
SHORT = 3
#: Words that name a level only where no other word does.
_WEAK = frozenset(flat(word) for word in ("دبلوم", "diplom", "diploma", "technicien", "техникум"))


class Diploma(NamedTuple):
    """The level that words of a title stand for, and the characters of those words."""

    level: Isced
    start: int
    end: int

    def is_weak(self, text: str) -> bool:
        """Whether the words, such as "diploma" alone, yield to any other name of a level."""
        return flat(text[self.start : self.end]).removeprefix("و") in _WEAK


@cache
def _table() -> dict[str, Any]:
    text = resources.files("crosswalk.records").joinpath("diplomas.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def _flattened(*levels: dict[int, list[str]]) -> dict[str, Isced]:
    return {flat(word): Isced(level) for one in levels for level, words in one.items() for word in words}


@cache
def _everywhere(language: str | None) -> tuple[dict[str, Isced], re.Pattern[str]]:
    """Level of each name of a diploma of one language or of all, and a pattern that finds the names.

    The pattern also finds longer phrases that begin like a diploma and are none.
    """
    names = _flattened(*(found for code, found in _table()["everywhere"].items() if language in (None, code)))
    others = [phrase for phrase in _table()["no_diploma"] if flat(phrase) not in names]
    return names, re.compile(alternatives([*names, *others], prefixes="و"))


@cache
def _national(country: str | None) -> tuple[dict[str, Isced], re.Pattern[str]]:
    """The same for names that mean this level in one country only."""
    names = _flattened(_table()["national"].get(country, {}))
    return names, re.compile(alternatives(names, prefixes="و") if names else "(?!)")


def find_diploma(text: str, language: str | None = None, country: str | None = None) -> Diploma | None:
    """The diploma that a text names first, with its level; None where it names none that is known.

    In a title of education the words of every language count; in running text those of its language only, since a
    "licence" is a degree in French and a permit in English.

    Args:
        text: A title or a sentence.
        language: ISO 639 code of the language of running text; None for a title.
        country: ISO 3166-1 alpha-3 code of the country whose diploma it is, where known.

    Source: UNESCO-UIS, ISCED 2011 and its national mappings; see diplomas.yaml.

    Example:
        >>> find_diploma("Licence professionnelle en soins infirmiers").level.name, find_diploma("Welding course")
        ('BACHELOR', None)
        >>> find_diploma("Secundaria", country="MEX").level.value, find_diploma("Secundaria", country="PER").level.value
        (2, 3)
    """
    found = _found(text, language, country)
    strong = (diploma for diploma in found if not diploma.is_weak(text))
    return next(strong, found[0] if found else None)


def find_diplomas(text: str, language: str | None = None, country: str | None = None) -> list[Diploma]:
    """Every level that a text names, each by the words that name it first; arguments as for `find_diploma`.

    Example:
        >>> sentence = "I finished secondary school in 2005 and a bachelor of nursing in 2010"
        >>> [diploma.level.name for diploma in find_diplomas(sentence, "en")]
        ['UPPER_SECONDARY', 'BACHELOR']
    """
    found = _found(text, language, country)
    strong = [diploma for diploma in found if not diploma.is_weak(text)] or found[:1]
    kept: list[Diploma] = []
    for diploma in strong:
        if not kept or (diploma.start >= kept[-1].end and all(diploma.level != other.level for other in kept)):
            kept.append(diploma)
    return kept


def _found(text: str, language: str | None, country: str | None) -> list[Diploma]:
    """All names of diplomas, in order; of those that begin together the longest first."""
    plain = flat(text)
    found = []
    for names, pattern in (_national(country), _everywhere(language)):
        for match in pattern.finditer(plain):
            name = " ".join(match.group().split())
            level = names.get(name) or names.get(name.removeprefix("و"))
            if level is not None and _meant(text, match.start(), match.end(), running=language is not None):
                found.append(Diploma(level, match.start(), match.end()))
    return sorted(found, key=lambda diploma: (diploma.start, -diploma.end))


def _meant(text: str, start: int, end: int, *, running: bool) -> bool:
    """Whether a name is no common word: three letters or fewer, such as DES or BT, need a capital or open a title."""
    written = text[start:end]
    if len(written) > SHORT or not written.isascii():
        return True
    return written.isupper() or (written[0].isupper() and start > 0) or (start == 0 and not running)


def title_level(title: str, country: str | None = None) -> Isced | None:
    """The level that a title of education names at its start; a word such as "diploma" alone names none.

    Example:
        >>> title_level("Licence professionnelle en soins").name, title_level("Primary school teacher course")
        ('BACHELOR', None)
    """
    diploma = find_diploma(title, country=country)
    return diploma.level if diploma and diploma.start == 0 and not diploma.is_weak(title) else None
