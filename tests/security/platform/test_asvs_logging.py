"""Logs and errors (OWASP ASVS 5.0, V16): every security event leaves a line or a row, and an error tells nothing."""

from __future__ import annotations

import ast
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from people_world import person_of
from site_world import client_of, seen_by, user

ROOT = Path(__file__).parents[3]
SITE = ROOT / "src" / "crosswalk_platform"
DOCS = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
SECTION = DOCS.partition("## Logs and errors")[2]
PASSWORD = "a long password of no use elsewhere"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the site's handler writes."""
    from crosswalk_platform.config.log import OneLine

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def events(action: str) -> list[tuple[Any, Any, dict[str, Any]]]:
    """Actor, subject and details of the events of that name that this test has caused, read as their owner would."""
    import psycopg
    from django.db import connection

    assert psycopg
    with connection.cursor() as cursor:  # within the test's own transaction nobody else sees them
        cursor.execute("SELECT set_config('crosswalk.viewer', %s, true)", [str(user("auditor").pk)])
        cursor.execute("SELECT actor, subject, details FROM audit_event WHERE action = %s ORDER BY id", [action])
        found = [
            (actor, subject, json.loads(details) if isinstance(details, str) else details)
            for actor, subject, details in cursor.fetchall()
        ]
        cursor.execute("SELECT set_config('crosswalk.viewer', '', true)")
    return found


def own_events(login: str) -> list[str]:
    from crosswalk_platform.audit.models import Event

    with seen_by(login):
        return list(Event.objects.filter(actor=user(login).pk).order_by("id").values_list("action", flat=True))


def sign_in(login: str, password: str) -> Any:
    from django.test import Client

    browser = Client(raise_request_exception=False)
    browser.post("/account/login/", {"login": f"{login}@example.org", "password": password})
    return browser


def test_every_proof_accepted_or_refused_is_an_event_with_its_kind() -> None:
    account = user("person")
    account.set_password(PASSWORD)
    account.save()
    sign_in("person", "a wrong password")
    refused = events("account.refused")
    assert refused[-1] == (None, account.pk, {"method": "password"})
    sign_in("nobody.at.all", "a wrong password")
    assert events("account.refused")[-1] == (None, None, {"method": "password"})
    browser = sign_in("person", PASSWORD)
    assert "account.signed_in" in own_events("person")
    from crosswalk_platform.audit.models import Event

    with seen_by("person"):
        proved = Event.objects.filter(action="account.proved").last()
    assert proved is not None and proved.details == {"method": "password"} and proved.subject == account.pk
    browser.post("/account/logout/")
    assert own_events("person")[-1] == "account.signed_out"


def test_every_change_of_how_somebody_signs_in_is_an_event() -> None:
    from django.test import RequestFactory

    from crosswalk_platform.accounts.traces import CHANGES

    request = RequestFactory().get("/")
    request.session = client_of("person").session  # type: ignore[attr-defined]
    request.user = user("person")
    for action, signal in CHANGES.items():
        before = own_events("person").count(action)
        traced = [each for each in signal._live_receivers(None)[0] if "traces" in getattr(each, "__module__", "")]
        assert len(traced) == 1, action
        traced[0](signal=signal, sender=None, request=request, user=user("person"))
        assert own_events("person").count(action) == before + 1, action
        assert f"`{action}`" in SECTION


def test_a_refused_page_is_an_event_of_who_asked() -> None:
    browser = client_of("person")
    assert browser.get("/people/").status_code == 403
    assert browser.get("/organisations/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert own_events("person").count("access.refused") == 2
    allowed = own_events("person").count("access.refused")
    assert browser.get("/").status_code == 200
    assert own_events("person").count("access.refused") == allowed


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda browser: browser.get("/", headers={"Host": "elsewhere.example"}), 400),
        (lambda browser: browser.post("/proof/", {"number": "x" * 5000}), 422),
        (lambda browser: browser.generic("TRACE", "/"), 405),
        (lambda browser: browser.get("/nothing"), 404),
    ],
)
def test_attempts_to_get_around_the_rules_are_lines_with_their_status(
    lines: io.StringIO, ask: Any, status: int
) -> None:
    logging.getLogger("crosswalk.site").setLevel(logging.INFO)
    answer = ask(client_of(None))
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    (line,) = [each for each in told if each.get("event") == "request"]
    assert line["status"] == answer.status_code
    assert answer.status_code in {status, 200}, answer.status_code


def test_a_form_without_its_key_is_a_line(lines: io.StringIO) -> None:
    from django.test import Client

    logging.getLogger("crosswalk.site").setLevel(logging.INFO)
    assert Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"}).status_code == 403
    assert any(json.loads(line).get("status") == 403 for line in lines.getvalue().splitlines())


def test_nothing_that_is_sent_can_forge_a_line(lines: io.StringIO) -> None:
    logging.getLogger("crosswalk.site").setLevel(logging.INFO)
    evil = 'x\r\n{"time": "forged", "event": "request"}\u2028\x1b[2J\x85'
    browser = client_of(None)
    browser.get("/" + evil)
    browser.get("/?" + evil)
    browser.post("/account/login/", {"login": evil, "password": evil})
    browser.get("/", headers={"User-Agent": "x"})
    logging.getLogger("some.library").error(evil)
    logging.getLogger("some.library").error("%s", evil)
    for line in lines.getvalue().split("\n"):
        if line:
            told = json.loads(line)
            assert told["time"] != "forged"
            assert not re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", line)


def test_each_line_and_each_event_says_when_in_universal_time() -> None:
    from django.db import connection

    from crosswalk_platform.config.log import OneLine, log

    told = json.loads(OneLine().format(log.makeRecord(log.name, 20, "x", 1, "done", (), None)))
    assert datetime.fromisoformat(told["time"]).utcoffset() == timedelta(0)
    assert {"time", "level", "logger", "where", "event"} <= set(told)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = 'audit_event' AND column_name = 'at'"
        )
        assert cursor.fetchone() == ("timestamp with time zone",)


def test_the_inventory_of_the_docs_is_what_the_code_writes() -> None:
    from crosswalk_platform.config.log import KEYS, LOGGING

    named = set(
        re.findall(r"`([a-z_]+)`", SECTION.partition("A line of the site tells:")[2].partition("Never a password")[0])
    )
    assert set(KEYS) <= named
    assert LOGGING["handlers"].keys() == {"stderr"}
    for path in SITE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "logging":
                assert path.name == "log.py" or node.attr not in {
                    "FileHandler",
                    "handlers",
                    "basicConfig",
                    "getLogger",
                }, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                assert path.parent.name == "cli" and path.name != "part.py", f"{path}:{node.lineno}"
    for layer in ("site and worker", "audit", "PostgreSQL", "proxy", "mail server"):
        row = next(row for row in SECTION.splitlines() if row.startswith(f"| {layer} |"))
        assert len(row.split("|")) == 8
    for action in ("account.proved", "account.refused", "access.refused"):
        assert action in SECTION


def test_each_event_of_the_log_is_a_line_as_well_without_saying_who(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import transaction

    from crosswalk_platform.audit.record import record

    logging.getLogger("crosswalk.site").setLevel(logging.INFO)
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    with seen_by("person") as by:
        record("person.changed", by=by, subject=user("person"), purpose="CanaryPurpose")
    (line,) = [json.loads(each) for each in lines.getvalue().splitlines() if '"audit"' in each]
    assert line["action"] == "person.changed"
    assert "Canary" not in str(line) and str(user("person").pk) not in str(line)


def test_an_error_shows_a_plain_page_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import transaction

    from crosswalk_platform.people.models import Person
    from crosswalk_platform.people.views import subject

    person_of(headline="before")
    assert subject

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("CanaryMessage SELECT secret FROM x /srv/path")

    from crosswalk_platform.people import actions

    monkeypatch.setattr(actions, "record", breaks)
    with transaction.atomic():
        answer = client_of("person").post("/me/profile/occupation", {"headline": "after", "revision": "2"})
    page = answer.content.decode()
    assert answer.status_code == 500
    for leak in ("Canary", "Traceback", "RuntimeError", "SELECT", "site-packages", "/srv"):
        assert leak not in page
    assert answer.headers["X-Request-ID"]
    with seen_by("person"):
        assert Person.objects.get(account=user("person")).record.get("headline") == "before", "nothing half done stays"
    assert client_of("person").get("/").status_code == 200, "what broke in one request breaks no other"


def test_where_permission_cannot_be_told_nothing_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk_platform.authorization.viewer import Viewer

    def breaks(*_: object) -> bool:
        raise RuntimeError("CanaryMessage")

    monkeypatch.setattr(Viewer, "may", breaks)
    for page in ("/people/", "/log", "/organisations/new"):
        answer = client_of("caseworker").get(page)
        assert answer.status_code >= 400
        assert b"Canary" not in answer.content


def test_a_task_that_breaks_is_a_line_and_stops_no_other(lines: io.StringIO) -> None:
    """A letter that cannot be opened or sent leaves its line; the next one goes."""
    from crosswalk_platform.mail import tasks
    from crosswalk_platform.mail.models import Letter
    from crosswalk_platform.people.keys import seal

    letter = Letter(tries=len(tasks.PAUSES))
    letter.key, letter.sealed = seal({"from": "a@x", "to": ["Canary@x"], "whole": ""}, letter.pk)
    letter.save()

    tasks.deliver.func(str(letter.pk))  # no mail server is set: nothing answers
    (line,) = [json.loads(each) for each in lines.getvalue().splitlines() if "mail" in each]
    assert line["event"] == "mail given up" and line["error"].startswith(("SMTP", "Connection", "OS"))
    assert "Canary" not in lines.getvalue()
    with tasks.sending():
        assert not Letter.objects.exists()


def test_whatever_breaks_a_letter_it_waits_for_its_next_try_and_the_log_names_nobody(lines: io.StringIO) -> None:
    """A key that is gone, an address that is none: no try ends without the next one planned."""
    from crosswalk_platform.mail import tasks
    from crosswalk_platform.mail.models import Letter

    letter = Letter(key="protection-999", sealed=b"Canary")
    letter.save()
    tasks.deliver.func(str(letter.pk))
    (line,) = [json.loads(each) for each in lines.getvalue().splitlines() if "mail" in each]
    assert line["event"] == "mail waits" and line["error"] not in {"", "OSError"}
    assert "Canary" not in lines.getvalue() and "999" not in lines.getvalue()
    with tasks.sending():
        assert Letter.objects.get(pk=letter.pk).tries == 1
