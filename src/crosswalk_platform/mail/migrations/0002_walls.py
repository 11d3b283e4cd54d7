"""Anybody's page may hand a letter over; who takes it out, the next migration says more narrowly."""

from django.db import migrations

WALLS = """
ALTER TABLE mail_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY write ON mail_letter FOR INSERT WITH CHECK (true);
CREATE POLICY send ON mail_letter USING (viewer() IS NULL);
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("mail", "0001_initial"), ("organisations", "0002_walls"))
    operations = (migrations.RunSQL(WALLS),)
