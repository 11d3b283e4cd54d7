"""JSON Resume 1.0.0: one person a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from crosswalk.errors import InputError
from crosswalk.records.json_resume import from_json_resume
from crosswalk.records.model import Person
from crosswalk.records.readers._json import load_json
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem
from crosswalk.records.strict import numbered

__all__ = ["READER"]

_KEYS = re.compile(rb'"(?:basics|work)"\s*:')


def rows(source: Source) -> Iterator[RawRow]:
    """The one person of a JSON Resume; without an id of ours the name of the file is the id."""
    document = load_json(source.path)
    if not isinstance(document, dict):
        raise InputError("The document is not one JSON Resume.", remedy="Give one person a file.", place=source.file)
    problems: list[Problem] = []
    row = from_json_resume(document, source.path.stem, problems)
    yield 1, row, numbered(problems, 1)


def _recognises(path: Path, head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return path.suffix.lower() == ".json" and start.startswith(b"{") and _KEYS.search(head) is not None


READER = Reader(name="json_resume", suffixes=(".json",), records=(Person,), recognises=_recognises, rows=rows)
