"""Answers that a person saved for my doors; nobody else ever reads them, and the sensitive ones are sealed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from crosswalk_platform.authorization.fields import Audience, classified
from crosswalk_platform.people.models import Person

__all__ = ["DoorAnswers"]

KEPT = "as long as the person's record"


class DoorAnswers(models.Model):
    """One row for a person: `plain` holds what is not sensitive, `sealed` the rest, under the key of protection.

    A row always holds sealed bytes, also when nothing sensitive was told: that it was is not to be seen from outside.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="door_answers")
    plain = models.JSONField(default=dict)
    key = models.CharField(max_length=40)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(default=timezone.now)

    classification = classified(Audience.SELF, "person plain changed_at", retention=KEPT) | classified(
        Audience.PROTECTION, "key sealed", retention=KEPT
    )

    def __str__(self) -> str:
        return str(self.pk)
