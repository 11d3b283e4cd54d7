"""PDF: letters with their places, running headers left out, words hyphenated over a line end made whole."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from dataclasses import replace
from typing import Any

import pdfplumber
import pypdf

from crosswalk.errors import InputError
from crosswalk.records.documents.layout import Glyph, reading_order
from crosswalk.records.documents.sniff import check_streams
from crosswalk.records.documents.text import DocumentText, RawLine, assemble

__all__ = ["MAX_PAGES", "read_pdf"]

#: A CV has some pages; what follows after these is left unread and reported.
MAX_PAGES = 30
MAX_SECONDS = 20.0
MAX_GLYPHS = 60_000
_PAGE_NUMBER = re.compile(
    r"(?:page|página|pág\.?|seite|pagina|صفحة|p\.)?\s*\d{1,3}\s*(?:(?:of|de|sur|von|di|من|/|-|–)\s*\d{1,3})?", re.I
)
#: Glyphs without a letter, and Arabic vowel marks, whose place on the page would cut words.
_UNREADABLE = re.compile("\\(cid:\\d+\\)|[\u064b-\u0652\u0670]")


def read_pdf(content: bytes, name: str) -> tuple[DocumentText, int]:
    """Text of a PDF and the number of pages that were left unread because there are too many.

    Args:
        content: The file.
        name: Name of the file, for the error.

    Raises:
        InputError: The file is packed to harm, damaged, protected by a password, or has no text (a scan).
    """
    check_streams(content, name)
    total = _page_count(content, name)
    lines, read = _read_pages(content, name, min(total, MAX_PAGES))
    if sum(len(line.text.strip()) for line in lines) < 20:
        raise InputError(
            "The PDF has no text: it is a scan or a picture.",
            remedy="Export it with text, run OCR, or type the text in.",
            place=name,
        )
    kept, left_out = _without_running_lines(lines, read)
    return assemble(_unhyphenated(kept), left_out=left_out), total - read


def _page_count(content: bytes, name: str) -> int:
    """Number of pages, after the checks for a password and for damage."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(
                "The PDF is protected by a password.",
                remedy="Save it without a password and send it again.",
                place=name,
            )
        return len(reader.pages)
    except InputError:
        raise
    except Exception as error:  # pypdf raises many kinds on damaged files, and none of them is ours
        raise _damaged(name) from error


def _damaged(name: str) -> InputError:
    return InputError(
        "The PDF is damaged and cannot be opened.", remedy="Export it again and send the new file.", place=name
    )


def _read_pages(content: bytes, name: str, count: int) -> tuple[list[RawLine], int]:
    """Lines of the first pages, and how many pages were read within the time."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    started = time.monotonic()
    lines: list[RawLine] = []
    read = 0
    try:
        with pdfplumber.open(io.BytesIO(content), pages=list(range(1, count + 1))) as document:
            for number in range(count):
                page = document.pages[number]
                lines.extend(reading_order(_glyphs(page.chars, float(page.height)), number + 1))
                page.close()
                read += 1
                if time.monotonic() - started > MAX_SECONDS:
                    break
    except Exception as error:  # pdfminer raises many kinds on damaged files, and none of them is ours
        if not read:
            raise _damaged(name) from error
    return lines, read


def _glyphs(chars: list[dict[str, Any]], height: float) -> list[Glyph]:
    """Upright glyphs that carry text; the second of a pair printed twice to look bold is left out."""
    glyphs: list[Glyph] = []
    seen: set[tuple[str, int, int]] = set()
    for char in chars[:MAX_GLYPHS]:
        text = _UNREADABLE.sub("", char["text"])
        key = (text, round(char["x0"]), round(char["top"]))
        if not char.get("upright", True) or not text or (key in seen and text.strip()):
            continue
        seen.add(key)
        bold = bool(re.search("bold|black|heavy|semibold|demi", char.get("fontname") or "", re.I))
        size = max(float(char.get("size") or 1.0), 1.0)
        foot = height - float(char["matrix"][5])
        glyphs.append(Glyph(text, float(char["x0"]), float(char["x1"]), foot, size, bold))
    return glyphs


def _without_running_lines(lines: list[RawLine], pages: int) -> tuple[list[RawLine], list[str]]:
    """Page numbers, and lines at the edge of a page that come again on others, taken out after the first."""
    edges: set[int] = set()
    for page in range(1, pages + 1):
        places = [place for place, line in enumerate(lines) if line.page == page]
        edges.update(places[:2] + places[-2:])

    def key(line: RawLine) -> str:
        return re.sub(r"\d+", "#", line.text.strip())

    times = Counter((key(lines[place])) for place in edges)
    kept: list[RawLine] = []
    left_out: list[str] = []
    seen: set[str] = set()
    for place, line in enumerate(lines):
        name = key(line)
        repeated = place in edges and pages > 1 and times[name] > max(1, pages // 2) and name in seen
        number = place in edges and bool(_PAGE_NUMBER.fullmatch(line.text.strip()))
        if repeated or number:
            left_out.append(line.text)
        else:
            kept.append(line)
            seen.add(name)
    return kept, left_out


def _unhyphenated(lines: list[RawLine]) -> list[RawLine]:
    """Bring the rest of a word that was cut at the end of a line back to it."""
    known = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(line.text for line in lines).casefold()))
    out: list[RawLine] = []
    for line in lines:
        cut = re.search(r"([^\W\d_]{2,})[-‐\u00ad]$", out[-1].text) if out else None
        rest = re.match(r"[^\W\d_]{2,}[,.;:)]*", line.text)
        if cut and rest and rest.group()[0].islower() and not line.gap:
            whole = f"{cut.group(1)}-{rest.group().rstrip(',.;:)')}".casefold() in known
            stem = out[-1].text if whole else out[-1].text[:-1]
            out[-1] = _with_text(out[-1], stem + rest.group())
            remainder = line.text[rest.end() :].strip()
            out.extend([_with_text(line, remainder)] if remainder else [])
        elif line.text:
            out.append(line)
    return out


def _with_text(line: RawLine, text: str) -> RawLine:
    return replace(line, text=text)
