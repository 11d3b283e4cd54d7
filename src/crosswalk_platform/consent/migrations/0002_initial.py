"""Second half of the first tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("consent", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["organisation", "purpose"], name="consent_to_organisation"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("person", "organisation", "purpose"),
                name="consent_once_at_a_time",
            ),
        ),
    ]
