"""Finding a person of the own caseload: by name in any alphabet, by address, by number; and nobody else's people."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from people_world import join, person_of, person_registered_by
from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")

PAIRS = Path(__file__).parents[2] / "data" / "duplicates" / "pairs.yaml"


def found(words: str, login: str = "caseworker") -> list[Any]:
    from crosswalk_platform.people.queries import caseload

    with seen_by(login) as by:
        return [each.pk for found in caseload(by, words) for each in found]


@pytest.mark.parametrize(
    "words", ["محمد", "Mohamed", "muhammad bensalah", "بن صالح", "Мухаммад", "mohamed بن صالح", "Bensaleh Mohammed"]
)
def test_a_name_is_found_in_another_alphabet_and_spelling(words: str) -> None:
    person = person_registered_by("caseworker", given_names="Mohammed", family_name="Ben Salah")
    person_registered_by("caseworker", given_names="Fatima", family_name="Zahra")
    assert found(words) == [person.pk]


def test_most_reviewed_pairs_find_each_other_by_their_names() -> None:
    rows = [row for row in yaml.safe_load(PAIRS.read_text(encoding="utf-8")) if row["same"]]
    missed = []
    for row in rows:
        one, other = (
            {name: value for name, value in zip(("given_names", "family_name"), row[side], strict=False) if value}
            for side in "ab"
        )
        person = person_registered_by("caseworker", **{"given_names": "", "family_name": "", **one})
        if person.pk not in found(" ".join(other.values())):
            missed.append(row["why"])
    assert len(missed) <= len(rows) // 3, missed


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("amina@example.org", True), (" AMINA@example.org ", True), ("mina@example.org", False), ("amina@", False),
        ("+212 600 000 000", True), ("+212600000000", True), ("+٢١٢ ٦٠٠ ٠٠٠ ٠٠٠", True), ("600 000 000", False),
        ("600", False),
    ],
)  # fmt: skip
def test_an_address_is_found_whole_and_never_by_a_part(words: str, hit: bool) -> None:
    person = person_registered_by("caseworker")
    assert found(words) == ([person.pk] if hit else [])


def test_a_record_is_found_by_its_number_as_pages_write_it() -> None:
    person, other = person_registered_by("caseworker"), person_registered_by("destination")
    for number in (str(person.pk), str(person.pk)[:8].upper(), f"Person {str(person.pk)[:8]}"):
        assert person.pk in found(number)
        assert other.pk not in found(str(other.pk))
    assert found(str(person.pk)[:7]) == []


def test_who_is_found_by_the_beginning_of_a_name_stands_before_who_only_sounds_so() -> None:
    beginning = person_registered_by("caseworker", given_names="Ali", family_name="Wazir")
    sounding = person_registered_by("caseworker", given_names="علي", family_name="وزير")
    assert found("ali") == [beginning.pk, sounding.pk]
    assert found("علي") == [sounding.pk, beginning.pk]


def test_a_change_of_the_record_changes_what_it_is_found_by() -> None:
    from crosswalk_platform.people.actions import change_record

    person = person_registered_by("caseworker", given_names="Amina")
    with seen_by("caseworker") as by:
        change_record(by=by, person=person, revision=1, parts={"given_names": "سلمى", "email": "s@example.org"})
    assert found("salma") == found("s@example.org") == [person.pk]
    assert found("amina") == found("amina@example.org") == []


@pytest.mark.parametrize("words", ["Amina", "أمينة", "amina@example.org", "+212 600 000 000", "number"])
def test_nobody_is_found_outside_the_own_caseload_and_the_answer_is_that_for_nobody(words: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answers = []
    client = client_of("caseworker")
    client.get("/people/")
    for there in (False, True):
        if there:
            other = person_registered_by("destination")
            agreed = person_of("person", ("caseworker", "advice"))
        asked = str(other.pk) if there and words == "number" else words.replace("number", "0" * 8)
        with CaptureQueriesContext(connection) as queries:
            page = client.post("/people/", {"name": asked}).content.decode()
        page = re.sub(r'value="[^"]*"|name=[^"&]*', "", page)
        answers.append((page, len(queries)))
    assert answers[0] == answers[1]
    assert "Nobody found" in answers[0][0]
    assert found(str(agreed.pk)) == []


def test_the_database_itself_finds_nobody_outside_the_own_caseload() -> None:
    from django.db import connection

    person_registered_by("destination")
    held = person_registered_by("caseworker")
    with connection.cursor() as cursor:
        for login, seen in (("caseworker", [(held.pk,)]), ("origin", []), ("protection", []), (None, [])):
            with seen_by(login):
                cursor.execute("SELECT caseload_keyed(ARRAY['e:amina@example.org'])")
                assert cursor.fetchall() == seen


def test_two_consents_of_one_person_are_one_row_on_one_page() -> None:
    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.organisations.models import Membership
    from crosswalk_platform.people.queries import people_agreed

    person = person_of("person", ("caseworker", "advice"))
    both = [organisation_of("caseworker"), organisation_of("destination")]
    with seen_by("person") as by:
        give_consent(by=by, person=person, partner=both[1], purpose="advice", language="en")
    join("caseworker", both[1])
    with seen_by("caseworker") as by:
        assert Membership.objects.filter(user=by.user).count() == 2
        found, following = people_agreed(by, "", 26)
        assert [each.pk for each in found] == [person.pk]
        assert following is None


def test_two_who_are_called_alike_are_told_apart_by_their_numbers() -> None:
    alike = [person_registered_by("caseworker", given_names="Amina", family_name="Haddad") for _ in range(2)]
    other = person_registered_by("caseworker", given_names="Lina", family_name="Haddad")
    page = client_of("caseworker").get("/people/").content.decode()
    assert all(f"Person {str(each.pk)[:8]}" in page for each in alike)
    assert f"Person {str(other.pk)[:8]}" not in page


def test_a_record_of_somebody_else_is_headed_as_theirs() -> None:
    person = person_registered_by("caseworker")
    page = client_of("caseworker").get(f"/people/{person.pk}/").content.decode()
    assert "<h2>Skills</h2>" in page
    assert "What you can do" not in page
