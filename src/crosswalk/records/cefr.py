"""Levels of the Common European Framework of Reference for Languages, A1 to C2, as they stand in a text."""

from __future__ import annotations

import re

from crosswalk.types import Cefr

__all__ = ["CEFR_LEVEL", "cefr_levels"]

#: A level as people write it: "B2", "b2+", "B 2"; not "B2.1", which is a part of a course.
CEFR_LEVEL = re.compile(r"(?<!\w)([ABC]) ?([12])\+?(?!\w|\.\d)", re.IGNORECASE | re.ASCII)


def cefr_levels(text: str) -> list[Cefr]:
    """Levels that a text names, in order.

    Example:
        >>> [level.name for level in cefr_levels("lu B2, parlé b 1+")]
        ['B2', 'B1']
    """
    return [Cefr[(found[1] + found[2]).upper()] for found in CEFR_LEVEL.finditer(text)]
