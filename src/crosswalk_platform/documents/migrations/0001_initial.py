"""The first table of the app."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import crosswalk_platform.documents.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sent_by", models.UUIDField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        storage=crosswalk_platform.documents.models.quarantine,
                        upload_to=crosswalk_platform.documents.models._random_name,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "being read"),
                            ("read", "ready for you to check"),
                            ("refused", "could not be read"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("not_scanned", "not scanned for viruses"),
                            ("clean", "no virus found"),
                            ("infected", "a virus was found"),
                        ],
                        default="not_scanned",
                        max_length=20,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=500)),
                ("found", models.JSONField(default=list)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at",),
                "constraints": [
                    models.UniqueConstraint(fields=("person",), name="documents_one_at_a_time"),
                    models.CheckConstraint(
                        condition=models.Q(("status", "refused"), ("problem", ""), _connector="OR"),
                        name="documents_problems_are_of_refused",
                    ),
                ],
            },
        ),
    ]
