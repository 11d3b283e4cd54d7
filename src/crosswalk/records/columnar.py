"""The columnar form of a record: one row each, lists nested, derived from the dataclass and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields
from datetime import date
from enum import Enum, IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import polars as pl

__all__ = ["from_frame", "from_mapping", "schema_of", "to_frame", "to_mapping"]

Record = TypeVar("Record")
_SCALARS: dict[type, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    bool: pl.Boolean(),
    date: pl.Date(),
}


def _without_none(hint: Any) -> Any:
    """The type inside `X | None`; the type itself otherwise."""
    if get_origin(hint) in (Union, UnionType):
        return next(a for a in get_args(hint) if a is not NoneType)
    return hint


def _dtype(hint: Any) -> pl.DataType:
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        return pl.List(_dtype(get_args(hint)[0]))
    if hint in _SCALARS:
        return _SCALARS[hint]
    if issubclass(hint, Enum):
        return pl.String()
    return pl.Struct(dict(schema_of(hint)))


def schema_of(record: Any) -> pl.Schema:
    """Polars schema of a record class: enums as lower-case names (CEFR as A1..C2), tuples as lists.

    Example:
        >>> from crosswalk.records import PersonSkill
        >>> schema_of(PersonSkill)["level"]
        String
    """
    hints = get_type_hints(record)
    return pl.Schema({f.name: _dtype(hints[f.name]) for f in fields(record)})


def _enum_text(member: Enum) -> str:
    if not isinstance(member, IntEnum):
        return str(member.value)
    return member.name if len(member.name) == 2 else member.name.lower()  # CEFR levels keep their capitals


@cache
def _writer(hint: Any) -> Callable[[Any], Any] | None:
    """Function that turns a value into plain data; None where the value is plain already."""
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        inner = _writer(get_args(hint)[0])
        return list if inner is None else (lambda v: [inner(x) for x in v])
    if hint in _SCALARS:
        return None
    if issubclass(hint, Enum):
        return _enum_text
    return to_mapping


@cache
def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """Function that turns plain data back into a value; None where the value is plain already."""
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        inner = _reader(get_args(hint)[0])
        return tuple if inner is None else (lambda v: tuple(inner(x) for x in v))
    if hint in _SCALARS:
        return None
    if issubclass(hint, IntEnum):
        return {_enum_text(member): member for member in hint}.__getitem__
    if issubclass(hint, Enum):
        read: Callable[[Any], Any] = hint
        return read
    return lambda v: from_mapping(hint, v)


@cache
def _plan(record: Hashable) -> dict[str, tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]]:
    """For each field its writer and its reader, worked out once per record class."""
    cls: Any = record
    hints = get_type_hints(cls)
    return {f.name: (_writer(hints[f.name]), _reader(hints[f.name])) for f in fields(cls)}


def _key(record: Any) -> Hashable:
    """A class as a key: mypy does not take every class to be hashable."""
    key: Hashable = record
    return key


def to_mapping(record: Any) -> dict[str, Any]:
    """Plain nested data of a record: dicts, lists, text, numbers, dates; the row of its columnar form."""
    row = {}
    for name, (write, _) in _plan(_key(type(record))).items():
        value = getattr(record, name)
        row[name] = value if write is None or value is None else write(value)
    return row


def from_mapping(record: type[Record], row: dict[str, Any]) -> Record:
    """The record of a mapping that `to_mapping` wrote.

    Raises:
        KeyError: The mapping has a name, or a level, that the record does not know.
    """
    plan = _plan(_key(record))
    values = {}
    for name, value in row.items():
        read = plan[name][1]
        values[name] = value if read is None or value is None else read(value)
    return record(**values)


def to_frame(records: Iterable[Record], record: type[Record]) -> pl.DataFrame:
    """One row for each record, under `schema_of(record)`."""
    return pl.DataFrame([to_mapping(r) for r in records], schema=schema_of(record), orient="row")


def from_frame(frame: pl.DataFrame, record: type[Record]) -> list[Record]:
    """The records of a columnar form, in row order; columns that the record does not know are left aside."""
    known = [name for name in _plan(_key(record)) if name in frame.columns]
    return [from_mapping(record, row) for row in frame.select(known).iter_rows(named=True)]
