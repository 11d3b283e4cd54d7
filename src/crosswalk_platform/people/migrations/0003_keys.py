"""What records are found and compared by, in any alphabet: keys, their index, and who may ask for them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

FUNCTION = """
-- Who has one key of each line; the first line is looked up in the index, so it is best the rarest.
CREATE FUNCTION caseload_keyed(wanted text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 100
AS $$ SELECT kept.id FROM people_person AS kept
    WHERE kept.keys && string_to_array(wanted[1], chr(10)) AND kept.organisation_id IN (SELECT viewer_places('caseworker'))
    AND NOT EXISTS (SELECT FROM unnest(wanted[2:]) AS line WHERE NOT kept.keys && string_to_array(line, chr(10))) $$;
"""
BATCH = 1000


def fill_keys(apps, schema_editor):
    """Make the keys of the records that are there; as the owner of the tables, in batches."""
    from crosswalk_platform.people.search import keys_of  # noqa: PLC0415 - the app is not loaded before

    person = apps.get_model("people", "Person")
    rows = []
    for each in person.objects.only("pk", "record").iterator(chunk_size=BATCH):
        each.keys = keys_of(each.record)["keys"]
        rows.append(each)
        if len(rows) == BATCH:
            person.objects.bulk_update(rows, ["keys"])
            rows.clear()
    person.objects.bulk_update(rows, ["keys"])


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("people", "0002_profile"), ("consent", "0005_walls")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, default=list, size=None
            ),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="people_by_keys"),
        ),
        migrations.RunSQL(FUNCTION),
    ]
