"""Sessions: how they begin, how long they last, and what ends them (OWASP ASVS 5.0, V7)."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from sign_in_world import (
    PASSWORD,
    browser,
    code_in,
    is_in,
    new_account,
    prove,
    sign_in,
    told_at_once,
    totp_code,
    with_codes,
)
from site_world import client_of, user

pytestmark = pytest.mark.usefixtures("database")

DOCUMENT = (Path(__file__).parents[3] / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")


def later(patch: pytest.MonkeyPatch, minutes: float) -> None:
    """Move the clock of the site on."""
    from datetime import timedelta

    from django.contrib.sessions.backends import base, db
    from django.utils import timezone

    now, at = time.time() + 60 * minutes, timezone.now() + timedelta(minutes=minutes)
    patch.setattr(time, "time", lambda: now)
    for module in (base, db):
        patch.setattr(module, "timezone", type("Clock", (), {"now": staticmethod(lambda: at)}))


def test_a_session_is_a_long_random_name_of_a_row_in_the_database_and_nothing_else() -> None:
    from django.contrib.sessions.models import Session

    amal, names = new_account(), set()
    for _ in range(20):
        client = browser()
        sign_in(client, amal.email)
        names.add(client.session.session_key)
        assert "began" in Session.objects.get(pk=client.session.session_key).get_decoded()
    assert len(names) == 20
    assert all(re.fullmatch(r"[a-z0-9]{32}", name) for name in names), "32 of 36 characters: 165 bits"
    from django.conf import settings
    from django.contrib.sessions.backends.base import SessionBase
    from django.utils import crypto

    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert SessionBase()._get_new_session_key and "secrets.choice" in Path(str(crypto.__file__)).read_text()


@pytest.mark.parametrize("made_up", ["0" * 32, "abcdefghij" * 3 + "ab", "' OR 1=1 --", "../../etc", "ü" * 32])
def test_a_session_that_the_site_did_not_make_is_no_session(made_up: str) -> None:
    client = browser()
    client.cookies["session"] = made_up
    assert not is_in(client)
    sign_in(client, new_account().email)
    assert client.cookies["session"].value != made_up


def test_signing_in_and_proving_again_make_a_new_session_and_end_the_old_one() -> None:
    from django.contrib.sessions.models import Session

    amal, client = new_account(), browser()
    client.get("/account/login/")
    client.post("/doors/wishes", {})
    sign_in(client, amal.email)
    first = client.session.session_key
    prove(client)
    second = client.session.session_key
    assert first != second
    assert not Session.objects.filter(pk=first).exists()
    assert is_in(client)
    seed, _codes = with_codes(amal)
    client.post("/account/2fa/reauthenticate/", {"code": totp_code(seed)})
    assert client.session.session_key != second
    assert is_in(client)


@pytest.mark.parametrize(("minutes", "stays"), [(59, True), (61, False)])
def test_a_session_without_use_ends_after_an_hour(minutes: int, stays: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    sign_in(client, new_account().email)
    later(monkeypatch, minutes)
    assert is_in(client) is stays


def test_a_session_ends_after_twelve_hours_however_much_it_is_used() -> None:
    client = browser()
    sign_in(client, new_account().email)
    for step in range(1, 16):
        with pytest.MonkeyPatch.context() as patch:
            later(patch, 50 * step)
            assert is_in(client) is (50 * step <= 720), step


def test_the_documented_lengths_are_those_of_the_code() -> None:
    from django.conf import settings

    from crosswalk_platform.accounts.openid.tokens import LONGEST_AGO
    from crosswalk_platform.accounts.sessions import LONGEST, MOST

    for row in (
        f"| without use | {settings.SESSION_COOKIE_AGE // 60} minutes |",
        f"| at most, however much it is used | {LONGEST // 3600} hours |",
        f"| of one account at the same time | {MOST} sessions;",
        f"| after {settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes |",
        f"| at most {LONGEST_AGO // 3600} hours ago |",
    ):
        assert row in DOCUMENT, row
    assert "NIST SP 800-63B" in DOCUMENT
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_an_eleventh_session_ends_the_one_that_was_used_least_recently() -> None:
    from crosswalk_platform.accounts.sessions import MOST

    amal, clients = new_account(), [browser() for _ in range(MOST + 1)]
    for client in clients:
        sign_in(client, amal.email)
    assert [is_in(client) for client in clients] == [False] + [True] * MOST


@pytest.mark.parametrize("way", ["/account/logout/", "/leave"])
def test_signing_out_ends_the_session_on_the_server_for_every_copy_of_its_name(way: str) -> None:
    from django.contrib.sessions.models import Session

    client, copy = browser(), browser()
    sign_in(client, new_account().email)
    key = client.session.session_key
    copy.cookies["session"] = key
    assert is_in(copy)
    client.post(way) if way != "/leave" else client.get(way, headers={"Sec-Fetch-Site": "same-origin"})
    assert not is_in(client)
    assert not is_in(copy)
    assert not Session.objects.filter(pk=key).exists()


def test_pages_of_a_session_are_not_kept_by_the_browser_after_it_ended() -> None:
    for address in ("/account", "/me/", "/account/email/", "/organisations/"):
        assert "no-store" in client_of("person").get(address).headers["Cache-Control"], address


def test_an_account_that_is_shut_or_erased_has_no_session_any_more() -> None:
    amal, sofia = new_account(), new_account("sofia")
    clients = [browser(), browser()]
    sign_in(clients[0], amal.email)
    sign_in(clients[1], sofia.email)
    type(amal).objects.filter(pk=amal.pk).update(is_active=False)
    assert not is_in(clients[0])
    from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
    from crosswalk_platform.retention.actions import erase_account

    with behind_the_wall(sofia.pk):
        erase_account(by=viewer_of(sofia), user=sofia)
    assert not is_in(clients[1])


def test_a_change_of_how_one_signs_in_ends_every_other_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new password, one set anew, a new or removed second proof, another address."""
    from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

    told_at_once(monkeypatch)
    amal, client = new_account(), browser()
    sign_in(client, amal.email)
    prove(client)
    new = "copper lantern oblique ninety"

    def turns_on() -> None:
        client.get("/account/2fa/totp/activate/")
        client.post("/account/2fa/totp/activate/", {"code": totp_code(client.session[SECRET_SESSION_KEY])})

    def changes_address() -> None:
        from django.core import mail

        client.post("/account/email/", {"action_add": "", "email": "amal.two@example.net"})
        client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1])})

    changes = {
        "address": changes_address,
        "password": lambda: client.post(
            "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
        ),
        "second proof": turns_on,
        "no second proof": lambda: client.post("/account/2fa/totp/deactivate/"),
    }
    for what, change in changes.items():
        other = browser()
        other.force_login(
            type(amal).objects.get(pk=amal.pk), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        assert is_in(other), what
        prove(client, new if what not in {"address", "password"} else PASSWORD)
        change()
        assert is_in(client), what
        assert not is_in(other), what


def test_a_password_that_was_set_anew_ends_every_session() -> None:
    from django.core import mail

    amal, client, other = new_account(), browser(), browser()
    sign_in(other, amal.email)
    client.post("/account/password/reset/", {"email": amal.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)
    assert link is not None
    new = "copper lantern oblique ninety"
    client.post(client.get(link[1]).headers["Location"], {"password1": new, "password2": new})
    assert not is_in(other)


def test_every_page_of_somebody_signed_in_has_a_button_to_sign_out() -> None:
    from canary_world import routes

    for login in ("person", "caseworker", "admin"):
        client, shown = client_of(login), 0
        for route, _ in routes():
            if "<" in route or "(" in route or route == "leave":
                continue
            answer = client.get(f"/{route}")
            if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                assert 'action="/account/logout/"' in answer.content.decode(), route
                shown += 1
                client = client if is_in(client) else client_of(login)
        assert shown >= 8, login


def test_whoever_runs_the_site_ends_the_sessions_of_one_account_or_of_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from typer.testing import CliRunner

    from crosswalk_platform.cli import django as running
    from crosswalk_platform.cli.accounts import app

    monkeypatch.setattr(running, "start", lambda data: None)  # it runs already
    amal, sofia = new_account(), new_account("sofia")
    clients = [browser(), browser()]
    sign_in(clients[0], amal.email)
    sign_in(clients[1], sofia.email)

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["sign-out", *words, "--reason", "left the house"])

    assert run(amal.email).exit_code == 0
    assert [is_in(client) for client in clients] == [False, True]
    assert run("--everybody").exit_code == 0
    assert not is_in(clients[1])
    assert run("nobody@example.net").exit_code != 0
    assert run().exit_code != 0


SENSITIVE = (
    "/account/email/", "/account/2fa/totp/activate/",
    "/account/2fa/recovery-codes/generate/", "/account/2fa/webauthn/add/", "/account/sessions/",
)  # fmt: skip


def test_what_changes_sign_in_asks_for_a_proof_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    amal, client = new_account(), browser()
    with_codes(amal)
    client.force_login(amal, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in SENSITIVE:
        answer = client.post(address, {"email": "x@example.net", "action_add": ""})
        assert answer.status_code in {302, 401}, address
        if answer.status_code == 302:
            assert "reauthenticate" in answer.headers["Location"], address
    assert list(amal.emailaddress_set.values_list("email", flat=True)) == [amal.email]
    prove(client)
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    later(monkeypatch, 6)
    assert client.get("/account/2fa/recovery-codes/").status_code == 302


def test_an_account_of_a_provider_alone_signs_in_anew_before_it_changes_how_it_signs_in() -> None:
    from allauth.socialaccount.models import SocialAccount

    amal = new_account()
    amal.set_unusable_password()
    amal.save()
    SocialAccount.objects.create(user=amal, provider="ministry", uid="u-1")
    for address in ("/account/email/", "/account/password/set/", "/account/2fa/totp/activate/", "/account/3rdparty/"):
        client = browser()
        client.force_login(amal, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(address)
        assert answer.status_code == 302 and "/account/login/" in answer.headers["Location"], address
        assert not is_in(client)


def of_a_provider(user: Any, uid: str = "u-1") -> Any:
    """What allauth makes of somebody who comes back from a provider to connect it."""
    from allauth.socialaccount.models import SocialAccount, SocialLogin

    login = SocialLogin(account=SocialAccount(provider="ministry", uid=uid, extra_data={}), user=user)
    login.state = {"process": "connect"}
    return login


@pytest.mark.parametrize("told", ["query", "form"])
@pytest.mark.parametrize("password", [True, False])
def test_nobody_connects_a_provider_on_a_session_that_was_left_open(told: str, password: bool) -> None:
    from allauth.socialaccount.models import SocialAccount

    amal, client = new_account(), browser()
    if not password:
        amal.set_unusable_password()
        amal.save()
        SocialAccount.objects.create(user=amal, provider="ministry", uid="u-1")
    client.force_login(amal, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = "/account/oidc/ministry/login/"
    if told == "query":
        answer = client.post(f"{address}?process=connect")
    else:
        answer = client.post(address, {"process": "connect"})
    assert answer.status_code == 302
    assert ("/account/reauthenticate/" if password else "/account/login/") in answer.headers["Location"]
    assert is_in(client) is password
    if password:
        prove(client)
        assert client.post(f"{address}?process=connect").status_code == 404, "no provider of that name is set"


@pytest.mark.parametrize("password", [True, False])
def test_who_comes_back_to_connect_a_provider_must_have_proved_who_they_are_and_nothing_waits(password: bool) -> None:
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
    from allauth.core.exceptions import ImmediateHttpResponse
    from allauth.socialaccount.adapter import get_adapter
    from allauth.socialaccount.models import SocialAccount
    from django.contrib.messages.storage.session import SessionStorage
    from django.test import RequestFactory

    amal, client = new_account(), browser()
    if not password:
        amal.set_unusable_password()
        amal.save()
        SocialAccount.objects.create(user=amal, provider="ministry", uid="u-1")
    client.force_login(amal, backend="allauth.account.auth_backends.AuthenticationBackend")
    request: Any = RequestFactory().get("/account/oidc/ministry/login/callback/")
    request.session, request.user = client.session, amal
    request._messages = SessionStorage(request)
    record_authentication(request, amal, "password" if password else "socialaccount", reauthenticated=password)
    get_adapter().pre_social_login(request, of_a_provider(amal, "u-2"))
    request.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] -= 301
    with pytest.raises(ImmediateHttpResponse) as led:
        get_adapter().pre_social_login(request, of_a_provider(amal, "u-2"))
    where = "/account/reauthenticate/" if password else "/account/login/"
    assert led.value.response.headers["Location"].startswith(where)
    assert "account_reauthentication_state" not in request.session
    sign_in_alone = of_a_provider(amal)
    sign_in_alone.state = {"process": "login"}
    get_adapter().pre_social_login(request, sign_in_alone)


@pytest.mark.parametrize("signal", ["social_account_added", "social_account_removed"])
def test_a_provider_that_is_connected_or_taken_away_ends_the_other_sessions_and_leaves_an_event(signal: str) -> None:
    from allauth.socialaccount import signals
    from django.test import RequestFactory

    from crosswalk_platform.audit.models import Event
    from crosswalk_platform.authorization.viewer import behind_the_wall

    amal, client, other = new_account(), browser(), browser()
    sign_in(client, amal.email)
    sign_in(other, amal.email)
    request: Any = RequestFactory().post("/")
    request.session, request.user = client.session, amal
    login = of_a_provider(amal)
    getattr(signals, signal).send(sender=type(login), request=request, sociallogin=login, socialaccount=login.account)
    assert is_in(client) and not is_in(other)
    with behind_the_wall(amal.pk):
        actions = set(Event.objects.filter(actor=amal.pk).values_list("action", flat=True))
    action = signal.replace("social_account", "account.provider")
    assert action in actions
    assert f"`{action}`" in DOCUMENT


def test_people_see_their_sessions_and_end_one_or_all_others_after_proving_who_they_are() -> None:
    from allauth.usersessions.models import UserSession

    amal, client, other = new_account(), browser(), browser(user_agent="A telephone that was lost")
    sign_in(client, amal.email)
    sign_in(other, amal.email)
    page = client.get("/account/sessions/").content.decode()
    assert "A telephone that was lost" in page
    lost = UserSession.objects.get(user_agent__contains="lost")
    client.force_login(amal, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/account/sessions/").status_code in {302, 401}
    assert is_in(other), "not before a proof"
    prove(client)
    client.post("/account/sessions/")
    assert not is_in(other)
    assert is_in(client)
    assert not UserSession.objects.filter(pk=lost.pk).exists()


def test_sessions_of_providers_are_documented() -> None:
    for word in ("With a provider", "does\nnot sign out at the provider", "max_age", "12 hours", "take its seat away"):
        assert word.replace("\n", " ") in DOCUMENT.replace("\n", " "), word


def test_nothing_signs_somebody_in_without_a_form_that_they_send() -> None:
    """Opening any address leaves a visitor outside."""
    from canary_world import Target, routes, url_of

    user("person")
    target = Target("nowhere", {})
    client, opened = browser(), 0
    for route, _ in routes():
        address = f"/{route}" if "<" not in route and "(" not in route else None
        if address is None and "<" in route and not route.startswith("account/"):
            address = url_of(route, target)
        if address:
            client.get(address)
            opened += 1
            assert "_auth_user_id" not in client.session, address
    assert opened > 40
