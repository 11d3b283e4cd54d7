"""Words that people write in tables, looked up without regard to case, accents and punctuation."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml
from babel import Locale

from crosswalk.types import (
    NAME_LANGUAGES,
    country_name,
    country_names,
    fold_name,
    language_name,
    language_names,
)

__all__ = [
    "fold",
    "headings",
    "is_word",
    "listed",
    "month_names",
    "month_number",
    "nearest",
    "nearest_country",
    "nearest_language",
    "word",
]

#: No word of a list is longer; longer texts are not looked up, and not kept in a cache.
_LONGEST = 64
#: How much alike a word must be to be suggested: "Germny" finds Germany, "Atlantis" does not find Albania.
_LIKENESS = 0.75

_fold_short = lru_cache(maxsize=16_384)(fold_name)


def fold(text: str) -> str:
    """Text without case, accents and punctuation, as all words are compared here.

    Example:
        >>> fold("Né(e) le :")
        'ne e le'
    """
    return _fold_short(text) if len(text) <= _LONGEST else fold_name(text)


#: Regions whose month names differ from the ones of plain Arabic.
_MONTH_LOCALES = (*NAME_LANGUAGES, "ar_SY", "ar_MA", "ar_DZ", "de_AT", "es_PE")


@cache
def _vocabulary() -> dict[str, Any]:
    text = resources.files("crosswalk.records").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _words(kind: str) -> dict[str, Any]:
    """Folded word -> code for a vocabulary of codes; folded word -> True for a plain list of words."""
    entries = _vocabulary()[kind]
    if isinstance(entries, list):
        return {fold(w) or w: True for w in entries}
    found = {fold(w) or w: code for code, words in entries.items() for w in words}
    return found | {fold(str(code)): code for code in entries}  # codes are words too


def word(kind: str, text: str) -> Any:
    """Code that a word stands for in a vocabulary (`truth`, `sex`, `isced` ...); None where it is not known.

    Example:
        >>> word("truth", "Oui"), word("isced", "Bachelor's degree"), word("sex", "?")
        (True, 'bachelor', None)
    """
    return _words(kind).get(fold(text) or text.strip()) if len(text) <= _LONGEST else None


def is_word(kind: str, text: str) -> bool:
    """Whether a text is one of the words of a plain list (`unknown`, `none`, `native`, `optional` ...)."""
    return len(text) <= _LONGEST and (fold(text) or text.strip()) in _words(kind)


@cache
def listed(kind: str) -> dict[str, Any]:
    """Words of a vocabulary as they are written, each with the code it stands for, or True in a plain list.

    Example:
        >>> listed("salary_period")["per month"], listed("ongoing")["aujourd'hui"]
        ('month', True)
    """
    entries = _vocabulary()[kind]
    if isinstance(entries, list):
        return dict.fromkeys(entries, True)
    return {word: code for code, words in entries.items() for word in words}


@cache
def headings(record: str) -> dict[str, str]:
    """Folded heading -> path of the field, for "person" or "vacancy"; field names come first."""
    entries: dict[str, list[str]] = _vocabulary()["headings"][record]
    found = {fold(path): path for path in entries}
    for path, words in entries.items():
        for heading in words:
            found.setdefault(fold(heading), path)
    return found


@cache
def month_names() -> dict[str, int]:
    """Folded names and abbreviations of months in all languages known (CLDR), with the number of the month."""
    names: dict[str, int] = {}
    for code in _MONTH_LOCALES:
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names.update({fold(name): int(number) for number, name in months[context][width].items()})
    others = {fold(name): number for number, listed in _vocabulary()["months"].items() for name in listed}
    return {name: number for name, number in names.items() if not name[:1].isdigit()} | {"sept": 9} | others


def month_number(text: str) -> int | None:
    """Number of a month's name or abbreviation in any of the languages known (CLDR).

    Example:
        >>> month_number("février"), month_number("Sept."), month_number("آذار"), month_number("Frimaire")
        (2, 9, 3, None)
    """
    return month_names().get(fold(text))


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like a text, or None.

    Example:
        >>> nearest("brith_date", ["birth_date", "sex"])
        'birth_date'
    """
    found = difflib.get_close_matches(text[:60], list(known), n=1, cutoff=_LIKENESS)
    return found[0] if found else None


@cache
def _by_first_letter(kind: str) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for name in country_names() if kind == "country" else language_names():
        if len(name) > 3:
            letters.setdefault(name[0], []).append(name)
    return letters


def nearest_country(text: str) -> str | None:
    """The country whose name looks most like a text, as "Germany (DEU)"; None where nothing is near.

    Example:
        >>> nearest_country("Germny"), nearest_country("zzzz")
        ('Germany (DEU)', None)
    """
    folded = fold(text)
    name = nearest(folded, _by_first_letter("country").get(folded[:1], ()))
    return f"{country_name(country_names()[name])} ({country_names()[name]})" if name else None


def nearest_language(text: str) -> str | None:
    """The language whose name looks most like a text, as "German (de)"; None where nothing is near.

    Example:
        >>> nearest_language("Germna")
        'German (de)'
    """
    folded = fold(text)
    name = nearest(folded, _by_first_letter("language").get(folded[:1], ()))
    return f"{language_name(language_names()[name])} ({language_names()[name]})" if name else None
