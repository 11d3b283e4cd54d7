"""Connections (OWASP ASVS 5.0, V12): HTTPS or nothing to browsers, checked certificates or nothing to other servers."""

from __future__ import annotations

import re
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from servers import Post, certificate_for, environment, post_office

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "how-to" / "run-the-site.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """A certificate that this process trusts, for mail servers on a free port."""
    made = certificate_for(tmp_path / "post")
    monkeypatch.setenv("SSL_CERT_FILE", str(made[0]))
    return made


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def send(port: int, host: str = "localhost") -> None:
    """Send one letter as the worker does."""
    import base64

    from django.test import override_settings

    from crosswalk_platform.config.mail import mail_settings
    from crosswalk_platform.mail import tasks

    told = mail_settings(f"smtp://post:a%20word@{host}:{port}")
    with override_settings(
        EMAIL_HOST=told.host, EMAIL_PORT=told.port, EMAIL_HOST_USER=told.user, EMAIL_HOST_PASSWORD=told.password,
        EMAIL_USE_TLS=told.starttls, EMAIL_USE_SSL=told.tls,
    ):  # fmt: skip
        tasks._send(
            {"from": "a@x.example", "to": ["b@x.example"], "whole": base64.b64encode(b"Subject: x\r\n\r\nx").decode()}
        )


def test_a_letter_leaves_over_the_newest_protocol_with_suites_that_keep_old_traffic_closed(office: Any) -> None:
    seen = []

    class Watching(Post):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            seen.append(server.transport.get_extra_info("cipher"))
            return await super().handle_DATA(server, session, envelope)

    port = free_port()
    with post_office(Watching(), port, office):
        send(port)
    assert seen[0][1] == "TLSv1.3"
    suites = {each["name"] for each in ssl.create_default_context().get_ciphers()}
    assert not {each for each in suites if not each.startswith(("TLS_", "ECDHE-", "DHE-"))}
    assert ssl.create_default_context().minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_server_that_speaks_an_old_protocol_only_is_not_spoken_to(office: Any) -> None:
    port, post = free_port(), Post()
    old = post_office(post, port, office, newest=ssl.TLSVersion.TLSv1_1)
    with old, pytest.raises(OSError, match=r"(?i)version|protocol|alert|closed|eof"):
        send(port)
    assert not post.letters


def test_a_server_under_another_name_or_of_nobody_gets_neither_password_nor_letter(office: Any, tmp_path: Path) -> None:
    for certificate, host in ((certificate_for(tmp_path / "stranger"), "localhost"), (office, "127.0.0.2")):
        port, post = free_port(), Post()
        refused = pytest.raises((ssl.SSLCertVerificationError, ConnectionRefusedError))
        with post_office(post, port, certificate), refused:
            send(port, host)
        assert not post.letters and not post.signed_in


def test_a_mail_server_without_encryption_gets_neither_password_nor_letter() -> None:
    import socketserver
    import threading

    heard: list[bytes] = []

    class Plain(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 plain\r\n")
            while line := self.rfile.readline():
                heard.append(line)
                self.wfile.write(
                    b"250 AUTH PLAIN LOGIN\r\n" if line[:4].upper() in {b"EHLO", b"HELO"} else b"221 no\r\n"
                )

    with socketserver.TCPServer(("127.0.0.1", 0), Plain) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        with pytest.raises(OSError, match="(?i)starttls|closed|tls"):
            send(server.server_address[1])
    assert not [line for line in heard if line.upper().startswith((b"AUTH", b"MAIL", b"RCPT", b"DATA"))]


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_a_database_on_another_machine_is_spoken_to_encrypted_and_by_name_only(mode: str) -> None:
    from crosswalk.errors import SettingsError
    from crosswalk_platform.config.database import _from_url

    far = "postgresql://site:secret@db.example.org/doors"
    assert _from_url(far, "DATABASE_URL")["OPTIONS"]["sslmode"] == "verify-full"
    own = _from_url(f"{far}?sslmode=verify-full&sslrootcert=/etc/own.pem", "DATABASE_URL")["OPTIONS"]
    assert own["sslrootcert"] == "/etc/own.pem", "an authority of one's own is the only one trusted then"
    with pytest.raises(SettingsError) as caught:
        _from_url(f"{far}?sslmode={mode}", "DATABASE_URL")
    assert "secret" not in str(caught.value) + caught.value.remedy
    for near in (
        "postgresql://site@localhost/doors",
        "postgresql:///doors?host=/run/pg",
        "postgresql://site@[::1]/doors",
    ):
        assert "sslmode" not in _from_url(near, "DATABASE_URL")["OPTIONS"]


def test_a_scanner_on_another_machine_is_not_sent_what_people_send_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk_platform.documents import scanning

    asked: list[Any] = []
    monkeypatch.setattr(scanning.socket, "create_connection", lambda *given, **_: asked.append(given))
    place = scanning.installation().model_copy(update={"scanner": "tcp://scanner.example.org:3310"})
    monkeypatch.setattr(scanning, "installation", lambda: place)
    with pytest.raises(scanning.ScannerError):
        scanning.scan(b"a letter")
    assert asked == []


def test_a_provider_of_sign_in_is_asked_over_https_only() -> None:
    from pydantic import ValidationError

    from crosswalk_platform.config.installation import OpenIDProvider

    told = {"id": "state", "name": "State", "client": "doors", "secret": "x"}
    assert OpenIDProvider(issuer="https://id.example.org", **told)
    for issuer in ("http://id.example.org", "ftp://id.example.org", "http://localhost.example.org"):
        with pytest.raises(ValidationError):
            OpenIDProvider(issuer=issuer, **told)


def test_a_provider_that_leads_elsewhere_is_not_followed() -> None:
    import http.server
    import threading

    from allauth.socialaccount.adapter import get_adapter

    asked: list[str] = []

    class Leading(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/inside")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Leading) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with get_adapter().get_requests_session() as session:
            answer = session.get(f"http://127.0.0.1:{server.server_address[1]}/keys")
            answer.close()
        server.shutdown()
    assert (answer.status_code, asked) == (302, ["/keys"])


def test_the_proxy_of_the_docs_speaks_new_protocols_only_and_passes_on_who_asks() -> None:
    (proxy,) = re.findall(r"```nginx\n(.*?)```", DOCS, re.DOTALL)
    said = {
        line.split()[0]: line.strip().rstrip(";").split()[1:]
        for line in proxy.splitlines()
        if line.strip().endswith(";")
    }
    assert said["ssl_protocols"] == ["TLSv1.2", "TLSv1.3"]
    suites = said["ssl_ciphers"][0].split(":")
    assert suites and all(each.startswith("ECDHE-") and ("GCM" in each or "CHACHA20" in each) for each in suites)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy, "what a visitor says of itself is not passed on"
    assert "proxy_set_header X-Forwarded-Proto https;" in proxy
    assert said["proxy_pass"][0].startswith("http://127.0.0.1:")
    assert said["access_log"] == ["off"]


def test_the_doctor_tells_a_certificate_that_browsers_do_not_trust(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket
    import threading

    from crosswalk_platform.cli.machine_health import certificate

    made = certificate_for(tmp_path / "proxy")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*made)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            for _ in range(2):
                line, _address = server.accept()
                with line:
                    try:
                        with context.wrap_socket(line, server_side=True) as encrypted:
                            encrypted.recv(1)
                    except OSError:
                        pass

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        stranger = certificate("localhost", port)
        assert (stranger.state, "do not trust" in stranger.sentence) == ("wrong", True)
        monkeypatch.setenv("SSL_CERT_FILE", str(made[0]))
        soon = certificate("localhost", port)
        assert (soon.state, "ends in 1 days" in soon.sentence) == ("warning", True)
        thread.join(5)
    assert certificate("localhost", port).state == "warning"


WEAK = """
from crosswalk_platform.config import settings
globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
SECURE_HSTS_SECONDS, CSRF_COOKIE_SECURE = 0, False
"""
PROBE = """
from crosswalk_platform.cli.django import start
start()
import json
from django.test import Client
from crosswalk_platform.authorization.viewer import behind_the_wall
told = {}
browser = Client(raise_request_exception=False, headers={"Host": "doors.example.org"})
for path in ("/", "/doors/", "/account/login/", "/account/signup/", "/people/", "/static/x.css", "/nothing"):
    plain = browser.get(path)
    safe = browser.get(path, secure=True)
    told[path] = {
        "plain": [plain.status_code, plain.headers.get("Location", ""), len(plain.content), list(plain.cookies)],
        "safe": [safe.status_code, safe.headers.get("Strict-Transport-Security", ""),
                 {name: [bool(each["secure"]), each["samesite"], bool(each["httponly"]), each["path"], each["domain"]]
                  for name, each in safe.cookies.items()}],
    }
forged = browser.get("/", headers={"X-Forwarded-Proto": "http", "Host": "doors.example.org"}, secure=False)
told["forged"] = forged.status_code
print(json.dumps(told))
"""


def secure(site_folder: Path, **more: str) -> dict[str, str]:
    """The environment of an installation that is open to the world, as the docs set it."""
    told = {
        "CROSSWALK_DATA": str(site_folder), "CROSSWALK_HOSTS": '["doors.example.org"]', "CROSSWALK_SECURE": "1",
        "CROSSWALK_MAIL_URL": "smtp://user:password@localhost:1", "CROSSWALK_SENDER": "Doors <no-reply@example.org>",
    }  # fmt: skip
    return environment(**told | more)


def test_nothing_is_served_without_https_and_browsers_are_told_to_stay_with_it(site_folder: Path) -> None:
    import json

    command = [sys.executable, "-W", "ignore", "-c", PROBE]
    done = subprocess.run(command, env=secure(site_folder), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("forged") == 301
    for path, answer in told.items():
        status, where, size, cookies = answer["plain"]
        assert (status, where, size, cookies) == (301, f"https://doors.example.org{path}", 0, []), path
        status, stays, cookies = answer["safe"]
        assert stays.startswith("max-age=31536000; includeSubDomains"), path
        for name, (only_https, samesite, hidden, where, domain) in cookies.items():
            assert name.startswith("__Host-") and only_https and hidden and (where, domain) == ("/", ""), name
            assert samesite in {"Lax", "Strict"}


def test_the_checks_of_deployment_are_clean_and_the_doctor_says_when_they_are_not(site_folder: Path) -> None:
    import json

    environment_ = secure(site_folder)
    settings = "crosswalk_platform.config.settings"
    command = [sys.executable, "-W", "ignore", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command,
        env=environment_ | {"DJANGO_SETTINGS_MODULE": settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr

    def doctor(**more: str) -> dict[str, Any]:
        asked = [sys.executable, "-W", "ignore", "-m", "crosswalk", "doctor", "--json"]
        told = subprocess.run(asked, env=environment_ | more, capture_output=True, text=True, check=False, timeout=60)
        return {each["name"]: each for each in json.loads(told.stdout)}

    assert doctor()["django"]["state"] == "ok"
    weak = site_folder / "weak.py"
    weak.write_text(WEAK)
    found = doctor(DJANGO_SETTINGS_MODULE="weak", PYTHONPATH=str(site_folder))["django"]
    weak.unlink()
    assert found["state"] == "wrong" and found["remedy"]
