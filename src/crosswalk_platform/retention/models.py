"""That somebody was told in time of what will be erased or closed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from crosswalk_platform.authorization.fields import Audience, classified

__all__ = ["Notice"]


class Notice(models.Model):
    """A mail that went out: about a record, or about an account, and the day that it named."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=[("record", "record"), ("account", "account")])
    subject = models.UUIDField()
    day = models.DateField()
    sent_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "subject", "day"], name="retention_told_once"),)

    classification = classified(Audience.SYSTEM, "id kind subject day sent_on", retention="one year after it was sent")

    def __str__(self) -> str:
        return str(self.pk)
