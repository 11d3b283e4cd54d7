"""What stands between the things of a list: not every script writes a comma as Latin does."""

from __future__ import annotations

from django.utils.translation import pgettext

__all__ = ["comma", "semicolon"]


def comma() -> str:
    """Between things, with the space after it."""
    return pgettext("between the things of a list", ", ")


def semicolon() -> str:
    """Between things that may have commas themselves, with the space after it."""
    return pgettext("between the things of a list", "; ")
