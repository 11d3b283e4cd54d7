"""Shows a text of the catalogue in the reader's language where it has it, else in English and marked as such."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

__all__ = ["said"]

register = template.Library()


@register.filter
def said(texts: Mapping[str, str] | None) -> SafeString:
    """A text in the reader's language; in English with `lang` and `dir` where the catalogue has no other.

    Example:
        >>> from django.utils.translation import override
        >>> with override("fr"):
        ...     print(said({"en": "A passport"}), said({"en": "A passport", "fr": "Un passeport"}))
        <span lang="en" dir="ltr">A passport</span> Un passeport
    """
    if not texts:
        return mark_safe("")
    language = (get_language() or "en").split("-", maxsplit=1)[0]
    if language in texts:
        return conditional_escape(texts[language])
    return format_html('<span lang="en" dir="ltr">{}</span>', texts["en"])
