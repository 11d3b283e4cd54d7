"""What the database itself knows of keeping: when a retention run works, whose advice goes on, and what a proof proves."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION retaining() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(current_setting('crosswalk.retaining', true), '') = 'on' $$;

CREATE FUNCTION person_is_held(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM people_person AS kept WHERE kept.id = somebody AND kept.held_until >= current_date) $$;

CREATE FUNCTION advised_until(somebody uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT max(least((given.withdrawn_at AT TIME ZONE 'UTC')::date, given.until)) FROM consent_consent AS given
    WHERE given.person_id = somebody AND given.purpose IN ('advice', 'protection') $$;

CREATE FUNCTION erased_on(number text) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT min((event.at AT TIME ZONE 'UTC')::date) FROM audit_event AS event
    WHERE event.action IN ('person.erased', 'account.erased') AND event.details ->> 'proof' = number $$;

CREATE INDEX audit_event_of_proof ON audit_event ((details ->> 'proof'))
    WHERE action IN ('person.erased', 'account.erased');
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("consent", "0003_walls"),)
    operations = (migrations.RunSQL(FUNCTIONS),)
