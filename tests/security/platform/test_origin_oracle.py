"""An authority of somebody's country asks every page about people: whether they confided anything changes nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from people_world import FULL
from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")

#: People asked about by each login: 200 by the authority of their own country.
LOGINS = {"origin": 200, "origin.lead": 40, "destination": 40, "employer": 40}
CONFIDED = {
    "legal_status": "asylum seeker",
    "reasons": "canary",
    "refugee_documents": "letter",
    "places_to_avoid": "MAR",
}


def routes() -> list[str]:
    """Every page of the site that takes a person's number."""

    from crosswalk_platform.people.urls import urlpatterns

    found = [str(each.pattern) for each in urlpatterns if "<uuid:pk>" in str(each.pattern)]
    parts = {"<slug:name>": "work", "<slug:key>": "abcdef012345", "<slug:fact>": "abcdef012345"}
    for mark, value in parts.items():
        found = [each.replace(mark, value) for each in found]
    return ["/" + each for each in found]


def answers(client: Any, people: list[Any], places: list[str]) -> list[tuple[str, int, int, str]]:
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    found = []
    for person in people:
        for place in places:
            asked.clear()
            with connection.execute_wrapper(note):
                path, _, name = place.replace("<uuid:pk>", str(person.pk)).partition(" for ")
                answer = client.post(path, {"name": name}) if name else client.get(path)
            told = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())
            found.append((place, answer.status_code, len(asked), told))
    return found


@pytest.mark.parametrize("login", LOGINS)
def test_with_and_without_a_confided_record_every_answer_is_the_same(
    login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the people agreed to be seen by who asks; the others are unknown to them."""
    monkeypatch.setattr("crosswalk_platform.accounts.activity._ONCE_IN", 3600)  # a session is noted by the first page
    from crosswalk_platform.accounts.models import User
    from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.people.actions import begin_own_record, change_record, confide

    partner, trusted = organisation_of(login), organisation_of("protection")
    purpose = "offers" if login == "employer" else "advice"
    people = []
    for number in range(LOGINS[login]):
        account = User.objects.create_user(f"oracle{number}@example.org")
        with behind_the_wall(account.pk):
            by = viewer_of(account)
            person = begin_own_record(by=by, user=account)
            change_record(by=by, person=person, revision=1, parts=FULL)
            if number % 2:
                give_consent(by=by, person=person, partner=partner, purpose=purpose, language="en")
            people.append((account, by, person))
    client = client_of(login)
    client.get("/")
    for _, _, person in people:
        client.post(f"/people/{person.pk}/", {"purpose": "asking"})
    lists = ["/people/", "/people/?agreed", "/people/ for amina", "/people/ for أمينة", "/people/confided"]
    asked = [person for _, _, person in people]
    places = routes()
    without = answers(client, asked, places) + answers(client, asked[:1], lists)
    for account, by, person in people:
        with behind_the_wall(account.pk):
            confide(by=by, person=person, confided=CONFIDED)
            give_consent(by=by, person=person, partner=trusted, purpose="protection", language="en")
    assert answers(client, asked, places) + answers(client, asked[:1], lists) == without
    assert len({status for _, status, _, _ in without}) > 1 or login == "origin.lead"


def test_the_log_of_an_authority_is_the_same_too() -> None:
    from crosswalk_platform.audit.models import Event
    from crosswalk_platform.people.actions import confide
    from people_world import person_of

    person = person_of("person", ("origin", "advice"))
    with seen_by("origin.lead"):
        before = Event.objects.count()
    with seen_by("person") as by:
        confide(by=by, person=person, confided=CONFIDED)
    with seen_by("origin.lead"):
        assert Event.objects.count() == before
