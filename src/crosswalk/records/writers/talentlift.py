"""TalentLift exchange schema: one list of candidates, written one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crosswalk.records.model import Person
from crosswalk.records.reading import Batch
from crosswalk.records.talentlift import to_talentlift
from crosswalk.records.writers.jsonl import json_text
from crosswalk.records.writing import Writer

__all__ = ["WRITER"]

SOURCE = "Crosswalk"


def _write(batches: Iterator[Batch[Any]], path: Path, _record: type) -> int:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("[")
        for person in (person for batch in batches for person in batch.records):
            stream.write(",\n" if written else "\n")
            stream.write(json_text(to_talentlift(person, source=SOURCE, created_at=now)))
            written += 1
        stream.write("\n]\n")
    return written


WRITER = Writer(name="talentlift", suffixes=(), records=(Person,), write=_write)
