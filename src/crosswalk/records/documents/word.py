"""DOCX: paragraphs, tables, text boxes, headers and footers in reading order; tracked deletions left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from crosswalk.errors import InputError
from crosswalk.records.documents.sniff import check_package
from crosswalk.records.documents.text import DocumentText, RawLine, assemble

__all__ = ["read_docx"]

_BLOCKS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAX_DEPTH = 20


def read_docx(content: bytes, name: str) -> DocumentText:
    """Text of a DOCX.

    Args:
        content: The file.
        name: Name of the file, for the error.

    Raises:
        InputError: The file is packed to harm, damaged, protected, or has no text.
    """
    check_package(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
        lines = list(_document_lines(document))
    except Exception as error:  # python-docx and lxml raise many kinds on damaged files, and none of them is ours
        raise InputError(
            "The Word document is damaged and cannot be opened.",
            remedy="Save it again and send the new file.",
            place=name,
        ) from error
    if not any(line.text.strip() for line in lines):
        raise InputError(
            "The Word document has no text, only pictures or nothing.",
            remedy="Type the text in, or run OCR.",
            place=name,
        )
    return assemble(lines)


def _document_lines(document: Any) -> Iterator[RawLine]:
    strong_styles = _strong_styles(document)
    headers: list[Any] = []
    footers: list[Any] = []
    for section in document.sections:
        for found, part in ((headers, section.header), (footers, section.footer)):
            if not part.is_linked_to_previous:
                found.append(part._element)
    for element in headers:
        yield from _block_lines(element, strong_styles, 0)
    yield from _block_lines(document.element.body, strong_styles, 0)
    for element in footers:
        yield from _block_lines(element, strong_styles, 0)


def _strong_styles(document: Any) -> set[str]:
    """Ids of styles whose text stands out: headings, titles, and what is bold."""
    found = set()
    for style in document.styles:
        name = (style.name or "").casefold()
        font = getattr(style, "font", None)
        if name.startswith(("heading", "title", "subtitle")) or (font is not None and font.bold):
            found.add(style.style_id)
    return found


def _block_lines(element: Any, strong_styles: set[str], depth: int) -> Iterator[RawLine]:
    """Lines of a body, a cell or a text box; an empty paragraph becomes a gap before the next."""
    gap = True
    if depth > MAX_DEPTH:
        return
    for child in element:
        if child.tag == qn("w:p"):
            lines = list(_paragraph_lines(child, strong_styles, gap, depth))
            gap = not any(line.text.strip() for line in lines)
            yield from lines
        elif child.tag == qn("w:tbl"):
            yield from _table_lines(child, strong_styles, depth)
            gap = True
        elif child.tag in _BLOCKS:
            yield from _block_lines(child, strong_styles, depth + 1)
            gap = False


def _paragraph_lines(paragraph: Any, strong_styles: set[str], gap: bool, depth: int) -> Iterator[RawLine]:
    properties = paragraph.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle")) if properties is not None else None
    listed = properties is not None and properties.find(qn("w:numPr")) is not None
    name = style.get(qn("w:val"), "") if style is not None else ""
    listed = listed or name.casefold().startswith("list")
    strong = name in strong_styles or _is_bold(paragraph)
    for number, text in enumerate(_text(paragraph).split("\n")):
        yield RawLine(
            text, strong=strong, gap=gap and number == 0, bullet=listed and number == 0, style=f"{name} {strong}"
        )
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _block_lines(box, strong_styles, depth + 1)


def _text(paragraph: Any) -> str:
    """Text of the runs; tabs and line breaks kept; text boxes, field codes and deletions left out."""
    parts: list[str] = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if any(parent.tag == qn("w:txbxContent") for parent in _up_to(node, paragraph)):
            continue
        if node.tag == qn("w:t"):
            parts.append((node.text or "").replace("\n", " "))
        elif node.tag == qn("w:tab"):
            parts.append("\t" if node.getparent().tag == qn("w:r") else "")
        else:
            parts.append("-" if node.tag == qn("w:noBreakHyphen") else "\n")
    return "".join(parts)


def _up_to(node: Any, top: Any) -> Iterator[Any]:
    parent = node.getparent()
    while parent is not None and parent is not top:
        yield parent
        parent = parent.getparent()


def _is_bold(paragraph: Any) -> bool:
    """Whether the first words are bold; a job title in bold may have its dates beside it in plain."""
    for run in paragraph.iter(qn("w:r")):
        if "".join(t.text or "" for t in run.iter(qn("w:t"))).strip():
            properties = run.find(qn("w:rPr"))
            bold = properties.find(qn("w:b")) if properties is not None else None
            return bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false")
    return False


def _table_lines(table: Any, strong_styles: set[str], depth: int) -> Iterator[RawLine]:
    """Rows of a table: short cells side by side with tabs; cells that hold paragraphs one after the other."""
    for row in table.iter(qn("w:tr")):
        if next((a for a in row.iterancestors() if a.tag == qn("w:tbl")), None) is not table:
            continue
        cells = [
            list(_block_lines(cell, strong_styles, depth + 1))
            for cell in row.iter(qn("w:tc"))
            if next((a for a in cell.iterancestors() if a.tag == qn("w:tr")), None) is row
        ]
        filled = [[line for line in cell if line.text.strip()] for cell in cells]
        filled = [cell for cell in filled if cell]
        if sum(len(cell) > 1 for cell in filled) > 1:
            for cell in filled:
                yield from cell
        elif filled:
            first = "\t".join(cell[0].text for cell in filled)
            strong = filled[0][0].strong
            yield RawLine(first, strong=strong, gap=True, bullet=False)
            yield from (line for cell in filled for line in cell[1:])
