"""A quarantine, a virus scanner and a CV that is sent in, for tests of uploads; import it inside the site's tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from site_world import client_of, seen_by, user

__all__ = ["quarantine", "read", "scanner", "send"]


@pytest.fixture
def quarantine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A quarantine of this test's own; what goes is erased at once, for the test's transaction never ends well."""
    from django.core.files.storage import FileSystemStorage
    from django.db import transaction

    from crosswalk_platform.documents import actions
    from crosswalk_platform.documents.models import Document

    def place() -> FileSystemStorage:
        return FileSystemStorage(location=tmp_path / "quarantine", file_permissions_mode=0o600)

    monkeypatch.setattr(Document._meta.get_field("file"), "storage", place())
    monkeypatch.setattr(actions, "quarantine", place)
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    return tmp_path / "quarantine"


def send(content: bytes, name: str = "") -> Any:
    """Send it in, under a name that fits unless another is given."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    ending = "pdf" if b"%PDF-" in content[:1024] else "docx" if content.startswith(b"PK") else "txt"
    name = name or f"cv.{ending}"
    return client_of("person").post("/me/cv", {"file": SimpleUploadedFile(name, content, "application/pdf")})


def read() -> Any:
    """What the worker makes of the file that waits."""
    from crosswalk_platform.documents.models import Document
    from crosswalk_platform.documents.tasks import read_document

    with seen_by("person"):
        document = Document.objects.get(sent_by=user("person").pk)
    read_document.func(str(document.pk), str(user("person").pk), "en")
    with seen_by("person"):
        document.refresh_from_db()
    return document


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A scanner that speaks as clamd does, gives the verdict it is told to, and counts the bytes it was sent."""
    from crosswalk_platform.documents import scanning

    verdict = ["stream: OK"]
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as told:
                assert told.read(10) == b"zINSTREAM\0"
                while length := int.from_bytes(told.read(4), "big"):
                    assert len(told.read(length)) == length
                line.sendall(verdict[0].encode() + b"\0")

    threading.Thread(target=serve, daemon=True).start()
    place = scanning.installation().model_copy(update={"scanner": f"tcp://127.0.0.1:{server.getsockname()[1]}"})
    monkeypatch.setattr(scanning, "installation", lambda: place)
    yield verdict
    server.close()
