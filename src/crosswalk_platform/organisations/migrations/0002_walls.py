"""Row-level security: what an account may read and write of organisations, said once more by the database itself."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION viewer() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('crosswalk.viewer', true), '')::uuid $$;

CREATE FUNCTION viewer_holds(place uuid, role text DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
    SELECT FROM organisations_membership AS seat JOIN organisations_organisation AS body ON body.id = seat.organisation_id
    WHERE seat.user_id = viewer() AND seat.organisation_id = place AND seat.ended_at IS NULL
    AND body.status = 'active' AND (role IS NULL OR role = ANY (seat.roles))) $$;

CREATE FUNCTION viewer_operates() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
    SELECT FROM organisations_membership AS seat JOIN organisations_organisation AS body ON body.id = seat.organisation_id
    WHERE seat.user_id = viewer() AND seat.ended_at IS NULL AND body.status = 'active' AND body.kind = 'operator'
    AND seat.roles && ARRAY['administrator', 'approver']::varchar[]) $$;

CREATE FUNCTION viewer_is_invited(place uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
    SELECT FROM organisations_invitation AS offer JOIN accounts_user AS account ON account.id = viewer()
    WHERE offer.organisation_id = place AND lower(offer.email) = lower(account.email) AND offer.until > now()) $$;
"""

WALLS = """
ALTER TABLE organisations_organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON organisations_organisation FOR SELECT
    USING (viewer() IS NOT NULL AND (status = 'active' OR viewer_operates() OR viewer_is_invited(id)
           OR EXISTS (SELECT FROM organisations_membership AS seat WHERE seat.organisation_id = id AND seat.user_id = viewer())));
CREATE POLICY register ON organisations_organisation FOR INSERT WITH CHECK (viewer_operates());
CREATE POLICY change ON organisations_organisation FOR UPDATE
    USING (viewer_operates() OR viewer_holds(id, 'coordinator'));

ALTER TABLE organisations_membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON organisations_membership FOR SELECT
    USING (user_id = viewer() OR viewer_holds(organisation_id) OR viewer_operates());
CREATE POLICY join_by_invitation ON organisations_membership FOR INSERT
    WITH CHECK (user_id = viewer() AND viewer_is_invited(organisation_id));
CREATE POLICY change ON organisations_membership FOR UPDATE USING (viewer_holds(organisation_id, 'coordinator'));

ALTER TABLE organisations_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON organisations_invitation FOR SELECT
    USING (viewer_holds(organisation_id) OR viewer_operates()
           OR lower(email) = (SELECT lower(account.email) FROM accounts_user AS account WHERE account.id = viewer()));
CREATE POLICY invite ON organisations_invitation FOR INSERT
    WITH CHECK (viewer_holds(organisation_id, 'coordinator') OR viewer_operates());
CREATE POLICY accept ON organisations_invitation FOR UPDATE
    USING (lower(email) = (SELECT lower(account.email) FROM accounts_user AS account WHERE account.id = viewer()));

ALTER TABLE organisations_agreement ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON organisations_agreement FOR SELECT
    USING (viewer_holds(proposer_id) OR viewer_holds(partner_id));
CREATE POLICY propose ON organisations_agreement FOR INSERT WITH CHECK (viewer_holds(proposer_id, 'coordinator'));
CREATE POLICY change ON organisations_agreement FOR UPDATE
    USING (viewer_holds(proposer_id, 'signatory') OR viewer_holds(partner_id, 'signatory'));
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = (("organisations", "0001_initial"), ("accounts", "0001_initial"))
    operations = (migrations.RunSQL(FUNCTIONS), migrations.RunSQL(WALLS))
