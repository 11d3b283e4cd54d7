"""Configuration (OWASP ASVS 5.0, V13): what the site talks to and keeps secret is as the docs say, and nothing else is served."""

from __future__ import annotations

import ast
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from people_world import person_of
from servers import environment
from site_world import LOGINS, client_of, user

ROOT = Path(__file__).parents[3]
SITE = ROOT / "src" / "crosswalk_platform"
DOCS = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
CONNECTIONS = DOCS.partition("## Connections")[2].partition("\n## ")[0]

pytestmark = pytest.mark.usefixtures("database")


def test_every_connection_of_the_docs_is_a_setting_with_the_documented_limits() -> None:
    from django.conf import settings

    from crosswalk.records.documents import isolation
    from crosswalk_platform.cli import serving
    from crosswalk_platform.config import database
    from crosswalk_platform.config.installation import Installation
    from crosswalk_platform.documents import scanning
    from crosswalk_platform.mail.tasks import PAUSES

    named = {
        name.removeprefix("CROSSWALK_").lower() for name in re.findall(r"`(CROSSWALK_\w+|DATABASE_URL)`", CONNECTIONS)
    }
    lead_away = {name for name in Installation.model_fields if name.endswith("_url") or name in {"scanner", "openid"}}
    assert lead_away - {"owner_database_url"} == named
    rows = {row.split("|")[1].strip().split(" ")[0]: row for row in CONNECTIONS.splitlines() if row.startswith("| ")}
    assert f"({serving.serve.__defaults__[3]})" in rows["PostgreSQL"], "threads of the site"
    found = database._from_url("postgresql://site@localhost/doors", "DATABASE_URL")
    assert (
        f"{found['OPTIONS']['connect_timeout']} s to connect; kept for {found['CONN_MAX_AGE']} s" in rows["PostgreSQL"]
    )
    assert f"{settings.EMAIL_TIMEOUT} s" in rows["mail"]
    assert f"{', '.join(map(str, PAUSES[:-1]))} and {PAUSES[-1]} minutes" in rows["mail"]
    assert f"{scanning._SECONDS} s" in rows["virus"]
    assert f"{isolation.MAX_SECONDS} s and 1 GB" in rows["reader"] and isolation.MAX_MEMORY == 10**9


#: Modules that open a connection, or name a library that does.
LEAVING = {"socket", "http", "urllib.request", "smtplib", "requests", "httpx", "ftplib", "xmlrpc", "psycopg"}


def test_no_other_module_opens_a_connection() -> None:
    found = set()
    for path in SITE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{each.name}" for each in node.names)]
            if any(name == one or name.startswith(f"{one}.") for name in names for one in LEAVING):
                found.add(path.relative_to(SITE).as_posix())
    allowed = {"config/database.py", "config/grants.py", "config/cascades.py", "cli/machine_health.py", "cli/serving.py",
               "documents/scanning.py", "mail/tasks.py"}  # fmt: skip
    assert {each for each in found if not each.startswith(("accounts/openid", "accounts/providers"))} <= allowed


SEEN: list[tuple[str, Any]] = []
_LISTENS: list[bool] = []


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if _LISTENS and event in {
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
        "open",
        "urllib.Request",
    }:
        SEEN.append((event, given[0] if given else None))


def test_no_page_asks_anything_from_elsewhere_or_opens_files_beyond_its_own(site: Path) -> None:
    """An audit hook of Python hears every connection, program and file while each role opens each page."""
    from django.urls import get_resolver

    person_of()
    addresses = [
        "/",
        "/doors/",
        "/people/",
        "/organisations/",
        "/account",
        "/account/login/",
        "/log",
        "/me",
        "/me/cv",
        "/health",
    ]
    assert get_resolver().url_patterns
    for address in addresses:  # what is loaded once is loaded before
        client_of("person").get(address)
    client_of("person").post("/me/export")
    sys.addaudithook(_hear)
    _LISTENS.append(True)
    try:
        for login in (None, "person", "caseworker", "auditor", "employer"):
            browser = client_of(login)
            for address in addresses:
                assert browser.get(address).status_code < 500
        client_of("person").post("/me/export")
    finally:
        _LISTENS.clear()
    assert not [
        each for each in SEEN if each[0] in {"socket.connect", "socket.getaddrinfo", "os.system", "urllib.Request"}
    ]
    assert not [each for each in SEEN if each[0] == "subprocess.Popen"]
    own = (
        str(site),
        str(ROOT),
        sys.prefix,
        sys.base_prefix,
        "/usr/",
        "/etc/fonts",
        "/etc/mime",
        "/proc/self",
        "/dev/null",
        "/dev/shm/",
        "/tmp/",
        "/var/cache",
    )
    strange = {str(what) for event, what in SEEN if event == "open" and isinstance(what, str | bytes | Path)}
    assert not {each for each in strange if each.startswith("/") and not each.startswith(own)}


def test_secrets_are_files_for_the_site_alone_and_none_has_a_default() -> None:
    from crosswalk_platform.config.installation import Installation, installation

    folder = installation().data / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    for name in ("database_url", "owner_database_url", "mail_url"):
        assert Installation.model_fields[name].default is None
    assert Installation.model_fields["openid"].default == ()


SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[baprs]-|eyJ[\w-]{20,}\.eyJ"
    r"|(?i:password|secret|token|api_key)\s*=\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']"
)


def test_no_secret_stands_in_the_source() -> None:
    for folder in ("src", "docs", "examples", "tools"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {
                ".py",
                ".md",
                ".html",
                ".js",
                ".yaml",
                ".toml",
                ".txt",
                ".json",
                ".po",
                ".env",
            }:
                found = SECRET.search(path.read_text(encoding="utf-8", errors="ignore"))
                assert not found, f"{path}: {found[0][:20]}"


def test_processes_that_need_no_secret_are_given_none() -> None:
    """serve gives its parts no owner; the reader of documents gets nothing of the environment but what Python needs."""
    from crosswalk.records.documents import isolation

    assert not [name for name in isolation._ENVIRONMENT if name.startswith(("CROSSWALK", "DATABASE", "DJANGO"))]
    command = (
        "import os\nos.environ |= {'CROSSWALK_OWNER_DATABASE_URL': 'x', 'CROSSWALK_MAIL_URL': 'kept'}\n"
        "from crosswalk_platform.cli.serving import _Part\n"
        "_Part.__init__.__globals__['subprocess'].Popen = lambda *_, env, **__: print(sorted(n for n in env if 'CROSSWALK' in n))\n"
        "_Part('x', ('x',))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "['CROSSWALK_MAIL_URL']", done.stderr


def test_no_account_has_a_password_that_anybody_could_know() -> None:
    from django.contrib.auth.hashers import check_password

    from crosswalk_platform.accounts.models import User

    for password in ("admin", "password"):
        assert not check_password(password, user("admin").password)
    assert len({user(login).password for login in LOGINS}) == len(LOGINS)
    for account in User.objects.exclude(email__in=[f"{login}@example.org" for login in LOGINS]):
        assert not account.has_usable_password()
    source = (SITE / "cli" / "example.py").read_text()
    assert "secrets.token_urlsafe" in source


def test_a_site_that_is_migrated_without_the_example_has_no_account(site_folder: Path) -> None:
    """Nobody is made but by whoever asks for the example: the migrations write no row of accounts."""
    for path in SITE.glob("*/migrations/*.py"):
        text = path.read_text()
        assert not re.search(r"INSERT INTO accounts_user|create_user|make_password", text), path


@pytest.mark.parametrize("also", [{"CROSSWALK_DEBUG": "1"}, {}])
def test_neither_debugging_nor_the_example_starts_on_a_site_open_to_the_world(
    site_folder: Path, also: dict[str, str]
) -> None:
    told = environment(
        CROSSWALK_DATA=str(site_folder), CROSSWALK_SECURE="1", CROSSWALK_HOSTS='["doors.example.org"]', **also
    )
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "crosswalk",
        "serve",
        "--port",
        "65017",
        *([] if also else ["--example"]),
    ]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert ("CROSSWALK_DEBUG" if also else "invented accounts") in done.stderr
    assert "Traceback" not in done.stderr


LEAKS = (
    ".git/config", ".git/HEAD", ".svn/entries", ".env", "config/settings.py", "pyproject.toml", "secrets/signing", "mail/",
    "database/PG_VERSION", "quarantine/", "files/", "admin/", "docs/", "openapi.json", "swagger/", "metrics", "debug/", "server-status",
    "static/", "static/design/", "static/../secrets/signing", "static/%2e%2e/secrets/signing", "static/.git/config", "static/design/crosswalk.css.bak",
    "static/design/views.py", "__debug__/", "robots.txt~", "WEB-INF/web.xml", "phpinfo.php",
)  # fmt: skip


@pytest.mark.parametrize("login", [None, "admin"])
def test_no_source_no_list_of_a_folder_and_no_documentation_is_served(login: str | None) -> None:
    browser = client_of(login)
    for leak in LEAKS:
        assert browser.get(f"/{leak}").status_code in {400, 404}, leak


def test_the_collected_files_are_sheets_scripts_and_pictures_only(tmp_path: Path) -> None:
    from django.contrib.staticfiles.finders import get_finders

    kinds = {Path(name).suffix for finder in get_finders() for name, _ in finder.list([])}
    assert kinds <= {".css", ".js", ".svg", ".png", ".txt"}, kinds
    assert kinds


def test_methods_that_echo_are_refused_before_anything_is_done() -> None:
    for method in ("TRACE", "TRACK", "DEBUG", "CONNECT", "PROPFIND"):
        answer = client_of("person").generic(method, "/", headers={"X-Canary": "CanaryEcho"})
        assert answer.status_code == 405, method
        assert b"CanaryEcho" not in answer.content


def test_no_answer_tells_a_version() -> None:
    from importlib.metadata import version

    numbers = {version(name) for name in ("django", "gunicorn", "django-allauth", "crosswalk", "psycopg")}
    for path in ("/", "/health", "/nothing", "/account/login/", "/doors/"):
        answer = client_of(None).get(path)
        text = answer.content.decode() + str(dict(answer.headers))
        assert not {each for each in numbers if f"/{each}" in text or f" {each} " in text}
        assert not {"X-Powered-By", "X-AspNet-Version", "X-Generator"} & set(answer.headers)
        assert "generator" not in text
    assert client_of(None).get("/health").content == b"ok"


def test_an_old_key_is_told_by_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    from uuid import uuid4

    from crosswalk_platform.cli import database_health
    from crosswalk_platform.people import keys

    class Nothing:
        def execute(self, *_: Any) -> None:
            pass

        def fetchall(self) -> list[Any]:
            return []

    keys.seal({}, uuid4())
    assert f"older than {database_health.OLDEST_KEY.days} days" in DOCS
    assert database_health.keys(Nothing()).state == "ok"
    monkeypatch.setattr(keys, "key_made", lambda _: 0.0)
    told = database_health.keys(Nothing())
    assert (told.state, "rotate-key" in told.remedy) == ("warning", True)


def test_the_folder_of_the_embedded_database_is_shut_to_other_accounts(site: Path) -> None:
    assert stat.S_IMODE((site / "database").stat().st_mode) & 0o077 == 0
