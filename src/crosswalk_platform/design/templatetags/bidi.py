"""Keeps a name in a sentence of the other direction in its place."""

from __future__ import annotations

from django import template

from crosswalk.wording import END_ISOLATE, ISOLATE

__all__ = ["isolated"]

register = template.Library()


@register.filter
def isolated(value: object) -> str:
    """A value between marks that isolate it (Unicode, UAX #9); for places where no `<bdi>` can stand.

    Example:
        >>> isolated("Beispiel").encode("unicode_escape").decode()
        '\\\\u2068Beispiel\\\\u2069'
    """
    return f"{ISOLATE}{value}{END_ISOLATE}"
