"""One vocabulary: countries, languages and levels, each under the code of its international standard."""

from __future__ import annotations

import unicodedata
from enum import IntEnum, StrEnum
from functools import cache

import iso3166
from babel import Locale
from babel.core import get_global

__all__ = [
    "REFUGEE",
    "STATELESS",
    "Assurance",
    "Cefr",
    "Isced",
    "Sex",
    "SkillLevel",
    "country_code",
    "country_name",
    "country_names",
    "fold_name",
    "language_code",
    "language_name",
    "language_names",
]

#: Languages whose names of countries and languages are understood in free text.
NAME_LANGUAGES = ("en", "fr", "es", "ar", "de", "it", "pt", "nl", "tr", "ru", "uk", "fa", "pl", "sv")

#: Travel documents of people without a nationality carry these codes (ICAO Doc 9303-3, section 5).
STATELESS, REFUGEE = "XXA", "XXB"


class Assurance(IntEnum):
    """How a fact is known, weakest first."""

    SELF_DECLARED = 1
    ATTESTED = 2
    TESTED = 3
    VERIFIED = 4


class Cefr(IntEnum):
    """Levels of the Common European Framework of Reference for Languages."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


class Isced(IntEnum):
    """Levels of the International Standard Classification of Education, ISCED 2011."""

    EARLY_CHILDHOOD = 0
    PRIMARY = 1
    LOWER_SECONDARY = 2
    UPPER_SECONDARY = 3
    POST_SECONDARY = 4
    SHORT_TERTIARY = 5
    BACHELOR = 6
    MASTER = 7
    DOCTORAL = 8


class SkillLevel(IntEnum):
    """How well a skill is mastered; the four steps of DigComp 2.2, used here for every skill."""

    FOUNDATION = 1
    INTERMEDIATE = 2
    ADVANCED = 3
    SPECIALISED = 4


class Sex(StrEnum):
    """Recorded for audits of equal treatment only; never part of a score."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


def fold_name(text: str) -> str:
    """Case, accents and punctuation taken out, so that names written by hand still match."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


@cache
def country_names() -> dict[str, str]:
    """Every name and code of a country that is understood, folded, with its alpha-3 code."""
    names: dict[str, str] = {"xxa": STATELESS, "stateless": STATELESS, "xxb": REFUGEE}
    alpha3 = {c.alpha2: c.alpha3 for c in iso3166.countries}
    for language in NAME_LANGUAGES:
        for alpha2, name in Locale(language).territories.items():
            if alpha2 in alpha3:
                names.setdefault(fold_name(name), alpha3[alpha2])
    for country in iso3166.countries:
        for name in (country.alpha2, country.alpha3, country.name, country.apolitical_name):
            names[fold_name(name)] = country.alpha3
    return names | {"uk": "GBR", "usa": "USA", "uae": "ARE", "drc": "COD", "ivory coast": "CIV"}


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-3 code (or XXA stateless, XXB refugee) of a country's code or name.

    Returns:
        The code, or None when the text names no country that is known.

    Example:
        >>> country_code("Maroc"), country_code("DE"), country_code("الأردن"), country_code("Atlantis")
        ('MAR', 'DEU', 'JOR', None)
    """
    return country_names().get(fold_name(text))


@cache
def country_name(code: str, language: str = "en") -> str:
    """Name of a country in a language; the code itself where none is known.

    Example:
        >>> country_name("DEU", "fr")
        'Allemagne'
    """
    if code == STATELESS:
        return "stateless"
    found = iso3166.countries.get(code, None)
    return str(Locale(language).territories.get(found.alpha2, code)) if found else code


_OTHER_LANGUAGE_NAMES = {
    "farsi": "fa",
    "dari": "prs",
    "mandarin": "zh",
    "tagalog": "tl",
    "filipino": "tl",
    "fil": "tl",
    "castellano": "es",
    "castilian": "es",
    "kurdish": "ku",
    "flemish": "nl",
    "darija": "ary",
    "dholuo": "luo",
    "amazigh": "zgh",
    "tamazight": "zgh",
}


@cache
def language_names() -> dict[str, str]:
    """Every name and code of a language that is understood, folded, with its ISO 639 code."""
    names: dict[str, str] = {}
    for language in NAME_LANGUAGES:
        for code, name in Locale(language).languages.items():
            if "_" not in code:
                names.setdefault(fold_name(name), code)
    for code in map(str, Locale("en").languages):
        if "_" not in code:
            names[code] = code
    for old, new in get_global("language_aliases").items():
        if isinstance(new, str) and "_" not in f"{old}{new}":
            names.setdefault(old, new)
    return names | _OTHER_LANGUAGE_NAMES


def language_code(text: str) -> str | None:
    """ISO 639 code (two letters where they exist, else three) of a language's code or name.

    Example:
        >>> [language_code(name) for name in ("Deutsch", "arabe", "eng", "Klingonese")]
        ['de', 'ar', 'en', None]
    """
    return language_names().get(fold_name(text))


@cache
def language_name(code: str, language: str = "en") -> str:
    """Name of a language in a language; the code itself where none is known.

    Example:
        >>> language_name("ar", "es")
        'árabe'
    """
    return str(Locale(language).languages.get(code, code))
