"""Countries of nationality, from the name of a country or from an adjective that shares its stem."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from crosswalk.records.documents.parts import strip_text
from crosswalk.records.documents.words import entries
from crosswalk.records.phrases import flat
from crosswalk.types import NAME_LANGUAGES, country_code, country_name

__all__ = ["nationality"]


@cache
def _country_stems() -> list[tuple[str, str]]:
    """Names of countries in each language, for adjectives that share their stem."""
    found = []
    for language in NAME_LANGUAGES[:7]:
        for territory in Locale(language).territories:
            alpha2 = str(territory)
            code = country_code(alpha2) if len(alpha2) == 2 and alpha2.isalpha() else None
            if code:
                found.append((re.sub("^ال", "", flat(country_name(code, language))), code))
    return found


@cache
def nationality(text: str) -> str | None:
    """ISO 3166 code of a nationality, by its name or by an adjective; None where it is not known.

    Example:
        >>> nationality("marocaine"), nationality("سورية"), nationality("Jordanian"), nationality("single")
        ('MAR', 'SYR', 'JOR', None)
    """
    plain = strip_text(flat(text))
    if not plain:
        return None
    code = country_code(text)
    if code:
        return code
    for _, words in entries("nationality_words"):
        for country, adjectives in words.items():
            if plain in map(flat, adjectives):
                return str(country)
    stem = re.sub("^ال", "", plain)
    shared = max(_country_stems(), key=lambda item: (_common(item[0], stem), -len(item[0])), default=("", ""))
    length = _common(shared[0], stem)
    enough = 3 if "\u0600" <= stem[0] <= "\u06ff" else 4
    return shared[1] if length >= enough and length >= 0.6 * len(shared[0]) and length >= 0.5 * len(stem) else None


def _common(first: str, second: str) -> int:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return length
