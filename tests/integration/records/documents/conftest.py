"""Makes real CV files: PDF by a typesetter, DOCX by python-docx; the people in them are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

STYLE = """<style>
@page { size: A4; margin: 2cm } body { font: 10pt 'DejaVu Sans', 'Noto Sans Arabic' } h1 { font-size: 20pt }
h2 { font-size: 13pt } .columns { display: flex; gap: 1.2cm } .side { width: 5cm } .main { flex: 1 }
td { vertical-align: top; padding-right: 0.8cm }
</style>"""


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Function that typesets HTML as PDF and gives the path."""
    weasyprint = pytest.importorskip("weasyprint", reason="WeasyPrint is needed to typeset test PDFs")

    def make(body: str, name: str = "cv.pdf", language: str = "en", direction: str = "ltr") -> Path:
        path = tmp_path / name
        html = f'<html lang="{language}" dir="{direction}"><head>{STYLE}</head><body>{body}</body></html>'
        weasyprint.HTML(string=html).write_pdf(path)
        return path

    return make


@pytest.fixture
def make_docx(tmp_path: Path) -> Callable[..., Path]:
    """Function that writes paragraphs and tables as DOCX: text, ("Heading 1", text), or rows of cells."""

    def make(*blocks: object, name: str = "cv.docx") -> Path:
        document = docx.Document()
        for block in blocks:
            if isinstance(block, list):
                table = document.add_table(rows=0, cols=len(block[0]))
                for row in block:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
            elif isinstance(block, tuple):
                document.add_paragraph(block[1], style=block[0])
            else:
                document.add_paragraph(str(block))
        path = tmp_path / name
        document.save(str(path))
        return path

    return make
