"""Row-level security: whoever may offer a seat may take the offer back."""

from django.db import migrations

WALL = """
CREATE POLICY withdraw ON organisations_invitation FOR DELETE
    USING (accepted_at IS NULL AND (viewer_holds(organisation_id, 'coordinator') OR viewer_operates()));
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("organisations", "0002_walls"),)
    operations = (migrations.RunSQL(WALL, "DROP POLICY withdraw ON organisations_invitation"),)
