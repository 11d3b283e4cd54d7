"""Files are opened in a process with limits: what takes too long or too much is stopped, and the next file is read."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from crosswalk.errors import InputError
from crosswalk.records.documents.isolation import Extractor

MakePdf = Callable[..., Path]
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of POSIX")


@pytest.fixture
def extractor() -> Iterator[Extractor]:
    one = Extractor(seconds=30)
    yield one
    one.close()


def pdf_that_draws(content: bytes) -> bytes:
    """A PDF of one page with a content stream, packed."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    fonts = DictionaryObject({NameObject("/F"): DictionaryObject(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawing = DecodedStreamObject()
    drawing.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(drawing.flate_encode())
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


DRAWS_FOR_EVER = pdf_that_draws(b"BT /F 9 Tf 9 9 Td " + b"(abcdefgh) Tj " * 2_000_000 + b"ET")


def refusal(extractor: Extractor, content: bytes, kind: str = "pdf") -> InputError:
    with pytest.raises(InputError) as caught:
        extractor.read(content, kind, "cv.pdf")
    assert caught.value.remedy and caught.value.place == "cv.pdf"
    return caught.value


def number(extractor: Extractor) -> int:
    """Number of the process that reads."""
    assert extractor._process is not None
    return extractor._process.pid


def test_one_process_reads_many_files(extractor: Extractor, make_pdf: MakePdf) -> None:
    content = make_pdf("<p>words of a CV that is long enough</p>").read_bytes()
    numbers = set()
    for _ in range(5):
        assert "long enough" in extractor.read(content, "pdf", "cv.pdf")[0].text
        numbers.add(number(extractor))
    refusal(extractor, b"%PDF-1.4 cut off")
    assert numbers == {number(extractor)} and numbers != {os.getpid()}


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(make_pdf: MakePdf) -> None:
    good = make_pdf("<p>words of a CV that is long enough</p>").read_bytes()
    extractor = Extractor(seconds=5, memory=8_000_000_000)
    try:
        assert "longer than 5 seconds" in refusal(extractor, DRAWS_FOR_EVER).message
        assert "long enough" in extractor.read(good, "pdf", "cv.pdf")[0].text
    finally:
        extractor.close()


@posix
def test_a_file_that_takes_too_much_memory_is_stopped_and_the_next_is_read(make_pdf: MakePdf) -> None:
    good = make_pdf("<p>words of a CV that is long enough</p>").read_bytes()
    extractor = Extractor(seconds=120, memory=100_000_000)
    try:
        assert "more than 100 MB" in refusal(extractor, DRAWS_FOR_EVER).message
        assert "long enough" in extractor.read(good, "pdf", "cv.pdf")[0].text
    finally:
        extractor.close()


@posix
def test_after_a_crash_the_next_file_is_read(extractor: Extractor, make_pdf: MakePdf) -> None:
    good = make_pdf("<p>words of a CV that is long enough</p>").read_bytes()
    extractor.read(good, "pdf", "cv.pdf")
    os.kill(number(extractor), signal.SIGSEGV)
    assert "long enough" in extractor.read(good, "pdf", "cv.pdf")[0].text


def test_plain_text_is_opened_there_too(extractor: Extractor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from crosswalk.records.documents import extract, extract_text

    (tmp_path / "cv.txt").write_bytes("Amina Diallo\n\nLangues\nFrançais : C1".encode("cp1252"))
    monkeypatch.setattr(extract, "shared_extractor", lambda: extractor)
    assert "Français" in extract_text(tmp_path / "cv.txt").text
    assert number(extractor) != os.getpid()
    assert "no text" in refusal(extractor, b"  \n \n", "text").message


def test_threads_take_turns(extractor: Extractor, make_pdf: MakePdf) -> None:
    contents = [make_pdf(f"<p>words of the CV that has number {n}</p>").read_bytes() for n in range(4)]
    with ThreadPoolExecutor(4) as threads:
        texts = list(threads.map(lambda content: extractor.read(content, "pdf", "cv.pdf")[0].text, contents))
    assert texts == [f"words of the CV that has number {n}" for n in range(4)]


@posix
def test_a_copy_of_this_process_reads_with_a_process_of_its_own(make_pdf: MakePdf) -> None:
    path = make_pdf("<p>words of a CV that is long enough</p>")
    script = (
        "import os, sys\n"
        "from crosswalk.records.documents import extract_text\n"
        "first = extract_text(sys.argv[1]).text\n"
        "copy = os.fork()\n"
        "same = extract_text(sys.argv[1]).text == first\n"
        "if not copy: os._exit(0 if same else 1)\n"
        "sys.exit(os.waitpid(copy, 0)[1] + (not same))\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, timeout=60)


@posix
def test_the_reading_process_knows_no_secret_of_this_one(
    extractor: Extractor, make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    extractor.read(make_pdf("<p>words of a CV that is long enough</p>").read_bytes(), "pdf", "cv.pdf")
    environment = Path(f"/proc/{number(extractor)}/environ")
    if not environment.exists():
        pytest.skip("the environment of a process can be looked at on Linux only")
    assert b"secret" not in environment.read_bytes()
