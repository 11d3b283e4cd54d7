"""The database numbers, dates and chains each event itself, and refuses to change or remove one."""

from django.db import migrations

CHAIN = """
CREATE FUNCTION audit_hash(event audit_event, before bytea) RETURNS bytea LANGUAGE sql IMMUTABLE
AS $$ SELECT sha256(before || convert_to(jsonb_build_array(
    event.id, extract(epoch FROM event.at), event.actor, event.organisation, event.action, event.subject_kind,
    event.subject, event.purpose, event.details)::text, 'UTF8')) $$;

CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    last audit_event;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_event'));
    SELECT * INTO last FROM audit_event ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(last.id, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.previous := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
    NEW.hash := audit_hash(NEW, NEW.previous);
    RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON audit_event FOR SELECT
    USING (actor = viewer() OR viewer_holds(organisation, 'auditor')
           OR (organisation IS NULL AND viewer_operates_as_auditor()));
CREATE POLICY write ON audit_event FOR INSERT WITH CHECK (actor IS NOT DISTINCT FROM viewer());
"""

AUDITORS = """
CREATE FUNCTION viewer_operates_as_auditor() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
    SELECT FROM organisations_membership AS seat JOIN organisations_organisation AS body ON body.id = seat.organisation_id
    WHERE seat.user_id = viewer() AND seat.ended_at IS NULL AND body.kind = 'operator' AND 'auditor' = ANY (seat.roles)) $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("audit", "0001_initial"), ("organisations", "0002_walls"))
    operations = (migrations.RunSQL(AUDITORS), migrations.RunSQL(CHAIN))
