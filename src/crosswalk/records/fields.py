"""What a record class is made of: its id, the types of its fields, the defaults of its items."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from crosswalk.records.columnar import to_mapping

__all__ = ["field_names", "id_field", "inner_type", "item_defaults", "required_fields"]


def id_field(record: type) -> str:
    """Name of the field that identifies a record: `person_id` or `vacancy_id`."""
    return fields(record)[0].name


@cache
def inner_type(record: type, name: str) -> tuple[type, bool]:
    """Type of a field and whether it is a list: `skills` of Person gives (PersonSkill, True)."""
    hint = get_type_hints(record)[name]
    options = [a for a in get_args(hint) if a is not NoneType] if NoneType in get_args(hint) else [hint]
    many = get_origin(options[0]) is tuple
    return (get_args(options[0])[0] if many else options[0]), many


@cache
def item_defaults(item: type) -> dict[str, Any]:
    """Defaults of an item that are not None, as plain data: {"held": True} for Credential."""
    found = {f.name for f in fields(item) if f.default is not MISSING and f.default is not None}
    if not found:
        return {}
    plain = to_mapping(item(**{f.name: "" for f in fields(item) if f.default is MISSING}))
    return {name: plain[name] for name in found}


def required_fields(item: type) -> list[str]:
    """Fields of an item without which it says nothing: `title` of Experience."""
    return [f.name for f in fields(item) if f.default is MISSING]


@cache
def field_names(kind: type) -> set[str]:
    """Fields of the class of a list's items; none for a list of plain texts."""
    return {f.name for f in fields(kind)} if is_dataclass(kind) else set()
