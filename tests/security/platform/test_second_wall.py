"""Row-level security alone: with the site's own filters taken away, the database still shows nobody too much."""

from __future__ import annotations

import pytest

from site_world import LOGINS, organisation_of, seen_by, user

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("login", LOGINS)
def test_members_are_seen_by_their_own_organisation_and_by_those_who_run_the_site(login: str) -> None:
    from crosswalk_platform.organisations.models import Membership

    with seen_by(login) as viewer:
        own = {seat.organisation for seat in viewer.seats}
        seen = {each.organisation_id for each in Membership.objects.all()}
        runs = any({"administrator", "approver"} & seat.roles for seat in viewer.seats)
    assert own <= seen
    assert runs or seen <= own


@pytest.mark.parametrize("login", LOGINS)
def test_agreements_are_seen_by_their_two_sides(login: str) -> None:
    from crosswalk_platform.organisations.models import Agreement

    with seen_by(login) as viewer:
        own = {seat.organisation for seat in viewer.seats}
        for agreement in Agreement.objects.all():
            assert {agreement.proposer_id, agreement.partner_id} & own


def test_who_is_not_signed_in_sees_nothing_behind_the_wall() -> None:
    from crosswalk_platform.audit.models import Event
    from crosswalk_platform.organisations.models import Agreement, Invitation, Membership, Organisation

    with seen_by(None):
        for model in (Organisation, Membership, Invitation, Agreement, Event):
            assert not model.objects.exists()


def test_nobody_makes_themselves_a_member() -> None:
    from django.db import ProgrammingError, transaction

    from crosswalk_platform.organisations.models import Membership

    place = organisation_of("caseworker")
    with (
        seen_by("person"),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Membership.objects.create(organisation=place, user=user("person"), name="x", roles=["caseworker"])


def test_nobody_writes_to_the_log_in_the_name_of_another() -> None:
    from django.db import ProgrammingError, transaction

    from crosswalk_platform.audit.record import record
    from crosswalk_platform.authorization import Viewer

    with seen_by("person"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        record("forged", by=Viewer(user=user("admin").pk))


def test_only_the_site_may_ask_the_functions_of_the_database() -> None:
    """Some of them tell who confided in whom, without a look at who asks."""
    from django.db import connection

    asked = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND has_function_privilege({}, oid, 'EXECUTE')"
    with connection.cursor() as cursor:
        cursor.execute(asked.format("'public'"))
        assert cursor.fetchall() == []
        cursor.execute(asked.format("current_user"))
        assert ("consents",) in cursor.fetchall()


@pytest.mark.parametrize("login", [None, "person", "admin"])
def test_a_page_hands_letters_over_and_never_reads_changes_or_removes_one(login: str | None) -> None:
    from crosswalk_platform.mail.models import Letter
    from crosswalk_platform.mail.tasks import sending

    with seen_by(login):
        made = Letter.objects.create(key="protection-1", sealed=b"x")
        assert not Letter.objects.exists()
        assert Letter.objects.filter(pk=made.pk).update(tries=3) == 0
        assert Letter.objects.filter(pk=made.pk).delete()[0] == 0
        with sending():
            assert Letter.objects.get(pk=made.pk).tries == 0
        assert not Letter.objects.exists()
