"""Wrong tokens, replayed links, guessed numbers and tricks with headers get one quiet answer, which tells nothing."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from canary_world import Target, World, fill, routes, savepoint, url_of
from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")

NOWHERE = str(UUID(int=0xDEAD))


def quiet(response: Any) -> tuple[int, str]:
    """What an answer tells: its status, and its page without the key of its form and the number of its request."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, re.sub(r'name="next" value="[^"]*"', "", text)


def test_a_number_that_exists_elsewhere_is_answered_as_one_that_does_not_exist() -> None:
    """Nobody can find out by guessing whether a person, a proposal or a consent is there."""
    world = fill()
    checked = 0
    numbered = [route for route, _ in routes() if "<uuid:" in route and not route.startswith("organisations/")]
    for login in ("origin", "recruiter", "records", "person"):
        client = client_of(login)
        for target in world.targets:
            if (target.name == "person" and login == "person") or world.relation(login, target) in {
                "same",
                "own",
                "consent",
            }:
                continue
            for route in numbered:
                there, nowhere = (
                    url_of(route, target),
                    url_of(route, Target("nowhere", dict.fromkeys(target.ids, NOWHERE))),
                )
                if there is None or nowhere is None or "<uuid:partner>" in route:
                    continue
                for method in ("get", "post"):
                    with savepoint():
                        one = quiet(getattr(client, method)(there))
                    with savepoint():
                        other = quiet(getattr(client, method)(nowhere))
                    assert one == other, f"{login} {method} {there}"
                    checked += 1
    print(f"{checked} pairs")
    assert checked > 300


@pytest.mark.parametrize("token", ["x", "0" * 43, "..%2f..%2fetc%2fpasswd", "%00", "a" * 4_000, "' OR 1=1 --"])
def test_a_wrong_invitation_is_answered_as_any_other(token: str) -> None:
    client = client_of("person")
    right = client.post("/organisations/join/no-such-token")
    answer = client.post(f"/organisations/join/{token}")
    assert answer.status_code in {403, 404}
    if answer.status_code == 403:
        assert quiet(answer) == quiet(right)


def test_a_used_an_expired_and_somebody_elses_invitation_are_answered_as_a_wrong_one() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from crosswalk_platform.organisations import actions
    from crosswalk_platform.organisations.models import Invitation

    tokens = {}
    for what, login, address in (
        ("replaced", "coordinator", "person@example.org"),
        ("used", "coordinator", "person@example.org"),
        ("other", "coordinator", "x@example.org"),
        ("old", "origin.lead", "person@example.org"),
    ):
        place = organisation_of(login)
        with seen_by(login) as by:
            offer, tokens[what] = actions.invite(
                by=by, organisation=place, email=address, name="N", roles=["caseworker"]
            )
    with seen_by("person"):
        Invitation.objects.filter(pk=offer.pk).update(until=timezone.now() - timedelta(minutes=1))
    client = client_of("person")
    assert client.post(f"/organisations/join/{tokens['used']}").status_code == 302
    client.get("/")  # shows the welcome
    wrong = quiet(client.post("/organisations/join/never-sent"))
    assert wrong[0] == 403
    for token in tokens.values():
        assert quiet(client.post(f"/organisations/join/{token}")) == wrong


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
        {"HTTP_X_HTTP_METHOD": "PUT"},
        {"HTTP_RANGE": "bytes=0-5"},
        {"HTTP_RANGE": "bytes=" + ",".join(f"{n}-{n}" for n in range(2_000))},
        {"HTTP_ACCEPT_LANGUAGE": "a" * 5_000},
        {"HTTP_ACCEPT_LANGUAGE": "xx;q=9e999, *;q=-1, \x7f"},
        {"HTTP_ACCEPT_LANGUAGE": "en-" + "x-" * 3_000},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_ORIGINAL_URL": "/log"},
        {"HTTP_X_REWRITE_URL": "/log"},
        {"HTTP_ACCEPT": "application/xml;q=" + "9" * 500},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jan 2999 00:00:00 GMT"},
    ],
    ids=lambda headers: next(iter(headers)) + str(len(str(headers))),
)
def test_a_trick_with_a_header_changes_nothing(headers: dict[str, str]) -> None:
    client = client_of("coordinator")
    for address in ("/", "/organisations/", "/log", "/me/", "/account"):
        plain, tricked = client.get(address), client.get(address, **headers)
        assert quiet(tricked) == quiet(plain), address
        assert "evil.example" not in str(tricked.headers)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::1", "", "a b"])
def test_a_host_that_is_not_ours_is_refused_and_never_echoed(host: str) -> None:
    for address in ("/", "/account/password/reset/", "/organisations/"):
        answer = client_of(None).get(address, HTTP_HOST=host)
        assert answer.status_code == 400
        assert "evil.example" not in answer.content.decode() + str(answer.headers)


def test_the_link_in_a_mail_is_not_made_from_a_header() -> None:
    from django.core import mail

    place, client = organisation_of("coordinator"), client_of("coordinator")
    told = {"name": "N", "email": "n@example.org", "roles": ["caseworker"]}
    answer = client.post(f"/organisations/{place.pk}/invite", told, HTTP_X_FORWARDED_HOST="evil.example")
    assert answer.status_code == 302
    assert "evil.example" not in str(mail.outbox[-1].message())
    assert "http://testserver/" in mail.outbox[-1].body


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(next_page: str) -> None:
    for address in ("/language/setlang/", "/languagesetlang/"):
        answer = client_of(None).post(address, {"language": "ar", "next": next_page})
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "path",
    [
        "../secrets/signing", "..%2fsecrets%2fsigning", "%2e%2e/secrets/signing", "....//secrets/signing",
        "design/../../secrets/signing", "/etc/passwd", "design/%00crosswalk.css", "..\\secrets\\signing",
        "design/" + "a" * 5_000,
    ],
)  # fmt: skip
def test_static_files_lead_nowhere_else(path: str) -> None:
    answer = client_of(None).get(f"/static/{path}")
    assert answer.status_code in {400, 404}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_method_that_no_page_takes_writes_nothing(method: str) -> None:
    from crosswalk_platform.audit.models import Event

    place, client = organisation_of("coordinator"), client_of("coordinator")
    for address in (f"/organisations/{place.pk}/edit", f"/organisations/{place.pk}/invite", "/me/begin"):
        answer = getattr(client, method)(address)
        assert answer.status_code < 500
    with seen_by("coordinator") as by:
        assert not Event.objects.filter(actor=by.user).exists()


@pytest.mark.parametrize("number", ["-1", "0", "9" * 400, "1e9", "%00", "1;DROP", "\u0661", "last"])
def test_a_page_number_is_never_an_error(number: str) -> None:
    for login, address in (("caseworker", "/people/"), ("caseworker", "/duplicates/"), ("auditor", "/log"),
                           ("records", "/records/"), ("person", "/organisations/")):  # fmt: skip
        assert client_of(login).get(f"{address}?page={number}").status_code == 200, address


@pytest.mark.parametrize("typed", ["\x00", "%00", "' OR 1=1", "<script>", "a" * 20_000, "\ud800"])
def test_whatever_is_searched_for_is_never_an_error_and_never_markup(typed: str) -> None:
    from urllib.parse import quote

    for login, address in (("caseworker", "/people/"), ("person", "/organisations/")):
        answer = client_of(login).get(f"{address}?name={quote(typed, errors='surrogatepass')}")
        assert answer.status_code in {200, 400, 404}, address
        assert "<script>" not in answer.content.decode()


def test_a_form_without_its_key_is_refused(site: Any) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of("coordinator").cookies
    place = organisation_of("coordinator")
    for address in (f"/organisations/{place.pk}/edit", "/me/begin", "/duplicates/look/" + str(uuid4())):
        answer = strict.post(address, {"name": "x"})
        assert answer.status_code == 403


def test_the_world_has_every_relation() -> None:
    world: World = fill()
    found = {world.relation(login, target) for login in (*world.seats, None) for target in world.targets}
    assert found == {"own", "same", "consent", "confided", "agreement", "none"}
