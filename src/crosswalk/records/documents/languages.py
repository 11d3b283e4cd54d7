"""Languages a person speaks, with a level from the European framework or from words that stand for one.

Words become levels by the tables `levels` of the vocabularies ("fluent", "courant", "avanzado" C1;
"good", "bon" B2; "intermediate", "medio" B1; "basic", "scolaire" A2; "notions" A1). A bare name has no level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crosswalk.records.cefr import CEFR_LEVEL, cefr_levels
from crosswalk.records.documents.parts import Spans, items
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import entries
from crosswalk.records.model import LanguageSkill
from crosswalk.records.phrases import alternatives, flat
from crosswalk.records.vocabulary import listed
from crosswalk.types import Cefr, language_code

__all__ = ["find_language", "find_level", "read_languages"]

_FIELDS = ("listening", "reading", "spoken_interaction", "spoken_production", "writing")
_SPLIT = re.compile(r"[;؛•|·●▪]|[,،](?![^()]*\))|\s/\s|(?<=\w)\.\s+")
_JOIN = re.compile(r"(?:\band|\bet|\by|\be|\bund|&|/|\sو)\s*$")
_JOINS = re.compile(r"(?:\band|\bet|\by|\be|\bund|&|/|,|،)\s+|\sو")
_SHORTEST_NAME = 4
_NOT_NAMES = {
    *("more", "meta", "sena", "seri", "corso", "mari", "lets", "fries", "frans", "pools", "venda", "mongo", "basa"),
    *("multilingue", "chamar", "lombardo", "para", "mono", "hadi", "bare", "kara", "lima", "luba", "dans", "muna"),
    *("level", "niveau", "nivel", "good", "langue", "idioma", "male", "even", "most", "fang", "bien", "bini", "sous"),
}


@cache
def _names() -> dict[str, str]:
    return {flat(name): code for _, names in entries("language_names") for name, code in names.items()}


def find_language(text: str) -> tuple[str, int, int] | None:
    """The first language named in a text: its ISO 639 code and the characters of its name.

    Example:
        >>> find_language("Allemand : B1"), find_language("lu et écrit")
        (('de', 0, 8), None)
    """
    words = list(re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))
    for position, word in enumerate(words):
        for length in (2, 1):
            if position + length > len(words):
                continue
            start, end = word.start(), words[position + length - 1].end()
            name = text[start:end]
            code = _code(name)
            if code:
                return code, start, end
    return None


@cache
def _code(name: str) -> str | None:
    plain = flat(name)
    if plain in _names():
        return _names()[plain]
    if len(plain) < _SHORTEST_NAME or plain in _NOT_NAMES:
        return None
    for ending in ("sprachkenntnisse", "kenntnisse", "kenntnissen"):  # German writes "Deutschkenntnisse"
        if plain.endswith(ending) and len(plain) > len(ending) + 3:
            return language_code(name[: -len(ending)])
    found = language_code(name)
    if found is None and plain[0] in "وب" and len(plain) > 5:
        found = _names().get(plain[1:]) or language_code(name[1:])
        if found is None and plain[1:3] != "ال":
            return None
    return found


@cache
def _levels() -> list[tuple[re.Pattern[str], Cefr]]:
    """One pattern for each phrase that stands for a level, longest phrase first."""
    words = {
        flat(str(word)): Cefr[level]
        for level in Cefr.__members__
        for _, phrases in entries("levels", level)
        for word in phrases
    }
    return [
        (re.compile(alternatives([word], prefixes="بو")), words[word]) for word in sorted(words, key=len, reverse=True)
    ]


@cache
def _native() -> re.Pattern[str]:
    return re.compile(alternatives(listed("native")))


def find_level(text: str) -> tuple[Cefr | None, bool | None]:
    """Level and whether it is the mother tongue, from what is said beside a language.

    Example:
        >>> find_level("langue maternelle"), find_level("B2 (certificat)"), find_level("courant")
        ((None, True), (<Cefr.B2: 4>, None), (<Cefr.C1: 5>, None))
    """
    plain = flat(text)
    native = True if _native().search(plain) else None
    exact = cefr_levels(plain)
    if exact:
        return exact[0], native
    if native:
        return None, True
    return next((level for pattern, level in _levels() if pattern.search(plain)), None), None


def read_languages(lines: tuple[Line, ...], spans: Spans) -> list[LanguageSkill]:
    """Languages of a section; what a line says after a language belongs to it until the next is named."""
    found: dict[str, LanguageSkill] = {}
    last: str | None = None
    joined: str | None = None
    for line in lines:
        for start, end in _clauses(line):
            text = spans.document.text[start:end]
            name = find_language(text)
            if name is None:
                level, native = find_level(text)
                if last and (level or native) and found[last].level is None and not found[last].native:
                    found[last] = _with(found[last], level, native, text)
                    spans.note("language_level", start, end)
                continue
            code = name[0]
            level, native = find_level(text[: name[1]] + " " + text[name[2] :])
            evidence = spans.note("language", start, end)
            skill = _with(LanguageSkill(language=code, evidence=evidence), level, native, text)
            if code not in found or (found[code].level is None and not found[code].native):
                found[code] = skill
            if joined and (level or native):  # "Arabic and Kurdish (native)" says it of both
                found[joined] = _with(found[joined], level, native, text)
            joined = code if not (level or native) and _JOIN.search(flat(text)) else None
            last = code
    return list(found.values())


def _clauses(line: Line) -> Iterator[tuple[int, int]]:
    """Items of a line, cut again where a second language begins."""
    for start, end in items(line, pattern=_SPLIT):
        text = line.text[start - line.start : end - line.start]
        cuts = [0]
        position = 0
        while True:
            name = find_language(text[position:])
            if name is None:
                break
            if position + name[1] > cuts[-1] and position:
                between = [found.end() for found in _JOINS.finditer(flat(text), position, position + name[1])]
                cuts.append(between[-1] if between else position + name[1])
            position += name[2]
        for first, last in zip(cuts, [*cuts[1:], len(text)], strict=True):
            yield start + first, start + last


def _with(skill: LanguageSkill, level: Cefr | None, native: bool | None, text: str) -> LanguageSkill:
    """The skill with its level, and the levels of listening, reading, speaking and writing where they are given."""
    parts: dict[str, Cefr | None] = {}
    plain = flat(text)
    levels = cefr_levels(plain)
    if len(levels) == len(_FIELDS):
        parts = dict(zip(_FIELDS, levels, strict=True))
    elif len(levels) > 1:
        for name in _FIELDS:
            said = re.search(rf"(?:{_field_words(name)})[ :=(-]*(?={CEFR_LEVEL.pattern})", plain, CEFR_LEVEL.flags)
            if said:
                parts[name] = cefr_levels(plain[said.end() :])[0]
    known = [value for value in parts.values() if value]
    overall = min(known) if known else level
    return LanguageSkill(language=skill.language, level=overall, native=native, evidence=skill.evidence, **parts)


@cache
def _field_words(name: str) -> str:
    words = [word for _, found in entries("skills_of_language", name) for word in found]
    return alternatives(words)
