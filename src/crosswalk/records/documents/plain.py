"""Plain text: bytes become letters, and lines as a reader of the page sees them."""

from __future__ import annotations

import re

from crosswalk.errors import InputError
from crosswalk.records.documents.columns import one_column
from crosswalk.records.documents.text import DocumentText, RawLine, assemble

__all__ = ["read_plain", "text_lines"]


def read_plain(content: bytes, name: str) -> DocumentText:
    """Text of a plain text file.

    Args:
        content: The file.
        name: Name of the file, for the error.

    Raises:
        InputError: The file has no text.
    """
    text = _decoded(content)
    if not text.strip():
        raise InputError("The file has no text.", remedy="Save the document again.", place=name)
    return text_lines(text)


def text_lines(text: str) -> DocumentText:
    """Lines of plain text; Markdown headings and bold lines stand out, an empty line is a gap."""
    raw: list[RawLine] = []
    gap = True
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    for line in one_column(lines):
        body = line.strip()
        if not body or set(body) <= set("-=_*~# "):
            gap = True
            continue
        strong = body.startswith("#") or (body.startswith("**") and body.endswith("**"))
        body = body.lstrip("#").strip().replace("**", "") if strong or "**" in body else body
        raw.append(RawLine(re.sub(r" {3,}", "\t", body), strong=strong, gap=gap))
        gap = False
    return assemble(raw)


def _decoded(content: bytes) -> str:
    """Text of bytes: Unicode with or without its mark, else the Windows code page that gives plausible letters."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        high = sum(byte >= 0x80 for byte in content)
        letters = sum(chr(byte).isalpha() for byte in content if byte < 0x80)
        arabic = content.decode("cp1256", errors="replace")
        # In a Latin code page a fifth of the letters at most has an accent; in Arabic nearly all bytes are high.
        return arabic if high > letters else content.decode("cp1252", errors="replace")
