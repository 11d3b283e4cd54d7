"""The text of a document as JSON, and back: what passes between the process that opens files and this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any, get_args, get_type_hints

from crosswalk.records.documents.text import DocumentText, Line, Page

__all__ = ["READY", "packed", "unpacked"]

#: What the process says before it takes the first file.
READY = b"ready\n"

_LINE = tuple(get_type_hints(Line).values())
_PAGE = tuple(get_type_hints(Page).values())


def packed(document: DocumentText, pages_unread: int) -> dict[str, Any]:
    """A document as values of JSON."""
    return {
        "text": document.text,
        "pages": [astuple(page) for page in document.pages],
        "lines": [astuple(line) for line in document.lines],
        "left_out": document.left_out,
        "characters_unread": document.characters_unread,
        "pages_unread": pages_unread,
    }


def unpacked(value: Mapping[str, Any]) -> tuple[DocumentText, int]:
    """The document that `packed` made into JSON; the values are checked.

    Raises:
        KeyError, TypeError, ValueError: The values are not those of a document.

    Example:
        >>> page, line = Page(1, 0, 6), Line("Sewing", 0, 6)
        >>> document = DocumentText("Sewing", (page,), (line,))
        >>> unpacked(packed(document, 2)) == (document, 2)
        True
    """
    text = _checked(value["text"], str)
    document = DocumentText(
        text,
        tuple(Page(*_values(page, _PAGE)) for page in value["pages"]),
        tuple(Line(*_values(line, _LINE)) for line in value["lines"]),
        tuple(_checked(line, str) for line in value["left_out"]),
        _checked(value["characters_unread"], int),
    )
    if any(text[line.start : line.end] != line.text for line in document.lines):
        raise ValueError("a line is not where it says")
    return document, _checked(value["pages_unread"], int)


def _values(values: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_checked(one, kind) for one, kind in zip(values, kinds, strict=True))


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, get_args(kind) or kind):
        raise TypeError(f"{type(value).__name__} where {kind} is meant")
    return value
