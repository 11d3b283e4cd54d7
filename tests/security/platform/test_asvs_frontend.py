"""ASVS V3 and V4: what every answer of the site tells a browser, asked as it serves over HTTPS."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from secure_answers import answers_of
from site_world import client_of

ROOT = Path(__file__).resolve().parents[3]
Answers = list[dict[str, Any]]
#: What answers before anything of the site does: another host, or no HTTPS.
UNSAFE = {"HOST", "PLAIN"}


@pytest.fixture(scope="module")
def answers(site_folder: Path) -> Answers:
    """Every page as a visitor and three people meet it, files, errors, and what is refused."""
    return answers_of(site_folder)


@pytest.fixture(scope="module")
def pages(answers: Answers) -> Answers:
    """Those that are pages to read."""
    found = [each for each in answers if each["headers"].get("Content-Type", "").startswith("text/html")]
    assert sum(each["status"] == 200 for each in found) > 60
    return found


class Page(HTMLParser):
    """What a browser would load, run or follow by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def wrong(answers: Answers, header: str, pattern: str, *, without: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Answers whose header is absent or says something else."""
    return [
        f"{each['method']} {each['address']}: {each['headers'].get(header)}"
        for each in answers
        if each["method"] not in without and not re.search(pattern, each["headers"].get(header, ""))
    ]


def test_the_crawl_met_every_kind_of_answer(answers: Answers) -> None:
    statuses = {each["status"] for each in answers}
    assert {200, 301, 302, 400, 403, 404, 405, 500} <= statuses
    assert len({each["address"] for each in answers}) > 90
    assert {each["who"] for each in answers} == {None, "person", "caseworker", "coordinator"}
    broken = [each for each in answers if each["status"] >= 500 and each["method"] != "BROKEN"]
    assert not [f"{each['who']} {each['method']} {each['address']}" for each in broken]


@pytest.mark.parametrize(
    ("header", "pattern", "without"),
    [
        ("Strict-Transport-Security", r"^max-age=31536000; includeSubDomains; preload$", UNSAFE),
        ("Content-Security-Policy", r"frame-ancestors 'none'", set()),
        ("Content-Security-Policy", r"object-src 'none'", set()),
        ("Content-Security-Policy", r"base-uri 'none'", set()),
        ("Content-Security-Policy", r"default-src 'none'", set()),
        ("Content-Security-Policy", r"form-action 'self'", set()),
        ("X-Content-Type-Options", r"^nosniff$", set()),
        ("Referrer-Policy", r"^(same-origin|no-referrer)$", {"HOST"}),
        ("Cross-Origin-Opener-Policy", r"^same-origin$", {"HOST"}),
        ("Cross-Origin-Resource-Policy", r"^same-origin$", set()),
    ],
)
def test_every_answer_carries(answers: Answers, header: str, pattern: str, without: set[str]) -> None:
    assert not wrong(answers, header, pattern, without=without)


def test_scripts_run_from_files_of_the_site_alone(answers: Answers) -> None:
    for each in answers:
        policy = each["headers"]["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert re.search(r"script-src 'self'(;|$)", policy)
        assert re.search(r"style-src 'self'(;|$)", policy)


def test_no_answer_is_for_another_origin(answers: Answers) -> None:
    from_us = [name for each in answers for name in each["headers"] if name.lower().startswith("access-control-")]
    assert not from_us


def test_nothing_that_a_page_loads_lies_elsewhere_and_no_plugin_is_asked_for(pages: Answers) -> None:
    seen = 0
    for each in pages:
        for tag, told in Page(each["text"]).tags:
            assert tag not in {"object", "embed", "applet", "iframe", "frame", "base", "portal"}, each["address"]
            loaded = told.get("src") or (told.get("href") if tag == "link" else "") or told.get("action") or ""
            seen += bool(loaded)
            assert not re.match(r"(?:[a-z]+:)?//", loaded), f"{each['address']}: {loaded}"
            assert "style" not in told, each["address"]
            assert told.get("target") != "_blank" or "noopener" in (told.get("rel") or ""), each["address"]
            assert not (tag == "meta" and (told.get("http-equiv") or "").lower() == "refresh"), each["address"]
    assert seen > 200


def test_every_cookie_is_bound_to_this_host_and_closed_to_scripts(answers: Answers) -> None:
    names = set()
    for each in answers:
        for cookie in each["cookies"]:
            value, *told = cookie.split("; ")
            attributes = {part.partition("=")[0].lower(): part.partition("=")[2] for part in told}
            name = value.partition("=")[0]
            names.add(name)
            assert name.startswith("__Host-"), cookie
            assert "secure" in attributes, cookie
            assert "httponly" in attributes or value.endswith('=""'), cookie  # one that is taken away holds nothing
            assert attributes["path"] == "/", cookie
            assert "domain" not in attributes, cookie
            assert attributes["samesite"] in {"Lax", "Strict"}, cookie
            assert len(value) < 4_096, cookie
    assert "__Host-csrf" in names


def test_the_key_of_a_session_stands_in_its_cookie_alone(answers: Answers) -> None:
    keyed = [each for each in answers if each["key"]]
    assert keyed
    for each in keyed:
        assert each["key"] not in each["text"], each["address"]
        assert each["key"] not in str(each["headers"]), each["address"]


def test_a_form_that_did_not_come_from_the_site_is_refused_on_every_page(answers: Answers) -> None:
    forged = [each for each in answers if each["method"] == "FORGED"]
    assert len(forged) > 60
    assert not [each["address"] for each in forged if each["status"] not in {403, 404, 405}]
    assert sum(each["status"] == 403 for each in forged) > 55


def test_a_redirect_stays_on_the_site(answers: Answers) -> None:
    """An OpenID provider of the installation is the one exception, and a page asks before: see its own tests."""
    for each in answers:
        place = each["headers"].get("Location", "")
        assert not re.match(r"(?:[a-z]+:)?//(?!testserver/)", place), each["address"]


def test_without_https_a_page_leads_to_it_and_nothing_is_told(answers: Answers) -> None:
    """As documented: no page, no cookie; the page that monitors ask for is not led on unseen."""
    plain = {each["address"]: each for each in answers if each["method"] == "PLAIN"}
    assert plain["/health"]["status"] == 200
    for address in ("/", "/account/login/"):
        assert plain[address]["status"] == 301
        assert plain[address]["headers"]["Location"].startswith("https://")
        assert not plain[address]["cookies"]
        assert plain[address]["size"] == 0
    told = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
    section = told.partition("## What browsers do\n")[2].partition("\n## ")[0]
    for name in ("HTTPS", "Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options",
                 "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "SameSite", "__Host-",
                 "Sec-Fetch-Site"):  # fmt: skip
        assert name in section, name
    for missing in ("No HTTPS", "No cookies", "No script", "No content policy", "No `Sec-Fetch-Site`"):
        assert f"**{missing}" in section, missing


def test_every_answer_names_its_type_and_letters(answers: Answers) -> None:
    for each in answers:
        if each["size"] == 0:
            continue
        kind = each["headers"]["Content-Type"]
        if kind.startswith("text/") or "+xml" in kind or kind.endswith("/xml"):
            assert re.search(r'charset="?utf-8"?$', kind), f"{each['address']}: {kind}"
        looks_like_a_page = each["text"].lstrip().lower().startswith(("<!doctype html", "<html"))
        assert looks_like_a_page == kind.startswith("text/html"), f"{each['address']}: {kind}"


def test_the_length_that_is_told_is_the_length_that_is_sent(answers: Answers) -> None:
    told = [each for each in answers if "Content-Length" in each["headers"]]
    assert len(told) > 200
    assert not [each["address"] for each in told if int(each["headers"]["Content-Length"]) != each["size"]]


def test_methods_that_no_page_takes_are_refused(answers: Answers) -> None:
    other = [each for each in answers if each["method"] in {"OPTIONS", "TRACE", "DELETE"}]
    assert [each["status"] for each in other] == [405, 405, 405]
    assert {each["headers"]["Allow"] for each in other} == {"GET, HEAD, POST"}


def test_the_file_of_everything_is_a_download(answers: Answers) -> None:
    (given,) = [each for each in answers if each["address"] == "/me/export" and each["method"] == "POST"]
    assert given["headers"]["Content-Type"] == "application/zip"
    assert given["headers"]["Content-Disposition"] == 'attachment; filename="crosswalk.zip"'
    assert given["headers"]["X-Content-Type-Options"] == "nosniff"


def test_scripts_are_files_that_know_nobody(answers: Answers) -> None:
    """Each is the file of the source, for whoever asks; a callback is never named in an address."""
    scripts = [each for each in answers if "javascript" in each["headers"].get("Content-Type", "")]
    assert scripts
    assert all(each["address"].startswith("/static/") for each in scripts)


def test_our_scripts_write_no_markup_and_leave_no_names_behind() -> None:
    found = sorted((ROOT / "src" / "crosswalk_platform").rglob("*.js"))
    assert found
    for path in found:
        code = path.read_text(encoding="utf-8")
        unsafe = re.findall(
            r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function|setTimeout\(['\"]|postMessage"
            r"|onmessage|jsonp|XMLHttpRequest|WebSocket|localStorage|sessionStorage|document\.\w+\s*=(?!=)|window\.\w+\s*=(?!=)"
            r"|var)\b", code,
        )  # fmt: skip
        assert not unsafe, f"{path.name}: {unsafe}"
        body = re.sub(r"^\s*//.*$", "", code, flags=re.MULTILINE).strip()
        assert body.startswith(("(() => {", "(function", "import ")), f"{path.name} leaves names in the page"
        for found_by_id in re.findall(r"const (\w+) = document\.getElementById", code):
            assert f"{found_by_id} instanceof " in code, f"{path.name}: {found_by_id} may be anything"


@pytest.mark.usefixtures("database")
def test_looking_changes_nothing() -> None:
    """No page that is only asked for writes anything but the log, the session and when it was used."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from canary_world import routes
    from people_world import person_of

    person_of("person")
    notes = {"audit_event", "django_session", "usersessions_usersession", "site_counts"}
    written: list[str] = []
    for login in ("person", "caseworker", "coordinator", "records"):
        client = client_of(login)
        client.get("/")
        for route in sorted({route for route, _ in routes() if "<" not in route and "(" not in route}):
            if route == "leave":
                continue
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/{route}")
            for each in queries:
                found = re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', each["sql"].lstrip("( "))
                if found and found.group(1) not in notes:
                    written.append(f"{login} /{route}: {found.group(1)}")
    assert not written


@pytest.mark.usefixtures("database")
def test_another_site_cannot_sign_anybody_out() -> None:
    client = client_of("person")
    for origin in ("cross-site", "same-site"):
        assert client.get("/leave", headers={"Sec-Fetch-Site": origin}).status_code == 200
        assert client.get("/me/").status_code == 200, "still signed in"
    client.get("/leave", headers={"Sec-Fetch-Site": "same-origin"})
    assert client.get("/me/").status_code == 302
