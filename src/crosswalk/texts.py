"""Texts that stand in several languages, as files have them: the one to show to a reader."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["in_language", "language_of"]


def language_of(texts: Mapping[str, str], language: str) -> str:
    """Of the languages of a text, the one asked for, else English, else whichever there is.

    Example:
        >>> language_of({"en": "Age", "de": "Alter"}, "ar")
        'en'
    """
    return next(each for each in (language, "en", *texts) if each in texts)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text in a language, else in English, else in whichever it is written.

    Example:
        >>> in_language({"en": "Age", "de": "Alter"}, "de"), in_language({"it": "Età"}, "ar")
        ('Alter', 'Età')
    """
    return texts[language_of(texts, language)]
