"""The worker alone takes letters out, by a setting that no page makes; the doctor learns how many wait."""

from django.db import migrations

WALLS = """
CREATE FUNCTION sending() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(current_setting('crosswalk.sending', true), '') = 'on' $$;

ALTER POLICY send ON mail_letter USING (sending());

CREATE FUNCTION letters_that_wait() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT count(*) FROM mail_letter WHERE tries > 0 $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("mail", "0002_walls"),)
    operations = (migrations.RunSQL(WALLS),)
