"""A zip file of documents, one record each: what `write_people("people.zip")` writes, or a folder of CVs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from crosswalk.errors import CrosswalkError, InputError
from crosswalk.records.model import Person, Vacancy
from crosswalk.records.readers.xlsx import check_zip
from crosswalk.records.reading import RawRow, Reader, Source
from crosswalk.records.report import Problem, Report

__all__ = ["READER"]

#: Formats that hold one record a file; tables have rows of their own and are read by themselves.
_DOCUMENTS = ("json_resume", "europass_json", "europass_xml", "talentlift", "document")


def rows(source: Source) -> Iterator[RawRow]:
    """The record of each document, unpacked one at a time; the row is its place in the archive."""
    members = [part for part in check_zip(source.path) if not part.is_dir()]
    if not members:
        raise InputError("The zip file holds no files.", remedy="Pack the documents again.", place=source.file)
    with zipfile.ZipFile(source.path) as archive, TemporaryDirectory() as folder:
        for number, member in enumerate(members, 1):
            name = PurePosixPath(member.filename.replace("\\", "/")).name
            path = Path(folder) / name
            try:
                with archive.open(member) as packed, path.open("wb") as unpacked:
                    copyfileobj(packed, unpacked)
                yield from _document(source, path, number)
            except CrosswalkError as error:
                yield number, None, [_problem(number, name, error.code, error.message, error.remedy)]
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
                # zipfile raises RuntimeError for a password and NotImplementedError for an unknown packing
                remedy = "Pack the documents again, without a password."
                yield number, None, [_problem(number, name, "unreadable", "It cannot be unpacked.", remedy)]
            finally:
                path.unlink(missing_ok=True)


def _document(source: Source, path: Path, number: int) -> Iterator[RawRow]:
    from crosswalk.records.readers import reader_for  # noqa: PLC0415 - it knows this module

    reader = reader_for(path, source.record)
    if reader.name not in _DOCUMENTS:
        message = "A zip file may hold documents of one person or vacancy each; this is a table or another archive."
        raise InputError(message, remedy="Unpack it and read the file by itself.", place=path.name)
    inner = Report(file=path.name)
    for _, row, problems in reader.rows(replace(source, path=path, report=inner)):
        said = [replace(p, row=number, message=f"{path.name}: {p.message}") for p in (*inner.problems, *problems)]
        yield number, row, said


def _problem(number: int, name: str, code: str, message: str, remedy: str) -> Problem:
    return Problem(row=number, code=code, message=f"{name}: {message}", remedy=remedy, fatal=True)


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".zip" and head.startswith(b"PK")


READER = Reader(name="archive", suffixes=(".zip",), records=(Person, Vacancy), recognises=_recognises, rows=rows)
