"""TalentLift exchange schema: one candidate, a list of candidates, or one candidate a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswalk.records.model import Person
from crosswalk.records.readers._json import is_json_list, line_records, load_json
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem
from crosswalk.records.strict import numbered
from crosswalk.records.talentlift import from_talentlift

__all__ = ["READER"]

_KEYS = re.compile(rb'"(?:meta_source|main_occupation|country_of_origin|family_names)"\s*:')
_LINES = (".jsonl", ".ndjson")


def _entries(source: Source) -> Iterator[tuple[int, Any, list[Problem]]]:
    if source.path.suffix.lower() in _LINES:
        yield from line_records(source)
        return
    document = load_json(source.path)
    listed = document if is_json_list(source.path) else [document]
    yield from ((number, value, []) for number, value in enumerate(listed, 1))


def rows(source: Source) -> Iterator[RawRow]:
    """Plain persons of the candidates; numbers count from 1."""
    for number, value, wrong in _entries(source):
        if wrong:
            yield number, None, wrong
        elif not isinstance(value, dict):
            message = "This candidate is not an object with names."
            yield number, None, [Problem(row=number, code="wrong_type", message=message, remedy="Use {…}.", fatal=True)]
        else:
            problems: list[Problem] = []
            row = from_talentlift(value, problems)
            yield number, row, numbered(problems, number)


def _recognises(path: Path, head: bytes) -> bool:
    ours = b'"person_id"' in head[:200]
    return path.suffix.lower() in (".json", *_LINES) and _KEYS.search(head) is not None and not ours


READER = Reader(name="talentlift", suffixes=(".json",), records=(Person,), recognises=_recognises, rows=rows)
