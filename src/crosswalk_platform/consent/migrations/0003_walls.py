"""Who sees a person, what they confided, and their consents: said once more by the database itself."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION consents(somebody uuid, place uuid, what text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM consent_consent AS given WHERE given.person_id = somebody AND given.organisation_id = place
    AND given.purpose = what AND given.withdrawn_at IS NULL AND given.until >= current_date) $$;

CREATE FUNCTION viewer_is(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM people_person AS own WHERE own.id = somebody AND own.account_id = viewer()) $$;

CREATE FUNCTION viewer_is_shown(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
    SELECT FROM organisations_membership AS seat JOIN organisations_organisation AS body ON body.id = seat.organisation_id
    JOIN consent_consent AS given ON given.organisation_id = body.id
    WHERE seat.user_id = viewer() AND seat.ended_at IS NULL AND body.status = 'active' AND given.person_id = somebody
    AND given.withdrawn_at IS NULL AND given.until >= current_date
    AND ((given.purpose = 'advice' AND seat.roles && ARRAY['caseworker', 'protection_officer']::varchar[])
         OR (given.purpose = 'offers' AND 'recruitment_officer' = ANY (seat.roles)))) $$;

CREATE FUNCTION viewer_protects(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
    SELECT FROM organisations_membership AS seat JOIN organisations_organisation AS body ON body.id = seat.organisation_id
    JOIN people_person AS somebody_ ON somebody_.id = somebody
    WHERE seat.user_id = viewer() AND seat.ended_at IS NULL AND body.status = 'active'
    AND body.kind IN ('ngo', 'international_organisation') AND 'protection_officer' = ANY (seat.roles)
    AND NOT (body.country <> '' AND coalesce(somebody_.record -> 'nationalities', '[]'::jsonb) ? body.country)
    AND consents(somebody, body.id, 'protection')) $$;
"""

WALLS = """
ALTER TABLE people_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON people_person FOR SELECT USING (
    account_id = viewer()
    OR viewer_holds(organisation_id, 'caseworker') OR viewer_holds(organisation_id, 'archivist')
    OR viewer_is_shown(id));
CREATE POLICY register ON people_person FOR INSERT WITH CHECK (
    (account_id = viewer() AND organisation_id IS NULL) OR (account_id IS NULL AND viewer_holds(organisation_id, 'caseworker')));
CREATE POLICY change ON people_person FOR UPDATE USING (
    account_id = viewer() OR viewer_holds(organisation_id, 'caseworker') OR viewer_holds(organisation_id, 'archivist')
    OR viewer_is_shown(id));
CREATE POLICY erase ON people_person FOR DELETE USING (
    account_id = viewer() OR viewer_holds(organisation_id, 'archivist'));

ALTER TABLE people_confided ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON people_confided USING (viewer_is(person_id) OR viewer_protects(person_id));

ALTER TABLE consent_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON consent_consent FOR SELECT USING (viewer_is(person_id)
    OR (purpose <> 'protection' AND viewer_holds(organisation_id))
    OR (purpose = 'protection' AND viewer_protects(person_id) AND viewer_holds(organisation_id, 'protection_officer')));
CREATE POLICY give ON consent_consent FOR INSERT WITH CHECK (viewer_is(person_id));
CREATE POLICY withdraw ON consent_consent FOR UPDATE USING (viewer_is(person_id));
CREATE POLICY erase ON consent_consent FOR DELETE USING (viewer_is(person_id));

DROP POLICY read ON audit_event;
CREATE POLICY read ON audit_event FOR SELECT USING (
    actor = viewer() OR viewer_holds(organisation, 'auditor')
    OR (organisation IS NULL AND viewer_operates_as_auditor())
    OR (subject_kind = 'people.person' AND viewer_is(subject)));
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("consent", "0002_initial"), ("people", "0001_initial"), ("audit", "0002_chain"))
    operations = (migrations.RunSQL(FUNCTIONS), migrations.RunSQL(WALLS))
