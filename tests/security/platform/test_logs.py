"""Logs tell what happened and where, and nothing of anybody: canaries are sent in everywhere, and looked for."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_world import client_of, seen_by, user

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the handler of the site writes, with every logger at its most talkative."""
    from crosswalk_platform.config.log import OneLine

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_no_canary_of_any_request_stands_in_the_log(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    from crosswalk_platform.design import views
    from crosswalk_platform.people.actions import begin_own_record, change_record, confide

    with seen_by("person") as by:
        person = begin_own_record(by=by, user=user("person"))
        change_record(
            by=by, person=person, revision=1, parts={"given_names": "CanaryGiven", "summary": "CanarySummary"}
        )
        confide(by=by, person=person, confided={"reasons": "CanaryReasons"})
    for login in (None, "person", "caseworker", "records"):
        browser = client_of(login)
        browser.get(
            "/?token=CanaryToken&email=canary@example.org",
            headers={"User-Agent": "CanaryAgent", "X-Request-ID": "CanaryId"},
        )
        browser.get("/organisations/join/CanaryToken")
        browser.get("/CanaryPath/canary@example.org")
        browser.get("/", headers={"Host": "canary.example"})
        browser.post("/proof/", {"number": "CanaryNumber"})
        browser.post("/account/login/", {"login": "canary@example.org", "password": "CanaryPassword"})
        browser.post("/me/erase", {"email": "canary@example.org"})
        browser.get("/account/password/reset/key/CanaryKey-token/")
        browser.generic("CANARYMETHOD", "/")
    client_of("person").post("/me/export")

    def breaks(*_: object) -> None:
        raise ValueError("CanaryMessage canary@example.org")

    monkeypatch.setattr(views, "own_organisations", breaks)
    broken = client_of("person").get("/?secret=CanaryQuery")
    assert broken.status_code == 500
    logging.getLogger("some.library").error(f"f-string with {'CanaryFormatted'}")
    logging.getLogger("some.library").error("pattern with %s", "CanaryArgument")
    text = lines.getvalue()
    assert "canary" not in text.lower()
    for each in ("person@example.org", str(user("person").pk), str(person.pk)):
        assert each not in text
    told = [json.loads(line) for line in text.splitlines()]
    failure = next(each for each in told if each.get("error") == "ValueError")
    assert failure["request"] == broken.headers["X-Request-ID"]
    assert any("design/views.py" in place for place in failure["through"])
    assert any(each.get("event") == "request" and each["route"] == "organisations/join/<str:token>" for each in told)


def test_a_request_has_a_number_of_our_own() -> None:
    answer = client_of(None).get("/", headers={"X-Request-ID": "forged"})
    assert len(answer.headers["X-Request-ID"]) == 32


def test_a_key_that_is_not_listed_is_left_out() -> None:
    from crosswalk_platform.config.log import OneLine, log

    event = log.makeRecord(log.name, logging.INFO, "x", 1, "done", (), None, extra={"email": "canary", "count": 3})
    told = json.loads(OneLine().format(event))
    assert (told["count"], told["event"]) == (3, "done")
    assert "canary" not in json.dumps(told)


def test_what_a_constraint_of_the_database_refuses_is_not_in_the_log_of_the_server(site: Path) -> None:
    from django.db import Error, connection, transaction

    for statement in ("SELECT 'CanaryStatement'::uuid", "SELECT * FROM CanaryTable",
                      "INSERT INTO accounts_user (id, email) VALUES (gen_random_uuid(), 'CanaryValue@example.org')"):  # fmt: skip
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert "canary" not in (site / "database" / "log").read_text().lower()
