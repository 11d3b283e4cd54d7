"""JSON read with bounds: size, depth, and no numbers that JSON does not have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswalk.errors import InputError
from crosswalk.records.encoding import detect_encoding
from crosswalk.records.reading import Source
from crosswalk.records.report import Problem

__all__ = ["DOCUMENT_LIMIT", "JSON_ERRORS", "LINE_LIMIT", "is_json_list", "line_records", "load_json"]

#: Bytes of a document that is read as a whole, and characters of a line of JSON Lines.
DOCUMENT_LIMIT = 64 << 20
LINE_LIMIT = 4_000_000
JSON_ERRORS = (ValueError, RecursionError)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def load_json(path: Path) -> Any:
    """Data of one JSON document.

    Raises:
        InputError: It is larger than DOCUMENT_LIMIT, or no JSON; the message names the line.
    """
    if path.stat().st_size > DOCUMENT_LIMIT:
        raise InputError(
            f"The document is larger than {DOCUMENT_LIMIT >> 20} MB.",
            remedy="Write one record a line (JSON Lines) instead.",
            place=str(path),
        )
    encoding, _ = detect_encoding(path)
    try:
        return json.loads(path.read_text(encoding=encoding), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InputError(
            f"The file is not JSON: {error.msg} in line {error.lineno}.", remedy="Correct it.", place=str(path)
        ) from error
    except JSON_ERRORS as error:
        message = "The file is not JSON, or nested too deeply."
        raise InputError(message, remedy="Export it again.", place=str(path)) from error


def is_json_list(path: Path) -> bool:
    """Whether the file holds one JSON list instead of a record a line."""
    with path.open("rb") as stream:
        return stream.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"[")


def line_records(source: Source) -> Iterator[tuple[int, Any, list[Problem]]]:
    """Number and data of each line that is not empty; a line that is no JSON gives its problem instead."""
    encoding, notes = detect_encoding(source.path)
    source.report.add(notes)
    with source.path.open(encoding=encoding, errors="replace", newline="\n") as stream:
        number = 0
        while line := stream.readline(LINE_LIMIT):
            number += 1
            long = len(line) >= LINE_LIMIT and not line.endswith("\n")
            while long and (more := stream.readline(LINE_LIMIT)) and not more.endswith("\n"):
                pass
            if not line.strip():
                continue
            try:
                if long:
                    raise ValueError(f"The line has more than {LINE_LIMIT:,} characters")
                yield number, json.loads(line, parse_constant=_no_constant), []
            except JSON_ERRORS as error:
                yield (
                    number,
                    None,
                    [
                        Problem(
                            row=number,
                            code="not_json",
                            message=f"The line is not JSON: {str(error)[:100]}.",
                            value=line,
                            remedy="Write one object { … } a line.",
                            fatal=True,
                        )
                    ],
                )
