"""A CV that was sent in, on its way from quarantine to what its reader found; erased once that was reviewed."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.authorization.fields import Audience, classified
from crosswalk_platform.config.installation import installation
from crosswalk_platform.people.models import Person

__all__ = ["KEPT_FOR", "Document", "quarantine"]

#: After so long the file and what was found in it are erased, reviewed or not.
KEPT_FOR = timedelta(days=7)


def quarantine() -> FileSystemStorage:
    """Where files wait: outside of everything that is served, readable to this account of the system alone."""
    return FileSystemStorage(
        location=installation().data / "quarantine", file_permissions_mode=0o600, directory_permissions_mode=0o700
    )


def _random_name(_document: models.Model, _name: str) -> str:
    """Nothing of the name that a file was sent under."""
    return uuid.uuid4().hex


class Document(models.Model):
    """One file. Its name is not kept; `found` is what its reader proposes for the record, and nothing of it counts."""

    class Status(models.TextChoices):
        """How far the file has come."""

        WAITING = "waiting", _("being read")
        READ = "read", _("ready for you to check")
        REFUSED = "refused", _("could not be read")

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        NOT_SCANNED = "not_scanned", _("not scanned for viruses")
        CLEAN = "clean", _("no virus found")
        INFECTED = "infected", _("a virus was found")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="documents")
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField(default=timezone.now)
    file = models.FileField(storage=quarantine, upload_to=_random_name, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    problem = models.CharField(max_length=500, blank=True)
    found = models.JSONField(default=list)

    class Meta:
        ordering = ("-sent_at",)
        constraints = (
            models.UniqueConstraint(fields=["person"], name="documents_one_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(status="refused") | models.Q(problem=""), name="documents_problems_are_of_refused"
            ),
        )

    classification = classified(
        Audience.CASELOAD,
        "id person sent_by sent_at file status scan problem found",
        retention="until what was found is reviewed; seven days at most",
    )

    def __str__(self) -> str:
        return str(self.pk)
