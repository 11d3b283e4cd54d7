"""Turns what a safeguard found into a sentence of a language: money, days, countries and questions as readers write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crosswalk.partnerships.safeguards.case import Said
from crosswalk.wording import Wording

__all__ = ["in_words"]


def in_words(said: Said, words: Wording) -> str:
    """The sentence with its places filled."""
    return words(said.key, **_filled(said.values, words))


def _filled(values: Mapping[str, Any], words: Wording) -> dict[str, Any]:
    filled = {name: _plain(name, value, words) for name, value in values.items()}
    if "country" in filled:
        filled["country"] = words.country(filled["country"])
    if "titles" in filled:
        filled["titles"] = words.together(filled["titles"])
    if "question" in filled:
        filled["asks"] = words(f"question.{filled['question']}.asks")
    if "currency" in filled:
        filled["money"] = words.money(filled["low"], filled["high"], filled["currency"])
        if "local" in filled:
            filled["local"] = words.money(filled["local"], filled["local"], filled["currency"])
    return filled


def _plain(name: str, value: Any, words: Wording) -> Any:
    """A day in words; yes or no as the language says it of this place; anything else as it is."""
    if isinstance(value, bool):
        return words(f"readiness.{name}.{'yes' if value else 'no'}")
    return words.day(value) if isinstance(value, date) else value
