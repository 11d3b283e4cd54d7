"""Which encoding a text file is in: byte order mark, then UTF-8 checked to the end, then the likeliest code page."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from crosswalk.errors import InputError
from crosswalk.records.report import Problem

__all__ = ["detect_encoding"]

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Code pages of office software in the countries of the corridors; others are named in the mapping.
_CODE_PAGES = ["cp1252", "cp1256", "cp1251", "cp1250", "cp1254", "cp1253", "cp1258"]


def _first_bad_byte(path: Path) -> int | None:
    """Place of the first byte that is not UTF-8; None where all are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    place = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return place + error.start
            place += len(chunk)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return place
    return None


def detect_encoding(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """Encoding of a text file, and a note where it had to be judged from the text.

    Raises:
        InputError: The file is empty, or no text in any encoding that is known.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t"):
        raise InputError("The file is empty.", remedy="Export it again and check that it has rows.", place=str(path))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, ()
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 5:
        return ("utf-16-be" if even > odd else "utf-16-le"), ()
    bad = _first_bad_byte(path)
    if bad is None:
        return "utf-8", ()
    with path.open("rb") as stream:
        stream.seek(max(0, bad - _SAMPLE // 4))
        best = from_bytes(stream.read(_SAMPLE), cp_isolation=_CODE_PAGES).best()
    if best is None:
        raise InputError(
            "The file is not text in a known encoding.",
            remedy='Save it as "CSV UTF-8", or name its `encoding` in the mapping file.',
            place=str(path),
        )
    note = Problem(
        code="encoding_judged",
        message=f"The file is not UTF-8; it was read as {best.encoding}.",
        remedy='Check the accents of a few rows; if they are wrong, save the file as "CSV UTF-8".',
    )
    return best.encoding, (note,)
