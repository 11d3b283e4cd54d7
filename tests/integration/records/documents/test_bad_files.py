"""Files that cannot be read say why and what to do; none of them is ever run, and none takes the machine."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswalk.errors import InputError, NotFoundError
from crosswalk.records.documents import extract_text, read_cv

MakePdf = Callable[..., Path]
MakeDocx = Callable[..., Path]


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_cv(path)
    assert caught.value.remedy
    assert caught.value.place == path.name
    return caught.value


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_cv(tmp_path / "none.pdf")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "empty" in refusal(written(tmp_path / "cv.pdf", b"")).message


def test_a_pdf_with_a_password_says_so(make_pdf: MakePdf, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=make_pdf("<p>secret words of a CV that is long enough</p>"))
    writer.encrypt("secret", algorithm="AES-256")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    assert "password" in refusal(path).message


def test_a_pdf_that_only_forbids_printing_is_read(make_pdf: MakePdf, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=make_pdf("<p>words of a CV that is long enough</p>"))
    writer.encrypt("", "owner", algorithm="AES-256")
    path = tmp_path / "open.pdf"
    writer.write(path)
    assert "long enough" in extract_text(path).text


def test_a_scanned_pdf_asks_for_text(make_pdf: MakePdf) -> None:
    error = refusal(make_pdf('<div style="width: 10cm; height: 10cm; background: #888"></div>'))
    assert "scan" in error.message
    assert "OCR" in error.remedy


@pytest.mark.parametrize("kept", [20, 300, 900])
def test_a_damaged_pdf_is_refused_or_read(make_pdf: MakePdf, tmp_path: Path, kept: int) -> None:
    content = make_pdf("<p>words of a CV that is long enough</p>").read_bytes()
    path = written(tmp_path / "damaged.pdf", content[:kept])
    assert refusal(path).message


def test_many_pages_are_read_up_to_a_limit_and_the_rest_is_reported(make_pdf: MakePdf, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=make_pdf("<h1>Ana Gil</h1><h2>Skills</h2><p>sewing, cooking for groups</p>"))
    for _ in range(9_999):
        writer.add_blank_page()
    path = tmp_path / "long.pdf"
    writer.write(path)
    reading = read_cv(path)
    assert reading.person.skills
    assert [problem.code for problem in reading.problems] == ["pages_not_read"]


def test_a_pdf_that_unpacks_without_end_is_not_opened(tmp_path: Path) -> None:
    bomb = zlib.compress(b"\0" * 300_000_000, 9)
    body = b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + bomb + b"\nendstream\nendobj\n"
    assert "harmful" in refusal(written(tmp_path / "bomb.pdf", body)).message


def test_a_zip_bomb_named_docx_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 250_000_000)
    assert "harmful" in refusal(path).message


def test_an_entity_bomb_in_a_docx_does_not_unfold(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "bomb">{levels}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>&e9;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = tmp_path / "entities.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", xml)
    assert refusal(path).message


def test_a_document_with_macros_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "cv.docm"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<x/>")
        package.writestr("word/vbaProject.bin", b"\0")
    assert "macros" in refusal(path).message


def test_a_damaged_docx_is_refused(tmp_path: Path) -> None:
    assert "damaged" in refusal(written(tmp_path / "cv.docx", b"PK\x03\x04" + b"\0" * 50)).message


def test_another_zip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cv.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("notes.txt", "hello")
    assert "not a Word document" in refusal(path).message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"<html><body>hi</body></html>", "web page"),
        (b"abc\x00\x01\x02def" * 20, "not a text"),
    ],
)
def test_other_kinds_of_file_are_refused_by_content(tmp_path: Path, content: bytes, word: str) -> None:
    assert word in refusal(written(tmp_path / "cv.txt", content)).message


def test_the_ending_of_the_name_is_not_trusted(make_pdf: MakePdf) -> None:
    path = make_pdf("<p>words of a CV that is long enough</p>", name="cv.docx")
    assert "long enough" in extract_text(path).text


def test_a_line_of_a_million_characters_is_read_up_to_a_limit_and_reported(tmp_path: Path) -> None:
    path = written(tmp_path / "long.txt", b"Skills: sewing, " + b"word " * 200_000)
    reading = read_cv(path)
    assert "text_not_read" in [problem.code for problem in reading.problems]
    assert reading.person.skills is not None
    assert reading.person.skills[0].text == "sewing"


def test_many_short_lines_are_read_up_to_a_limit_and_reported(tmp_path: Path) -> None:
    reading = read_cv(written(tmp_path / "lines.txt", b"Skills\n" + b"- a\n" * 100_000))
    assert "text_not_read" in [problem.code for problem in reading.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_arabic_text_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    text = "سلمى الخطيب\n\nالمهارات\nتعليم الأطفال، الخياطة، الطبخ"
    reading = read_cv(written(tmp_path / "cv.txt", text.encode(encoding)))
    assert [skill.text for skill in reading.person.skills or ()] == ["تعليم الأطفال", "الخياطة", "الطبخ"]


def test_french_text_in_a_windows_code_page_keeps_its_accents(tmp_path: Path) -> None:
    text = "Éléonore Bâ\n\nCompétences\ncouture, cuisine à l'étouffée"
    reading = read_cv(written(tmp_path / "cv.txt", text.encode("cp1252")))
    assert [skill.text for skill in reading.person.skills or ()] == ["couture", "cuisine à l'étouffée"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_with_wrong_bytes_is_read_or_refused_and_nothing_else(
    make_pdf: MakePdf, make_docx: MakeDocx, tmp_path: Path, data: st.DataObject
) -> None:
    originals = {
        "cv.pdf": make_pdf("<h1>Ana Gil</h1><h2>Skills</h2><p>sewing, cooking for groups</p>").read_bytes(),
        "cv.docx": make_docx(("Title", "Ana Gil"), ("Heading 1", "Skills"), "sewing, cooking").read_bytes(),
    }
    name = data.draw(st.sampled_from(sorted(originals)))
    content = bytearray(originals[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    path = written(tmp_path / name, bytes(content))
    with contextlib.suppress(InputError):
        assert read_cv(path).text
