"""Files as somebody would send them to do harm, made anew for each test; none of them is kept."""

from __future__ import annotations

import io
import zipfile
import zlib

from pypdf import PdfWriter

__all__ = ["GOOD_CV", "HOSTILE", "docx", "encrypted_pdf", "good_pdf"]

GOOD_CV = """Amina Example
amina@example.org

Work experience
03/2015 - 06/2019 Electrician, Lights Ltd, Casablanca, Morocco

Languages
French: B2
Arabic: native

Skills
pulling cables, reading wiring diagrams
"""

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(**members: bytes) -> bytes:
    """A zip of these members; double underscores stand for slashes, a single one before the ending for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return packed.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document with further members."""
    return zipped(types_xml=_TYPES.encode(), **({"word__document_xml": b"<w:document/>"} | more))


def good_pdf() -> bytes:
    """A PDF with one empty page."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF behind a password."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A PDF whose one stream unpacks to 300 MB."""
    packed = zlib.compress(b"\0" * 300_000_000, 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Length " + str(len(packed)).encode() + b"/Filter/FlateDecode>>\nstream\n"
    return head + packed + b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def nested_pdf() -> bytes:
    """A PDF whose objects lie in each other ten thousand deep."""
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 10_000 + b"]" * 10_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def entity_docx() -> bytes:
    """A Word document whose text is an entity of entities of entities."""
    lines = ['<!ENTITY a "ha">'] + [f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(8)]
    return docx(word__document_xml=f"<!DOCTYPE d [{''.join(lines)}]><w:document>&i;</w:document>".encode())


def linked_docx() -> bytes:
    """A Word document with a link to a file of the machine among its members."""
    packed = io.BytesIO(docx())
    with zipfile.ZipFile(packed, "a") as package:
        link = zipfile.ZipInfo("word/media/picture.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return packed.getvalue()


#: Name -> the file.
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "too large": b"%PDF-1.7\n" + b"0" * 5_000_001,
    "zip bomb": docx(word__media=b"\0" * 150_000_000),
    "pdf bomb": pdf_bomb(),
    "nested pdf": nested_pdf(),
    "entities": entity_docx(),
    "link": linked_docx(),
    "macros": docx(word__vbaProject_bin=b"Sub AutoOpen"),
    "zip that is no document": zipped(evil_xml=b"<x/>"),
    "zip cut off": docx()[:60],
    "pdf and zip": good_pdf() + zipped(evil_xml=b"<x/>"),
    "page and pdf": b"<html><script>alert(1)</script>\n%PDF-1.7\n",
    "program and pdf": b"MZ\x90\0%PDF-1.7\n",
    "encrypted pdf": encrypted_pdf(),
    "pdf cut off": b"%PDF-1.7\n1 0 obj",
    "pdf without text": good_pdf(),
    "web page": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "rtf": b"{\\rtf1\\object\\objupdate}",
    "program": b"\x7fELF" + b"\0" * 100,
    "blank text": b" \n" * 1_000,
    "nothing but blanks": b" " * 4_000_000,
    "endless line": b"a" * 290_000,
    "text of numbers": b"12/2019-" * 30_000,
    "too long text": b"cook\n" * 100_000,
}
