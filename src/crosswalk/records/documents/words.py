"""The words of CVs and advertisements in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from crosswalk.records.phrases import flat

__all__ = ["detect_language", "entries", "languages", "phrases", "vocabulary"]


@cache
def languages() -> tuple[str, ...]:
    """ISO 639 codes of the languages whose CVs are understood: one file of words each."""
    names = (file.name for file in files(__package__).joinpath("vocabulary").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def vocabulary(language: str) -> dict[str, Any]:
    """The words of one language as its file has them."""
    text = files(__package__).joinpath("vocabulary", f"{language}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def entries(*path: str | int) -> Iterator[tuple[str, Any]]:
    """What each language has under a path of keys, as pairs of language and value.

    Example:
        >>> dict(entries("levels", "C2"))["de"]
        ['zweisprachig', 'muttersprachniveau']
    """
    for language in languages():
        value: Any = vocabulary(language)
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            yield language, value


@cache
def phrases(*path: str | int) -> dict[str, str]:
    """All phrases under a path, flat, with the language that has each first."""
    found: dict[str, str] = {}
    for language, words in entries(*path):
        for word in words:
            found.setdefault(flat(str(word)), language)
    return found


def detect_language(text: str) -> str | None:
    """The language of a text by its script and its small words; None where no word speaks for one.

    Example:
        >>> detect_language("J'ai travaillé dans la cuisine avec des apprentis")
        'fr'
    """
    sample = flat(text[:20_000])
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", sample)
    if not words:
        return None
    if sum("\u0600" <= word[0] <= "\u06ff" for word in words) * 2 > len(words):
        return "ar"
    counts = dict.fromkeys(languages(), 0)
    for language, stopwords in entries("stopwords"):
        small = {flat(word) for word in stopwords}
        counts[language] = sum(word in small for word in words)
    for language, headings in entries("headings"):
        known = {flat(h) for words_of in headings.values() for h in words_of}
        counts[language] += 3 * sum(line.strip(" :") in known for line in sample.split("\n"))
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else None
