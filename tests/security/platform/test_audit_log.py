"""The log: every event is chained to the one before, and no change goes unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from site_world import client_of, organisation_of, seen_by, user

pytestmark = pytest.mark.usefixtures("database")


def superuser(site: Path) -> psycopg.Connection[Any]:
    return psycopg.connect(host=str(site / "database"), dbname="crosswalk", user="postgres")


def test_nobody_changes_or_removes_an_event_not_even_the_owner(site: Path) -> None:
    for role in ("crosswalk_site", "crosswalk_owner"):
        for statement in ("UPDATE audit_event SET purpose = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"):
            with (
                psycopg.connect(host=str(site / "database"), dbname="crosswalk", user=role) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(statement)


@pytest.mark.parametrize(
    "harm", ["UPDATE audit_event SET purpose = 'x' WHERE id = 3", "DELETE FROM audit_event WHERE id = 3"]
)
def test_what_a_superuser_forces_is_found(site: Path, harm: str) -> None:
    from crosswalk_platform.audit.verify import verify

    place = organisation_of("coordinator")
    with superuser(site) as connection:
        for _ in range(4):
            connection.execute("SELECT set_config('crosswalk.viewer', '', false)")
            connection.execute(
                "INSERT INTO audit_event (action, subject_kind, purpose, details, organisation)"
                " VALUES ('test', '', '', '{}', %s)", [place.pk]
            )  # fmt: skip
        assert verify(cursor=connection.cursor()).broken is None
        anchor = verify(cursor=connection.cursor()).anchor
        connection.execute("ALTER TABLE audit_event DISABLE TRIGGER kept")
        connection.execute(harm)
        assert verify(cursor=connection.cursor()).broken in {3, 4}
        connection.execute("ALTER TABLE audit_event DISABLE TRIGGER chain")
        connection.execute("DELETE FROM audit_event WHERE id > 2")
        cut = verify(cursor=connection.cursor(), anchor=anchor)
        assert (cut.broken, cut.anchored) == (None, False)
        connection.rollback()


def test_an_auditor_reads_what_happened_in_their_organisation_only() -> None:
    from crosswalk_platform.audit.models import Event
    from crosswalk_platform.organisations import actions

    place = organisation_of("coordinator")
    with seen_by("coordinator") as by:
        actions.edit_organisation(by=by, organisation=place, revision=place.revision, name=place.name, website="")
        assert Event.objects.filter(action="organisation.edited").count() == 1
    with seen_by("auditor"):
        assert not Event.objects.filter(action="organisation.edited").exists()


def test_the_operators_auditor_reads_what_the_operator_did_and_nothing_of_people() -> None:
    from crosswalk_platform.audit.queries import events_read
    from crosswalk_platform.organisations import actions
    from crosswalk_platform.people.actions import begin_own_record

    with seen_by("admin") as admin:
        made = actions.register_organisation(by=admin, name="Watched", kind="ngo", country="FRA")
    with seen_by("approver") as approver:
        actions.approve_organisation(by=approver, registered=made)
    with seen_by("person") as by:
        begin_own_record(by=by, user=user("person"))
    with seen_by("auditor") as auditor:
        kinds = set(events_read(auditor).values_list("action", "subject_kind"))
    assert {action for action, _ in kinds} >= {"organisation.registered", "organisation.approved"}
    assert "people.person" not in {kind for _, kind in kinds}
    page = client_of("auditor").get("/log").content.decode()
    assert "registered an organisation" in page
    assert "<bdi>Admin</bdi>" in page
    assert "<bdi>Watched</bdi>" in page


def test_an_auditor_finds_who_looked_at_a_record_and_why() -> None:
    from crosswalk_platform.organisations.models import Membership
    from crosswalk_platform.people.actions import look_at
    from people_world import person_registered_by

    with seen_by("coordinator"):
        Membership.objects.filter(user=user("records")).update(roles=["auditor"])
    person, other = person_registered_by("caseworker"), person_registered_by("caseworker")
    with seen_by("caseworker") as by:
        look_at(by=by, person=person, purpose="To write a letter")
        look_at(by=by, person=other, purpose="To call them")
    log, number = client_of("records"), str(person.pk)
    for asked in (number, number[:8], number.upper()):
        page = log.get("/log", {"of": asked}).content.decode()
        assert "To write a letter" in page
        assert "<bdi>Caseworker</bdi>" in page
        assert "looked at a record" in page
        assert "To call them" not in page
    for nothing in ("0000000", "zz", "\x00", str(other.pk)[:3]):
        assert "Nothing found." in log.get("/log", {"of": nothing}).content.decode()


def test_every_event_that_the_site_records_has_words() -> None:
    import re

    from crosswalk_platform.audit.words import EVENTS

    site = Path(__file__).parents[3] / "src" / "crosswalk_platform"
    told = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.py"))
    recorded = set(re.findall(r"\brecord\(\s*\"([a-z_]+\.[a-z_]+)\"", told))
    traces = (site / "accounts" / "traces.py").read_text(encoding="utf-8")
    recorded |= set(re.findall(r"\"(account\.[a-z_]+)\"", traces))
    assert len(recorded) > 60
    assert recorded <= set(EVENTS)
