"""Row-level security: the operator's auditors read what the operator itself did to organisations."""

from django.db import migrations

WALL = """
CREATE POLICY operating ON audit_event FOR SELECT
    USING (action IN ('organisation.registered', 'organisation.approved', 'organisation.suspended')
           AND viewer_operates_as_auditor());
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("audit", "0002_chain"),)
    operations = (migrations.RunSQL(WALL, "DROP POLICY operating ON audit_event"),)
