"""The walls around people again: sets that are found once for a query, and consent that an adviser writes down."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION viewer_places(role text DEFAULT NULL) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT seat.organisation_id FROM organisations_membership AS seat
    JOIN organisations_organisation AS body ON body.id = seat.organisation_id
    WHERE seat.user_id = viewer() AND seat.ended_at IS NULL AND body.status = 'active'
    AND (role IS NULL OR role = ANY (seat.roles)) $$;

CREATE FUNCTION viewer_own() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT own.id FROM people_person AS own WHERE own.account_id = viewer() $$;

CREATE FUNCTION viewer_keeps(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM people_person AS kept WHERE kept.id = somebody AND kept.account_id IS NULL
    AND kept.organisation_id IN (SELECT viewer_places('caseworker'))) $$;

CREATE FUNCTION viewer_changes(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM people_person AS somebody_ WHERE somebody_.id = somebody
    AND (somebody_.account_id = viewer() OR somebody_.organisation_id IN (SELECT viewer_places('caseworker'))
         OR EXISTS (SELECT FROM consent_consent AS given JOIN organisations_membership AS seat
                ON seat.organisation_id = given.organisation_id
                JOIN organisations_organisation AS body ON body.id = seat.organisation_id
                WHERE given.person_id = somebody AND given.purpose = 'advice' AND given.withdrawn_at IS NULL
                AND given.until >= current_date AND seat.user_id = viewer() AND seat.ended_at IS NULL
                AND body.status = 'active' AND seat.roles && ARRAY['caseworker', 'protection_officer']::varchar[]))) $$;
"""

WALLS = """
DROP POLICY read ON people_person;
CREATE POLICY read ON people_person FOR SELECT USING (
    account_id = viewer() OR organisation_id IN (SELECT viewer_places('caseworker'))
    OR organisation_id IN (SELECT viewer_places('archivist')) OR viewer_is_shown(id));

DROP POLICY change ON people_person;
CREATE POLICY change ON people_person FOR UPDATE USING (
    account_id = viewer() OR organisation_id IN (SELECT viewer_places('archivist')) OR viewer_changes(id));

DROP POLICY read ON consent_consent;
CREATE POLICY read ON consent_consent FOR SELECT USING (person_id IN (SELECT viewer_own())
    OR (purpose <> 'protection' AND organisation_id IN (SELECT viewer_places()))
    OR (purpose = 'protection' AND organisation_id IN (SELECT viewer_places('protection_officer'))
        AND viewer_protects(person_id)));

DROP POLICY give ON consent_consent;
CREATE POLICY give ON consent_consent FOR INSERT WITH CHECK (
    (viewer_is(person_id) AND how = 'on_site')
    OR (taken_by = viewer() AND how <> 'on_site' AND purpose IN ('advice', 'statistics')
        AND organisation_id IN (SELECT viewer_places('caseworker')) AND viewer_keeps(person_id)));

DROP POLICY withdraw ON consent_consent;
CREATE POLICY withdraw ON consent_consent FOR UPDATE USING (viewer_is(person_id)
    OR (organisation_id IN (SELECT viewer_places('caseworker')) AND viewer_keeps(person_id)));
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("consent", "0004_how"), ("people", "0002_profile"))
    operations = (migrations.RunSQL(FUNCTIONS), migrations.RunSQL(WALLS))
