"""Pages about people: who sees what, one quiet answer for the rest, and each look is told to the person."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import uuid4

import pytest

from people_world import join, person_of, person_registered_by
from site_world import LOGINS, client_of, organisation_of, seen_by, user

pytestmark = pytest.mark.usefixtures("database")

#: Pages of somebody's record, for advisers.
ROUTES = (
    "", "profile/name", "profile/work", "profile/work/new", "profile/work/abcdef012345", "unpaid", "protection", "cv",
    "cv/check",
)  # fmt: skip


def quiet(answer: Any, pk: object) -> str:
    """The page without what changes with the address and the visit."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode().replace(str(pk), "PK"))


@pytest.mark.parametrize("login", [*(each for each in LOGINS if each != "person"), "person"])
def test_who_is_not_seen_and_who_does_not_exist_get_the_same_answer(login: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seeing = "destination" if login in {"caseworker", "protection"} else "caseworker"
    person, nobody = person_registered_by(seeing), uuid4()
    for route in ROUTES:
        answers = []
        for pk in (person.pk, nobody):
            client = client_of(login)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(f"/people/{pk}/{route}")
            answers.append((answer.status_code, quiet(answer, pk), len(queries)))
        assert answers[0] == answers[1], route
        assert answers[0][0] in {403, 404}


@pytest.mark.parametrize("sight", ["caseload", "advice", "offers"])
def test_each_sight_shows_what_it_may(sight: str) -> None:
    login = "employer" if sight == "offers" else "caseworker"
    person = person_registered_by("caseworker") if sight == "caseload" else person_of("person", (login, sight))
    client = client_of(login)
    if sight != "caseload":
        assert "Why do you look" in client.get(f"/people/{person.pk}/").content.decode()
        assert client.post(f"/people/{person.pk}/", {"purpose": "canary-purpose"}).status_code == 302
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "pull cables" in page
    for token in ("Amina", "amina@example.org", "+212 600 000 000", "Passport", "May 6, 1994"):
        assert (token in page) == (sight != "offers"), token
    answer = client.get(f"/people/{person.pk}/profile/name")
    assert answer.status_code == (404 if sight == "offers" else 200)


def test_each_view_of_a_person_is_one_event_and_the_person_reads_it() -> None:
    from crosswalk_platform.audit.models import Event

    person = person_of("person", ("employer", "offers"))
    client = client_of("employer")
    client.post(f"/people/{person.pk}/", {"purpose": "a nurse for ward 3"})
    for _ in range(3):
        client.get(f"/people/{person.pk}/")
    with seen_by("person"):
        assert Event.objects.filter(action="person.looked_at", subject=person.pk).count() == 3
    page = client_of("person").get("/me/looked").content.decode()
    assert page.count("a nurse for ward 3") == 3
    assert "Klinikum" in page
    assert "Recruitment officer" in page
    assert "Employer" not in page, "names of staff are not told"


def test_a_purpose_that_is_empty_opens_nothing() -> None:
    person = person_of("person", ("employer", "offers"))
    answer = client_of("employer").post(f"/people/{person.pk}/", {"purpose": "  "})
    assert answer.status_code == 422
    assert "pull cables" not in answer.content.decode()


def test_the_list_is_one_event_and_its_queries_do_not_grow_with_its_rows() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from crosswalk_platform.audit.models import Event

    counts = []
    for many in (1, 30):
        for _ in range(many):
            person_registered_by("caseworker")
        client = client_of("caseworker")
        with seen_by("caseworker"):
            before = Event.objects.filter(action="people.listed", actor=user("caseworker").pk).count()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/people/")
        asked = [each["sql"] for each in queries if "SAVEPOINT" not in each["sql"]]
        counts.append(len(asked))
        with seen_by("caseworker"):
            assert Event.objects.filter(action="people.listed", actor=user("caseworker").pk).count() == before + 1
        assert answer.content.decode().count("Amina Example") == min(many + len(counts) - 1, 25)
    assert counts[0] == counts[1]
    assert counts[0] <= 12, asked
    following = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
    assert following is not None
    assert "Amina Example" in client.get("/people/" + html.unescape(following[1])).content.decode()


def test_names_are_searched_in_the_own_caseload_alone() -> None:
    person_registered_by("caseworker", given_names="Ámina Bint", family_name="Zwei")
    person_registered_by("destination", given_names="Amina", family_name="Drei")
    person_of("person", ("caseworker", "advice"), given_names="Amina", family_name="Vier")
    client = client_of("caseworker")
    page = client.post("/people/", {"name": "amin"}).content.decode()
    assert "Zwei" in page
    assert "Drei" not in page
    assert "Vier" not in page
    assert "Vier" in client.post("/people/?agreed", {"name": "nobody"}).content.decode()
    assert "Zwei" in client.post("/people/", {"name": "zwei AMINA"}).content.decode()
    assert "Nobody found" in client.post("/people/", {"name": "bint"}).content.decode()
    assert "Zwei" in client.get("/people/?name=bint").content.decode(), "no address searches for a name"


def test_an_employer_sees_no_name_in_the_list() -> None:
    person_of("person", ("employer", "offers"))
    page = client_of("employer").get("/people/").content.decode()
    assert "electrician" in page
    assert "Amina" not in page


def test_the_second_wall_lets_an_employer_change_nothing() -> None:
    from crosswalk_platform.people.models import Person

    person = person_of("person", ("employer", "offers"))
    with seen_by("employer"):
        assert Person.objects.filter(pk=person.pk).exists()
        assert Person.objects.filter(pk=person.pk).update(record={}) == 0


def test_what_is_confided_is_read_and_written_by_the_person_and_whom_they_chose() -> None:
    person = person_of("person", ("protection", "protection"), ("protection", "advice"))
    client = client_of("person")
    told = {"legal_status": "canary-status", "reasons": "", "refugee_documents": "", "places_to_avoid": ""}
    assert client.post("/me/protection", told).status_code == 302
    page = client.get("/me/protection").content.decode()
    assert "canary-status" in page
    assert "Protection officers of Harbour of Skills" in page
    assert "<title>\nYour profile" in page or "<title>Your profile" in page
    officer = client_of("protection")
    assert officer.get(f"/people/{person.pk}/protection").status_code == 302, "a purpose is asked first"
    officer.post(f"/people/{person.pk}/", {"purpose": "counselling"})
    assert "canary-status" in officer.get(f"/people/{person.pk}/protection").content.decode()
    assert "canary-status" not in officer.get(f"/people/{person.pk}/").content.decode()
    for login in ("caseworker", "origin", "employer"):
        assert client_of(login).get(f"/people/{person.pk}/protection").status_code == 404


def looks(person: Any) -> int:
    from crosswalk_platform.audit.models import Event

    with seen_by("person"):
        return Event.objects.filter(action="person.looked_at", subject=person.pk).count()


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_look_is_one_event_however_the_page_is_asked_for(method: str) -> None:
    person = person_of("person", ("caseworker", "advice"), ("protection", "protection"), ("protection", "advice"))
    for login, route, status in (
        ("caseworker", "profile/work", 200),
        ("caseworker", "profile/about", 422),
        ("caseworker", "profile/work/new", 422),
        ("caseworker", "unpaid", 200),
        ("caseworker", "cv", 422),
        ("protection", "protection", 302),
    ):
        client = client_of(login)
        client.post(f"/people/{person.pk}/", {"purpose": "advice"})
        before = looks(person)
        answer = getattr(client, method)(f"/people/{person.pk}/{route}")
        assert answer.status_code == (status if method == "post" else 200), route
        assert looks(person) == before + 1, route


def test_the_record_beside_a_conflict_is_a_look_too() -> None:
    person = person_of("person", ("caseworker", "advice"))
    client = client_of("caseworker")
    client.post(f"/people/{person.pk}/", {"purpose": "advice"})
    answer = client.post(f"/people/{person.pk}/profile/about", {"revision": "1", "birth_date": "1993-05-06"})
    assert answer.status_code == 422
    assert "pull cables" in answer.content.decode(), "what stands there now"
    assert looks(person) == 1


def test_an_empty_answer_shows_nothing_confided_and_erases_nothing() -> None:
    from django.test import Client

    person = person_of("person", ("protection", "protection"), ("protection", "advice"))
    told = {"legal_status": "canary-status", "reasons": "", "refugee_documents": "", "places_to_avoid": ""}
    assert client_of("person").post("/me/protection", told).status_code == 302
    officer = Client(enforce_csrf_checks=True)
    officer.force_login(user("protection"), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = officer.get(f"/people/{person.pk}/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    headers = {"X-CSRFToken": token[1]}
    where = f"/people/{person.pk}/protection"
    officer.post(f"/people/{person.pk}/", {"purpose": "counselling"}, headers=headers)
    for sent in ({}, {"csrfmiddlewaretoken": token[1]}):
        before = looks(person)
        answer = officer.post(where, sent, headers=headers)
        assert answer.status_code == 302
        assert "canary-status" not in answer.content.decode()
        assert looks(person) == before + 1
    assert "canary-status" in officer.get(where).content.decode()


def test_a_name_is_listed_only_where_the_person_agreed_to_advice_there() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    offered = person_of("person", ("employer", "offers"), given_names="Offered", family_name="Alone")
    advised = person_of("records", ("caseworker", "advice"), given_names="Advised", family_name="There")
    both = person_of(
        "auditor", ("caseworker", "advice"), ("employer", "offers"), given_names="Both", family_name="Ways"
    )
    join("employer", organisation_of("caseworker"))
    client = client_of("employer")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/people/?agreed").content.decode()
    assert all(f"/people/{each.pk}/" in page for each in (offered, advised, both))
    assert "Offered" not in page
    assert f"Person {str(offered.pk)[:8]}" in page
    assert "Advised There" in page
    assert "Both Ways" in page
    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) <= 13, "one event more: two seats"


def test_a_list_is_noted_where_it_is_the_list_of_the_organisation() -> None:
    from crosswalk_platform.audit.models import Event

    join("employer", organisation_of("caseworker"))
    places = {place.pk for place in seats("employer")}
    client = client_of("employer")

    def noted(where: str) -> set[Any]:
        with seen_by("employer"):
            before = set(Event.objects.filter(action="people.listed").values_list("pk", flat=True))
            client.get(where)
            new = Event.objects.filter(action="people.listed").exclude(pk__in=before)
            return set(new.values_list("organisation", flat=True))

    assert noted("/people/?agreed") == places
    assert noted("/people/") == {organisation_of("caseworker").pk}


def seats(login: str) -> Any:
    """The organisations in which somebody sits."""
    from crosswalk_platform.organisations.models import Membership

    with seen_by(login):
        return [
            each.organisation for each in Membership.objects.select_related("organisation").filter(user=user(login))
        ]


@pytest.mark.parametrize("name", ["\x00", "ami\x00na", "\x00amina\x00", "a@b\x00.org"])
def test_a_letter_that_no_database_keeps_breaks_no_search(name: str) -> None:
    person_registered_by("caseworker")
    answer = client_of("caseworker").post("/people/", {"name": name, "after": "0~\x00~\x00"})
    assert answer.status_code == 200
    assert ("Amina" in answer.content.decode()) == ("@" not in name)


def test_an_address_of_an_entry_tells_nothing_without_the_key_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from crosswalk_platform.people.entries import entry_key

    entry = {"kinship": "child", "birth_year": 2015}
    before = entry_key(entry)
    assert re.fullmatch("[0-9a-f]{12}", before)
    monkeypatch.setattr(settings, "SECRET_KEY", "another key")
    assert entry_key(entry) != before
