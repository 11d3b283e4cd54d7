"""Who reads the answers to my doors: the person alone, said once more by the database."""

from django.db import migrations

WALLS = """
ALTER TABLE doors_dooranswers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON doors_dooranswers USING (viewer_is(person_id)) WITH CHECK (viewer_is(person_id));
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("doors", "0001_initial"), ("consent", "0003_walls"))
    operations = (migrations.RunSQL(WALLS),)
