"""A proposal that two records are of one person, and a merge with all that is needed to undo it.

Records are named by number, without foreign keys: the merged one is gone, and comes back under its number. What names
a record goes with it when it is erased; a trigger of the database sees to that.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.authorization.fields import Audience, classified
from crosswalk_platform.organisations.models import Organisation

__all__ = ["UNDONE_WITHIN", "Merge", "Proposal"]

#: So long a merge can be undone; then the copy of the other record is erased.
UNDONE_WITHIN = timedelta(days=90)


class Proposal(models.Model):
    """Two records of one organisation's caseload that may be of one person. `reasons` are codes with their weights."""

    class Status(models.TextChoices):
        """What a human said."""

        OPEN = "open", _("to be decided")
        SAME = "same", _("one person")
        DIFFERENT = "different", _("two people")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duplicate_proposals")
    first = models.UUIDField()
    second = models.UUIDField()
    likeness = models.DecimalField(max_digits=4, decimal_places=3)
    reasons = models.JSONField()
    proposed_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-likeness", "id")
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="duplicates_proposed_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicates_in_order"),
            models.CheckConstraint(
                condition=Q(status="open", decided_by=None, decided_at=None)
                | (~Q(status="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="duplicates_decided_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["organisation", "status", "-likeness"], name="duplicates_of_organisation"),)

    classification = classified(
        Audience.CASELOAD,
        "id organisation first second likeness reasons proposed_at status decided_by decided_at undone_at",
        retention="while both records are kept",
    )

    def __str__(self) -> str:
        return str(self.pk)


class Merge(models.Model):
    """One record put into another: the copy of what is gone, what stood in the kept one, and which consents moved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="merges")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="merges")
    kept = models.UUIDField()
    gone = models.UUIDField()
    copy = models.JSONField(encoder=DjangoJSONEncoder)
    before = models.JSONField()
    after = models.JSONField()
    consents = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="duplicates_gone_once"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="duplicates_undone_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["kept"], name="duplicates_kept"),)

    classification = classified(
        Audience.CASELOAD,
        "id organisation proposal kept gone copy before after consents at by undone_at undone_by",
        retention="90 days after the merge, or as long as the kept record if that is shorter",
    )

    def __str__(self) -> str:
        return str(self.pk)
