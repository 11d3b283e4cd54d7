"""ASVS V5: what is documented about files is what the code does; the corpus of hostile files is in test_uploads.py."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from hostile_files import GOOD_CV, HOSTILE, docx, good_pdf
from people_world import person_of
from sent_files import quarantine, read, scanner, send
from site_world import client_of, organisation_of, seen_by, user

__all__ = ["quarantine", "scanner"]

pytestmark = pytest.mark.usefixtures("database")

TOLD = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "security.md"


def test_limits_of_files_are_told_as_they_are() -> None:
    from crosswalk.records.documents import isolation, sniff
    from crosswalk_platform.documents.models import KEPT_FOR
    from crosswalk_platform.documents.sniffing import ENDINGS, LARGEST, LONGEST_TEXT

    told = TOLD.read_text(encoding="utf-8").partition("## Files that are sent in\n")[2].partition("\n## ")[0]
    assert all(f"(.{ending})" in told for ending in ENDINGS.values())
    assert f"at most {LARGEST // 1_000_000} MB; a text at most {LONGEST_TEXT // 1_000} kB" in told
    assert f"at most {sniff.MAX_UNPACKED // 1_000_000} MB, {sniff.MAX_RATIO} times its size, 5,000 members" in told
    assert f"after {KEPT_FOR.days} days at most" in told
    assert f"{isolation.MAX_SECONDS} seconds, {isolation.MAX_MEMORY // 1_000_000:,} MB" in told
    assert "a virus, the file is erased at once" in told


@pytest.mark.parametrize(
    ("content", "name", "taken"),
    [
        (GOOD_CV.encode(), "cv.txt", True),
        (GOOD_CV.encode(), "CV.TXT", True),
        (GOOD_CV.encode(), "cv.pdf", False),
        (GOOD_CV.encode(), "cv", False),
        (GOOD_CV.encode(), "cv.txt.exe", False),
        (GOOD_CV.encode(), "cv.php", False),
        (good_pdf(), "cv.pdf", True),
        (good_pdf(), "cv.txt", False),
        (docx(), "cv.docx", True),
        (docx(), "cv.zip", False),
    ],
)
def test_a_file_is_called_what_it_is(content: bytes, name: str, taken: bool, quarantine: Path) -> None:
    person_of()
    answer = send(content, name)
    assert answer.status_code == (302 if taken else 422)
    assert (quarantine.exists() and bool(list(quarantine.iterdir()))) == taken


def test_a_word_file_is_measured_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large, too many, links, or a way out of the folder: nothing of it is opened, or its place counts for nothing."""
    from django.core.exceptions import ValidationError

    from crosswalk_platform.documents.sniffing import check_content

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a member was unpacked")

    many = io.BytesIO(docx())
    with zipfile.ZipFile(many, "a") as package:
        for number in range(5_001):
            package.writestr(f"m{number}", b"")
    monkeypatch.setattr(zipfile.ZipFile, "open", opened)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", opened)
    for content in (HOSTILE["zip bomb"], HOSTILE["link"], many.getvalue()):
        with pytest.raises(ValidationError):
            check_content(content)


def test_no_archive_is_ever_unpacked_to_places_that_it_names() -> None:
    sources = Path(__file__).resolve().parents[3] / "src"
    for path in (*sources.rglob("records/**/*.py"), *sources.rglob("crosswalk_platform/**/*.py")):
        text = path.read_text(encoding="utf-8")
        assert ".extractall(" not in text, path
        assert ".extract(" not in text or "filter=" in text or "zipfile" not in text, path


def test_a_person_has_one_file_at_a_time(quarantine: Path) -> None:
    from crosswalk_platform.documents.models import Document

    person_of()
    for _ in range(5):
        assert send(GOOD_CV.encode()).status_code == 302
    assert len(list(quarantine.iterdir())) == 1
    with seen_by("person"):
        assert Document.objects.count() == 1


def test_what_is_infected_is_erased_and_given_back_to_nobody(quarantine: Path, scanner: list[str]) -> None:
    person_of()
    scanner[0] = "stream: Eicar-Test-Signature FOUND"
    send(GOOD_CV.encode())
    document = read()
    assert (document.scan, document.file.name) == ("infected", "")
    assert not list(quarantine.iterdir())
    answer = client_of("person").post("/me/export")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("files/")]
    assert client_of("person").post("/me/cv", {"erase": "yes"}).status_code == 302


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.txt", "..\\..\\boot.txt", "a\0b.txt", 'a"; x="y.txt', "a\r\nSet-Cookie: x=1.txt"]
)
def test_nothing_of_a_name_reaches_a_path_or_a_header(name: str, quarantine: Path) -> None:
    person_of()
    assert send(GOOD_CV.encode(), name).status_code in {302, 422}
    for kept in quarantine.iterdir() if quarantine.exists() else ():
        assert kept.parent == quarantine
        assert len(kept.name) == 32
        assert set(kept.name) <= set("0123456789abcdef")
    answer = client_of("person").post("/me/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="crosswalk.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert all(".." not in each and "passwd" not in each for each in archive.namelist())


def test_nothing_that_was_sent_in_is_served_or_run(quarantine: Path) -> None:
    """No address leads to the quarantine: not by its name, and not through the folder of files."""
    from django.conf import settings

    from crosswalk_platform.documents.models import quarantine as place

    person_of()
    send(GOOD_CV.encode())
    (kept,) = quarantine.iterdir()
    for folder in ("static", "media", "files", "quarantine", "me/cv", "static/../quarantine"):
        assert client_of("person").get(f"/{folder}/{kept.name}").status_code in {400, 404}
    assert not kept.stat().st_mode & 0o111
    assert not settings.MEDIA_URL.strip("/")
    data = Path(str(place().location))
    assert Path(str(settings.STATIC_ROOT)) not in (data, *data.parents)
    assert user("person")
    assert organisation_of("caseworker")
