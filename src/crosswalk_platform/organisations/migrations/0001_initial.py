"""The first tables of the app."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("operator", "Operator of this site"),
                            ("origin_government", "Government of a country of origin"),
                            ("destination_government", "Government of a country of destination"),
                            ("international_organisation", "International organisation"),
                            ("ngo", "Non-governmental organisation"),
                            ("employer", "Employer"),
                            ("recruiter", "Licensed recruiter"),
                            ("training_provider", "Training provider"),
                            ("diaspora_body", "Diaspora body"),
                            ("municipality", "Municipality"),
                        ],
                        max_length=40,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=3)),
                ("website", models.URLField(blank=True)),
                ("licence", models.CharField(blank=True, max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("registered", "Registered, not yet approved"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                        ],
                        default="registered",
                        max_length=20,
                    ),
                ),
                ("registered_by", models.UUIDField()),
                ("registered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_by", None), ("status", "registered")),
                            models.Q(
                                models.Q(("status", "registered"), _negated=True),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="organisations_active_means_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            ("kind", "operator"),
                            models.Q(("approved_by", models.F("registered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="organisations_approved_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["operator", "international_organisation"]),
                            models.Q(("country", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="organisations_stand_in_a_country",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "recruiter"), ("licence", ""), ("status", "active"), _negated=True),
                        name="organisations_recruiters_are_licensed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "operator")), fields=("kind",), name="organisations_one_operator"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("invited_by", models.UUIDField()),
                ("until", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-until",),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation", "user"),
                        name="organisations_one_seat_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "roles__contained_by",
                                [
                                    "administrator",
                                    "approver",
                                    "auditor",
                                    "coordinator",
                                    "signatory",
                                    "caseworker",
                                    "protection_officer",
                                    "recruitment_officer",
                                    "archivist",
                                ],
                            ),
                            ("roles__len__gt", 0),
                        ),
                        name="organisations_roles_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("refer_people", "Refer people to each other, with their consent"),
                                ("offer_work", "Offer work to people whom the other advises"),
                                ("train", "Train people together"),
                                ("welcome", "Welcome people on arrival"),
                            ],
                            max_length=40,
                        ),
                        size=None,
                    ),
                ),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signed_by", models.UUIDField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("ended_by", models.UUIDField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_received",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_proposed",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-proposed_at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposer", models.F("partner")), _negated=True),
                        name="organisations_agreements_join_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="organisations_signed_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purposes__contained_by", ["refer_people", "offer_work", "train", "welcome"]),
                            ("purposes__len__gt", 0),
                        ),
                        name="organisations_purposes_are_known",
                    ),
                ],
            },
        ),
    ]
