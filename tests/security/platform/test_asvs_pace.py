"""ASVS V2.4: who asks faster than people do is refused before anything is done, and nobody else is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, tuple[object, ...]]]:
    """The site as it serves, at a moment that stands still; limits of a kind can be made small."""
    from django.core.cache import caches

    from crosswalk_platform.authorization import pace

    place = pace.installation().model_copy(update={"paced": True})
    monkeypatch.setattr(pace, "installation", lambda: place)
    monkeypatch.setattr(pace.time, "time", lambda: 1_900_000_000.0)
    limits = dict(pace.LIMITS)
    monkeypatch.setattr(pace, "LIMITS", limits)
    caches["process"].clear()
    yield limits
    caches["process"].clear()


def test_a_form_sent_twenty_times_in_ten_seconds_is_the_last(paced: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk_platform.audit.models import Event
    from crosswalk_platform.authorization import pace

    client = client_of("person")
    sent = [client.post("/me/begin").status_code for _ in range(25)]
    assert sent == [302] * 20 + [429] * 5
    answer = client.post("/me/export")
    assert answer.status_code == 429
    assert "Wait a minute" in answer.content.decode()
    with seen_by("person"):
        assert not Event.objects.filter(action="account.taken_out").exists()
    assert client.get("/me/").status_code == 200, "pages still open"
    assert client_of("caseworker").post("/me/begin").status_code != 429, "others go on"
    monkeypatch.setattr(pace.time, "time", lambda: 1_900_000_010.0)
    assert client.post("/me/begin").status_code == 302, "and so does whoever waited"


def test_every_kind_that_is_limited_ends(paced: dict[str, tuple[object, ...]]) -> None:
    """Each limit is made small in turn, and the page it is for refuses."""
    from django.core.cache import caches

    from crosswalk_platform.authorization.pace import Limit

    place = organisation_of("coordinator")
    pages = {
        "visitor": (None, "get", "/doors/"),
        "page": ("person", "get", "/organisations/"),
        "form": ("person", "post", "/me/begin"),
        "people": ("caseworker", "get", "/people/"),
        "take_out": ("caseworker", "post", "/me/export"),
        "send_cv": ("person", "post", "/me/cv"),
        "invite": ("coordinator", "post", f"/organisations/{place.pk}/invite"),
    }
    assert set(pages) == set(paced)
    for kind, (login, method, address) in pages.items():
        caches["process"].clear()
        before = paced[kind]
        paced[kind] = (Limit(1, 3_600),)
        client = client_of(login)
        first, second = (getattr(client, method)(address).status_code for _ in range(2))
        assert first != 429, kind
        assert second == 429, kind
        paced[kind] = before


def test_visitors_are_counted_by_where_they_come_from_and_not_by_what_they_say(
    paced: dict[str, tuple[object, ...]],
) -> None:
    """A header that anybody can write does not make another visitor; neither do the many addresses of one network."""
    from crosswalk_platform.authorization.pace import Limit

    paced["visitor"] = (Limit(1, 3_600),)
    client = client_of(None)
    assert client.get("/", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert client.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.7").status_code == 429
    assert client.get("/", REMOTE_ADDR="192.0.2.2").status_code == 200
    assert client.get("/", REMOTE_ADDR="2001:db8::1").status_code == 200
    assert client.get("/", REMOTE_ADDR="2001:db8::2").status_code == 429
    assert client.get("/", REMOTE_ADDR="2001:db8:1::1").status_code == 200


def test_behind_a_proxy_only_what_the_proxy_adds_last_counts(
    paced: dict[str, tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from crosswalk_platform.authorization.pace import Limit

    paced["visitor"] = (Limit(1, 3_600),)
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1)
    client = client_of(None)
    assert client.get("/", HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.1").status_code == 200
    assert client.get("/", HTTP_X_FORWARDED_FOR="203.0.113.2, 192.0.2.1").status_code == 429
    assert client.get("/", HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 200
