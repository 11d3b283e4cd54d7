"""CVs and job advertisements as PDF, DOCX or plain text: one person or one vacancy a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crosswalk.records.columnar import to_mapping
from crosswalk.records.documents import read_cv, read_job_ad
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.strict import numbered

__all__ = ["READER"]

SUFFIXES = (".pdf", ".docx", ".docm", ".doc", ".txt", ".md")


def rows(source: Source) -> Iterator[RawRow]:
    """The one record of a document; the name of the file is its id."""
    if source.record is Person:
        cv = read_cv(source.path)
        yield 1, to_mapping(cv.person), numbered(list(cv.problems), 1)
    else:
        ad = read_job_ad(source.path)
        yield 1, to_mapping(ad.vacancy), numbered(list(ad.problems), 1)


def _recognises(path: Path, head: bytes) -> bool:
    return head.startswith(b"%PDF-") or path.suffix.lower() in SUFFIXES


READER = Reader(name="document", suffixes=SUFFIXES, records=(Person, Vacancy), recognises=_recognises, rows=rows)
