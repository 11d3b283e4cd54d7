"""Reads a YAML file as plain data with the line of every value; tags, anchors and large files are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import yaml

from crosswalk.errors import FileError

__all__ = ["Data", "Document", "Key", "read_yaml"]

#: What a file can hold.
Data: TypeAlias = "str | int | Decimal | bool | date | list[Data] | dict[str, Data] | None"
Key: TypeAlias = "tuple[str | int, ...]"

#: The longest file of ours is far below this; ten megabytes of YAML are an attack or a mistake.
LARGEST_FILE = 1_000_000
DEEPEST = 24

#: The same reader in C where PyYAML was built with it: ten times faster, and as safe.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """A file as data, and where each value stands in it.

    Attributes:
        path: The file.
        data: Mappings, lists, text, whole numbers, exact decimals, dates, true, false, null.
        lines: Line (from 1) by the keys that lead to a value.
    """

    path: Path
    data: Data
    lines: dict[Key, int] = field(default_factory=dict)

    def line(self, *key: str | int) -> int:
        """Line of a value, or of the nearest value around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def place(self, *key: str | int) -> str:
        """File and line of a value, or of the nearest value around it."""
        return f"{self.path.parent.name}/{self.path.name}, line {self.line(*key)}"

    def error(self, message: str, *key: str | int, remedy: str = "") -> FileError:
        """An error that names the file and the line of a value."""
        return FileError(message, remedy=remedy, place=self.place(*key))


def read_yaml(path: Path) -> Document:
    """Read one YAML file.

    Raises:
        FileError: It is too large, too deep, no YAML, not text, or uses tags, anchors or a key twice.
    """
    place = f"{path.parent.name}/{path.name}"
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
        if len(raw) > LARGEST_FILE:
            raise FileError(
                f"The file has more than {LARGEST_FILE:,} bytes.",
                remedy="Such a file is short: split it.",
                place=place,
            )
        text = raw.decode("utf-8")
    except OSError as error:
        raise FileError("The file cannot be read.", remedy=str(error.strerror or ""), place=place) from error
    except UnicodeDecodeError as error:
        raise FileError("The file is not UTF-8 text.", remedy="Save it as UTF-8.", place=place) from error
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> Document:
    """Read YAML text as if it stood in `path`; see `read_yaml`."""
    document = Document(path, None)
    try:
        _refuse_tricks(text, document)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileError(
            f"This is not valid YAML: {error.problem or error.context or 'unreadable'}.",
            remedy="Check the indentation, the quotes and the colons around this line.",
            place=f"{path.parent.name}/{path.name}, line {line}",
        ) from error
    except yaml.YAMLError as error:
        raise FileError("This is not YAML.", remedy="Remove control characters.", place=document.place()) from error
    lines: dict[Key, int] = {}
    data = None if node is None else _plain(node, (), lines, document)
    return Document(path, data, lines)


def _refuse_tricks(text: str, document: Document) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        here = f"{document.path.parent.name}/{document.path.name}, line {line}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise FileError(
                "Anchors and aliases (& and *) are not used here.", remedy="Write the value out.", place=here
            )
        if getattr(event, "tag", None):
            raise FileError("Tags (!) are not used here.", remedy="Write a plain value.", place=here)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise FileError("The file is nested too deeply.", remedy="Give parts a name of their own.", place=here)


def _plain(node: yaml.Node, key: Key, lines: dict[Key, int], document: Document) -> Data:
    lines[key] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*key, index), lines, document) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, key, lines, document)
    return _scalar(node, document)


def _mapping(node: yaml.MappingNode, key: Key, lines: dict[Key, int], document: Document) -> Data:
    data: dict[str, Data] = {}
    for name_node, value_node in node.value:
        here = f"{document.path.parent.name}/{document.path.name}, line {name_node.start_mark.line + 1}"
        if not isinstance(name_node, yaml.ScalarNode):
            raise FileError("A key must be a plain word.", remedy="Put quotes around it.", place=here)
        name = str(name_node.value)
        if name in data:
            raise FileError(f"The key {name!r} stands here twice.", remedy="Keep one of them.", place=here)
        data[name] = _plain(value_node, (*key, name), lines, document)
    return data


def _scalar(node: yaml.Node, document: Document) -> Data:
    text = str(node.value)
    if getattr(node, "style", None):  # quoted, folded or literal: text as it is
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            here = f"{document.path.parent.name}/{document.path.name}, line {node.start_mark.line + 1}"
            raise FileError(f"{text} is no date of the calendar.", remedy="Write year-month-day.", place=here) from None
    return text
