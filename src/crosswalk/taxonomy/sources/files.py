"""Files inside a folder, a zip or alone, read under one name; damaged and oversized archives are refused."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from crosswalk.errors import NotFoundError, TaxonomyError

__all__ = ["Member", "members", "read_table"]

MAX_UNPACKED = 2 << 30  #: bytes; the largest official ESCO bundle unpacks to about 0.2 GiB
SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".txt", ".xlsx", ".xls")


@dataclass(frozen=True, slots=True)
class Member:
    """One table file: where it came from, its bare name, its bytes."""

    origin: str
    name: str
    content: bytes


def members(path: Path) -> Iterator[Member]:
    """Every table file that a path holds: a folder (with zips in it), a zip, or one file.

    Raises:
        NotFoundError: The path does not exist.
        TaxonomyError: The archive is damaged, too large when unpacked, or holds no table.
    """
    if not path.exists():
        raise NotFoundError("There is no such file or folder.", remedy="Check the path.", place=str(path))
    found = False
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix == ".zip":
            for member in _unzip(file):
                found = True
                yield member
        elif file.name.lower().endswith(SUFFIXES):
            found = True
            yield Member(str(file), file.name, file.read_bytes())
    if not found:
        raise TaxonomyError(
            "No table was found here.",
            remedy="Give the ESCO or Tabiya CSV bundle (zip or folder), a label table or a crosswalk table.",
            place=str(path),
        )


def _unzip(path: Path) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if e.filename.lower().endswith(SUFFIXES)]
            if sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise TaxonomyError(
                    "The archive would unpack to more than 2 GiB.",
                    remedy="Download the bundle again from its official site.",
                    place=str(path),
                )
            for entry in entries:
                yield Member(str(path), Path(entry.filename).name, archive.read(entry))
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise TaxonomyError("The archive is damaged.", remedy="Download it again.", place=str(path)) from error


def read_table(member: Member) -> pl.DataFrame:
    """All columns as text; the separator and the encoding are worked out.

    Raises:
        TaxonomyError: The file is empty or not a table.
    """
    content = gzip.decompress(member.content) if member.name.endswith(".gz") else member.content
    text = _decode(content)
    first = text.split("\n", 1)[0]
    separator = max("\t,;|", key=first.count)
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            separator=separator,
            infer_schema=False,
            quote_char=None if separator == "\t" and '"' not in first else '"',
        )
    except (pl.exceptions.NoDataError, pl.exceptions.ComputeError) as error:
        raise TaxonomyError(
            "The file is not a table.",
            remedy="Export it again as CSV in UTF-8.",
            place=f"{member.origin}/{member.name}",
        ) from error
    return frame.rename(lambda c: c.strip())


def _decode(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
