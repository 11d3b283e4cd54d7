"""What the profile keeps beside the record: family, freshness, names to search by."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("organisations", "0002_walls"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="confirmed",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="person",
            name="family",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="family_key",
            field=models.CharField(blank=True, db_collation="C", max_length=120),
        ),
        migrations.AddField(
            model_name="person",
            name="given_key",
            field=models.CharField(blank=True, db_collation="C", max_length=120),
        ),
        migrations.AddField(
            model_name="person",
            name="words_read",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["organisation", "family_key"], name="people_by_family_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["organisation", "given_key"], name="people_by_given_names"),
        ),
    ]
