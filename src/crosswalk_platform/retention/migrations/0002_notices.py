"""Notices of what ends soon, behind their wall, and what the database says of accounts that a run may close."""

import django.utils.timezone
from django.db import migrations, models

FUNCTIONS = """
ALTER TABLE retention_notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY telling ON retention_notice USING (retaining()) WITH CHECK (retaining());

CREATE FUNCTION account_sits(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM organisations_membership AS seat
    WHERE seat.user_id = somebody AND seat.ended_at IS NULL) $$;

CREATE FUNCTION account_sat(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM organisations_membership AS seat WHERE seat.user_id = somebody) $$;

CREATE FUNCTION account_keeps_record(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM people_person AS own WHERE own.account_id = somebody
    AND (own.organisation_id IS NULL OR own.held_until >= current_date)) $$;

CREATE FUNCTION leave_record_to_organisation(somebody uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ UPDATE people_person SET account_id = NULL
    WHERE retaining() AND account_id = somebody AND organisation_id IS NOT NULL $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (
        ("retention", "0001_functions"),
        ("accounts", "0002_counts"),
        ("people", "0002_profile"),
        ("organisations", "0002_walls"),
    )
    operations = (
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("record", "record"), ("account", "account")], max_length=10),
                ),
                ("subject", models.UUIDField()),
                ("day", models.DateField()),
                ("sent_on", models.DateField(default=django.utils.timezone.localdate)),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(fields=("kind", "subject", "day"), name="retention_told_once"),
                ),
            },
        ),
        migrations.RunSQL(FUNCTIONS),
    )
