"""Europass XML: the Candidate of the portal since 2020 and the older SkillsPassport; entities and DTDs are refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from crosswalk.errors import InputError
from crosswalk.records.model import Person
from crosswalk.records.readers._candidate import candidate_of
from crosswalk.records.readers._europass import person_of
from crosswalk.records.readers._xml import children, local_name, shape
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem
from crosswalk.records.strict import numbered

__all__ = ["DOCUMENT_LIMIT", "READER"]

#: Bytes of a document, pictures and attachments included.
DOCUMENT_LIMIT = 32 << 20


def rows(source: Source) -> Iterator[RawRow]:
    """The one person of a Europass CV; the name of the file is the id."""
    if source.path.stat().st_size > DOCUMENT_LIMIT:
        raise InputError("The document is larger than 32 MB.", remedy="Save it without attachments.", place=source.file)
    problems: list[Problem] = []
    try:
        root = parse(source.path, forbid_dtd=True).getroot()
        row = _person(root, source, problems)
    except (ParseError, DefusedXmlException, RecursionError, ValueError) as error:
        raise InputError(
            "The file is not well-formed XML, or has a DTD or entities.", remedy="Export it again.", place=source.file
        ) from error
    yield 1, row, numbered(problems, 1)


def _person(root: Element, source: Source, problems: list[Problem]) -> dict[str, Any]:
    learner = next((e for e in root.iter() if local_name(e) == "LearnerInfo"), None)
    if learner is not None:
        found = shape(learner)
        return person_of(found if isinstance(found, dict) else {}, source.path.stem, problems)
    if local_name(root) == "Candidate" and children(root, "CandidatePerson"):
        return candidate_of(root, source.path.stem, problems)
    raise InputError(
        "The file is XML but no Europass CV.",
        remedy="Export the CV from the Europass portal as XML, or give its PDF.",
        place=source.file,
    )


def _recognises(path: Path, head: bytes) -> bool:
    marks = (b"<SkillsPassport", b"http://www.europass.eu/")
    return path.suffix.lower() == ".xml" or any(mark in head[:4096] for mark in marks)


READER = Reader(name="europass_xml", suffixes=(".xml",), records=(Person,), recognises=_recognises, rows=rows)
