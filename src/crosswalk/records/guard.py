"""The apostrophe before a cell that a spreadsheet would compute: put there by our writers, taken off by our readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["neutralise", "unguarded"]

#: A spreadsheet computes a cell that begins with one of these, also in their full-width forms.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutralise(value: Any) -> Any:
    """A cell that no spreadsheet computes: an apostrophe goes before text that would begin a formula.

    Numbers stay numbers. Our readers take the apostrophe off again.

    Example:
        >>> neutralise("=HYPERLINK(1)"), neutralise("+212 600"), neutralise("-"), neutralise(-5)
        ("'=HYPERLINK(1)", "'+212 600", "'-", -5)
    """
    if not isinstance(value, str):
        return value
    if value.lstrip(" \n\ufeff").startswith(_DANGEROUS) or value.startswith(("\t", "\r")):
        return f"'{value}"
    return value


def unguarded(cells: Iterable[str]) -> list[str]:
    """Cells without the apostrophes of `neutralise`; other apostrophes stay.

    Example:
        >>> unguarded(["'+212 600", "'t Zand", "x"])
        ['+212 600', "'t Zand", 'x']
    """
    return [c[1:] if c[:1] == "'" and neutralise(c[1:]) == c else c for c in cells]
