"""A canary in every sensitive field: nobody finds it on a page, in a header, a mail or the log who may not see it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest

from canary_world import OFFICERS, Canary, World, fill, routes, savepoint, url_of
from site_world import client_of

pytestmark = pytest.mark.usefixtures("database")

#: Sends somebody away, or makes a file that has its own test; everything else that answers to GET is crawled.
NOT_CRAWLED = ("account/logout/",)


def may_see(world: World, login: str | None, one: Canary) -> bool:
    """What the class of a field lets this viewer find."""
    role, place = world.seats.get(login or "", ("", ""))
    if one.owner == "confider":
        confided = one.audience == "protection" and role == "protection_officer"
        return login == "confider" or (confided and place in world.agreed["confider"])
    if one.owner == "person":
        sees = {"caseload": {"caseworker", "protection_officer"}, "protection": {"protection_officer"}}
        sees["consented"] = sees["caseload"] | {"recruitment_officer"}
        return login == "person" or (place in world.agreed["person"] and role in sees[one.audience])
    sees = {
        "caseload": {"caseworker", "protection_officer"},
        "consented": {"caseworker", "protection_officer"},
        "hold": {"archivist", "caseworker"},
        "protection": {"protection_officer"},
        "auditors": {"auditor"},
        "organisation": {"coordinator", "signatory", "administrator", "approver"},
    }[one.audience]
    runs = one.audience == "organisation" and role in {"administrator", "approver"}
    return role in sees and (runs or place == one.owner)


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Every route with each address that it has in this world."""
    for route in sorted({route for route, _ in routes()}):
        if route.startswith(NOT_CRAWLED) or "(?P" in route:
            continue
        if route.startswith("account/") and "<" in route:
            continue
        addresses = {url_of(route, target) for target in world.targets if "<" in route} or {f"/{route}"}
        yield from ((route, address) for address in sorted(filter(None, addresses)))


def everything(response: Any) -> str:
    """Body, headers and cookies, as one text."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    cookies = " ".join(morsel.OutputString() for morsel in response.cookies.values())
    return f"{body.decode('utf-8', 'replace')} {dict(response.headers)} {cookies}"


def wrongly_seen(world: World, login: str | None, text: str, where: str) -> list[str]:
    lower = text.lower()
    return [
        f"{login} finds {one.where} of {one.owner} ({one.audience}) on {where}"
        for one in world.canaries
        if one.text.lower() in lower and not may_see(world, login, one)
    ]


def test_no_page_shows_a_canary_to_whoever_may_not_see_it() -> None:
    world = fill()
    visited = sorted(set(pages(world)))
    found: list[str] = []
    seen: set[tuple[str | None, str]] = set()
    answers = 0
    for login in (*world.seats, None):
        client = client_of(login)
        cookies = client.cookies.output(header="", sep=";")
        for route, address in visited:
            if route.startswith("doors/") and login not in {None, "person", "caseworker", "employer"}:
                continue  # a visitor's page: it knows of no organisation
            for method in ("get", "post"):  # an empty form is the page of its errors
                client.cookies = SimpleCookie(cookies)
                with savepoint():
                    if route.startswith("people/<uuid:pk>/"):
                        client.post("/".join(address.split("/")[:3]) + "/", {"purpose": "crawl"})
                    text = everything(getattr(client, method)(address))
                answers += 1
                found += wrongly_seen(world, login, text, f"{method} {address}")
                seen |= {(login, one.text) for one in world.canaries if one.text.lower() in text.lower()}
    print(f"{answers} answers, {len(world.canaries)} canaries, {len(visited)} addresses")
    assert not found, f"{len(found)}:\n" + "\n".join(sorted(set(found)))
    _is_not_blind(world, seen)


def _is_not_blind(world: World, seen: set[tuple[str | None, str]]) -> None:
    """The crawl did find what may be found: an empty result would prove nothing."""
    audiences = {(login, one.audience) for login, text in seen for one in world.canaries if one.text == text}
    assert {("person", "protection"), ("protection", "protection"), ("caseworker", "caseload")} <= audiences
    assert {("employer", "consented"), ("coordinator", "organisation"), ("ngo.auditor", "auditors")} <= audiences
    assert {("person", "caseload"), ("records", "hold")} <= audiences
    confided = {one.text for one in world.canaries if one.audience == "protection"}
    assert len({one.owner for one in world.canaries if one.text in confided}) == 4, "on the site, and before officers"
    assert confided <= {text for login, text in seen if login in OFFICERS}


def test_the_log_and_the_mail_hold_no_canary() -> None:
    from django.core import mail

    from crosswalk_platform.config.log import OneLine

    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(OneLine())
    loggers = [logging.getLogger(), logging.getLogger("crosswalk.site"), logging.getLogger("django")]
    for each in loggers:
        each.addHandler(handler)
    try:
        world = fill()
        mail.outbox.clear()
        for login in ("caseworker", "protection", "coordinator", "admin", "employer", "person", None):
            client = client_of(login)
            cookies = client.cookies.output(header="", sep=";")
            for route, address in sorted(set(pages(world))):
                if route.startswith("doors/") and login not in {None, "person"}:
                    continue
                client.cookies = SimpleCookie(cookies)
                with savepoint():
                    client.get(address)
                    client.post(address, {one.where.rpartition(".")[2]: one.text for one in world.canaries[:12]})
    finally:
        for each in loggers:
            each.removeHandler(handler)
    told = lines.getvalue().lower()
    assert told.count("\n") > 100
    assert [one.where for one in world.canaries if one.text.lower() in told] == []
    mails = " ".join(f"{each.message()}" for each in mail.outbox).lower()
    assert [one.where for one in world.canaries if one.audience != "organisation" and one.text.lower() in mails] == []


def test_every_sensitive_text_of_a_person_has_its_canary() -> None:
    """Which fields are texts is read from the classification: a new one fails here until it has a canary."""
    from crosswalk_platform.people.fields import CONFIDED, RECORD

    world = fill()
    with_canary = {one.where.partition(".")[0] for one in world.canaries if one.owner == "person"}
    codes = {"birth_date", "sex", "nationalities", "residence", "destinations", "destinations_excluded", "languages",
             "available_from", "legal_status", "person_id", "phone", "occupation", "consent_matching", "evidence",
             "not_understood"}  # fmt: skip
    assert {*RECORD, *CONFIDED} - with_canary - codes == set()
