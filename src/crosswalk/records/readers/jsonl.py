"""JSON Lines in our own field names, strictly checked; also one JSON list of such records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswalk.records.model import Person, Vacancy
from crosswalk.records.readers._json import JSON_ERRORS, is_json_list, line_records, load_json
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.strict import checked, numbered

__all__ = ["READER"]


def rows(source: Source) -> Iterator[RawRow]:
    """Plain records of each line, or of each member of one JSON list; numbers count from 1."""
    if is_json_list(source.path):
        listed: list[Any] = load_json(source.path)
        entries: Iterator[tuple[int, Any, list[Any]]] = ((n, value, []) for n, value in enumerate(listed, 1))
    else:
        entries = line_records(source)
    for number, value, problems in entries:
        if problems:
            yield number, None, problems
            continue
        row, found = checked(source.record, value)
        yield number, row, numbered(found, number)


def _recognises(path: Path, head: bytes) -> bool:
    """Lines that are objects with one of our ids, or a list of such objects."""
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t[")
    if not text.startswith(b"{") or path.suffix.lower() not in READER.suffixes:
        return False
    try:
        first = json.JSONDecoder().raw_decode(text.decode("utf-8", errors="ignore"))[0]
    except JSON_ERRORS:
        return False
    return "person_id" in first or "vacancy_id" in first


READER = Reader(
    name="jsonl", suffixes=(".jsonl", ".ndjson", ".json"), records=(Person, Vacancy), recognises=_recognises, rows=rows
)
