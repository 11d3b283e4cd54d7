"""Europass XML: the SkillsPassport of version 3, with or without name spaces; entities and DTDs are refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from crosswalk.errors import InputError
from crosswalk.records.model import Person
from crosswalk.records.readers._europass import person_of
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem
from crosswalk.records.strict import numbered

__all__ = ["DOCUMENT_LIMIT", "READER"]

#: Bytes of a document, pictures and attachments included.
DOCUMENT_LIMIT = 32 << 20
DEPTH_LIMIT = 64
#: Parts that hold pictures and attached files; they are not read.
_HEAVY = {"Photo", "Signature", "AttachmentList", "PrintingPreferences"}


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _shape(element: Element, depth: int = 0) -> Any:
    """An element in the shape of Europass JSON: texts, objects, and lists under the name of their members."""
    if depth > DEPTH_LIMIT:
        raise RecursionError
    if len(element) == 0:
        dates = {name.capitalize(): value.lstrip("-") for name, value in element.attrib.items() if name in _DATE}
        return dates or (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        name = _name(child)
        if name in _HEAVY:
            continue
        value = _shape(child, depth + 1)
        if name.endswith("List") and len(child):
            found[name.removesuffix("List")] = [_shape(part, depth + 2) for part in child]
        elif name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
        else:
            found[name] = value
    return found


_DATE = ("year", "month", "day")


def rows(source: Source) -> Iterator[RawRow]:
    """The one person of a SkillsPassport; the name of the file is the id."""
    if source.path.stat().st_size > DOCUMENT_LIMIT:
        raise InputError("The document is larger than 32 MB.", remedy="Save it without attachments.", place=source.file)
    try:
        root = parse(source.path, forbid_dtd=True).getroot()
        learner = next((e for e in root.iter() if _name(e) == "LearnerInfo"), None)
        if learner is None:
            raise InputError(
                "The file is XML but no Europass SkillsPassport of version 3.",
                remedy="Export the CV as Europass XML or JSON of version 3, or as PDF.",
                place=source.file,
            )
        shape = _shape(learner)
    except (ParseError, DefusedXmlException, RecursionError, ValueError) as error:
        raise InputError(
            "The file is not well-formed XML, or has a DTD or entities.", remedy="Export it again.", place=source.file
        ) from error
    problems: list[Problem] = []
    row = person_of(shape if isinstance(shape, dict) else {}, source.path.stem, problems)
    yield 1, row, numbered(problems, 1)


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".xml" or b"<SkillsPassport" in head[:4096]


READER = Reader(name="europass_xml", suffixes=(".xml",), records=(Person,), recognises=_recognises, rows=rows)
