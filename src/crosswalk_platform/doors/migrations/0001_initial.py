"""The first table of the app."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_profile"),
    ]

    operations = [
        migrations.CreateModel(
            name="DoorAnswers",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="door_answers",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("plain", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=40)),
                ("sealed", models.BinaryField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
