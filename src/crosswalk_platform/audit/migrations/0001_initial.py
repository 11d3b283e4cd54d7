"""The first tables of the app."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.UUIDField(null=True)),
                ("organisation", models.UUIDField(null=True)),
                ("action", models.CharField(max_length=80)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject", models.UUIDField(null=True)),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("details", models.JSONField(default=dict)),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["subject", "-id"], name="audit_event_of_subject"),
                    models.Index(fields=["organisation", "-id"], name="audit_event_in_organisation"),
                    models.Index(fields=["actor", "-id"], name="audit_event_by_actor"),
                ],
            },
        ),
    ]
