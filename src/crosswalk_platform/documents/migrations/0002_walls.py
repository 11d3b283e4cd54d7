"""Who sees an uploaded file's row, said once more by the database; and how old ones go, whosever they are."""

from django.db import migrations

WALLS = """
ALTER TABLE documents_document ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION viewer_erases(somebody uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT FROM people_person AS kept WHERE kept.id = somebody
    AND kept.organisation_id IN (SELECT viewer_places('archivist'))) $$;
CREATE POLICY own ON documents_document USING (viewer_changes(person_id));
CREATE POLICY find_to_erase ON documents_document FOR SELECT USING (viewer_erases(person_id));
CREATE POLICY erase ON documents_document FOR DELETE USING (viewer_erases(person_id));

CREATE FUNCTION documents_sweep(kept_for interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    gone bigint;
BEGIN
    IF kept_for < interval '7 days' THEN
        RAISE EXCEPTION 'Documents are kept for seven days.';
    END IF;
    DELETE FROM documents_document WHERE sent_at < now() - kept_for;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("documents", "0001_initial"), ("consent", "0005_walls"))
    operations = (migrations.RunSQL(WALLS),)
