"""One event of the log. It has no foreign keys: it never blocks a deletion, and never follows one."""

from __future__ import annotations

from django.db import models

from crosswalk_platform.authorization.fields import Audience, classified

__all__ = ["Event"]


class Event(models.Model):
    """Who did what to whom, when, and why. The database numbers, dates and chains the rows; nothing changes them."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject = models.UUIDField(null=True)
    purpose = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["subject", "-id"], name="audit_event_of_subject"),
            models.Index(fields=["organisation", "-id"], name="audit_event_in_organisation"),
            models.Index(fields=["actor", "-id"], name="audit_event_by_actor"),
        )

    classification = classified(
        Audience.AUDITORS,
        "id at actor organisation action subject_kind subject purpose details previous hash",
        retention="ten years, then removed from the beginning with the chain's anchor kept",
    )

    def __str__(self) -> str:
        return f"{self.id} {self.action}"
