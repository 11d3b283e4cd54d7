"""Data protection (OWASP ASVS 5.0, V14): levels with rules, nothing sensitive in addresses, caches or browsers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from people_world import person_of
from site_world import client_of, user

ROOT = Path(__file__).parents[3]
SITE = ROOT / "src" / "crosswalk_platform"
DOCS = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
LEVELS = DOCS.partition("## Levels of data")[2].partition("\n## ")[0]
PAGES = (
    "/",
    "/doors/",
    "/me",
    "/me/cv",
    "/people/",
    "/organisations/",
    "/account",
    "/account/login/",
    "/log",
    "/nothing",
)

pytestmark = pytest.mark.usefixtures("database")


def test_every_level_has_its_rules_and_every_foreign_table_its_place() -> None:
    from django.apps import apps
    from django.db import connection

    from crosswalk_platform.authorization.fields import Audience

    told = re.findall(r"^\| `(\w+)` \|", LEVELS, re.MULTILINE)
    assert told == [each.value for each in Audience]
    known = re.findall(r"`(\w+\*?)`", LEVELS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = {row[0] for row in cursor.fetchall()}
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("crosswalk_platform")}
    nobody = {
        "django_migrations",
        "django_content_type",
        "auth_group",
        "auth_permission",
        "auth_group_permissions",
        "account_emailconfirmation",
        "site_counts",
    }
    foreign = tables - ours - nobody
    assert not {
        each
        for each in foreign
        if not any(each == one or (one.endswith("*") and each.startswith(one[:-1])) for one in known)
    }


def test_the_rules_of_the_levels_hold_in_the_database() -> None:
    """Sealed where the docs say sealed, behind a wall where they say wall, without values in the log of changes."""
    from django.apps import apps
    from django.db import connection

    from crosswalk_platform.authorization.fields import Audience

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        walled = {row[0] for row in cursor.fetchall()}
    for model in apps.get_models():
        if not model.__module__.startswith("crosswalk_platform"):
            continue
        audiences = {each.audience for each in model.classification.values()}
        if audiences & {
            Audience.PROTECTION,
            Audience.CASELOAD,
            Audience.CONSENTED,
            Audience.ORGANISATION,
            Audience.AUDITORS,
        }:
            assert model._meta.db_table in walled, model
        for name, each in model.classification.items():
            if each.audience is Audience.PROTECTION:
                kind = model._meta.get_field(name).get_internal_type()
                assert kind in {
                    "BinaryField",
                    "UUIDField",
                    "OneToOneField",
                    "ForeignKey",
                    "CharField",
                    "DateTimeField",
                }, (model, name)
                assert kind != "CharField" or name == "key", (model, name)


#: What a form may carry in an address: a name of an organisation, a number that stands in addresses anyway.
SEARCHES = {"audit/log.html", "consent/choose.html", "organisations/directory.html"}


def test_no_form_about_people_writes_what_was_typed_into_an_address() -> None:
    for path in SITE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for form in re.findall(r"<form\b[^>]*>", text):
            method = re.search(r'method="?(\w+)', form)
            assert method, f"{path.name}: a form without a method sends by address"
            if method[1].lower() == "get":
                assert f"{path.parent.name}/{path.name}" in SEARCHES, path


def test_a_search_for_a_person_stands_in_no_address() -> None:
    page = client_of("caseworker").post("/people/", {"name": "CanaryName"})
    assert page.status_code == 200
    assert "CanaryName" in page.content.decode(), "what was searched for is kept in the field"
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode())
    assert not [each for each in addresses if "Canary" in each]


def test_no_route_takes_a_person_s_data_in_its_path() -> None:
    from django.urls import URLPattern, get_resolver

    def walk(patterns: list[object], before: str) -> list[str]:
        found = []
        for each in patterns:
            where = before + str(each.pattern)  # type: ignore[attr-defined]
            found += [where] if isinstance(each, URLPattern) else walk(each.url_patterns, where)  # type: ignore[attr-defined]
        return found

    taken = {name for where in walk(get_resolver().url_patterns, "") for name in re.findall(r"<(?:\w+:)?(\w+)>", where)}
    assert not {each for each in taken if re.search(r"mail|phone|birth|passport|status|session|password|code", each)}, (
        taken
    )


@pytest.mark.parametrize("login", [None, "person", "caseworker"])
def test_no_page_is_kept_by_a_browser_or_a_cache_on_the_way(login: str | None) -> None:
    if login == "person":
        person_of()
    browser = client_of(login)
    for page in PAGES:
        answer = browser.get(page)
        assert "no-store" in answer.headers["Cache-Control"], page
        assert "public" not in answer.headers["Cache-Control"], page


def test_a_page_asked_for_as_if_it_were_a_file_is_not_there() -> None:
    """A cache that keeps files by their ending must never be handed somebody's page under one."""
    person_of()
    browser = client_of("person")
    for page in ("/me", "/account", "/doors", "/log", "/organisations"):
        for ending in (".css", ".js", "/x.css", ";x.css", "%2Fx.css", "%00.css"):
            answer = browser.get(page + ending)
            assert answer.status_code in {301, 400, 404}, page + ending
            assert "no-store" in answer.headers["Cache-Control"]


def test_nothing_about_anybody_stays_in_the_memory_shared_between_requests() -> None:
    from django.core.cache import caches

    person_of(given_names="CanaryGiven")
    for login in ("person", "caseworker"):
        for page in PAGES:
            client_of(login).get(page)
    client_of(None).post("/account/login/", {"login": "canary@example.org", "password": "CanaryPassword"})
    kept = {name: caches[name] for name in caches}
    told = " ".join(
        f"{key} {value!r}" for cache in kept.values() for key, value in getattr(cache, "_cache", {}).items()
    )
    for each in ("Canary", "canary@", "person@example.org", "CanaryPassword"):
        assert each not in told


def test_who_signs_out_leaves_nothing_in_the_browser() -> None:
    person_of()
    for address, method in (("/account/logout/", "post"), ("/leave", "get"), ("/leave", "post")):
        browser = client_of("person")
        answer = getattr(browser, method)(address, headers={"Sec-Fetch-Site": "same-origin"})
        if browser.get("/me").status_code == 200:
            continue  # this address does not sign out in this way
        assert '"cache"' in answer.headers["Clear-Site-Data"] and '"storage"' in answer.headers["Clear-Site-Data"], (
            address
        )
    assert client_of(None).get("/").headers.get("Clear-Site-Data") is None
    browser = client_of("person")
    assert "Clear-Site-Data" in browser.post("/account/logout/").headers


def test_a_browser_keeps_a_session_a_key_of_forms_and_a_language_and_nothing_else() -> None:
    from django.conf import settings

    person_of()
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    for login in (None, "person", "caseworker"):
        browser = client_of(login)
        for page in PAGES:
            browser.get(page)
        browser.post("/language/", {"language": "fr", "next": "/"})
        browser.post("/language", {"language": "fr", "next": "/"})
        assert set(browser.cookies) <= own
        assert not [each for each in browser.cookies.values() if user("person").email in each.value]
    for script in SITE.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker", text), (
            script
        )


def test_no_page_asks_a_third_party_for_anything() -> None:
    """Every address that a browser would load by itself is the site's own."""
    person_of()
    for login in (None, "person", "caseworker", "admin"):
        browser = client_of(login)
        for page in PAGES:
            answer = browser.get(page)
            text = answer.content.decode()
            loaded = re.findall(
                r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?(?:src|data|srcset)=\"([^\"]+)\"", text
            )
            loaded += re.findall(r'<link\b[^>]*href="([^"]+)"', text) + re.findall(
                r'<form\b[^>]*action="([^"]+)"', text
            )
            assert not [each for each in loaded if re.match(r"(?:https?:)?//", each) and "//testserver" not in each], (
                page
            )
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for sheet in SITE.rglob("*.css"):
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8"))
