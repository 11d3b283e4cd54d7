"""Organisations, memberships with roles, invitations, and agreements between two organisations."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.authorization.fields import Audience, classified
from crosswalk_platform.authorization.kinds import OrganisationKind
from crosswalk_platform.authorization.roles import ROLES

__all__ = ["Agreement", "Invitation", "Membership", "Organisation", "Purpose"]

KEPT = "seven years after it ended"


class Organisation(models.Model):
    """A body that takes part. It works on the site once somebody else than who registered it has approved it."""

    class Status(models.TextChoices):
        """How far an organisation has come."""

        REGISTERED = "registered", _("Registered, not yet approved")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, choices=OrganisationKind)
    country = models.CharField(max_length=3, blank=True)
    website = models.URLField(blank=True)
    licence = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.REGISTERED)
    registered_by = models.UUIDField()
    registered_at = models.DateTimeField(default=timezone.now)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(status="registered", approved_by=None, approved_at=None)
                | (~Q(status="registered") & Q(approved_by__isnull=False, approved_at__isnull=False)),
                name="organisations_active_means_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(kind="operator") | ~Q(approved_by=F("registered_by")),
                name="organisations_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["operator", "international_organisation"]) | ~Q(country=""),
                name="organisations_stand_in_a_country",
            ),
            models.CheckConstraint(
                condition=~Q(kind="recruiter", status="active", licence=""),
                name="organisations_recruiters_are_licensed",
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="operator"), name="organisations_one_operator"),
        )

    classification = classified(
        Audience.SIGNED_IN, "id name kind country website licence status", retention=KEPT
    ) | classified(Audience.AUDITORS, "registered_by registered_at approved_by approved_at revision", retention=KEPT)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody's seat in an organisation, with the roles held there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=40))
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(ended_at=None), name="organisations_one_seat_each"
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=[role.name for role in ROLES]) & Q(roles__len__gt=0),
                name="organisations_roles_are_known",
            ),
        )

    classification = classified(Audience.ORGANISATION, "id organisation user name roles since ended_at", retention=KEPT)

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """A seat offered by mail. Only a digest of the link's token is kept; it works once, and not for long."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=40))
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField()
    until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-until",)

    classification = classified(
        Audience.ORGANISATION,
        "id organisation email name roles digest invited_by until accepted_at",
        retention="90 days after it ran out",
    )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def runs(self) -> bool:
        """Whether its link still works."""
        return self.accepted_at is None and self.until > timezone.now()


class Purpose(models.TextChoices):
    """What two organisations agreed to do with each other's help."""

    REFER_PEOPLE = "refer_people", _("Refer people to each other, with their consent")
    OFFER_WORK = "offer_work", _("Offer work to people whom the other advises")
    TRAIN = "train", _("Train people together")
    WELCOME = "welcome", _("Welcome people on arrival")


class Agreement(models.Model):
    """What two organisations agreed. It holds once the other side's signatory has signed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposer = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements_proposed")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements_received")
    purposes = ArrayField(models.CharField(max_length=40, choices=Purpose))
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField(default=timezone.now)
    signed_by = models.UUIDField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-proposed_at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(proposer=F("partner")), name="organisations_agreements_join_two"),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None)
                | (Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(signed_by=F("proposed_by"))),
                name="organisations_signed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(purposes__contained_by=list(Purpose.values)) & Q(purposes__len__gt=0),
                name="organisations_purposes_are_known",
            ),
        )

    classification = classified(
        Audience.ORGANISATION,
        "id proposer partner purposes proposed_by proposed_at signed_by signed_at until ended_by ended_at",
        retention=KEPT,
    )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state(self) -> str:
        """ended, signed or proposed; who agreed until a day agreed through that day."""
        if self.ended_at or (self.until and self.until < timezone.localdate()):
            return "ended"
        return "signed" if self.signed_at else "proposed"
