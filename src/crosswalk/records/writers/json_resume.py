"""JSON Resume 1.0.0: one document for one person, a zip file of documents for several."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswalk.errors import UsageError
from crosswalk.records.json_resume import to_json_resume
from crosswalk.records.model import Person
from crosswalk.records.reading import Batch
from crosswalk.records.writers.jsonl import json_text
from crosswalk.records.writing import Writer

__all__ = ["WRITER"]

_UNSAFE = re.compile(r"[^\w.-]+")
#: Every entry of the zip file carries this time, so that the same people give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


def _zipped(people: Iterator[Person], path: Path) -> int:
    names: set[str] = set()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, person in enumerate(people, 1):
            name = _UNSAFE.sub("_", person.person_id).strip("._")[:100] or "person"
            name = f"{name}-{number}" if name in names else name
            names.add(name)
            archive.writestr(zipfile.ZipInfo(f"{name}.json", _TIME), json_text(to_json_resume(person), indent=2))
    return len(names)


def _write(batches: Iterator[Batch[Any]], path: Path, _record: type) -> int:
    people = (person for batch in batches for person in batch.records)
    if path.suffix.lower() == ".zip":
        return _zipped(people, path)
    first, second = next(people, None), next(people, None)
    if first is None or second is not None:
        raise UsageError(
            "A JSON Resume holds exactly one person.", remedy="Write to a file that ends in .zip for several people."
        )
    path.write_text(json_text(to_json_resume(first), indent=2) + "\n", encoding="utf-8")
    return 1


WRITER = Writer(name="json_resume", suffixes=(".json", ".zip"), records=(Person,), write=_write)
