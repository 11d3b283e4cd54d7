"""Plain data checked against a record class: unknown names, wrong types and unknown codes, each with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from crosswalk.records.columnar import to_mapping
from crosswalk.records.fields import inner_type, item_defaults
from crosswalk.records.report import Problem
from crosswalk.records.values import TEXT_LIMIT, read_text
from crosswalk.records.vocabulary import nearest, nearest_country, nearest_language
from crosswalk.types import country_code, iso_language, language_code

__all__ = ["ITEM_LIMIT", "checked", "checked_part", "numbered", "plain_of", "sparse"]

#: Items of one list that are kept from a structured file.
ITEM_LIMIT = 1_000
_INT_LIMIT = 1 << 53

#: (value, path, problems) -> the value that may stand, or None.
Check = Callable[[Any, str, list[Problem]], Any]
_COUNTRIES = {"nationalities", "destinations", "destinations_excluded", "residence", "country"}
_LANGUAGES = {"language", "language_of_text"}


def _note(problems: list[Problem], path: str, code: str, message: str, value: Any, remedy: str) -> None:
    shown = None if value is None else str(value)[:200]
    problems.append(Problem(field=path, code=code, message=message, value=shown, remedy=remedy))


def _text(value: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, str):
        return _note(problems, path, "wrong_type", "This must be text.", value, "Put it in quotation marks.")
    if len(value) > TEXT_LIMIT or "\0" in value:
        value, found = read_text(value)
        problems.extend(Problem(field=path, code=p.code, message=p.message, remedy=p.remedy) for p in found)
    return value


def _country(value: Any, path: str, problems: list[Problem]) -> Any:
    """An alpha-3 code; the name of a country is no code, but the remedy gives it."""
    if _text(value, path, problems) is None:
        return None
    found = country_code(value)
    return value if found == value else _no_code(value, path, problems, "country", found or nearest_country(value))


def _language(value: Any, path: str, problems: list[Problem]) -> Any:
    """Any ISO 639 code, in its shortest form; the name of a language is no code, but the remedy gives it."""
    if _text(value, path, problems) is None:
        return None
    if code := iso_language(value):
        return code
    return _no_code(value, path, problems, "language", language_code(value) or nearest_language(value))


def _no_code(value: str, path: str, problems: list[Problem], kind: str, hint: str | None) -> None:
    remedy = f"Did you mean {hint}?" if hint else f"Write the code of the {kind}."
    _note(problems, path, f"unknown_{kind}", f"This is not the code of a {kind}.", value, remedy)


def _whole(value: Any, path: str, problems: list[Problem]) -> Any:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _INT_LIMIT:
        return _note(problems, path, "wrong_type", "This must be a whole number.", value, "Write digits only.")
    return value


def _truth(value: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, bool):
        return _note(problems, path, "wrong_type", "This must be true or false.", value, "Write true or false.")
    return value


def _date(value: Any, path: str, problems: list[Problem]) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return _note(
            problems, path, "unreadable_date", "This must be a date.", value, 'Write it as "2020-03-04" (ISO 8601).'
        )


def _enum(kind: type[Enum]) -> Check:
    names = tuple(m.value if isinstance(m.value, str) else m.name if len(m.name) == 2 else m.name.lower() for m in kind)

    def check(value: Any, path: str, problems: list[Problem]) -> Any:
        if value in names and isinstance(value, str):
            return value
        near = nearest(str(value).lower(), [n.lower() for n in names])
        hint = next((n for n in names if n.lower() == near), None)
        remedy = f"Did you mean {hint}?" if hint else f"Write one of: {', '.join(names)}."
        return _note(problems, path, "unknown_value", "This value is not known here.", value, remedy)

    return check


def _list(inner: Check) -> Check:
    def check(value: Any, path: str, problems: list[Problem]) -> Any:
        if not isinstance(value, (list, tuple)):
            return _note(problems, path, "wrong_type", "This must be a list.", value, "Put it in square brackets.")
        if len(value) > ITEM_LIMIT:
            message = f"The list has {len(value):,} items; only the first {ITEM_LIMIT} were kept."
            _note(problems, path, "too_many", message, None, "Shorten the list.")
        found = [
            inner(part, f"{path}.{i}", problems) for i, part in enumerate(value[:ITEM_LIMIT], 1) if part is not None
        ]
        return [part for part in found if part is not None]

    return check


def _struct(kind: type) -> Check:
    checks = _checks(kind)
    required = [f.name for f in fields(kind) if f.default is MISSING]
    defaults = item_defaults(kind)

    def check(value: Any, path: str, problems: list[Problem]) -> Any:
        if not isinstance(value, dict):
            return _note(problems, path, "wrong_type", "This must be an object with names.", value, "Use {…}.")
        found = {**defaults, **_fields(value, checks, f"{path}.", problems)}
        for name in required:
            if name not in found:
                message = f"It has no {name}, so it was left out."
                return _note(problems, path, "incomplete_item", message, None, f"Add {name}.")
        return found

    return check


def _fields(value: dict[str, Any], checks: dict[str, Check], path: str, problems: list[Problem]) -> dict[str, Any]:
    found = {}
    for name, part in value.items():
        check = checks.get(name)
        if check is None:
            near = nearest(str(name), checks)
            remedy = f"Did you mean {near}?" if near else f"Known names: {', '.join(checks)}."
            _note(problems, f"{path}{name}", "unknown_field", "This name is not known and was not read.", None, remedy)
        elif part is not None and (kept := check(part, f"{path}{name}", problems)) is not None:
            found[name] = kept
    return found


@cache
def _checks(kind: Any) -> dict[str, Check]:
    """Name of each field of a class -> its check."""
    checks: dict[str, Check] = {}
    for f in fields(kind):
        inner, many = inner_type(kind, f.name)
        one = _check_of(f.name, inner)
        checks[f.name] = _list(one) if many else one
    return checks


_BY_TYPE: dict[type, Check] = {str: _text, int: _whole, bool: _truth, date: _date}


def _check_of(name: str, kind: type) -> Check:
    if kind is str and name in _COUNTRIES:
        return _country
    if kind is str and name in _LANGUAGES:
        return _language
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    return _enum(kind) if issubclass(kind, Enum) else _struct(kind)


def checked(record: type, value: Any) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Plain record of plain data, and what was wrong with it; a wrong value is unknown, the rest stays.

    Example:
        >>> from crosswalk.records import Person
        >>> row, problems = checked(Person, {"person_id": "p1", "residense": "DEU", "sex": "femal"})
        >>> row, [(p.field, p.remedy) for p in problems]
        ({'person_id': 'p1'}, [('residense', 'Did you mean residence?'), ('sex', 'Did you mean female?')])
    """
    problems: list[Problem] = []
    if not isinstance(value, dict):
        _note(problems, "", "wrong_type", "The row is not an object with names.", value, "Write {…} on each line.")
        return None, [replace(p, field=None, fatal=True) for p in problems]
    return _fields(value, _checks(record), "", problems), problems


def plain_of(record: Any) -> dict[str, Any]:
    """Plain data of a record without what is absent; what readers of whole documents yield."""
    plain: dict[str, Any] = sparse(to_mapping(record))
    return plain


def sparse(value: Any) -> Any:
    """Plain data without what is absent: no null ever stands for an answer."""
    if isinstance(value, dict):
        return {name: sparse(part) for name, part in value.items() if part is not None}
    return [sparse(part) for part in value] if isinstance(value, (list, tuple)) else value


def numbered(problems: Iterable[Problem], row: int) -> list[Problem]:
    """The problems, placed in a row."""
    return [replace(p, row=row) for p in problems]


def checked_part(kind: type, value: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Some fields of a class, checked; required fields may be absent."""
    return _fields(value, _checks(kind), "", problems)
