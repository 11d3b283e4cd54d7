"""The table in which limits and used codes are counted, for all processes; what stands there is forgotten soon."""

from django.db import migrations

TABLE = """
CREATE UNLOGGED TABLE site_counts (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX site_counts_expires ON site_counts (expires);
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("accounts", "0001_initial"),)
    operations = (migrations.RunSQL(TABLE, "DROP TABLE site_counts"),)
