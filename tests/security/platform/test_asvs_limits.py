"""How often one may knock: per address and per account, over every process, told with status 429 and a plain page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sign_in_world import PASSWORD, browser, is_in, new_account, sign_in
from site_world import client_of

pytestmark = pytest.mark.usefixtures("database")

DOCUMENT = (Path(__file__).parents[3] / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits hold, as they do where the site is served; the small ones make short tests."""
    from crosswalk_platform.accounts import limits
    from crosswalk_platform.config.installation import installation

    changed = installation().model_copy(update={"paced": True})
    monkeypatch.setattr(limits, "installation", lambda: changed)


def fewer(**rates: str) -> Any:
    from django.conf import settings
    from django.test import override_settings

    return override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, **rates})


FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "sign_in": ("/account/login/", {"login": "n{}@example.net", "password": "wrong words altogether"}),
    "sign_up": ("/account/signup/", {"email": "n{}@example.net", "password1": "short"}),
    "reset": ("/account/password/reset/", {"email": "n{}@example.net"}),
    "new_password": ("/account/password/reset/key/1-set-password/", {"password1": "x", "password2": "x"}),
    "proof": ("/proof/", {"number": "0000 0000 0000 0000 0000 00{}"}),
}


@pytest.mark.parametrize("action", FORMS)
def test_an_address_that_knocks_too_often_is_refused_and_others_are_not(action: str) -> None:
    address, typed = FORMS[action]
    with fewer(**{action: "3/m/ip"}):
        client, answers = browser(), []
        for number in range(5):
            told = {name: value.format(number) for name, value in typed.items()}
            answers.append(client.post(address, told, REMOTE_ADDR="203.0.113.9"))
        assert [answer.status_code == 429 for answer in answers] == [False] * 3 + [True] * 2
        assert "Wait a minute" in answers[-1].content.decode()
        told = {name: value.format(9) for name, value in typed.items()}
        assert browser().post(address, told, REMOTE_ADDR="198.51.100.7").status_code != 429


def test_an_address_of_mail_that_signs_up_from_many_places_is_refused_after_a_while() -> None:
    address, typed = FORMS["sign_up"]
    with fewer(sign_up="3/h/key"):
        for number in range(5):
            told = {name: (" N@example.net" if number % 2 else "n@Example.net") if "n{}" in value else value
                    for name, value in typed.items()}  # fmt: skip
            answer = browser().post(address, told, REMOTE_ADDR=f"203.0.113.{number}")
            assert (answer.status_code == 429) is (number >= 3), number
        other = {name: value.format(7) for name, value in typed.items()}
        assert browser().post(address, other).status_code != 429


def knock(email: str, place: str) -> int:
    """Send a wrong password from somewhere; gives the status of the answer."""
    return int(sign_in(browser(), email, "wrong words altogether", REMOTE_ADDR=place).status_code)


def test_who_knocks_at_an_account_too_often_is_refused_and_its_owner_elsewhere_comes_in() -> None:
    amal = new_account()
    with fewer(sign_in="3/h/key"):
        assert [knock(amal.email.upper(), "203.0.113.9") == 429 for _ in range(5)] == [False] * 3 + [True] * 2
        owner = browser()
        sign_in(owner, amal.email, REMOTE_ADDR="198.51.100.7")
        assert is_in(owner)


def test_an_account_that_is_knocked_at_from_everywhere_has_fewer_tries_for_each_address_and_shuts_out_none() -> None:
    amal = new_account()
    with fewer(sign_in_everywhere="4/h/key", sign_in_pressed="2/h/key"):
        assert 429 not in [knock(amal.email, f"203.0.113.{number}") for number in range(4)]
        assert [knock(amal.email, "203.0.113.9") == 429 for _ in range(3)] == [False, False, True]
        owner = browser()
        sign_in(owner, amal.email, REMOTE_ADDR="198.51.100.7")
        assert is_in(owner)
        assert knock("another@example.net", "203.0.113.9") != 429


@pytest.mark.parametrize("email", ["amal@example.net", "nobody@example.net"])
def test_one_address_of_mail_gets_five_letters_an_hour_and_the_page_never_says_so(
    email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core import mail

    from sign_in_world import told_at_once

    told_at_once(monkeypatch)
    new_account()
    mail.outbox.clear()
    answers = [
        browser().post(
            "/account/password/reset/", {"email": email.upper() if number % 2 else email}, follow=True,
            REMOTE_ADDR=f"203.0.113.{number}",
        )
        for number in range(8)
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {200}
    assert len({re.sub(r'value="\w{64}"', "", answer.content.decode()).lower() for answer in answers}) == 1
    assert len(mail.outbox) == 5
    browser().post("/account/password/reset/", {"email": "other@example.net"})
    assert len(mail.outbox) == 6


def test_a_camp_behind_one_address_signs_in_with_passkeys_and_providers_more_than_sixty_times_an_hour() -> None:
    from crosswalk_platform.accounts.limits import LIMITED
    from crosswalk_platform.config.counts import RATES

    for name in ("mfa_login_webauthn", "openid_connect_login"):
        assert RATES[LIMITED[name].action] == "60/m/ip"
    with fewer(sign_in_otherwise="3/m/ip", sign_in="2/m/ip"):
        answers = [browser().post("/account/2fa/webauthn/login/", {"credential": "x"}).status_code for _ in range(5)]
        assert [answer == 429 for answer in answers] == [False] * 3 + [True] * 2
        assert knock("n@example.net", "127.0.0.1") != 429, "counted apart"


def test_the_right_password_is_not_looked_at_beyond_the_limit() -> None:
    amal = new_account()
    with fewer(sign_in="2/m/ip"):
        client = browser()
        for _ in range(2):
            sign_in(client, amal.email, "wrong words altogether")
        assert sign_in(client, amal.email, PASSWORD).status_code == 429
        assert not is_in(client)


def test_my_doors_are_counted_for_an_address_and_apart_for_an_account() -> None:
    with fewer(doors="3/m/key"):
        visitor = browser()
        answers = [visitor.post("/doors/wishes", {}).status_code == 429 for _ in range(5)]
        assert answers == [False] * 3 + [True] * 2
        assert client_of("person").post("/doors/wishes", {}).status_code != 429
        assert visitor.get("/doors/").status_code == 200, "looking is counted elsewhere, and more generously"


def test_a_network_of_ipv6_counts_as_one_address() -> None:
    with fewer(proof="2/m/ip"):
        answers = [
            browser().post("/proof/", {"number": "x"}, REMOTE_ADDR=f"2001:db8:1:2::{number:x}").status_code
            for number in range(4)
        ]
        assert [answer == 429 for answer in answers] == [False, False, True, True]


def test_counts_hold_over_processes(site: Path) -> None:
    """What one process counted, another knows: they lie in the database, not in memory."""
    from django.core.cache import cache

    cache.set("told", 5, 60)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM site_counts")
        assert cursor.fetchone()[0] >= 1
    script = (
        "from pathlib import Path; from crosswalk_platform.cli.django import start; start(Path(__import__('sys').argv[1]));"
        "from django.core.cache import cache; print('counts', cache.get('elsewhere'), cache.add('elsewhere', 1, 60))"
    )
    answers = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script, str(site)], check=True, capture_output=True, text=True,
            timeout=60, env={**os.environ, "CROSSWALK_DATA": str(site)},
        )  # fmt: skip
        answers.append(done.stdout.split("counts")[1].split())
    assert answers == [["None", "True"], ["1", "False"]]
    cache.delete("elsewhere")


def test_neither_address_nor_account_can_be_read_from_what_is_counted() -> None:
    from django.db import connection

    with fewer(sign_in="5/m/ip,5/m/key"):
        browser().post("/account/login/", {"login": "amal@example.net", "password": "x"}, REMOTE_ADDR="203.0.113.9")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, encode(decode(value, 'base64'), 'escape') FROM site_counts")
        kept = str(cursor.fetchall())
    assert kept != "[]"
    assert "203.0.113" not in kept and "amal" not in kept


def test_the_documented_limits_are_those_of_the_code() -> None:
    """Each line of the table is a line of the code, number for number."""
    from crosswalk_platform.config.counts import RATES

    table = DOCUMENT.split("## How often one may knock")[1].split("\n## ")[0]
    lines = {
        "sign_in": "| sign-in with a password | 60 in a minute; 60 in an hour for one account | |",
        "sign_in_everywhere": "once there were more | 300 in an hour |",
        "sign_in_pressed": "from everywhere | 5 in an hour, for that account, once there were more |",
        "sign_in_otherwise": "| sign-in with a passkey or a provider | 60 in a minute | |",
        "sign_up": "| sign-up | 300 in an hour | 10 in an hour |",
        "reset": "| a forgotten password | 60 in an hour | |",
        "reset_letters": "| letters that this sends to one address | | 5 in an hour; then",
        "new_password": "| a new password by a link | 20 in a minute | |",
        "proof": "| checking a proof at `/proof/` | 20 in a minute | |",
        "doors": "| my doors | 120 in a minute, without an account | 120 in a minute |",
        "login_failed": "| wrong passwords for an account | 5 in 5 minutes, for that account | |",
    }
    words = {"m": "in a minute", "h": "in an hour", "5m": "in 5 minutes"}
    assert {name for name, rate in RATES.items() if rate} == set(lines)
    for name, line in lines.items():
        assert line in table, name
        for rate in str(RATES[name]).split(","):
            amount, each, _per = rate.split("/")
            assert f"{amount} {words[each]}" in line, name
    assert "Nobody can be locked out from afar" in table


def test_every_form_of_the_site_that_needs_no_account_is_counted() -> None:
    """A new door to knock at is counted here, or it is a page that writes nothing."""
    from django.urls import URLPattern, get_resolver

    from crosswalk_platform.accounts.limits import LIMITED

    def names(patterns: list[Any], before: str) -> Any:
        for each in patterns:
            route = before + str(each.pattern)
            yield from [(route, each)] if isinstance(each, URLPattern) else names(each.url_patterns, route)

    public = {
        each.name
        for route, each in names(get_resolver().url_patterns, "")
        if getattr(each.callback, "access", "everybody") == "everybody"
        and (not route.startswith("account/") or re.search(r"login/$|signup/$|reset/(\^|$)|reset/key/\(", route))
    }
    quiet = {"home", "health", "leave", "set_language", "account_reauthenticate", "account_email_verification_sent",
             "account_confirm_login_code", "mfa_reauthenticate", None}  # fmt: skip
    assert public - set(LIMITED) - quiet == set()
