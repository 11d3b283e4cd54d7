"""One module for each format; a module that holds a READER is found by itself, nothing else is to touch."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

from crosswalk.errors import InputError, NotFoundError
from crosswalk.records.reading import Reader

__all__ = ["reader_for", "readers"]

_HEAD = 65_536


@cache
def readers() -> tuple[Reader, ...]:
    """All formats, in the alphabetical order of their modules."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.READER for module in modules)


def _refusal(path: Path, head: bytes) -> InputError | None:
    """Formats that are known and cannot be read, each with what to do."""
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        with path.open("rb") as stream:
            encrypted = "EncryptedPackage".encode("utf-16-le") in stream.read(16 << 20)
        if encrypted:
            return InputError(
                "The workbook is protected by a password.",
                remedy="Open it, remove the password under File > Info, and save it again.",
                place=str(path),
            )
        return InputError(
            "This is an old Office file (.xls, .doc).", remedy="Save it as .xlsx or CSV.", place=str(path)
        )
    if not head:
        return InputError("The file is empty.", remedy="Export it again and check that it has rows.", place=str(path))
    return None


def reader_for(path: Path, record: type) -> Reader:
    """The reader of a file, found by its content first and then by its suffix.

    Raises:
        NotFoundError: There is no such file.
        InputError: The file is empty, encrypted, or of a format that cannot give this kind of record.
    """
    if not path.is_file():
        raise NotFoundError("There is no such file.", remedy="Check the name and the folder.", place=str(path))
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if refusal := _refusal(path, head):
        raise refusal
    able = [reader for reader in readers() if record in reader.records]
    for reader in able:
        if reader.recognises(path, head):
            return reader
    for reader in able:
        if path.suffix.lower() in reader.suffixes:
            return reader
    kinds = ", ".join(sorted({suffix for reader in able for suffix in reader.suffixes}))
    raise InputError(
        f"The format of the file is not known for a {record.__name__.lower()}.",
        remedy=f"Give a file of one of these kinds: {kinds}.",
        place=str(path),
    )
