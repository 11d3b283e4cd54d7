"""Who sees and decides duplicates, said once more by the database; and what goes when a record is erased."""

from django.db import migrations

WALLS = """
ALTER TABLE duplicates_proposal ENABLE ROW LEVEL SECURITY;
CREATE POLICY decide ON duplicates_proposal USING (organisation_id IN (SELECT viewer_places('caseworker')));

ALTER TABLE duplicates_merge ENABLE ROW LEVEL SECURITY;
CREATE POLICY decide ON duplicates_merge USING (organisation_id IN (SELECT viewer_places('caseworker')));

CREATE POLICY merge ON people_person FOR DELETE USING (
    account_id IS NULL AND organisation_id IN (SELECT viewer_places('caseworker'))
    AND EXISTS (SELECT FROM duplicates_merge AS done WHERE done.gone = people_person.id AND done.undone_at IS NULL
                AND done.organisation_id = people_person.organisation_id));

CREATE FUNCTION duplicates_go_too() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM duplicates_merge AS done WHERE done.gone = OLD.id AND done.undone_at IS NULL) THEN
        RETURN OLD;  -- it is put into another record, and may come back
    END IF;
    WITH RECURSIVE erased(id) AS (
        SELECT OLD.id UNION SELECT done.gone FROM duplicates_merge AS done JOIN erased ON done.kept = erased.id
        WHERE done.undone_at IS NULL)
    DELETE FROM duplicates_proposal WHERE first IN (SELECT id FROM erased) OR second IN (SELECT id FROM erased);
    RETURN OLD;
END $$;
CREATE TRIGGER duplicates_go_too BEFORE DELETE ON people_person
    FOR EACH ROW EXECUTE FUNCTION duplicates_go_too();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("duplicates", "0001_initial"), ("consent", "0005_walls"))
    operations = (migrations.RunSQL(WALLS),)
