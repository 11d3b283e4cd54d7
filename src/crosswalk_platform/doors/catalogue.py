"""The catalogue of pathways as this process holds it: read once, its laws bound once a day."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

from babel.localedata import exists
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crosswalk.pathways import Fact, Law, Pathway, all_facts, load_pathways
from crosswalk.taxonomy.store import starter_folder
from crosswalk.types import country_name, country_names

__all__ = [
    "countries",
    "destinations",
    "every_fact",
    "every_pathway",
    "language_of_names",
    "law_of",
    "named_country",
    "occupations",
    "warm",
]

#: Digits of a code of ISCO-08: of a minor group, and of an occupation in it (a unit group).
MINOR, UNIT = 3, 4
#: Not a country of its own: where a directive of the European Union speaks.
UNION = "EUU"


@cache
def every_pathway() -> tuple[Pathway, ...]:
    """Every pathway of the catalogue, in order of its name."""
    return tuple(sorted(load_pathways(), key=lambda each: each.id))


@cache
def every_fact() -> dict[str, Fact]:
    """Every fact that a pathway reads, by its name."""
    return all_facts(every_pathway())


def law_of(pathway: Pathway, day: date) -> Law:
    """The law of a pathway on a day; the pathway keeps it once it is bound."""
    return pathway.on(day)


def warm(day: date) -> None:
    """Read and bind everything before the first person asks."""
    every_fact()
    for language, _name in settings.LANGUAGES:
        occupations(language)
    for pathway in every_pathway():
        law_of(pathway, day)


@cache
def destinations() -> tuple[str, ...]:
    """Countries to which the catalogue knows a pathway."""
    return tuple(sorted({pathway.file.destination for pathway in every_pathway()}))


def language_of_names() -> str:
    """Language in which countries and occupations are named: the reader's, or English where it has no such names."""
    language = (get_language() or "en").partition("-")[0]
    return language if exists(language) else "en"


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every country, in the order of the names in a language."""
    codes = set(country_names().values()) - {"XXA", "XXB"}
    return tuple(sorted(((code, country_name(code, language)) for code in codes), key=lambda pair: pair[1]))


def named_country(code: str, language: str) -> str:
    """Name of a country, also of what is none in the list of countries."""
    special = {UNION: _("European Union"), "XXA": _("No nationality (stateless)"), "XXB": _("Refugee, recognised")}
    return str(special.get(code) or country_name(code, language))


@cache
def occupations(language: str) -> dict[str, str]:
    """Every group of ISCO-08 by its code of one to four digits, with its title in a language, else in English."""
    with (starter_folder() / "isco08.tsv").open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["code"]: row.get(language) or row["en"] for row in rows}
