"""One vocabulary: countries, languages and levels, each under the code of its international standard."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum, StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import iso3166
from babel import Locale
from babel.core import get_global

if TYPE_CHECKING:
    from iso639 import Lang

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
    "iso_language",
    "language_code",
    "language_name",
    "language_names",
    "registered_language",
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


_NO_LETTERS = re.compile(r"[\W_]+")


def fold_name(text: str) -> str:
    """Case, accents and punctuation taken out, so that names written by hand still match."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _NO_LETTERS.sub(" ", plain).strip()


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
            names.setdefault(fold_name(name), code.partition("_")[0])  # "Brazilian Portuguese" is Portuguese
    for code in map(str, Locale("en").languages):
        if "_" not in code:
            names[code] = code
    for old, new in get_global("language_aliases").items():
        if isinstance(new, str) and "_" not in f"{old}{new}":
            names.setdefault(old, new)
    names |= _OTHER_LANGUAGE_NAMES
    return {name: _OTHER_LANGUAGE_NAMES.get(code, code) for name, code in names.items()}


def language_code(text: str) -> str | None:
    """ISO 639 code (two letters where they exist, else three) of a language's name or of a code of CLDR.

    Codes of languages that CLDR has no name for are not looked up, for many of them are words ("the", "and", "yes");
    `iso_language` knows them all.

    Example:
        >>> [language_code(name) for name in ("Deutsch", "arabe", "eng", "Klingonese")]
        ['de', 'ar', 'en', None]
    """
    return language_names().get(fold_name(text))


_CODE_LETTERS = 3
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")


@lru_cache(maxsize=4096)
def iso_language(code: str) -> str | None:
    """The code under which records hold a language, for any code of ISO 639-1, -2, -3 or -5 or tag of BCP 47.

    Args:
        code: "en", "eng", "ger", "ber", "apd"; of tags such as "pt-BR" the language counts.

    Returns:
        Two letters where they exist, else three; None where the text is no such code.

    Example:
        >>> [iso_language(code) for code in ("eng", "ger", "ber", "apd", "pt-BR", "xyz", "German")]
        ['en', 'de', 'ber', 'apd', 'pt', None, None]
    """
    found = _LANGUAGE_TAG.fullmatch(code)
    if found is None:
        return None
    plain = found[1].lower()
    known = language_names().get(plain)
    if known == plain or (known and len(plain) == 2):
        return known
    entry = _register(plain)
    if entry is None:
        return known
    group = entry.macro()
    # CLDR counts "arb" as "ar" and "cmn" as "zh"; where its alias is not the group of ISO 639-3, the register decides.
    if known and group and known in (group.pt1, group.pt3):
        return known
    return _shortest(entry)


def registered_language(name: str) -> str | None:
    """Code of a language by its name in the registers of ISO 639, for languages that CLDR has no name for.

    Example:
        >>> registered_language("Sudanese Arabic"), registered_language("Berber languages"), registered_language("no")
        ('apd', 'ber', None)
    """
    entry = _register(name) if len(name) > _CODE_LETTERS else None
    return _shortest(entry) if entry else None


def _shortest(entry: Lang) -> str:
    return _OTHER_LANGUAGE_NAMES.get(entry.pt3) or entry.pt1 or entry.pt3 or entry.pt5


@lru_cache(maxsize=4096)
def _register(code: str) -> Lang | None:
    """Entry of a code or name in the registers of ISO 639, or of what replaces it; None where there is none."""
    from iso639 import Lang  # noqa: PLC0415 - for rare languages only
    from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue  # noqa: PLC0415

    try:
        return Lang(code)
    except DeprecatedLanguageValue as old:
        return _register(old.change_to) if old.change_to else None
    except InvalidLanguageValue:
        return None


@cache
def language_name(code: str, language: str = "en") -> str:
    """Name of a language in a language; its English name, else the code itself, where CLDR has none.

    Example:
        >>> language_name("ar", "es"), language_name("apd")
        ('árabe', 'Sudanese Arabic')
    """
    if name := Locale(language).languages.get(code):
        return str(name)
    entry = _register(code)
    return entry.name if entry else code
