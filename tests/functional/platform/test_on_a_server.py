"""The site as docs/how-to/run-the-site.md sets it up: a PostgreSQL of its own, two roles, and a mail server."""

from __future__ import annotations

import http.cookiejar
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from servers import Post, certificate_for, environment, post_office, postgresql

DOCS = Path(__file__).parents[3] / "docs" / "how-to" / "run-the-site.md"
PASSWORD = "a long password of no use elsewhere"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A site on a server.

    Attributes:
        folder: Its data folder and all else of this test.
        database: Port of PostgreSQL.
        ruler: A connection of PostgreSQL's superuser.
        mail: Port of the mail server.
        told: The environment of the site.
        shown: What `crosswalk migrate --example` printed.
        url: Where the site answers.
    """

    folder: Path
    database: int
    ruler: Any
    mail: int
    told: dict[str, str]
    shown: str = ""
    url: str = ""

    def address(self, user: str, name: str = "crosswalk") -> str:
        """An address of the database."""
        return f"postgresql://{user}:pass%40word@127.0.0.1:{self.database}/{name}"

    def run(self, *command: str, **told: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the site."""
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "crosswalk", *command], env=self.told | told, capture_output=True,
            text=True, check=False, timeout=180,
        )  # fmt: skip


class Visitor:
    """A browser without pictures or scripts."""

    def __init__(self, url: str, language: str) -> None:
        self.url, self.language = url, language
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(self, path: str, **told: str) -> tuple[int, str]:
        """Open a page, or send its form with these fields."""
        asked = urllib.request.Request(self.url + path, headers={"Accept-Language": self.language})  # noqa: S310 - our own
        if told:
            page = self.ask(path)[1]
            key = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            assert key, page
            asked.data = urllib.parse.urlencode(told | {"csrfmiddlewaretoken": key[1]}).encode()
        try:
            with self.opener.open(asked, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Everything but the mail server, which each test starts as it needs it."""
    folder = Path(tempfile.mkdtemp(prefix="crosswalk-server-"))
    folder.chmod(0o755)
    ports = free_port(), free_port(), free_port()
    certificate_for(folder / "post")
    with postgresql(folder / "pg", ports[0]) as ruler:
        found = Server(folder, ports[0], ruler, ports[1], {})
        sql = re.search(r"```sql\n(.*?)```", DOCS.read_text(), re.DOTALL)
        assert sql
        for statement in re.sub(r"--.*", "", sql[1]).replace("'…'", "'pass@word'").split(";"):
            if statement.strip():
                ruler.execute(statement)
        found.told = environment(
            CROSSWALK_DATA=str(folder / "data"),
            DATABASE_URL=found.address("crosswalk_site"),
            CROSSWALK_MAIL_URL=f"smtp://post:a%20word@localhost:{ports[1]}",
            CROSSWALK_SENDER="Doors <no-reply@doors.example>",
            CROSSWALK_PACED="0",
            SSL_CERT_FILE=str(folder / "post" / "certificate.pem"),
        )
        done = found.run("migrate", "--example", CROSSWALK_OWNER_DATABASE_URL=found.address("crosswalk_owner"))
        assert done.returncode == 0, done.stderr
        found.shown = done.stdout
        found.url = f"http://127.0.0.1:{ports[2]}"
        command = [sys.executable, "-W", "ignore", "-m", "crosswalk", "serve", "--port", str(ports[2])]
        log = (folder / "log").open("w")
        served = subprocess.Popen(command, env=found.told, stdout=subprocess.DEVNULL, stderr=log)
        try:
            end = time.monotonic() + 90
            while not answers(found.url):
                assert served.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < end
                time.sleep(0.2)
            yield found
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(60)
            log.close()
    shutil.rmtree(folder, ignore_errors=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:  # noqa: S310 - our own
            return bool(answer.read() == b"ok")
    except OSError:
        return False


@pytest.fixture
def post(server: Server) -> Iterator[Post]:
    with post_office(Post(), server.mail, certificate(server)) as office:
        yield office


def certificate(server: Server) -> tuple[Path, Path]:
    return server.folder / "post" / "certificate.pem", server.folder / "post" / "key.pem"


def next_letter(post: Post) -> Any:
    """The letter that comes next."""
    assert post.came.acquire(timeout=40), "no letter came"
    return post.letters[-1]


def lines(server: Server) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (server.folder / "log").read_text().splitlines() if line.startswith("{")]


def test_the_doctor_finds_nothing_wrong_with_the_roles_of_the_docs(server: Server, post: Post) -> None:
    told = server.run("doctor", "--json", CROSSWALK_OWNER_DATABASE_URL=server.address("crosswalk_owner"))
    found = {each["name"]: each for each in json.loads(told.stdout)}
    for name in ("database", "clock", "server log", "role", "migrations", "walls", "grants", "log", "keys", "mail"):
        assert found[name]["state"] == "ok", found[name]
    alone = json.loads(server.run("doctor", "--json").stdout)
    assert {each["name"]: each["state"] for each in alone}["role"] == "ok"


@pytest.mark.parametrize(
    ("user", "what"),
    [("postgres", "a superuser"), ("crosswalk_owner", "the owner"), ("in_the_owners_place", "the owner"),
     ("free", "free of row-level security")],
)  # fmt: skip
def test_a_role_above_the_walls_is_refused_with_its_remedy(server: Server, user: str, what: str) -> None:
    made = {
        "postgres": "ALTER ROLE postgres PASSWORD 'pass@word'",
        "in_the_owners_place": "CREATE ROLE in_the_owners_place LOGIN PASSWORD 'pass@word' IN ROLE crosswalk_owner",
        "free": "CREATE ROLE free LOGIN BYPASSRLS PASSWORD 'pass@word' IN ROLE crosswalk_site",
    }
    if user in made:
        server.ruler.execute(made[user])
    served = server.run("serve", "--port", str(free_port()), DATABASE_URL=server.address(user))
    assert served.returncode != 0
    assert f"The site's role is {what}" in served.stderr
    assert "a role of its own" in served.stderr
    assert "Traceback" not in served.stderr
    if user == "postgres":
        found = {
            each["name"]: each
            for each in json.loads(server.run("doctor", "--json", DATABASE_URL=server.address(user)).stdout)
        }
        assert found["role"]["state"] == "wrong"
        assert "run-the-site.md" in found["role"]["remedy"]


def test_a_wrong_password_of_the_database_is_told_and_not_repeated(server: Server) -> None:
    wrong = server.address("crosswalk_site").replace("pass%40word", "CanaryPassword")
    told = server.run("doctor", "--json", DATABASE_URL=wrong)
    assert told.returncode == 1
    assert "refuses this role" in told.stdout
    assert "Canary" not in told.stdout + told.stderr


def test_a_database_that_cannot_encrypt_is_not_spoken_to_elsewhere(server: Server) -> None:
    """The server of this test speaks no TLS; under a name that is not this machine's, nothing is said to it."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    from crosswalk_platform.config.database import _from_url

    found = _from_url(
        f"postgresql://crosswalk_site:pass%40word@db.example.org:{server.database}/crosswalk", "DATABASE_URL"
    )
    options = {"dbname": found["NAME"], "user": found["USER"], "password": found["PASSWORD"], "port": found["PORT"]}
    with pytest.raises(psycopg.OperationalError, match="does not support SSL"):
        psycopg.connect(make_conninfo(host="db.example.org", hostaddr="127.0.0.1", **options, **found["OPTIONS"]))


def test_a_code_to_confirm_an_address_arrives_whole_in_the_readers_language(server: Server, post: Post) -> None:
    status, page = Visitor(server.url, "ar").ask("/account/signup/", email="Amina@reader.example", password1=PASSWORD)
    assert status == 200
    assert 'name="code"' in page
    letter = next_letter(post)
    assert post.signed_in == [b"post"]
    assert post.envelopes[-1].rcpt_tos == ["amina@reader.example"]
    assert letter["From"] == "Doors <no-reply@doors.example>"
    body = letter.get_content()
    assert re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\s*$", body, re.MULTILINE), body
    assert re.search("[\u0600-\u06ff]{3}", str(letter["Subject"])) and re.search("[\u0600-\u06ff]{3}", body)
    assert PASSWORD not in body


def test_a_letter_goes_to_a_domain_of_other_letters_than_those_of_english(server: Server, post: Post) -> None:
    Visitor(server.url, "de").ask("/account/signup/", email="amina@bücher.example", password1=PASSWORD)
    letter = next_letter(post)
    assert post.envelopes[-1].rcpt_tos == ["amina@xn--bcher-kva.example"]
    assert post.envelopes[-1].mail_from == "no-reply@doors.example"
    assert letter["To"] == "amina@xn--bcher-kva.example"
    assert left(server) == 0


def test_a_link_for_a_new_password_arrives_and_tells_nothing_else(server: Server, post: Post) -> None:
    status, _ = Visitor(server.url, "fr").ask("/account/password/reset/", email="person@example.org")
    assert status == 200
    body = next_letter(post).get_content()
    links = re.findall(r"https?://\S+", body)
    assert len(links) == 1 and links[0].startswith(server.url), body
    assert not {"organis", "Harbour", "MAR", "JOR"} & set(re.findall(r"\w+", body))
    assert "mot de passe" in body
    status, page = Visitor(server.url, "fr").ask(links[0].removeprefix(server.url))
    assert status == 200
    assert 'type="password"' in page


def test_an_invitation_arrives_in_the_language_of_whoever_is_invited(server: Server, post: Post) -> None:
    shown = dict(re.findall(r"^\s+(\S+)@example.org  (\S+)", server.shown, re.MULTILINE))
    with_account = "person@example.org"
    Visitor(server.url, "es").ask("/account/login/", login=with_account, password=shown["person"])
    inviter = Visitor(server.url, "fr")
    status, page = inviter.ask("/account/login/", login="coordinator@example.org", password=shown["coordinator"])
    assert status == 200
    (place,) = set(re.findall(r"/organisations/([0-9a-f-]{36})", page + inviter.ask("/")[1]))
    roles = re.findall(r'name="roles" value="(\w+)"', inviter.ask(f"/organisations/{place}/invite")[1])
    for address, words in ((with_account, "Abra"), ("nobody.yet@reader.example", "Ouvrez")):
        status, page = inviter.ask(f"/organisations/{place}/invite", email=address, name="A Reader", roles=roles[0])
        assert status == 200, page
        letter = next_letter(post)
        body = letter.get_content()
        assert words in body, body
        assert "Harbour of Skills" in body
        assert "A Reader" not in body + str(letter)
        (link,) = re.findall(r"https?://\S+", body)
        assert Visitor(server.url, "es").ask(link.removeprefix(server.url))[0] == 200


def test_while_the_mail_server_is_down_pages_go_on_and_the_letter_comes_later(server: Server) -> None:
    status, page = Visitor(server.url, "en").ask("/account/signup/", email="later@reader.example", password1=PASSWORD)
    assert status == 200
    assert 'name="code"' in page
    end = time.monotonic() + 40
    while not (waits := [each for each in lines(server) if each.get("event") == "mail waits"]):
        assert time.monotonic() < end
        time.sleep(0.3)
    assert waits[-1]["error"] == "ConnectionRefusedError"
    assert "later@" not in (server.folder / "log").read_text()
    with post_office(Post(), server.mail, certificate(server)) as post:
        hurry(server)
        assert next_letter(post)["To"] == "later@reader.example"
    assert left(server) == 0


def test_a_mail_server_with_a_certificate_of_nobody_is_told_nothing(server: Server) -> None:
    Visitor(server.url, "en").ask("/account/signup/", email="nobody@reader.example", password1=PASSWORD)
    stranger = certificate_for(server.folder / "stranger")
    with post_office(Post(), server.mail, stranger) as post:
        hurry(server)
        end = time.monotonic() + 40
        while not [each for each in lines(server) if each.get("error") == "SSLCertVerificationError"]:
            assert time.monotonic() < end
            time.sleep(0.3)
        assert not post.letters and not post.signed_in


def hurry(server: Server) -> None:
    """Let a letter that waits for its next try go now."""
    import psycopg

    with psycopg.connect(
        host=str(server.folder / "pg"), port=server.database, user="postgres", dbname="crosswalk"
    ) as ruler:
        end = time.monotonic() + 40
        while not ruler.execute(
            "UPDATE django_tasks_database_dbtaskresult SET run_after = now() WHERE status = 'READY'"
            " AND task_path = 'crosswalk_platform.mail.tasks.deliver' AND run_after < now() + interval '1 day'"
        ).rowcount:
            ruler.commit()
            assert time.monotonic() < end
            time.sleep(0.2)


def left(server: Server) -> int:
    """How many letters have not left."""
    import psycopg

    end = time.monotonic() + 20
    with psycopg.connect(
        host=str(server.folder / "pg"), port=server.database, user="postgres", dbname="crosswalk"
    ) as ruler:
        while (row := ruler.execute("SELECT count(*) FROM mail_letter").fetchone()) and row[0]:
            if time.monotonic() > end:
                return int(row[0])
            ruler.rollback()
            time.sleep(0.2)
    return 0
