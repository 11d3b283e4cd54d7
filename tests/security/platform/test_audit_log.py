"""The log: every event is chained to the one before, and no change goes unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from site_world import organisation_of, seen_by

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
