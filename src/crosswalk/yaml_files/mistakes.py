"""Holds a file against its layout, and says of the first mistake where it stands and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from crosswalk.yaml_files.entries import keys_of
from crosswalk.yaml_files.source import Document

__all__ = ["shaped"]

M = TypeVar("M", bound=BaseModel)


def shaped(model: type[M], document: Document) -> M:
    """A file as its model.

    Raises:
        FileError: It does not have the layout; the line of the mistake is named.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        mistakes = [(_path(each["loc"], document), each) for each in error.errors()]
        where = max((path for path, _ in mistakes), key=len)
        here = [each for path, each in mistakes if path == where]
        elsewhere = len({path for path, _ in mistakes if path != where[: len(path)]})
        shown = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
        message, remedy = _words(here, keys_of(model.__module__))
        also = f" ({elsewhere} more such mistake{'s' * (elsewhere > 1)})" if elsewhere else ""
        raise document.error(f"{shown or 'The file'}: {message}.{also}", *where, remedy=remedy) from error


def _path(place: tuple[str | int, ...], document: Document) -> tuple[str | int, ...]:
    """The keys of the file in the place of a mistake, without the names of the models that were tried."""
    path: tuple[str | int, ...] = ()
    for part, following in zip_longest(place, place[1:]):
        tried = (*path, part, following) not in document.lines and (*path, following) in document.lines
        if (*path, part) in document.lines and not tried:
            path = (*path, part)
    return path


_SHOULD_BE = {
    "string_type": ("this should be text", "Put it in quotes."),
    "dict_type": ("this should have keys of its own", "Write key: value below it, such as {en: words}."),
    "tuple_type": ("this should be a list", "Write [one, two], or one line with a dash for each."),
    "decimal_type": ("this should be a number", "Write digits without quotes."),
    "int_type": ("this should be a whole number", "Write digits without quotes."),
    "date_type": ("this should be a day", "Write year-month-day without quotes."),
}


def _words(mistakes: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> tuple[str, str]:
    """What is wrong in one place, and what to write instead."""
    first = next((each for each in mistakes if each["type"] in {"extra_forbidden", "missing"}), mistakes[0])
    wrong = str(first["loc"][-1]) if first["loc"] else ""
    if first["type"] == "extra_forbidden" and " " in wrong:
        return f"{wrong!r} is read as a key", "Put text that holds a comma or a colon in quotes."
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(wrong, keys, n=1)
        return f"{wrong} is no key of this part", f"Did you mean {near[0]}?" if near else "Remove it."
    if first["type"] == "missing":
        return f"{wrong} is missing", f"Add {wrong}."
    kinds = {each["type"] for each in mistakes}
    if told := next((words for kind, words in _SHOULD_BE.items() if kinds & {kind, _PARSED.get(kind, kind)}), None):
        return told
    return f"this {first['msg'].removeprefix('Value error, ').removeprefix('Input ').rstrip('.')}", ""


_PARSED = {
    "decimal_type": "decimal_parsing",
    "int_type": "int_from_float",
    "date_type": "date_from_datetime_inexact",
}
