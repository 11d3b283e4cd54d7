"""One consent: of one person, to one organisation, for one purpose, in one version of its words."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.authorization.fields import Audience, classified
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.models import Person

__all__ = ["Consent", "How"]


class How(models.TextChoices):
    """How a consent was given."""

    ON_SITE = "on_site", _("By the person, on this site")
    IN_PERSON = "in_person", _("To an adviser, in person")
    BY_PHONE = "by_phone", _("To an adviser, by telephone")
    IN_WRITING = "in_writing", _("To an adviser, in writing")


class Consent(models.Model):
    """It holds from the moment it is given until it is withdrawn or runs out.

    `taken_by` is the adviser who read the words to a person without an account and wrote down that they agreed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    how = models.CharField(max_length=20, choices=How, default=How.ON_SITE)
    taken_by = models.UUIDField(null=True, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-given_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "organisation", "purpose"],
                condition=Q(withdrawn_at=None),
                name="consent_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(how="on_site", taken_by=None) | (~Q(how="on_site") & Q(taken_by__isnull=False)),
                name="consent_taken_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "purpose", "how", "-given_at"], name="consent_to_organisation"),
        )

    classification = classified(
        Audience.CONSENTED,
        "id person organisation purpose version language how taken_by given_at until withdrawn_at",
        retention="three years after it ended, as proof",
    )

    def __str__(self) -> str:
        return str(self.pk)
