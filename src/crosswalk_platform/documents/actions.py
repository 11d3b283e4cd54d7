"""Every write about documents; see authorization.access.action for what they have in common."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import Viewer, action
from crosswalk_platform.documents.models import KEPT_FOR, Document, quarantine
from crosswalk_platform.documents.proposals import parts_of
from crosswalk_platform.documents.sniffing import check_content
from crosswalk_platform.people.actions import change_record
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import seen_how

__all__ = ["erase_document", "keep_reading", "review_document", "send_document", "sweep"]


@action("own")
def send_document(*, by: Viewer, person: Person, content: bytes) -> Document:
    """Take a file into quarantine; one that was waiting there for the same person is erased.

    Raises:
        PermissionDenied: The record is neither the viewer's own nor on their caseload.
        ValidationError: The file is not one that is read.
    """
    organisation = _may_change(by, person)
    try:
        check_content(content)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal
    for former in Document.objects.filter(person=person):
        former.delete()
    assert by.user is not None
    sent = Document(person=person, sent_by=by.user)
    sent.file.save("cv", ContentFile(content), save=True)
    record("document.sent", by=by, subject=person, organisation=organisation)
    return sent


@action("own")
def keep_reading(
    *, by: Viewer, document: Document, scan: str, problem: str = "", found: list[dict[str, Any]] | None = None
) -> None:
    """Keep what the scanner and the reader said of a file.

    Raises:
        PermissionDenied: The record is neither the viewer's own nor on their caseload.
    """
    organisation = _may_change(by, document.person)
    document.scan, document.problem, document.found = scan, problem, found or []
    document.status = Document.Status.REFUSED if problem else Document.Status.READ
    if scan == Document.Scan.INFECTED:  # so that nobody gets it back, not even who sent it
        storage, name = document.file.storage, str(document.file.name)
        transaction.on_commit(lambda: storage.delete(name))
        document.file = ""
    document.save(update_fields=["scan", "problem", "found", "status", "file"])
    record(
        "document.read", by=by, subject=document.person, organisation=organisation, status=document.status, scan=scan
    )


@action("own")
def review_document(*, by: Viewer, document: Document, revision: int, taken: list[int]) -> None:
    """Take over what the person says is right, and erase the file with everything else that was found.

    Args:
        by: The person, or an adviser with them.
        document: What was read.
        revision: Of the record, as the reviewer saw it.
        taken: Places in `document.found` of what is right.

    Raises:
        PermissionDenied: The record is neither the viewer's own nor on their caseload.
        ValidationError: The record has changed meanwhile, or does not take a value.
    """
    person = document.person
    organisation = _may_change(by, person)
    if parts := parts_of([document.found[place] for place in taken], person.record):
        change_record(by=by, person=person, revision=revision, parts=parts)
    record(
        "document.reviewed",
        by=by,
        subject=person,
        organisation=organisation,
        taken=len(taken),
        left=len(document.found) - len(taken),
    )
    document.delete()


@action("own")
def erase_document(*, by: Viewer, document: Document) -> None:
    """Erase a file and what was found in it.

    Raises:
        PermissionDenied: The record is neither the viewer's own nor on their caseload.
    """
    organisation = _may_change(by, document.person)
    record("document.erased", by=by, subject=document.person, organisation=organisation)
    document.delete()


@action("everybody")
def sweep(*, by: Viewer) -> int:
    """Erase what was sent more than seven days ago, whosever it is, and files that no row knows.

    Returns:
        Number of files and rows that went.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_sweep(make_interval(secs => %s))", [KEPT_FOR.total_seconds()])
        gone = int(cursor.fetchone()[0])
    place = quarantine()
    oldest = timezone.now() - KEPT_FOR
    old = [name for name in (place.listdir("")[1] if place.exists("") else []) if place.get_created_time(name) < oldest]
    for name in old:
        transaction.on_commit(partial(place.delete, name))
    record("documents.swept", by=by, rows=gone, files=len(old))
    return gone + len(old)


def _may_change(by: Viewer, person: Person) -> Any:
    """The viewer's seat, None for oneself; PermissionDenied where they may not change this record."""
    seen = seen_how(by, person)
    if seen is None or not seen.changes:
        raise PermissionDenied
    return seen.organisation
