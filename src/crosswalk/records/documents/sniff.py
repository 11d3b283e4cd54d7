"""What a file really is, by its content, and whether it is safe to open; nothing in it is ever run."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from pathlib import Path

from crosswalk.errors import InputError, NotFoundError

__all__ = ["MAX_BYTES", "check_package", "check_streams", "content_of", "kind_of"]

MAX_BYTES = 25_000_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
_STREAM = re.compile(rb"stream\r?\n")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")


def _refuse(name: str, message: str, remedy: str) -> InputError:
    return InputError(message, remedy=remedy, place=name)


def content_of(path: Path) -> bytes:
    """Bytes of a document file.

    Raises:
        NotFoundError: There is no such file.
        InputError: The file is empty or too large.
    """
    if not path.is_file():
        raise NotFoundError("There is no such file.", remedy="Check the path.", place=str(path))
    size = path.stat().st_size
    if size == 0:
        raise _refuse(path.name, "The file is empty.", "Export or save the document again.")
    if size > MAX_BYTES:
        raise _refuse(
            path.name,
            f"The file has {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB are read.",
            "Save it without pictures, or send the CV only.",
        )
    return path.read_bytes()


def kind_of(content: bytes, name: str) -> str:
    """Kind of a document by its first bytes: "pdf", "docx" or "text"; the name's ending is not trusted.

    Args:
        content: The file.
        name: Name of the file, for the error.

    Raises:
        InputError: The file is of a kind that is not read.
    """
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content[:4] == b"PK\x03\x04":
        return "docx"
    _refuse_other_kinds(name, content)
    return "text"


def _refuse_other_kinds(name: str, content: bytes) -> None:
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refuse(
                name, "The document is protected by a password.", "Save it without a password and send it again."
            )
        raise _refuse(name, "This is an old Word document (.doc), which is not read.", "Save it as .docx or as PDF.")
    if content.startswith(_PICTURES):
        raise _refuse(name, "This is a picture, not a text.", "Run OCR, or type the text in.")
    if content.lstrip()[:5].lower() in (b"{\\rtf", b"<html", b"<!doc"):
        raise _refuse(name, "This is an RTF or web page, which is not read.", "Save it as .docx, PDF or plain text.")
    if b"\x00" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _refuse(name, "This is not a text document.", "Send the CV as PDF, DOCX or plain text.")


def check_package(content: bytes, name: str) -> None:
    """A DOCX is a zip: look at its directory before anything is unpacked.

    Raises:
        InputError: It is damaged, protected, packed to harm, carries macros, or is no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _refuse(name, "The file is damaged.", "Save the document again and send the new file.") from error
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if len(members) > 5_000 or unpacked > MAX_UNPACKED or (unpacked > 1_000_000 and unpacked > MAX_RATIO * packed):
        raise _refuse(
            name,
            f"The file unpacks to {unpacked // 1_000_000} MB, as harmful files do; it was not opened.",
            "Save the document again from a word processor.",
        )
    members_named = {member.filename for member in members}
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        raise _refuse(
            name, "The file holds links to other files, as harmful files do.", "Save it again from a word processor."
        )
    if any(member.flag_bits & 1 for member in members):
        raise _refuse(name, "The file is protected by a password.", "Save it without a password.")
    if "word/vbaProject.bin" in members_named:
        raise _refuse(
            name, "The document carries macros (.docm), so it was not opened.", "Save it as .docx without macros."
        )
    if "word/document.xml" not in members_named:
        raise _refuse(name, "This is a zip file, but not a Word document.", "Send the CV as .docx, PDF or plain text.")


def check_streams(content: bytes, name: str) -> None:
    """Unpack each compressed stream of a PDF up to a limit, keeping nothing, so that a bomb is seen first.

    Raises:
        InputError: The streams unpack to more than is ever needed.
    """
    left = MAX_UNPACKED
    for found in _STREAM.finditer(content):
        stop = content.find(b"endstream", found.end())
        left -= _unpacked_size(content[found.end() : stop if stop >= 0 else len(content)], left)
        if left <= 0:
            raise _refuse(
                name,
                f"The file unpacks to over {MAX_UNPACKED // 1_000_000} MB, as harmful files do; it was not opened.",
                "Print the document to PDF again, without large pictures.",
            )


def _unpacked_size(data: bytes, limit: int) -> int:
    if data[:1] != b"\x78":
        return 0
    stream, size = zlib.decompressobj(), 0
    try:
        chunk = stream.decompress(data, 1_000_000)
        while chunk and size <= limit:
            size += len(chunk)
            chunk = stream.decompress(stream.unconsumed_tail, 1_000_000)
    except zlib.error:
        pass
    return size
