"""Lists in one cell: "English B2; French native" or "Welder, ACME, 2015-2019" as items of a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from crosswalk.records.cefr import CEFR_LEVEL, cefr_levels
from crosswalk.records.dates import Period, ascii_digits, read_date, read_period
from crosswalk.records.report import Problem
from crosswalk.records.values import (
    Parsed,
    read_cefr,
    read_country,
    read_isced,
    read_language,
    read_skill_level,
    read_title_level,
)
from crosswalk.records.vocabulary import fold, is_word
from crosswalk.types import Cefr, country_code, language_code

__all__ = ["ITEM_LIMIT", "ITEM_READERS", "language", "split_items"]

#: Items of one list that are kept; more than this is a damaged file, not a person.
ITEM_LIMIT = 200

_country = lru_cache(maxsize=8192)(country_code)

_STRONG = re.compile(r"[;\n|؛•·]+")
_COMMA = re.compile(r"[,،、](?![^(]*\))")
_IN_BRACKETS = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]{1,40})[)\]]\s*$")
_PARTS = re.compile(r"[,،](?![^(]*\))")

#: Reads one item: (text, day_first) -> (plain item, problems).
ItemReader = Callable[[str, bool], Parsed]


def split_items(text: str, separator: str | None, commas: bool) -> list[str]:
    """Items of a cell: at the separator given, else at ; | or line breaks, else at commas where they may separate.

    Example:
        >>> split_items("welding (MIG, TIG), grinding", None, True)
        ['welding (MIG, TIG)', 'grinding']
    """
    if separator:
        parts = text.split(separator)
    elif _STRONG.search(text):
        parts = _STRONG.split(text)
    else:
        parts = _COMMA.split(text) if commas else [text]
    return [p for part in parts if (p := part.strip())]


def _brackets(text: str) -> tuple[str, str | None]:
    found = _IN_BRACKETS.match(text)
    return (found[1], found[2].strip()) if found and found[1] else (text, None)


@lru_cache(maxsize=16_384)
def skill(text: str, _day_first: bool = True) -> Parsed:
    """ "Welding (advanced)" or "Welding: advanced"; brackets that name no level stay part of the words.

    Example:
        >>> skill("Welding (advanced)")[0], skill("Welding (TIG)")[0]
        ({'text': 'Welding', 'level': 'advanced'}, {'text': 'Welding (TIG)'})
    """
    if text[-1] in ")]":
        body, note = _brackets(text)
    else:
        body, _, note = text.rpartition(":") if ":" in text else (text, "", None)
    level = read_skill_level(note.strip())[0] if note and not note.strip().isdigit() else None
    if level and body:
        return {"text": body.strip(), "level": level}, ()
    return ({"uri": text, "text": text} if text.startswith(("http://", "https://")) else {"text": text}), ()


def need(text: str, day_first: bool = True) -> Parsed:
    """A skill of a vacancy; "(optional)" after it makes it one that is welcome but not needed."""
    body, note = _brackets(text)
    if note and is_word("optional", note):
        return skill(body, day_first)[0] | {"essential": False}, ()
    if note and is_word("essential", note):
        return skill(body, day_first)[0] | {"essential": True}, ()
    return {"essential": True} | skill(text, day_first)[0], ()


@lru_cache(maxsize=8192)
def language(text: str, _day_first: bool = True) -> Parsed:
    """ "English B2", "Arabe (langue maternelle)", "de: B1"; words such as "fluent" name no level and are reported.

    Example:
        >>> language("Arabe : langue maternelle")[0], language("English B2")[0]
        ({'language': 'ar', 'native': True}, {'language': 'en', 'level': 'B2'})
    """
    levels = {level.name for level in cefr_levels(text)}
    rest = CEFR_LEVEL.sub(" ", text).strip(" -–—:,()[]/")
    name, note = rest, ""
    if not (code := read_language(name)[0]):
        tokens = re.split(r"[\s:,(\[/]+|\s[-–—]\s|[-–—]$", rest)
        for n in range(len(tokens) - 1, 0, -1):
            note = " ".join(tokens[n:]).strip(" -–—:,()[]")
            said = " ".join(tokens[:n])
            # Of the rare codes and names many are words, so one counts only where a level follows it.
            sure = levels or is_word("native", note)
            if code := read_language(said)[0] if sure else language_code(said):
                break
    if not code:
        return None, tuple(replace(p, value=text) for p in read_language(name)[1])
    item: dict[str, Any] = {"language": code}
    if note and is_word("native", note):
        return item | {"native": True}, ()
    if len(levels) == 1:
        return item | {"level": levels.pop()}, ()
    if not note and not levels:
        return item, ()
    return item, tuple(replace(p, value=text) for p in read_cefr(note or text)[1])


def language_need(text: str, day_first: bool = True) -> Parsed:
    """ "German B1" or "English A2 (optional)": a language that a vacancy asks for."""
    body, note = _brackets(text)
    essential = True
    if note and (is_word("optional", note) or is_word("essential", note)):
        text, essential = body, not is_word("optional", note)
    item, problems = language(text, day_first)
    if item is None:
        return None, problems
    native = item.get("native")
    level = Cefr.C2.name if native else item.get("level")
    plain = {"language": item["language"], "essential": essential}
    return (plain | {"level": level} if level else plain), problems


def _period(part: str, day_first: bool) -> Period | Problem | None:
    """Period of a part of an item; None where the part is no period ("Route 66 Ltd") and so belongs to the words."""
    if not re.search(r"\d", ascii_digits(part)):
        return None
    found = read_period(part, day_first)
    return None if isinstance(found, Problem) and found.code == "unreadable_date" else found


@lru_cache(maxsize=8192)
def experience(text: str, day_first: bool = True) -> Parsed:
    """ "Welder, ACME (Tunisia), 2015-2019": title, employer, country, period; what is left is the description.

    Example:
        >>> job = experience("Welder, ACME, Tunisia, 2015-2019")[0]
        >>> job["title"], job["employer"], job["country"], job["end"]
        ('Welder', 'ACME', 'TUN', datetime.date(2019, 1, 1))
    """
    item: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    words: list[str] = []
    for part in (p.strip() for p in _PARTS.split(text)):
        body, note = _brackets(part)
        for piece in (body, note or "") if note else (part,):
            period = _period(piece, day_first)
            if isinstance(period, Period):
                item |= {k: v for k, v in period._asdict().items() if v is not None}
            elif isinstance(period, Problem):
                problems += (period,)
            elif words and "country" not in item and (code := _country(piece)):
                item["country"] = code
            elif piece == note and words and words[-1] == body:
                words[-1] = part
            elif piece:
                words.append(piece)
    if not words:
        return None, (*problems, _incomplete(text, "job", "its title"))
    item["title"] = words[0]
    if len(words) > 1:
        item["employer"] = words[1]
    if len(words) > 2:
        item["description"] = ", ".join(words[2:])
    return item, problems


def _incomplete(text: str, kind: str, part: str) -> Problem:
    return Problem(
        code="incomplete_item", message=f"A {kind} without {part} was left out.", value=text, remedy=f"Add {part}."
    )


@lru_cache(maxsize=8192)
def education(text: str, day_first: bool = True) -> Parsed:
    """ "Bachelor in Nursing, University of Tunis, 2017": title, institution, level where the title names it, end.

    Example:
        >>> education("Bachelor in Nursing, University of Tunis, 2017")[0]["level"]
        'bachelor'
    """
    item, problems = experience(text, day_first)
    if item is None:
        return None, problems
    found: dict[str, Any] = {"title": item["title"]}
    if level := read_title_level(item["title"], item.get("country")):
        found["level"] = level
    if "employer" in item:
        found["institution"] = item["employer"]
    if "description" in item:
        found["field"] = item["description"]
    if "country" in item:
        found["country"] = item["country"]
    if item.get("end"):
        years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", ascii_digits(text))
        found["end"] = item["end"] if len(set(years)) > 1 else item["start"]
        if len(set(years)) > 1:
            found["start"] = item["start"]
    elif "start" in item:
        found["start"] = item["start"]
    return found, problems


def _negative(text: str) -> Problem:
    return Problem(
        code="negative_statement",
        message="This says what is missing, so it was not read as a credential.",
        value=text,
        remedy='Write "none", or name the credential in a column of its own with `held: no`.',
    )


_UNTIL = re.compile(
    r"(?:valid until|until|expires?|valable jusqu'au|jusqu'au|expire le|válido hasta|hasta|gültig bis|صالح حتى|حتى)"
    r"\s+(.+)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def credential(text: str, day_first: bool = True) -> Parsed:
    """ "Nursing licence, Ministry of Health, 2019-05, until 2027-05": name, issuer, dates.

    Example:
        >>> credential("Nursing licence (Jordan), 2019-05")[0]
        {'held': True, 'country': 'JOR', 'issued': datetime.date(2019, 5, 1), 'name': 'Nursing licence'}
    """
    if is_word("negation", fold(text).partition(" ")[0]):
        return None, (_negative(text),)
    item: dict[str, Any] = {"held": True}
    words: list[str] = []
    problems: tuple[Problem, ...] = ()
    for part in (p.strip() for p in _PARTS.split(text)):
        until = _UNTIL.fullmatch(part)
        when = read_date(until[1] if until else part, day_first)
        body, note = _brackets(part)
        if not isinstance(when, Problem):
            item["until" if until else "issued"] = when.first()
        elif until or when.code in {"impossible_date", "two_digit_year"}:
            problems += (when,)
        elif note and (code := _country(note)):
            item["country"] = code
            words.append(body)
        elif words and "country" not in item and (code := _country(part)):
            item["country"] = code
        elif note and not isinstance(when := read_date(note, day_first), Problem):
            item["issued"] = when.first()
            words.append(body)
        elif part:
            words.append(part)
    if not words:
        return None, (*problems, _incomplete(text, "credential", "its name"))
    item["name"] = words[0]
    if len(words) > 1:
        item["issuer"] = ", ".join(words[1:])
    return item, problems


#: Class of the item -> (how one item is read, whether commas separate items).
ITEM_READERS: dict[str, tuple[ItemReader, bool]] = {
    "PersonSkill": (skill, True),
    "SkillNeed": (need, True),
    "LanguageSkill": (language, True),
    "LanguageNeed": (language_need, True),
    "Experience": (experience, False),
    "Education": (education, False),
    "Credential": (credential, False),
    "country": (lambda text, _: read_country(text), True),
    "text": (lambda text, _: (text, ()), True),
    "isced": (lambda text, _: read_isced(text), True),
}
