"""Text of a document file, whatever its kind: PDF, DOCX or plain text."""

from __future__ import annotations

import re
from pathlib import Path

from crosswalk.errors import InputError
from crosswalk.records.documents.columns import one_column
from crosswalk.records.documents.isolation import shared_extractor
from crosswalk.records.documents.sniff import content_of, kind_of
from crosswalk.records.documents.text import DocumentText, RawLine, assemble

__all__ = ["extract_text", "pages_unread", "text_lines"]


def extract_text(path: str | Path) -> DocumentText:
    """Text of a PDF, DOCX or plain text file with its pages and lines in reading order.

    Args:
        path: The file. What it is, is found from its content; the ending of its name is not trusted.

    Raises:
        NotFoundError: There is no such file.
        InputError: The file is empty, damaged, protected, a scan, packed to harm, of a kind not read, or took more
            time or memory than a CV ever needs. PDF and DOCX are opened in a process of their own, with limits.
    """
    return pages_unread(path)[0]


def pages_unread(path: str | Path) -> tuple[DocumentText, int]:
    """The text as `extract_text` gives it, and the number of pages beyond the limit that were left unread."""
    path = Path(path)
    content = content_of(path)
    kind = kind_of(content, path.name)
    if kind != "text":
        return shared_extractor().read(content, kind, path.name)
    text = _decoded(content)
    if not text.strip():
        raise InputError("The file has no text.", remedy="Save the document again.", place=path.name)
    return text_lines(text), 0


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
