"""The doctor: each finding when all is well, and when it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("version", "state"), [((3, 10), "wrong"), ((3, 11), "ok"), ((4, 0), "ok")])
def test_python(version: tuple[int, int], state: str) -> None:
    from crosswalk_platform.cli import machine_health

    assert machine_health.python(version).state == state


def test_what_is_not_installed_is_named() -> None:
    from crosswalk_platform.cli import machine_health

    assert machine_health.installed("django psycopg").state == "ok"
    found = machine_health.installed("django no_such_module")
    assert (found.state, "no_such_module" in found.sentence) == ("wrong", True)


def test_folders_are_private_or_told(tmp_path: Path) -> None:
    from crosswalk_platform.cli import machine_health

    def states() -> dict[str, str]:
        return {each.name: each.state for each in machine_health.folders(tmp_path)}

    assert next(iter(machine_health.folders(tmp_path / "absent"))).state == "wrong"
    secrets = tmp_path / "secrets"
    secrets.mkdir(mode=0o700)
    (secrets / "signing").touch(mode=0o600)
    assert states() == {"data folder": "ok", "secrets": "ok"}
    (secrets / "signing").chmod(0o644)
    assert states()["secrets"] == "wrong"
    (secrets / "signing").chmod(0o600)
    secrets.chmod(0o755)
    assert states()["secrets"] == "wrong"


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk_platform.cli import machine_health

    monkeypatch.setattr(machine_health.os, "access", lambda *_: False)  # root may write anywhere
    assert next(iter(machine_health.folders(tmp_path))).state == "wrong"


@pytest.mark.parametrize(("free", "state"), [(10**8, "wrong"), (10**9, "warning"), (10**11, "ok")])
def test_disk(free: int, state: str) -> None:
    from crosswalk_platform.cli import machine_health

    assert machine_health.disk(free).state == state


def test_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from crosswalk_platform.cli import machine_health

    assert machine_health.mail(None, "x@example.org").state == "warning"
    assert machine_health.mail("smtp://h", "Crosswalk <no-reply@localhost>").state == "warning"
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        assert machine_health.mail(url, "x@example.org").state == "ok"
    assert machine_health.mail(url, "x@example.org").state == "wrong"


@pytest.mark.parametrize(
    ("secure", "debug", "hosts", "state"),
    [
        (True, False, ("example.org",), "ok"),
        (False, False, ("localhost",), "warning"),
        (False, False, ("example.org",), "wrong"),
        (True, True, ("example.org",), "wrong"),
    ],
)
def test_https(secure: bool, debug: bool, hosts: tuple[str, ...], state: str) -> None:
    from crosswalk_platform.cli import machine_health

    assert machine_health.https(secure=secure, debug=debug, hosts=hosts).state == state


def test_the_checks_of_django_are_told() -> None:
    from crosswalk_platform.cli import machine_health

    assert {each.state for each in machine_health.deploy_checks(secure=False)} == {"ok"}
    assert {each.state for each in machine_health.deploy_checks(secure=True)} == {"wrong"}  # the example has no HTTPS


def test_pdfs_fonts_and_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk_platform.cli import machine_health
    from crosswalk_platform.retention import pdf

    assert machine_health.pdf().state == "ok"
    monkeypatch.setattr(pdf, "why_no_pdf", lambda: pdf.PdfError("No.", remedy="Install Pango."))
    assert machine_health.pdf() == machine_health.Finding("pdf", "warning", "No.", "Install Pango.")
    assert machine_health.arabic_font("true").state == "warning"
    assert machine_health.arabic_font("no-such-program").state == "warning"
    assert machine_health.arabic_font("echo").state == "ok"
    assert machine_health.languages(["fr"], "Password").state == "ok"  # Django's own word
    assert machine_health.languages(["fr", "ar"], "No such words").state == "warning"


class Told:
    """A cursor that gives these rows, whatever is asked."""

    def __init__(self, *rows: tuple[Any, ...]) -> None:
        self.rows = list(rows)

    def execute(self, *_: Any) -> None:
        pass

    def fetchone(self) -> tuple[Any, ...]:
        return self.rows.pop(0)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows


def test_an_old_server_and_a_wrong_clock_are_told() -> None:
    from crosswalk_platform.cli import database_health as health

    assert health.version(Told((14, "14.1"))).state == "wrong"
    assert health.clock(Told((datetime.now(UTC) - timedelta(minutes=3),))).state == "wrong"
    assert health.server_log(Told(("error", "default", "none", "-1"))).state == "warning"


def test_an_installation_that_is_well() -> None:
    from crosswalk_platform.cli.database_health import database_findings

    found = {each.name: each for each in database_findings()}
    names = ("database", "clock", "server log", "role", "migrations", "walls", "grants", "log", "keys")
    assert {name: found[name].state for name in names} == dict.fromkeys(names, "ok")


@pytest.fixture
def superuser(site: Path) -> Any:
    with psycopg.connect(host=str(site / "database"), dbname="crosswalk", user="postgres") as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize(
    ("check", "harm"),
    [
        ("role", "SELECT 1"),
        ("role", "ALTER ROLE crosswalk_site BYPASSRLS; SET LOCAL ROLE crosswalk_site"),
        ("walls", "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY"),
        ("walls", "DROP POLICY retention ON people_person"),
        ("grants", "GRANT DELETE ON audit_event TO crosswalk_site; SET LOCAL ROLE crosswalk_site"),
        ("grants", "REVOKE SELECT ON people_person FROM crosswalk_site; SET LOCAL ROLE crosswalk_site"),
        ("log", "ALTER TABLE audit_event DISABLE TRIGGER kept; UPDATE audit_event SET purpose = 'x' WHERE id = 1"),
        (
            "worker",
            "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs, priority, task_path,"
            " worker_ids, queue_name, backend_name, run_after, exception_class_path, traceback) VALUES (gen_random_uuid(),"
            " 'READY', now() - interval '1 hour', '{}', 0, 'x', '[]', 'default', 'default', '9999-01-01', '', '')",
        ),
        ("keys", "INSERT INTO people_confided VALUES ('{}', 'protection-99', '', now())"),
    ],
)
def test_what_is_wrong_in_the_database_is_told(superuser: Any, check: str, harm: str) -> None:
    from crosswalk_platform.cli import database_health

    if "people_confided" in harm:
        superuser.execute("SET LOCAL session_replication_role = replica")  # a row without its person, for this test
        harm = harm.replace("{}", "00000000-0000-0000-0000-000000000001")
    superuser.execute(harm)
    looks: Callable[[Any], Any] = getattr(database_health, check)
    found = looks(superuser.cursor())
    assert found.state == "wrong"
    assert found.remedy


def test_a_worker_without_a_plan_and_with_one() -> None:
    from django.db import connection
    from django_tasks_db.models import DBTaskResult

    from crosswalk_platform.cli.database_health import worker
    from crosswalk_platform.retention.tasks import plan

    DBTaskResult.objects.all().delete()
    with connection.cursor() as cursor:
        assert worker(cursor).state == "warning"
        plan()
        assert worker(cursor).state == "ok"


def test_an_older_database_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from crosswalk_platform.cli.database_health import migrations

    assert migrations(connection).state == "ok"
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _self: {})
    assert migrations(connection).state == "wrong"
