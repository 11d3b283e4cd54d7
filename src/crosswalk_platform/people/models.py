"""A person's record, and what they confided for their protection in a table, a wall and a key of its own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from crosswalk_platform.authorization.fields import Audience, classified
from crosswalk_platform.organisations.models import Organisation

__all__ = ["Confided", "Person"]

KEPT = "two years after the last change, or sooner on request"


class Person(models.Model):
    """Somebody who wants to move for work.

    `record` is the engine's Person as plain data; people/fields.py says who may see which part of it. It is held by
    the person's own account, by the organisation that registered them, or by both. `family` tells who would move
    along, without names: kinship, year of birth, and whether they would move; None where it was not asked.
    `confirmed` tells for each step of the profile the day on which it was last said to be right; `words_read` up to
    which revision words were looked up in the taxonomy. The keys are what a record is found and compared by, as
    people/search.py makes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="person"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="people")
    record = models.JSONField(default=dict)
    family = models.JSONField(null=True, blank=True)
    given_key = models.CharField(max_length=120, blank=True, db_collation="C")
    family_key = models.CharField(max_length=120, blank=True, db_collation="C")
    keys = ArrayField(models.TextField(), default=list, blank=True)
    confirmed = models.JSONField(default=dict)
    words_read = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(default=timezone.now)
    held_until = models.DateField(null=True, blank=True)
    hold_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-changed_at", "id")
        indexes = (
            models.Index(fields=["organisation", "-changed_at", "id"], name="people_of_organisation"),
            models.Index(fields=["organisation", "family_key"], name="people_by_family_name"),
            models.Index(fields=["organisation", "given_key"], name="people_by_given_names"),
            GinIndex(fields=["keys"], name="people_by_keys"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(organisation__isnull=False), name="people_are_held_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(record__has_any_keys=["legal_status", "reasons", "refugee_documents", "places_to_avoid"]),
                name="people_confide_behind_the_wall",
            ),
            models.CheckConstraint(
                condition=Q(held_until=None) | ~Q(hold_reason=""), name="people_are_held_for_a_reason"
            ),
        )

    classification = classified(
        Audience.CASELOAD,
        "id account organisation record family given_key family_key keys confirmed words_read revision created_at"
        " changed_at confirmed_at held_until hold_reason",
        retention=KEPT,
    )

    def __str__(self) -> str:
        return str(self.pk)


class Confided(models.Model):
    """What a person confided for their protection, sealed. Its row is seen by the person and by those they chose."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="confided")
    key = models.CharField(max_length=40)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(default=timezone.now)

    classification = classified(
        Audience.PROTECTION, "person key sealed changed_at", retention="while advice goes on, then erased"
    )

    def __str__(self) -> str:
        return str(self.pk)
