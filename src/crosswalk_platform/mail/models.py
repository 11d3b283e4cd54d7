"""A letter on its way out, sealed: it names an address and may carry a link that works once."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from crosswalk_platform.authorization.fields import Audience, classified

__all__ = ["Letter"]


class Letter(models.Model):
    """One letter; its row goes when it has left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    written_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=40)
    sealed = models.BinaryField()

    classification = classified(
        Audience.SYSTEM,
        "id written_at tries key sealed",
        retention="until it has left; two days at most",
    )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def person_id(self) -> uuid.UUID:
        """What it is sealed for: this row, and no person."""
        return self.id
