"""The first tables of the app."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("record", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("held_until", models.DateField(blank=True, null=True)),
                ("hold_reason", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-changed_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Confided",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="confided",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("sealed", models.BinaryField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["organisation", "-changed_at", "id"], name="people_of_organisation"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("account__isnull", False), ("organisation__isnull", False), _connector="OR"),
                name="people_are_held_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("record__has_any_keys", ["legal_status", "reasons", "refugee_documents", "places_to_avoid"]),
                    _negated=True,
                ),
                name="people_confide_behind_the_wall",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_until", None), models.Q(("hold_reason", ""), _negated=True), _connector="OR"),
                name="people_are_held_for_a_reason",
            ),
        ),
    ]
