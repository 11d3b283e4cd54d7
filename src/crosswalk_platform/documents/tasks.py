"""Reads a CV beside the site: scanned, then opened in a process with limits, as whoever sent it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from crosswalk.errors import CrosswalkError, InputError
from crosswalk.records.documents import read_cv
from crosswalk_platform.accounts.models import User
from crosswalk_platform.authorization import NOBODY, Viewer
from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
from crosswalk_platform.documents import actions
from crosswalk_platform.documents.models import KEPT_FOR, Document
from crosswalk_platform.documents.proposals import proposals_of
from crosswalk_platform.documents.scanning import ScannerError, scan
from crosswalk_platform.documents.sniffing import check_content, refusal, unreadable

__all__ = ["begin_reading", "read_document", "sweep_quarantine"]


def begin_reading(document: Document) -> None:
    """Have a file read beside the site, and erased in seven days whatever comes."""
    read_document.enqueue(str(document.pk), str(document.sent_by), translation.get_language() or "en")
    sweep_quarantine.using(run_after=timezone.now() + KEPT_FOR).enqueue()


@task(priority=50)  # somebody waits for it
def read_document(document: str, sent_by: str, language: str) -> None:
    """Read one file. It never fails: what goes wrong is one sentence for whoever sent it."""
    user = User.objects.filter(pk=UUID(sent_by), is_active=True).first()
    if user is None:
        return
    with behind_the_wall(user.pk), translation.override(language):
        waiting = Document.objects.filter(pk=UUID(document), status=Document.Status.WAITING).first()
        if waiting is not None:
            _read(waiting, viewer_of(user))


@task()
def sweep_quarantine() -> None:
    """Erase what has been there for seven days."""
    with behind_the_wall(None):
        actions.sweep(by=NOBODY)


def _read(document: Document, by: Viewer) -> None:
    verdict: str = Document.Scan.NOT_SCANNED
    try:
        with document.file.open("rb") as opened:
            content = opened.read()
        verdict = scan(content)
        if verdict == Document.Scan.INFECTED:
            problem = _(
                "A virus was found in the file, so it was not opened. Clean your device before you send another."
            )
            return actions.keep_reading(by=by, document=document, scan=verdict, problem=problem)
        check_content(content)
        found = proposals_of(read_cv(document.file.path), document.person.record)
        if not found:
            problem = _("We found nothing in the file that your profile does not say already.")
            return actions.keep_reading(by=by, document=document, scan=verdict, problem=problem)
        return actions.keep_reading(by=by, document=document, scan=verdict, found=found)
    except ScannerError:
        problem = _("The file could not be checked for viruses now. Please send it again later.")
    except InputError as error:
        problem = refusal(error)
    except ValidationError as error:
        problem = " ".join(error.messages)
    except (CrosswalkError, OSError, ValueError, RecursionError, MemoryError):
        problem = unreadable()
    return actions.keep_reading(by=by, document=document, scan=verdict, problem=problem[:500])
