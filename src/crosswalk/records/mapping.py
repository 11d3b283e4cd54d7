"""The mapping file: which column of a table holds which field, and how its values are written."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from crosswalk.errors import InputError
from crosswalk.records.vocabulary import fold, nearest

__all__ = ["IGNORE", "Column", "Mapping", "read_mapping"]

#: Target of a column that is knowingly left aside.
IGNORE = "ignore"
_SIZE_LIMIT = 1_000_000
_COLUMN_KEYS = ("field", "separator", "values", "format", "with")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where the values of one column go.

    Attributes:
        field: Path of the field: `skills`, `experience.1.title`, `education.level`,
            `skills.evidence.assurance`, `ignore`.
        separator: Character(s) between the items of a list; found by itself where absent.
        values: Words of this column and what they stand for; case and accents do not matter.
        format: Layout of dates, as for strptime, where `dates` of the file is not enough.
        each: Constants given to every item of a list, such as {"kind": "driving_licence"}.
    """

    field: str
    separator: str | None = None
    values: MappingType[str, Any] = dataclasses.field(default_factory=dict)
    format: str | None = None
    each: MappingType[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How one table is to be read; the defaults read a table whose headings are recognised by themselves.

    Attributes:
        columns: Heading of the column (folded) -> where its values go.
        constants: Path of a field -> text that every row gets where the row has no value of its own.
        encoding, delimiter: Found by looking at the file where absent.
        sheet: Name of the sheet of a workbook; the first visible one where absent.
        header_row: Row of the headings, 1 = first.
        day_first: How 03/04/2020 is read: 3 April (True, the default) or 4 March.
        stamp_source: Evidence of every fact names file and row; off by default, it makes data larger.
        id_from_row: Rows without an id get one from their row number.
    """

    columns: MappingType[str, Column] = dataclasses.field(default_factory=dict)
    constants: MappingType[str, str] = dataclasses.field(default_factory=dict)
    record: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    day_first: bool = True
    stamp_source: bool = False
    id_from_row: bool = False


def _wrong(path: Path, message: str, remedy: str) -> InputError:
    return InputError(message, remedy=remedy, place=str(path))


def _check_keys(path: Path, found: Any, known: tuple[str, ...], where: str) -> None:
    if not isinstance(found, dict):
        raise _wrong(path, f"{where} must be a list of `name: value`.", "See the template of a mapping file.")
    for key in found:
        if key not in known:
            near = nearest(str(key), known)
            raise _wrong(
                path,
                f"{where} has the unknown key {key!r}.",
                f"Did you mean {near!r}?" if near else f"Known keys: {', '.join(known)}.",
            )


def _text(value: Any) -> str:
    """A YAML scalar as a table would hold it; YAML reads `Yes` and `No` as truth values."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _column(path: Path, heading: str, entry: Any) -> Column:
    if isinstance(entry, str):
        return Column(field=entry)
    _check_keys(path, entry, _COLUMN_KEYS, f"Column {heading!r}")
    if not isinstance(entry.get("field"), str):
        raise _wrong(path, f"Column {heading!r} does not say its field.", "Add `field: name_of_the_field`.")
    values, each = entry.get("values") or {}, entry.get("with") or {}
    for name, found in (("values", values), ("with", each)):
        if not isinstance(found, dict):
            raise _wrong(path, f"`{name}` of column {heading!r} is no list of `word: value`.", "Correct it.")
    return Column(
        field=entry["field"],
        separator=entry.get("separator"),
        values={fold(_text(k)) or _text(k): _text(v) for k, v in values.items()},
        format=entry.get("format"),
        each={str(k): _text(v) for k, v in each.items()},
    )


_KEYS = (
    "record", "encoding", "delimiter", "sheet", "header_row", "dates", "stamp_source", "id_from_row",
    "columns", "constants",
)  # fmt: skip


def read_mapping(path: Path | str) -> Mapping:
    """Mapping of a YAML file.

    Args:
        path: File with the keys `columns` (heading: field), and optionally `record`, `constants`, `dates`
            (day_first or month_first), `encoding`, `delimiter`, `sheet`, `header_row`, `stamp_source`,
            `id_from_row`.

    Raises:
        InputError: The file is absent, no YAML, or has a key that is not known; names the nearest right one.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise _wrong(path, "The mapping file is larger than 1 MB.", "Give the mapping file, not the data.")
        loaded = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _wrong(path, "The mapping file cannot be read.", "Check its name.") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(path, "The mapping file is not YAML.", "Save it as UTF-8, one `heading: field` a line.") from error
    _check_keys(path, loaded, _KEYS, "The mapping")
    dates = loaded.get("dates", "day_first")
    if dates not in ("day_first", "month_first"):
        raise _wrong(path, f"`dates: {dates}` is not known.", "Write day_first or month_first.")
    columns, constants = loaded.get("columns") or {}, loaded.get("constants") or {}
    if not isinstance(columns, dict) or not isinstance(constants, dict):
        raise _wrong(path, "`columns` and `constants` must be lists of `name: value`.", "See the template.")
    return Mapping(
        columns={fold(_text(h)): _column(path, _text(h), entry) for h, entry in columns.items()},
        constants={str(k): _text(v) for k, v in constants.items()},
        record=loaded.get("record"),
        encoding=loaded.get("encoding"),
        delimiter=loaded.get("delimiter"),
        sheet=loaded.get("sheet"),
        header_row=loaded.get("header_row"),
        day_first=dates == "day_first",
        stamp_source=loaded.get("stamp_source") is True,
        id_from_row=loaded.get("id_from_row") is True,
    )
