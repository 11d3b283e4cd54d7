"""The running site and a real provider of OpenID Connect on localhost: people come in, and every lie stays out."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests

CLIENT, SECRET = "crosswalk", "a-secret-of-this-very-site-and-the-provider"
PERSON = {"sub": "u-1", "email": "amal@example.net", "email_verified": True, "name": "Amal", "picture": "https://x/y"}


@dataclass
class World:
    """The served site, and the provider that it knows as `ministry`; `other` is a second one."""

    site: Any
    provider: str
    other: str
    number: int = 0

    def says(self, claims: dict[str, Any], **lies: Any) -> list[dict[str, str]]:
        """Who signs in at the provider next; gives what the site asked of it so far."""
        answer = requests.put(f"{self.provider}/told", json={"claims": claims, **lies}, timeout=10)
        asked: list[dict[str, str]] = answer.json()
        return asked

    def somebody_new(self) -> dict[str, Any]:
        """Claims of somebody who was never here."""
        self.number += 1
        return {"sub": f"new-{self.number}", "email": f"new-{self.number}@example.net", "email_verified": True}


@dataclass
class Visitor:
    """A browser without JavaScript."""

    world: World
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, address: str, **more: Any) -> requests.Response:
        return self.session.get(urljoin(self.world.site.url, address), timeout=20, **more)

    def post(self, address: str, told: dict[str, str] | None = None) -> requests.Response:
        page = self.get(address)
        key = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert key is not None, page.text
        data = {"csrfmiddlewaretoken": key[1], **(told or {})}
        return self.session.post(urljoin(self.world.site.url, address), data, timeout=20, allow_redirects=False)

    def leaves(self, provider: str = "ministry", query: str = "process=login") -> str:
        """The address to which the site sends the browser."""
        sent = self.post(f"/account/oidc/{provider}/login/?{query}")
        assert sent.status_code == 200, sent.text
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', sent.text)
        assert found is not None
        return found[1].replace("&amp;", "&")

    def returns(self, leaving: str) -> str:
        """Says yes at the provider; gives the address of the site to which that leads back."""
        back = requests.post(leaving, timeout=10, allow_redirects=False)
        assert back.status_code == 302, back.text
        return back.headers["Location"]

    def signs_in(self, query: str = "process=login") -> requests.Response:
        """All of it."""
        return self.get(self.returns(self.leaves(query=query)))

    @property
    def is_in(self) -> bool:
        return self.get("/account", allow_redirects=False).status_code == 200


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def world(serve_with: Any) -> Iterator[World]:
    script = Path(__file__).parents[2] / "openid_provider.py"
    ports = [free_port(), free_port()]
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    served = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", str(script), str(port), CLIENT, SECRET],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for port in ports
    ]  # fmt: skip
    at = [f"http://localhost:{port}" for port in ports]
    known = [
        {"id": name, "name": name.title(), "issuer": issuer, "client": CLIENT, "secret": SECRET}
        for name, issuer in zip(("ministry", "other"), at, strict=True)
    ]
    try:
        with serve_with(CROSSWALK_OPENID=json.dumps(known)) as site:
            for each in at:
                _wait(each)
            yield World(site, *at)
    finally:
        for process in served:
            process.terminate()
            process.wait(10)


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            requests.get(f"{address}/keys", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the provider did not start")


def test_somebody_signs_up_and_in_through_a_provider_in_a_browser(world: World, browser: Any) -> None:
    world.says({**PERSON, "sub": "u-browser", "email": "browser@example.net"})
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{world.site.url}/account/login/")
    page.get_by_role("link", name="Ministry").click()
    page.locator("main form button").click()
    page.wait_for_url(f"{world.provider}/authorize**")
    page.get_by_role("button").click()
    page.wait_for_url(f"{world.site.url}/**")
    page.goto(f"{world.site.url}/account")
    page.get_by_text("browser@example.net").wait_for()
    assert "code" not in page.url and "token" not in page.content().replace("csrfmiddlewaretoken", "")
    for cookie in context.cookies(world.site.url):
        assert cookie["httpOnly"], cookie["name"]
    context.close()


def test_code_flow_pkce_nonce_and_state_are_asked_for_anew_each_time_and_nothing_else(world: World) -> None:
    world.says(PERSON)
    visitors = [Visitor(world), Visitor(world)]
    asked = [{name: value[0] for name, value in parse_qs(urlsplit(each.leaves()).query).items()} for each in visitors]
    for one in asked:
        assert one.keys() == {"client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "max_age",
                              "code_challenge", "code_challenge_method"}  # fmt: skip
        assert (one["response_type"], one["code_challenge_method"]) == ("code", "S256")
        assert sorted(one["scope"].split()) == ["email", "openid"]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
        assert len(asked[0][name]) >= 16
    sneaky = Visitor(world).leaves(query="process=login&scope=admin,offline_access&auth_params=prompt%3Dnone")
    assert "admin" not in sneaky and "offline" not in sneaky and "prompt" not in sneaky


def test_who_was_here_before_is_known_by_the_provider_and_its_number_not_by_the_address(world: World) -> None:
    claims = world.somebody_new()
    world.says(claims)
    first = Visitor(world)
    first.signs_in()
    assert first.is_in
    world.says({**claims, "email": "moved@example.net"})
    again = Visitor(world)
    again.signs_in()
    assert claims["email"] in again.get("/account").text


def test_the_same_number_at_two_providers_is_two_people(world: World) -> None:
    claims = world.somebody_new()
    world.says(claims)
    first = Visitor(world)
    first.signs_in()
    assert first.is_in
    told = {**claims, "email": "namesake@example.net"}
    requests.put(f"{world.other}/told", json={"claims": told}, timeout=10)
    second = Visitor(world)
    back = second.returns(second.leaves("other"))
    second.get(back)
    assert claims["email"] not in second.get("/account").text


def test_nobody_is_signed_in_by_opening_an_address(world: World) -> None:
    visitor = Visitor(world)
    page = visitor.get("/account/oidc/ministry/login/?process=login")
    assert page.url.startswith(world.site.url)
    assert "<form" in page.text
    assert not visitor.is_in


LIES: dict[str, dict[str, Any]] = {
    "a wrong nonce": {"token": {"nonce": "another"}},
    "no nonce": {"token": {"nonce": None}},
    "another issuer": {"token": {"iss": "https://evil.example"}},
    "another audience": {"token": {"aud": "somebody-else"}},
    "an audience besides": {"token": {"aud": [CLIENT, "somebody-else"]}},
    "an expired token": {"token": {"exp": 1_700_000_000}},
    "a token of tomorrow": {"token": {"nbf": 4_000_000_000}},
    "a token without an end": {"token": {"exp": None}},
    "a sign-in of long ago": {"token": {"auth_time": 1_700_000_000}},
    "a sign-in of nobody knows when": {"token": {"auth_time": None}},
    "a sign-in of tomorrow": {"token": {"auth_time": 4_000_000_000}},
    "a sign-in at no time": {"token": {"auth_time": ["now"]}},
    "nobody": {"token": {"sub": None}},
    "another's signature": {"sign": "stranger"},
    "no signature": {"header": {"alg": "none"}},
    "the secret as the key": {"sign": "secret", "header": {"alg": "HS256"}},
    "a key in the header": {"sign": "stranger", "header": {"jwk": True, "kid": "mine"}},
    "a key elsewhere": {"sign": "stranger", "header": {"jku": "https://evil.example/keys", "kid": "mine"}},
    "a token of another kind": {"header": {"typ": "at+jwt"}},
    "a logout token": {"header": {"typ": "logout+jwt"}},
    "metadata of another": {"metadata": {"issuer": "https://evil.example"}},
    "somebody else's address": {"in_token": False, "userinfo": {"sub": "somebody-else"}},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_the_provider_signs_nobody_in(world: World, lie: str) -> None:
    claims = world.somebody_new()
    world.says(claims)
    visitor = Visitor(world)
    leaving = visitor.leaves()
    world.says(claims, **LIES[lie])
    answer = visitor.get(visitor.returns(leaving))
    assert answer.status_code in {401, 502}
    assert not visitor.is_in
    assert "evil.example" not in answer.text and claims["sub"] not in answer.text


def test_an_answer_is_taken_once_in_the_browser_that_asked_with_its_own_state(world: World) -> None:
    claims = world.somebody_new()
    world.says(claims)
    visitor, stranger = Visitor(world), Visitor(world)
    back = visitor.returns(visitor.leaves())
    stranger.leaves()
    assert stranger.get(back).status_code == 401, "another browser"
    assert not stranger.is_in
    wrong = re.sub(r"state=\w+", "state=0123456789abcdef", back)
    assert visitor.get(wrong).status_code == 401, "another state"
    assert visitor.get(re.sub(r"&?state=\w+", "", back)).status_code == 401, "no state"
    assert not visitor.is_in
    visitor.get(back)
    assert visitor.is_in
    fresh = Visitor(world)
    fresh.session.cookies.update(visitor.session.cookies)
    assert fresh.get(back).status_code == 401, "twice"


def test_an_answer_for_one_provider_is_not_taken_at_another(world: World) -> None:
    world.says(world.somebody_new())
    visitor = Visitor(world)
    back = visitor.returns(visitor.leaves())
    mixed = visitor.get(back.replace("/oidc/ministry/", "/oidc/other/"))
    assert mixed.status_code == 401
    again = Visitor(world)
    named = again.get(again.returns(again.leaves()) + "&iss=https%3A%2F%2Fevil.example")
    assert named.status_code == 401
    assert not visitor.is_in and not again.is_in


def test_a_code_without_the_verifier_of_this_browser_is_worth_nothing(world: World) -> None:
    """The provider itself refuses: the site proves with PKCE that it asked."""
    world.says(world.somebody_new())
    leaving = Visitor(world).leaves()
    challenge = urlsafe_b64encode(sha256(b"mine").digest()).rstrip(b"=").decode()
    victim = Visitor(world)
    asked = re.sub(r"code_challenge=[^&]+", f"code_challenge={challenge}", leaving)
    code = parse_qs(urlsplit(victim.returns(asked)).query)["code"][0]
    back = victim.returns(victim.leaves())
    answer = victim.get(re.sub(r"code=[^&]+", f"code={code}", back))
    assert answer.status_code == 401
    assert not victim.is_in


def test_an_account_here_is_not_taken_over_by_an_address(world: World) -> None:
    """Neither with a confirmed address nor without: its owner gets a mail, and connects it while signed in."""
    for confirmed in (True, False):
        world.says({**world.somebody_new(), "email": "person@example.org", "email_verified": confirmed})
        visitor = Visitor(world)
        visitor.signs_in()
        assert not visitor.is_in
    for _ in range(100):  # the worker sends it
        if any("To: person@example.org" in path.read_text() for path in (world.site.folder / "mail").glob("*")):
            return
        time.sleep(0.1)
    pytest.fail("the owner of the account was not told")


def test_an_address_that_the_provider_did_not_confirm_is_confirmed_here_first(world: World) -> None:
    claims = {**world.somebody_new(), "email_verified": False}
    world.says(claims)
    visitor = Visitor(world)
    visitor.signs_in()
    assert not visitor.is_in


def test_the_owner_of_an_account_connects_a_provider_and_comes_in_by_it(world: World) -> None:
    world.says({**world.somebody_new(), "sub": "owner"})
    owner = Visitor(world)
    owner.post("/account/login/", {"login": "person@example.org", "password": world.site.passwords["person"]})
    assert owner.is_in
    owner.post("/account/reauthenticate/", {"password": world.site.passwords["person"]})
    owner.signs_in(query="process=connect")
    later = Visitor(world)
    later.signs_in()
    assert "person@example.org" in later.get("/account").text


def test_nobody_connects_their_own_provider_on_a_session_that_somebody_left_open(world: World) -> None:
    """Neither from the start nor with an answer that was asked for before; and nothing waits for the next proof."""
    claims = world.somebody_new()
    world.says(claims)
    password = world.site.passwords["caseworker"]
    left_open = Visitor(world)
    back = left_open.returns(left_open.leaves(query="process=connect"))  # asked for before somebody signs in
    left_open.post("/account/login/", {"login": "caseworker@example.org", "password": password})
    assert left_open.is_in
    asked = left_open.get("/account/oidc/ministry/login/?process=connect", allow_redirects=False)
    assert asked.status_code == 302 and "/account/reauthenticate/" in asked.headers["Location"]
    led = left_open.get(back, allow_redirects=False)
    assert led.status_code == 302 and "/account/reauthenticate/" in led.headers["Location"]
    left_open.post("/account/reauthenticate/", {"password": password})
    stranger = Visitor(world)
    stranger.signs_in()
    assert "caseworker@example.org" not in stranger.get("/account").text


def test_who_refuses_at_the_provider_stays_outside(world: World) -> None:
    world.says(PERSON, deny=True)
    visitor = Visitor(world)
    answer = visitor.signs_in()
    assert answer.status_code == 200
    assert not visitor.is_in


def test_a_provider_that_does_not_answer_is_told_plainly(world: World) -> None:
    world.says(PERSON, metadata={"issuer": "https://evil.example"})
    visitor = Visitor(world)
    answer = visitor.post("/account/oidc/ministry/login/?process=login")
    assert answer.status_code == 502
    assert "<h1>" in answer.text


def test_what_a_provider_tells_is_not_kept(world: World) -> None:
    """No token, name or picture lies in what somebody takes out; the number at the provider does."""
    import io
    import zipfile

    world.says({**PERSON, "sub": "kept", "email": "kept@example.net"})
    visitor = Visitor(world)
    visitor.signs_in()
    answer = visitor.post("/me/export")
    assert answer.status_code == 200, answer.headers
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    text = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".json"))
    assert b"kept@example.net" in text
    assert b"Amal" not in text and b"https://x/y" not in text and b"eyJ" not in text
