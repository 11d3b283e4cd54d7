"""Cuts texts into the phrases that are scored, and groups texts so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.normalise import tidy
from crosswalk.taxonomy.linking.sentences import Span, clauses

__all__ = ["by_language", "carrying", "chunks", "phrases_of"]

#: Words of a clause beside which a single word ("drawings and *estimates*") is no clause of its own.
LONG_CLAUSE = 6
#: A word carried a link when taking it out costs at least this part of what the weightiest word costs.
CARRIES = 0.25


def phrases_of(text: str, whole: str, split: bool) -> list[str]:
    """Returns the tidied text, followed by its clauses where it lists several; nothing where it has no letters.

    Args:
        text: As it was written.
        whole: The same, tidied.
        split: Whether clauses are wanted.

    >>> phrases_of("Cook and serve meals", "cook and serve meals", split=True)
    ['cook and serve meals', 'cook', 'serve meals']
    """
    if not any(c.isalnum() for c in whole):
        return []
    found = [tidy(clause.text) for clause in clauses(Span(text, 0, len(text)))] if split else []
    found = _items([clause for clause in dict.fromkeys(found) if any(c.isalnum() for c in clause)])
    return [whole, *found] if len(found) > 1 else [whole]


def _items(clauses: list[str]) -> list[str]:
    """The clauses that may stand alone: one word behind a single long clause is the end of it."""
    if len(clauses) == 2 and len(clauses[0].split()) >= LONG_CLAUSE and len(clauses[1].split()) == 1:
        return []
    return clauses


def by_language(languages: Sequence[str | None], phrases: Sequence[Sequence[str]]) -> dict[str | None, list[int]]:
    """Returns the places of the texts of each language; texts without phrases are left out."""
    members: dict[str | None, list[int]] = {}
    for i, language in enumerate(languages):
        if phrases[i]:
            members.setdefault(language, []).append(i)
    return members


def chunks(members: Sequence[int], phrases: Sequence[Sequence[str]], at_once: int) -> list[list[int]]:
    """Cuts the texts into groups of about as many phrases."""
    groups: list[list[int]] = []
    room = 0
    for i in members:
        if room < len(phrases[i]):
            groups.append([])
            room = at_once
        groups[-1].append(i)
        room -= len(phrases[i])
    return groups


def carrying(words: Sequence[str], costs: NDArray[np.float32]) -> tuple[str, ...]:
    """Returns the words without which a text is clearly less like a concept; all where no word makes a difference.

    Args:
        words: Words of the text.
        costs: For each, how much likeness is lost without it.
    """
    if costs.max() <= 0:
        return tuple(words)
    return tuple(word for word, cost in zip(words, costs, strict=True) if cost >= CARRIES * costs.max())
