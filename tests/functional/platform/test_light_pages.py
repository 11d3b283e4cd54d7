"""How heavy each page is on its way to a phone, and how many queries each list takes, whoever asks."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from canary_world import World, fill, routes, savepoint, url_of
from people_world import person_registered_by
from site_world import client_of, seen_by

pytestmark = pytest.mark.usefixtures("database")

FIRST, NEXT, MOST_QUERIES = 50_000, 15_000, 12
#: Django's compression adds up to so many random bytes, against guessing from lengths.
PADDING = 110
ASKED_BY_THE_SITE = {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_SEC_FETCH_SITE": "same-origin"}
#: Lists of the site, with who sees them.
LISTS = (
    ("caseworker", "/people/"),
    ("caseworker", "/people/ for amina"),
    ("caseworker", "/people/ for محمد"),
    ("caseworker", "/people/?agreed"),
    ("protection", "/people/"),
    ("protection", "/people/confided"),
    ("employer", "/people/"),
    ("caseworker", "/duplicates/"),
    ("caseworker", "/duplicates/?decided"),
    ("records", "/records/"),
    ("records", "/records/?show=held"),
    ("ngo.auditor", "/log"),
    ("auditor", "/log"),
    ("caseworker", "/organisations/"),
    ("admin", "/organisations/"),
    ("person", "/organisations/"),
    ("person", "/me/looked"),
    ("person", "/me/consents"),
    ("person", "/me/consents/new"),
    ("person", "/account/sessions/"),
)


def addresses(world: World) -> Iterator[str]:
    """Every address of the site, for everything that was made."""
    for route in sorted({route for route, _ in routes()}):
        if "(" not in route and not (route.startswith("account/") and "<" in route):
            yield from {url for target in world.targets if (url := url_of(route, target)) is not None}


def static_files(page: str) -> set[str]:
    """Style sheet, script, icons and fonts that a page names, and those that the style sheet names."""
    from django.contrib.staticfiles import finders

    named = set(re.findall(r'(?:href|src)="/static/([^"?]+)', page))
    for sheet in [name for name in named if name.endswith(".css")]:
        text = Path(str(finders.find(sheet))).read_text(encoding="utf-8")
        named |= {str(Path(sheet).parent / each) for each in re.findall(r"url\([\"']?([^)\"':]+)[\"']?\)", text)}
    return named


def weight(name: str) -> int:
    """Bytes of a file of ours as it is sent; what is compressed in itself does not get smaller."""
    from django.contrib.staticfiles import finders

    body = Path(str(finders.find(unquote(name)))).read_bytes()
    return min(len(body), len(gzip.compress(body)))


def test_a_first_visit_is_under_50_kb_and_each_next_page_under_15_kb() -> None:
    world, checked = fill(), 0
    for login in (None, *world.seats, "person"):
        client = client_of(login)
        for address in addresses(world):
            with savepoint():
                answer: Any = client.get(address, **ASKED_BY_THE_SITE)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            checked += 1
            size = len(answer.content) - PADDING
            page = gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content
            assert size < NEXT, (login, address, size)
            assert size + sum(map(weight, static_files(page.decode()))) < FIRST, (login, address)
    assert checked > 200


def test_a_page_that_another_site_asks_for_is_not_compressed_for_whoever_is_signed_in() -> None:
    told = {"HTTP_ACCEPT_ENCODING": "gzip"}
    client = client_of("caseworker")
    assert client.get("/people/", HTTP_SEC_FETCH_SITE="same-origin", **told).get("Content-Encoding") == "gzip"
    for other in ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_SEC_FETCH_SITE": "same-site"}, {}):
        assert "Content-Encoding" not in client.get("/people/", **told, **other), other
    assert client_of(None).get("/", HTTP_SEC_FETCH_SITE="cross-site", **told).get("Content-Encoding") == "gzip"


def asked(login: str, address: str) -> int:
    """Queries of a page that answers."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(login)
    if address == "/account/sessions/":
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 9e12}]
        session.save()
    client.get("/organisations/")  # the session is noted once in a while
    with CaptureQueriesContext(connection) as queries:
        path, _, name = address.partition(" for ")
        answer = client.post(path, {"name": name}) if name else client.get(path)
    assert answer.status_code == 200, (login, address, answer.status_code)
    return len([each for each in queries if "SAVEPOINT" not in each["sql"]]) + 2  # its transaction is ours here


def more_rows(world: World, numbers: range) -> None:
    """So many more of everything that is listed."""
    from crosswalk_platform.consent.actions import give_consent, withdraw_consent
    from crosswalk_platform.organisations import actions
    from crosswalk_platform.people.actions import look_at
    from crosswalk_platform.people.models import Person
    from crosswalk_platform.people.queries import own_person

    own = next(each.ids["person"] for each in world.targets if each.name == "person")
    for number in numbers:
        person_registered_by("caseworker", given_names="Amina", family_name="محمد")
        with seen_by("admin") as by:
            made = actions.register_organisation(by=by, name=f"Place {number}", kind="ngo", country="KEN", licence="1")
        with seen_by("approver") as by:
            actions.approve_organisation(by=by, registered=made)
        with seen_by("person") as by:
            made.refresh_from_db()
            person = own_person(by)
            given = give_consent(by=by, person=person, partner=made, purpose="advice", language="en")
            if number % 2:
                withdraw_consent(by=by, consent=given)
        with seen_by("caseworker") as by:
            look_at(by=by, person=Person.objects.get(pk=own), purpose="advice")


def test_every_list_takes_at_most_12_queries_however_long_it_is() -> None:
    world = fill()
    more_rows(world, range(1))
    short = {(login, address): asked(login, address) for login, address in LISTS}
    more_rows(world, range(1, 31))
    long = {(login, address): asked(login, address) for login, address in LISTS}
    assert {each: many for each, many in long.items() if many > short[each]} == {}
    assert max(long.values()) <= MOST_QUERIES, long
