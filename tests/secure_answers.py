"""Every kind of answer of the site as it serves over HTTPS, as JSON; a program of its own, for its settings differ.

`answers_of` runs it and reads what it tells. It asks as a visitor and as several people, writes nothing for good, and
answers of whole pages come with their text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["SECURE", "answers_of"]

SECURE = {"CROSSWALK_SECURE": "true", "CROSSWALK_HOSTS": '["testserver"]', "CROSSWALK_PACED": "false"}
LOGINS = (None, "person", "caseworker", "coordinator")
#: Sends somebody away, which is asked last.
LAST = ("leave", "account/logout/")


def answers_of(folder: Path) -> list[dict[str, Any]]:
    """What the site in this folder answers."""
    here = Path(__file__).resolve().parent
    command = [sys.executable, "-W", "ignore", str(Path(__file__).resolve()), str(folder)]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CROSSWALK_", "DJANGO_"))}
    paths = os.pathsep.join([str(here), str(here / "security")])
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=inherited | SECURE | {"PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def _told(who: str | None, method: str, address: str, answer: Any, key: str = "") -> dict[str, Any]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {
        "who": who,
        "method": method,
        "address": address,
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "cookies": [morsel.OutputString() for morsel in answer.cookies.values()],
        "size": len(body),
        "text": body.decode("utf-8", "replace") if b"\0" not in body[:2_000] else "",
        "key": key,
    }


def _answers() -> Iterator[dict[str, Any]]:
    from django.conf import settings
    from django.test import Client

    from canary_world import fill, routes, savepoint, url_of
    from site_world import client_of

    world = fill()
    addresses = {}
    for route in sorted({route for route, _ in routes()}):
        if "(?P" in route or (route.startswith("account/") and "<" in route):
            continue
        targets = world.targets if "<" in route else world.targets[:1]
        addresses[route] = sorted({url for each in targets if (url := url_of(route, each))})
    for who in LOGINS:
        client = client_of(who)
        client.defaults["wsgi.url_scheme"] = "https"
        key = client.cookies[settings.SESSION_COOKIE_NAME].value if who else ""
        cookies = client.cookies.output(header="", sep=";")
        for route in sorted(addresses, key=lambda each: (each in LAST, each)):
            for address in addresses[route][: 2 if who == "caseworker" else 1]:
                client.cookies.load(cookies)
                with savepoint():
                    yield _told(who, "GET", address, client.get(address, secure=True), key)
        if who == "person":
            client.cookies.load(cookies)
            with savepoint():
                yield _told(who, "POST", "/me/export", client.post("/me/export", secure=True), key)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client_of("coordinator").cookies
    for route in sorted(addresses):
        for address in addresses[route][:1]:
            with savepoint():
                yield _told("coordinator", "FORGED", address, strict.post(address, secure=True))
    visitor = Client(raise_request_exception=False)
    for address in ("/no-such-page", "/static/no-such-file", "/organisations/%00"):
        yield _told(None, "GET", address, visitor.get(address, secure=True))
    for address in ("/", "/account/login/", "/health"):
        yield _told(None, "PLAIN", address, visitor.get(address))
    yield _told(None, "HOST", "/", visitor.get("/", secure=True, HTTP_HOST="evil.example"))
    yield _told(None, "HOST", "/", visitor.get("/", HTTP_HOST="evil.example"))
    for method in ("OPTIONS", "TRACE", "DELETE"):
        yield _told(None, method, "/", visitor.generic(method, "/", secure=True))
    for file in sorted(path for path in Path(settings.STATIC_ROOT).rglob("*") if path.is_file()):
        address = f"/static/{file.relative_to(settings.STATIC_ROOT).as_posix()}"
        yield _told(None, "GET", address, visitor.get(address, secure=True))
    from crosswalk_platform.design import views

    def breaks(*_: object) -> None:
        raise ValueError

    views.own_organisations = breaks
    yield _told(None, "BROKEN", "/", visitor.get("/", secure=True))


def main() -> None:
    """Ask, and print."""
    from crosswalk_platform.cli.django import start

    start(Path(sys.argv[1]))
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with tempfile.TemporaryDirectory() as static:
        settings.STATIC_ROOT = static
        call_command("collectstatic", verbosity=0, interactive=False)
        from conftest import taken_back

        with taken_back():
            print(json.dumps(list(_answers())))


if __name__ == "__main__":
    main()
