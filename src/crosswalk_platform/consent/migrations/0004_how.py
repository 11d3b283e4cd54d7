"""How a consent was given, and who took it down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("consent", "0003_walls"),
        ("organisations", "0002_walls"),
        ("people", "0002_profile"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="how",
            field=models.CharField(
                choices=[
                    ("on_site", "By the person, on this site"),
                    ("in_person", "To an adviser, in person"),
                    ("by_phone", "To an adviser, by telephone"),
                    ("in_writing", "To an adviser, in writing"),
                ],
                default="on_site",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="taken_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "on_site"), ("taken_by", None)),
                    models.Q(models.Q(("how", "on_site"), _negated=True), ("taken_by__isnull", False)),
                    _connector="OR",
                ),
                name="consent_taken_by_somebody",
            ),
        ),
        migrations.RemoveIndex(model_name="consent", name="consent_to_organisation"),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["organisation", "purpose", "how", "-given_at"], name="consent_to_organisation"),
        ),
    ]
