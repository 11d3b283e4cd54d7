"""CVs that are sent in: typed by content, kept apart, read within limits, reviewed field by field, then gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hostile_files import GOOD_CV, HOSTILE
from people_world import person_of
from sent_files import quarantine, read, scanner, send
from site_world import client_of, seen_by

__all__ = ["quarantine", "scanner"]

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_one_plain_sentence_and_breaks_nothing(name: str, quarantine: Path) -> None:
    from crosswalk_platform.documents.models import Document

    person = person_of()
    answer = send(HOSTILE[name])
    page = answer.content.decode()
    if answer.status_code == 422:
        assert not quarantine.exists() or not list(quarantine.iterdir())
        assert 'class="error"' in page
    else:
        document = read()
        assert document.status in {Document.Status.REFUSED, Document.Status.READ}
        page = client_of("person").get("/me/cv").content.decode()
        assert document.status == Document.Status.READ or document.problem.endswith(".")
        assert "Traceback" not in document.problem
        assert str(quarantine) not in page
    with seen_by("person"):
        person.refresh_from_db()
    assert person.revision == 2, "nothing enters the record"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_is_refused_in_the_language_of_the_page(name: str, quarantine: Path) -> None:
    from django.utils import translation

    from crosswalk.errors import InputError
    from crosswalk.records.documents import read_cv
    from crosswalk_platform.documents.sniffing import refusal

    path = quarantine.parent / "cv"
    path.write_bytes(HOSTILE[name])
    try:
        read_cv(path)
    except InputError as error:
        told = error
    else:
        return  # the engine reads it
    english = f"{told.message} {told.remedy}"
    assert refusal(told) == english
    for language in ("fr", "es", "ar"):
        with translation.override(language):
            words = refusal(told)
        assert not {told.message, told.remedy} & {words, *words.split(". ")}
        assert words != english


def test_the_answer_to_a_file_that_is_too_large_comes_before_it_is_kept(quarantine: Path) -> None:
    person_of()
    answer = send(b"x" * 20_000_000)
    assert answer.status_code == 422
    assert "at most 5 MB" in answer.content.decode()


def test_only_what_is_ticked_enters_the_record_and_the_file_is_gone(quarantine: Path) -> None:
    from crosswalk_platform.documents.models import Document

    person = person_of(skills=[{"text": "pulling cables"}], given_names="Other")
    assert send(GOOD_CV.encode(), "../../etc/passwd.txt").status_code == 302
    (kept,) = quarantine.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "passwd" not in kept.name
    document = read()
    assert document.status == Document.Status.READ, document.problem
    parts = [(each["part"], each["value"]) for each in document.found]
    assert ("given_names", "Amina") in parts
    assert not any(part == "skills" and value["text"] == "pulling cables" for part, value in parts)
    client = client_of("person")
    page = client.get("/me/cv/check").content.decode()
    assert "Amina" in page
    assert "checked" not in page, "nothing is ticked before the person ticks it"
    assert "It takes the place of: Other" in page, "what would be lost is said before it is"
    with seen_by("person"):
        person.refresh_from_db()
    assert person.record["given_names"] == "Other"
    place = next(number for number, each in enumerate(document.found) if each["part"] == "skills")
    told = {"revision": person.revision, "skills": [str(place)]}
    assert client.post("/me/cv/check", told).status_code == 302
    with seen_by("person"):
        person.refresh_from_db()
        assert not Document.objects.exists()
    assert person.record["given_names"] == "Other"
    assert len(person.record["skills"]) == 2
    assert person.record["skills"][1]["evidence"]["assurance"] == "self_declared"
    assert not list(quarantine.iterdir())


def test_a_file_is_erased_on_request_and_after_seven_days(quarantine: Path) -> None:
    import os

    from django.utils import timezone

    from crosswalk_platform.documents.models import Document
    from crosswalk_platform.documents.tasks import sweep_quarantine

    person_of()
    send(GOOD_CV.encode())
    assert client_of("person").post("/me/cv", {"erase": "yes"}).status_code == 302
    assert not list(quarantine.iterdir())
    send(GOOD_CV.encode())
    sweep_quarantine.func()
    assert len(list(quarantine.iterdir())) == 1
    (kept,) = quarantine.iterdir()
    long_ago = timezone.now() - timedelta(days=8)
    os.utime(kept, (long_ago.timestamp(), long_ago.timestamp()))
    with seen_by("person"):
        Document.objects.update(sent_at=long_ago)
    sweep_quarantine.func()
    with seen_by("person"):
        assert not Document.objects.exists()


def test_nobody_else_sees_the_file_or_that_there_is_one(quarantine: Path) -> None:
    from crosswalk_platform.documents.models import Document

    person = person_of("person", ("employer", "offers"))
    send(GOOD_CV.encode())
    for login in ("employer", "origin", "caseworker", "admin", "auditor"):
        with seen_by(login):
            assert not Document.objects.exists()
        assert client_of(login).get(f"/people/{person.pk}/cv").status_code == 404


def test_a_scanner_is_asked_before_a_file_is_opened(quarantine: Path, scanner: list[str]) -> None:
    person_of()
    send(GOOD_CV.encode())
    document = read()
    assert (document.scan, document.status) == ("clean", "read")
    scanner[0] = "stream: Eicar-Test-Signature FOUND"
    send(GOOD_CV.encode())
    document = read()
    assert (document.scan, document.status) == ("infected", "refused")
    assert "A virus was found" in document.problem


def test_where_the_scanner_is_set_and_silent_no_file_is_opened(
    quarantine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crosswalk_platform.documents import scanning

    place = scanning.installation().model_copy(update={"scanner": f"unix://{quarantine}/none"})
    monkeypatch.setattr(scanning, "installation", lambda: place)
    person_of()
    send(GOOD_CV.encode())
    document = read()
    assert document.status == "refused"
    assert "could not be checked for viruses" in document.problem


def test_without_a_scanner_staff_are_told_so(quarantine: Path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from people_world import person_registered_by

    person = person_registered_by("caseworker")
    client = client_of("caseworker")
    client.post(f"/people/{person.pk}/cv", {"file": SimpleUploadedFile("cv.txt", GOOD_CV.encode())})
    assert "not scanned for viruses" in client.get(f"/people/{person.pk}/cv").content.decode()
