"""Roles and purposes by their titles."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from crosswalk_platform.authorization.roles import role_named
from crosswalk_platform.organisations.models import Purpose

register = template.Library()


@register.filter
def role_titles(names: Iterable[str]) -> str:
    """Titles of roles, in a row."""
    return ", ".join(str(role_named(name).title) for name in names)


@register.filter
def purpose_titles(names: Iterable[str]) -> str:
    """What an agreement is for, in a row."""
    return "; ".join(str(Purpose(name).label) for name in names)
