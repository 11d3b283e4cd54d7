"""Keeps a name in a sentence of the other direction in its place."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language_bidi

from crosswalk.wording import END_ISOLATE, ISOLATE, RIGHT_TO_LEFT

__all__ = ["isolated"]

register = template.Library()


@register.filter
def isolated(value: object) -> str:
    """A value between marks that isolate it (Unicode, UAX #9) where it runs the other way; for places without `<bdi>`.

    Example:
        >>> from django.utils.translation import override
        >>> with override("ar"):
        ...     isolated("Beispiel").encode("unicode_escape").decode()
        '\\\\u2068Beispiel\\\\u2069'
    """
    text = str(value)
    right = any(ord(letter) in RIGHT_TO_LEFT for letter in text)
    return f"{ISOLATE}{text}{END_ISOLATE}" if right != get_language_bidi() else text
