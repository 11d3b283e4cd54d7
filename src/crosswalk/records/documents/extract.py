"""Text of a document file, whatever its kind: PDF, DOCX or plain text."""

from __future__ import annotations

from pathlib import Path

from crosswalk.records.documents.isolation import shared_extractor
from crosswalk.records.documents.sniff import content_of, kind_of
from crosswalk.records.documents.text import DocumentText

__all__ = ["extract_text", "pages_unread"]


def extract_text(path: str | Path) -> DocumentText:
    """Text of a PDF, DOCX or plain text file with its pages and lines in reading order.

    Args:
        path: The file. What it is, is found from its content; the ending of its name is not trusted.

    Raises:
        NotFoundError: There is no such file.
        InputError: The file is empty, damaged, protected, a scan, packed to harm, of a kind not read, or took more
            time or memory than a CV ever needs. Every file is opened in a process of its own, with limits.
    """
    return pages_unread(path)[0]


def pages_unread(path: str | Path) -> tuple[DocumentText, int]:
    """The text as `extract_text` gives it, and the number of pages beyond the limit that were left unread."""
    path = Path(path)
    content = content_of(path)
    return shared_extractor().read(content, kind_of(content, path.name), path.name)
