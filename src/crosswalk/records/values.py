"""Single values of a table cell: text to the value that a field holds, or unknown with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from crosswalk.records.dates import ascii_digits, read_date
from crosswalk.records.diplomas import title_level
from crosswalk.records.money import currency_code
from crosswalk.records.report import Problem
from crosswalk.records.vocabulary import is_word, nearest_country, nearest_language, word
from crosswalk.types import Cefr, Isced, country_code, iso_language, language_code, registered_language

__all__ = [
    "TEXT_LIMIT",
    "Parsed",
    "Parser",
    "parser_for",
    "read_country",
    "read_isced",
    "read_language",
    "read_text",
    "read_title_level",
]

#: What a cell gives: the value (None = unknown) and the problems met.
Parsed = tuple[Any, tuple[Problem, ...]]
Parser = Callable[[str], Parsed]

#: Characters of a text that are kept; the longest text that a spreadsheet cell can hold.
TEXT_LIMIT = 32_767

#: Letters of the commonest codes; "no" is Norwegian, but "non" is an answer and not Old Norse.
_LANGUAGE_CODE = 2


def _bad(code: str, message: str, text: str, remedy: str) -> Parsed:
    return None, (Problem(code=code, message=message, value=text, remedy=remedy),)


def read_text(text: str) -> Parsed:
    """Text, cut to TEXT_LIMIT characters and freed of NUL characters; both are reported."""
    problems: tuple[Problem, ...] = ()
    if "\0" in text:
        text = text.replace("\0", "")
        problems = (Problem(code="nul_character", message="NUL characters were taken out.", remedy="Check the text."),)
    if len(text) > TEXT_LIMIT:
        problems += (
            Problem(
                code="too_long",
                message=f"The text has {len(text):,} characters; only the first {TEXT_LIMIT:,} were kept.",
                value=text,
                remedy="Shorten the text, or check the quotation marks of the file.",
            ),
        )
        text = text[:TEXT_LIMIT]
    return text, problems


@lru_cache(maxsize=8192)
def read_country(text: str) -> Parsed:
    """Alpha-3 code of a country's name or code.

    Example:
        >>> read_country("Maroc"), read_country("Germny")[1][0].remedy
        (('MAR', ()), 'Did you mean Germany (DEU)?')
    """
    if code := country_code(text):
        return code, ()
    near = nearest_country(text)
    remedy = f"Did you mean {near}?" if near else "Write the name or the ISO 3166 code of the country."
    return _bad("unknown_country", "This country is not known.", text, remedy)


@lru_cache(maxsize=8192)
def read_language(text: str) -> Parsed:
    """ISO 639 code of a language's name or code; a word such as "yes" is no code, though ISO 639-3 has one.

    Example:
        >>> read_language("Arabe")[0], read_language("apd")[0], read_language("yes")[0]
        ('ar', 'apd', None)
    """
    said = text.strip()
    answer = len(said) > _LANGUAGE_CODE and any(is_word(kind, said) for kind in ("none", "negation", "truth"))
    if not answer and (code := language_code(said) or registered_language(said) or iso_language(said)):
        return code, ()
    near = nearest_language(text)
    remedy = f"Did you mean {near}?" if near else "Write the name or the ISO 639 code of the language."
    return _bad("unknown_language", "This language is not known.", text, remedy)


def read_currency(text: str) -> Parsed:
    """ISO 4217 code of a currency."""
    if code := currency_code(text):
        return code, ()
    return _bad("unknown_currency", "This currency is not known.", text, "Write its ISO 4217 code, such as EUR.")


def read_cefr(text: str) -> Parsed:
    """CEFR level, A1 to C2; other scales are not guessed."""
    level = text.strip().upper().rstrip("+")
    if level in Cefr.__members__:
        return level, ()
    return _bad(
        "unknown_level",
        "This is not a level of the Common European Framework.",
        text,
        "Write A1 to C2, or say under `values` in the mapping which level the word stands for.",
    )


_ISCED_NUMBER = re.compile(r"(?:isced|cite|cine|eqf|level|niveau|nivel|stufe)?\s*(?:2011)?\s*([0-8])", re.IGNORECASE)


def read_isced(text: str) -> Parsed:
    """Level of education (ISCED 2011) of a number 0 to 8 or of a name that means one level everywhere.

    Example:
        >>> read_isced("Licence professionnelle"), read_isced("ISCED 5")
        (('bachelor', ()), ('short_tertiary', ()))
    """
    plain = ascii_digits(text).strip()
    if found := _ISCED_NUMBER.fullmatch(plain):
        return Isced(int(found[1])).name.lower(), ()
    if level := word("isced", plain):
        return level, ()
    return _bad(
        "unknown_level",
        "This level of education is not known.",
        text,
        "Write the ISCED level (0 to 8), or say under `values` in the mapping what the word stands for.",
    )


@lru_cache(maxsize=8192)
def read_title_level(title: str, country: str | None) -> str | None:
    """Level of education of a whole title ("Baccalauréat") or of the diploma that it names at its start.

    Example:
        >>> read_title_level("Licence professionnelle en soins", None), read_title_level("BTP cuisine", "TUN")
        ('bachelor', 'upper_secondary')
    """
    level = title_level(title, country)
    return level.name.lower() if level is not None else read_isced(title)[0]


def _coded(kind: str, remedy: str) -> Parser:
    def read(text: str) -> Parsed:
        found = word(kind, text)
        if found is None:
            return _bad("unknown_value", "This word is not known here.", text, remedy)
        return found, ()

    return read


read_truth = _coded("truth", "Write yes or no, or list the word under `values` in the mapping.")
read_sex = _coded("sex", "Write female, male or other, or leave the cell empty.")
read_skill_level = _coded("skill_level", "Write foundation, intermediate, advanced or specialised.")
read_assurance = _coded("assurance", "Write self_declared, attested, tested or verified.")
read_salary_period = _coded("salary_period", "Write hour, day, week, month or year.")

_WHOLE = re.compile(r"(\d{1,9})(?:[.,]0+)?")
_ISCO = re.compile(r"[Cc]?(\d{1,4})(?:\.0)?")


def read_count(text: str) -> Parsed:
    """Whole number of at least zero."""
    if found := _WHOLE.fullmatch(ascii_digits(text).strip()):
        return int(found[1]), ()
    return _bad("not_a_number", "This is not a whole number.", text, "Write digits only, such as 12.")


def read_isco(text: str) -> Parsed:
    """ISCO-08 code of one to four digits."""
    if found := _ISCO.fullmatch(ascii_digits(text).strip()):
        return found[1], ()
    return _bad("unknown_code", "This is not an ISCO-08 code.", text, "Write one to four digits, such as 2221.")


def date_parser(field: str, day_first: bool, layout: str | None = None) -> Parser:
    """Parser of a date field: a birth date needs its day; other dates may be as coarse as a year."""

    def read(text: str) -> Parsed:
        if layout:
            return _by_layout(text, layout)
        found = read_date(text, day_first)
        if isinstance(found, Problem):
            return None, (found,)
        if field == "start":
            return found.month_start(), ()
        if field != "birth_date":
            return found.first(), ()
        if found.day is None:
            return _bad("incomplete_date", "The day of the date is missing.", text, "Write day, month and year.")
        return found.first(), ()

    return read


def _by_layout(text: str, layout: str) -> Parsed:
    from datetime import datetime  # noqa: PLC0415 - the only place where a layout of strptime is read

    try:
        return datetime.strptime(ascii_digits(text).strip(), layout).date(), ()  # noqa: DTZ007 - a plain date
    except ValueError:
        return _bad("unreadable_date", f"This is not a date written as {layout}.", text, "Correct the date.")


_COUNTRIES = {"residence", "country", "nationalities", "destinations", "destinations_excluded"}
_BY_NAME: dict[str, Parser] = {
    **dict.fromkeys(_COUNTRIES, read_country),
    "language": read_language,
    "language_of_text": read_language,
    "currency": read_currency,
    "salary_period": read_salary_period,
    "isco": read_isco,
}
_BY_TYPE: dict[str, Parser] = {
    "bool": read_truth,
    "int": read_count,
    "Cefr": read_cefr,
    "Isced": read_isced,
    "SkillLevel": read_skill_level,
    "Assurance": read_assurance,
    "Sex": read_sex,
    "str": read_text,
}


def parser_for(field: str, kind: type, *, day_first: bool = True, layout: str | None = None) -> Parser:
    """Parser of a field by its name (countries, languages, codes) or else by its type.

    Example:
        >>> parser_for("residence", str)("Tunisie")
        ('TUN', ())
    """
    if kind is date:
        return date_parser(field, day_first, layout)
    return _BY_NAME[field] if kind is str and field in _BY_NAME else _BY_TYPE[kind.__name__]
