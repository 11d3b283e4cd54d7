"""How much the site carries: the audited list of 100,000 people, and 200 people who register at once.

    python bench/site.py [PEOPLE] > bench/results/site.json

The real site (`crosswalk serve`, its own PostgreSQL) on at most two processors, with the load generator beside it; a
signed-in caseworker asks for pages of the list over kept connections. Each page is an event of the audit log. The aims:
150 pages a second, 95 of 100 within 400 ms, at most 12 queries a page however many people there are; nobody of 200 is
answered with an error of the server. CROSSWALK_PACED=0 lifts the limits of how often one account or address may ask:
all of it comes from one. The peer is Django's own ListView without walls and audit, on the same tables.
"""

# ruff: noqa: PLC0415 - Django is set up when the load is over
from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

HERE = Path(__file__).resolve().parent
PEOPLE, REGISTERING = 100_000, 200
CONNECTIONS, SECONDS, WARM_UP = 16, 10.0, 2.0
#: Runs over each page, one after the other page: a machine that others use too is faster and slower by the minute.
ROUNDS = 3
CORES = sorted(os.sched_getaffinity(0))[:2] if hasattr(os, "sched_getaffinity") else []
#: An address, and the form that is sent there; None for none.
Page = tuple[str, dict[str, str] | None]
#: A place far down in the list: of people changed at any time in 600 days, those before these.
DEEP = urlencode({"after": f"0~{(datetime.now(UTC) - timedelta(days=300)).isoformat()}~{'0' * 32}"})


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], port: int, **options: Any) -> Iterator[psutil.Process]:
    """A server that answers, until the end of the block."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options) as process:
        try:
            for _ in range(600):
                with contextlib.suppress(OSError):
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                    connection.request("GET", "/people/")
                    if connection.getresponse().status == 302:  # to the page of signing in
                        break
                time.sleep(0.2)
            else:
                raise SystemExit(f"{command[2]} does not answer.")
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def sign_in(port: int, login: str, password: str) -> tuple[dict[str, str], str]:
    """The cookies of somebody who signed in by the form, and what their forms are sent with."""
    cookies: dict[str, str] = {}

    def ask(method: str, path: str, form: dict[str, str] | None = None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        told = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        told |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, path, urlencode(form or {}), told)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            cookies[name] = value
        return answer.read().decode()

    def token(path: str) -> str:
        found = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', ask("GET", path))
        assert found is not None
        return found[1]

    begin = "/account/login/"
    ask("POST", begin, {"login": f"{login}@example.org", "password": password, "csrfmiddlewaretoken": token(begin)})
    assert "session" in cookies, "The site did not sign in."
    return cookies, token("/people/")


def used(web: psutil.Process, folder: Path) -> dict[str, float]:
    """Processor seconds so far of the site's processes, and of its database."""

    def of(process: psutil.Process) -> float:
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)

    told = {"web": of(web) + sum(of(each) for each in web.children(recursive=True) if "postgres" not in each.name())}
    (server,) = [
        each for each in psutil.process_iter(["cmdline"]) if str(folder / "database") in (each.info["cmdline"] or [])
    ]
    return told | {"database": of(server) + sum(of(each) for each in server.children())}


def carry_out(plan: dict[str, Any], web: psutil.Process, folder: Path) -> tuple[dict[str, Any], dict[str, float]]:
    """What the load generator found, and the processor seconds of each side from beginning to end."""
    before, begin = used(web, folder), time.perf_counter()
    done = subprocess.run(
        [sys.executable, HERE / "site_load.py"], input=json.dumps(plan), capture_output=True, text=True, check=True
    )
    wall, after = time.perf_counter() - begin, used(web, folder)
    found = json.loads(done.stdout)
    spent = {name: after[name] - before[name] for name in before} | {"generator": found["processor_seconds"]}
    return found, spent | {"wall": wall}


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """Percentiles of the milliseconds, and statuses."""
    ordered = sorted(found["milliseconds"])

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

    return {"p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "statuses": found["statuses"]}


def measure(port: int, visit: tuple[dict[str, str], str], pages: list[Page], *server: Any) -> dict[str, Any]:
    """One run over some pages."""
    cookies, token = visit
    asked = [(path, form and form | {"csrfmiddlewaretoken": token}) for path, form in pages]
    plan: dict[str, Any] = {"do": "ask", "port": port, "cookies": cookies, "asked": asked}
    plan |= {"connections": CONNECTIONS, "seconds": SECONDS, "warm_up": WARM_UP}
    found, spent = carry_out(plan, *server)
    print(pages[0], len(found["milliseconds"]), file=sys.stderr, flush=True)
    pages = len(found["milliseconds"]) * (SECONDS + WARM_UP) / SECONDS
    parts = {name: round(1000 * spent[name] / pages, 2) for name in ("web", "database", "generator")}
    return {
        "pages_a_second": round(len(found["milliseconds"]) / SECONDS, 1),
        **summary(found),
        "bytes_compressed": found["bytes"],
        "processor_ms_a_page": parts | {"together": round(sum(parts.values()), 2)},
        "processors_busy": round(sum(spent[name] for name in parts) / spent["wall"], 2),
    }


def middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The run in the middle, with what all of them carried."""
    ordered = sorted(runs, key=lambda run: float(run["pages_a_second"]))
    return ordered[len(runs) // 2] | {"pages_a_second_of_each_run": [run["pages_a_second"] for run in runs]}


def registrations(port: int, *server: Any) -> dict[str, Any]:
    """200 people at once, by the form."""
    found, spent = carry_out({"do": "register", "port": port, "people": REGISTERING, "name": "new"}, *server)
    parts = {name: round(spent[name], 2) for name in ("web", "database", "generator")}
    return {"people": REGISTERING, **summary(found), "seconds": round(spent["wall"], 1), "processor_seconds": parts}


def queries(folder: Path, pages: dict[str, tuple[str, Page]]) -> dict[str, int]:
    """Queries of each page, counted in this process."""
    from crosswalk_platform.cli.django import start

    start(folder)
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from crosswalk_platform.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    counted = {}
    for name, (login, (path, form)) in pages.items():
        client = Client()
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        client.force_login(User.objects.get(email=f"{login}@example.org"), backend=backend)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            answer = client.post(path, form) if form else client.get(path)
        assert answer.status_code == 200
        counted[name] = len(found)
    return counted


def main() -> None:
    """Fill, measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    if CORES:
        os.sched_setaffinity(0, CORES)
    folder, password = Path(tempfile.mkdtemp(prefix="crosswalk-bench-")), secrets.token_urlsafe(16)
    os.environ |= {"CROSSWALK_DATA": str(folder), "CROSSWALK_PACED": "0"}
    try:
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-W", "ignore", HERE / "site_people.py", folder, str(count), password], check=True
        )
        print(json.dumps(results(folder, count, password, round(time.perf_counter() - begin)), indent=2))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def results(folder: Path, count: int, password: str, filled: int) -> dict[str, Any]:
    """Everything that is measured on a site that is filled."""
    pages: dict[str, tuple[str, Page]] = {
        "first_page": ("many", ("/people/", None)),
        "deep_page": ("many", (f"/people/?{DEEP}", None)),
        "search_by_name": ("many", ("/people/", {"name": "ha"})),
        "search_that_finds_nobody": ("many", ("/people/", {"name": "xqzz"})),
        "people_who_agreed": ("offers", ("/people/?agreed", None)),
        "a_dozen_people": ("few", ("/people/", None)),
    }
    port, plain = free_port(), free_port()
    serve = [sys.executable, "-m", "crosswalk", "serve", "--port", str(port), "--data", str(folder)]
    with running(serve, port) as site:
        visits = {login: sign_in(port, login, password) for login in ("many", "few", "offers")}
        asked = {name: (who, [page]) for name, (who, page) in pages.items()}
        asked["all_of_the_caseload_in_turn"] = ("many", [page for who, page in pages.values() if who == "many"])
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, (who, some) in asked.items():
                runs[name].append(measure(port, visits[who], some, site, folder))
        measured = {name: middle(found) for name, found in runs.items()}
        registered = registrations(port, site, folder)
        stock = [sys.executable, "-m", "gunicorn", "plain_list:application", "--bind", f"127.0.0.1:{plain}"]
        stock += ["--worker-class", "gthread", "--threads", "8", "--log-level", "critical"]
        owner = os.environ | {"CROSSWALK_AS_OWNER": "1"}
        with running(stock, plain, cwd=HERE / "peers", env=owner) as peer:
            addresses = {"first_page": "/people/", "deep_page": "/people/?page=2000"}
            peers = {
                name: measure(plain, visits["many"], [(path, None)], peer, folder) for name, path in addresses.items()
            }
    counted = queries(folder, pages)
    for name, number in counted.items():
        measured[name]["queries"] = number
    return {
        "people": count,
        "processors": len(CORES) or os.cpu_count(),
        "connections": CONNECTIONS,
        "filled_in_seconds": filled,
        "limits_lifted": "CROSSWALK_PACED=0: how often one account or address may ask, sign in and register",
        "audited_list": measured,
        "plain_list_without_walls_and_audit": peers,
        "registering_at_once": registered,
    }


if __name__ == "__main__":
    main()
