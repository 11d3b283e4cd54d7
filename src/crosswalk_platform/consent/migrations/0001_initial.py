"""The first tables of the app."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-given_at",),
            },
        ),
    ]
