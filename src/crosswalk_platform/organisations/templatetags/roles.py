"""Roles and purposes by their titles."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language

from crosswalk.types import country_name
from crosswalk_platform.authorization import Permission, Role
from crosswalk_platform.authorization.permissions import PERMITS
from crosswalk_platform.authorization.roles import role_named
from crosswalk_platform.design.lists import comma, semicolon
from crosswalk_platform.organisations.models import Purpose

register = template.Library()


@register.filter
def role_titles(names: Iterable[str]) -> str:
    """Titles of roles, in a row."""
    return comma().join(str(role_named(name).title) for name in names)


@register.filter
def purpose_titles(names: Iterable[str]) -> str:
    """What an agreement is for, in a row."""
    return semicolon().join(str(Purpose(name).label) for name in names)


@register.filter
def country_named(code: str) -> str:
    """Name of a country in the reader's language."""
    return country_name(code, (get_language() or "en").partition("-")[0])


@register.filter
def permits(role: Role) -> list[str | Promise]:
    """What a role permits, one thing after the other."""
    return [PERMITS[each] for each in Permission if each in role.may]
