"""Europass JSON: the SkillsPassport of version 3 in its JSON form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crosswalk.errors import InputError
from crosswalk.records.model import Person
from crosswalk.records.readers._document import walk
from crosswalk.records.readers._europass import person_of
from crosswalk.records.readers._json import load_json
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem
from crosswalk.records.strict import numbered

__all__ = ["READER"]


def rows(source: Source) -> Iterator[RawRow]:
    """The one person of a SkillsPassport; the name of the file is the id."""
    learner = walk(load_json(source.path), "SkillsPassport", "LearnerInfo")
    if not isinstance(learner, dict):
        raise InputError("The SkillsPassport has no LearnerInfo.", remedy="Export it again.", place=source.file)
    problems: list[Problem] = []
    row = person_of(learner, source.path.stem, problems)
    yield 1, row, numbered(problems, 1)


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".json" and b'"SkillsPassport"' in head


READER = Reader(name="europass_json", suffixes=(".json",), records=(Person,), recognises=_recognises, rows=rows)
