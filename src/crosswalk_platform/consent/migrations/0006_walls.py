"""Protection of people without an account: a protection officer who keeps their record writes down that they agreed.

And a nationality that is not recorded is unknown, not another: a body that has a country then reads nothing.
"""

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION viewer_protects(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
    SELECT FROM organisations_membership AS seat JOIN organisations_organisation AS body ON body.id = seat.organisation_id
    JOIN people_person AS somebody_ ON somebody_.id = somebody
    CROSS JOIN coalesce(nullif(somebody_.record -> 'nationalities', 'null'::jsonb), '[]'::jsonb) AS nationalities
    WHERE seat.user_id = viewer() AND seat.ended_at IS NULL AND body.status = 'active'
    AND body.kind IN ('ngo', 'international_organisation') AND 'protection_officer' = ANY (seat.roles)
    AND (body.country = '' OR (jsonb_array_length(nationalities) > 0 AND NOT nationalities ? body.country))
    AND consents(somebody, body.id, 'protection')) $$;

CREATE FUNCTION keeps(place uuid, somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM people_person AS kept
    WHERE kept.id = somebody AND kept.account_id IS NULL AND kept.organisation_id = place) $$;
"""

WALLS = """
DROP POLICY read ON consent_consent;
CREATE POLICY read ON consent_consent FOR SELECT USING (person_id IN (SELECT viewer_own())
    OR (purpose <> 'protection' AND organisation_id IN (SELECT viewer_places()))
    OR (purpose = 'protection' AND organisation_id IN (SELECT viewer_places('protection_officer'))
        AND (viewer_protects(person_id) OR (until < current_date AND keeps(organisation_id, person_id)))));

DROP POLICY give ON consent_consent;
CREATE POLICY give ON consent_consent FOR INSERT WITH CHECK (
    (viewer_is(person_id) AND how = 'on_site')
    OR (taken_by = viewer() AND how <> 'on_site' AND keeps(organisation_id, person_id)
        AND ((purpose IN ('advice', 'statistics') AND organisation_id IN (SELECT viewer_places('caseworker')))
             OR (purpose = 'protection' AND organisation_id IN (SELECT viewer_places('protection_officer'))))));

DROP POLICY withdraw ON consent_consent;
CREATE POLICY withdraw ON consent_consent FOR UPDATE USING (viewer_is(person_id)
    OR (keeps(organisation_id, person_id)
        AND ((purpose <> 'protection' AND organisation_id IN (SELECT viewer_places('caseworker')))
             OR (purpose = 'protection' AND organisation_id IN (SELECT viewer_places('protection_officer'))))));
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("consent", "0005_walls"), ("people", "0003_keys"))
    operations = (migrations.RunSQL(FUNCTIONS), migrations.RunSQL(WALLS))
