"""The profile: small steps that save as one goes, and what each of them takes and refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from people_world import person_of, person_registered_by
from site_world import client_of, seen_by, user

pytestmark = pytest.mark.usefixtures("database")


def begun() -> Any:
    client = client_of("person")
    assert client.post("/me/begin").status_code == 302
    return client


def own() -> Any:
    from crosswalk_platform.people.models import Person

    with seen_by("person"):
        return Person.objects.get(account=user("person"))


def save(client: Any, where: str, **told: Any) -> Any:
    return client.post(f"/me/profile/{where}", {"revision": own().revision, **told})


def test_a_step_is_saved_as_it_is_sent_and_shown_again() -> None:
    client = begun()
    told = {"birth_date": "1994-05-06", "nationalities": "Maroc, Germany", "residence": "JOR", "sex": ""}
    assert save(client, "about", **told).status_code == 302
    assert own().record == {"birth_date": "1994-05-06", "nationalities": ["MAR", "DEU"], "residence": "JOR"}
    page = client.get("/me/profile/about").content.decode()
    assert "Morocco, Germany" in page
    assert "1994-05-06" in page
    assert "1 of 11 steps" in client.get("/me/").content.decode()


def test_what_cannot_be_read_is_kept_on_the_page_with_its_remedy_beside_the_field() -> None:
    answer = save(begun(), "about", birth_date="2994-01-01", nationalities="Germny, Atlantisia", residence="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Did you mean Germany?" in page
    assert "cannot be a date of birth" in page
    assert "Germny, Atlantisia" in page
    assert own().record == {}


def test_an_entry_is_added_changed_and_taken_out() -> None:
    client = begun()
    told = {
        "title": "Cook",
        "start_month": "3",
        "start_year": "2019",
        "ongoing": "on",
        "unpaid": "on",
        "country": "SYR",
    }
    assert save(client, "work/new", **told).status_code == 302
    (job,) = own().record["experience"]
    assert job["start"] == "2019-03-01"
    assert job["paid"] is False
    assert job["evidence"]["assurance"] == "self_declared"
    page = client.get("/me/profile/work").content.decode()
    assert "said by the person" in page
    where = page.partition('href="/me/profile/work/')[2].partition('"')[0]
    from crosswalk_platform.people.entries import entry_key

    where = entry_key(job)
    assert f'/me/profile/work/{where}"' in page
    assert save(client, f"work/{where}", title="Head cook").status_code == 302
    (job,) = own().record["experience"]
    assert job["title"] == "Head cook"
    assert "start" not in job
    assert "paid" not in job
    assert save(client, f"work/{where}", title="Late").status_code == 302, "an entry that is gone leads to the list"
    assert save(client, f"work/{entry_key(job)}", end="yes").status_code == 302
    assert own().record["experience"] == []


def test_a_language_is_typed_by_name_and_its_level_chosen_by_what_one_can_do() -> None:
    client = begun()
    assert save(client, "languages/new", language="deutsch", level="B1").status_code == 302
    assert own().record["languages"][0]["language"] == "de"
    answer = save(client, "languages/new", language="Germn", level="")
    assert answer.status_code == 422
    assert "Did you mean German?" in answer.content.decode()


def test_nobody_in_the_family_is_an_answer_and_differs_from_silence() -> None:
    client = begun()
    assert own().family is None
    client.post("/me/profile/family/nothing")
    assert own().family == []
    assert save(client, "family/new", kinship="child", birth_year="2016", moves="yes").status_code == 302
    assert own().family == [{"kinship": "child", "birth_year": 2016, "moves": True}]


def test_only_skills_that_were_ticked_enter_the_record() -> None:
    client = begun()
    first = client.post("/me/unpaid", {"groups": ["cooking", "driving"], "revision": own().revision})
    page = first.content.decode()
    assert "cook for large groups" in page
    assert own().record == {}
    uri = "urn:crosswalk:skill:cook-for-large-groups"
    told = {"groups": ["cooking", "driving"], "skills": [uri], "skills_asked": "yes", "revision": own().revision}
    assert client.post("/me/unpaid", told).status_code == 302
    assert [each["uri"] for each in own().record["skills"]] == [uri]
    assert client.post("/me/unpaid", {**told, "revision": own().revision}).status_code == 302
    assert len(own().record["skills"]) == 1


def test_every_skill_of_the_guided_questions_is_one_of_the_starter_taxonomy() -> None:
    from crosswalk.taxonomy import Taxonomy
    from crosswalk_platform.people.unpaid import groups

    taxonomy = Taxonomy.starter()
    for group in groups():
        assert set(group.question) == {"en", "fr", "es", "ar"}
        for skill in group.skills:
            assert taxonomy.has(f"urn:crosswalk:skill:{skill}"), skill


def test_levels_on_pages_are_those_of_the_standards() -> None:
    from crosswalk.types import Cefr, Isced, SkillLevel
    from crosswalk_platform.people import words

    assert list(words.CAN_DO) == list(Cefr.__members__)
    assert set(words.SCHOOLING) <= {level.name.lower() for level in Isced}
    assert set(words.SKILL_LEVELS) == {level.name.lower() for level in SkillLevel}


def test_a_change_made_on_an_old_page_is_told_with_what_stands_there_now() -> None:
    client = begun()
    old = own().revision
    assert save(client, "occupation", headline="welder", summary="").status_code == 302
    answer = client.post("/me/profile/occupation", {"revision": old, "headline": "baker", "summary": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This record was changed meanwhile" in page
    assert 'value="baker"' in page
    assert "welder" in page
    assert f'value="{own().revision}"' in page
    assert own().record["headline"] == "welder"


def test_a_step_that_is_half_a_year_old_asks_whether_it_is_still_right() -> None:
    from crosswalk_platform.people.models import Person

    person_of()
    with seen_by("person"):
        Person.objects.filter(account=user("person")).update(confirmed={"name": "2020-01-01"})
    client = client_of("person")
    assert "Still right?" in client.get("/me/").content.decode()
    client.post("/me/profile/name/right")
    assert own().confirmed["name"] > "2020-01-01"


def test_a_document_that_runs_out_soon_is_told() -> None:
    from datetime import timedelta

    from django.utils import timezone

    soon = (timezone.localdate() + timedelta(days=30)).isoformat()
    person_of(credentials=[{"name": "Passport", "until": soon}, {"name": "Other", "until": "2099-01-01"}])
    page = client_of("person").get("/me/").content.decode()
    assert "Passport: until" in page
    assert "Other: until" not in page


def test_nobody_says_of_themselves_that_a_fact_is_verified() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.people.actions import change_record

    person = person_of()
    claim = [{"text": "surgery", "evidence": {"assurance": "verified"}}]
    with seen_by("person") as by, pytest.raises(ValidationError, match="Others say"):
        change_record(by=by, person=person, revision=person.revision, parts={"skills": claim})


def test_a_refugee_travel_document_does_not_stand_among_nationalities() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.people.actions import change_record

    person = person_of()
    with seen_by("person") as by, pytest.raises(ValidationError, match="page of protection"):
        change_record(by=by, person=person, revision=person.revision, parts={"nationalities": ["XXB"]})


def test_an_adviser_changes_the_record_of_their_caseload_on_the_same_pages() -> None:
    from crosswalk_platform.people.models import Person

    person = person_registered_by("caseworker")
    client = client_of("caseworker")
    told = {"revision": person.revision, "headline": "welder", "summary": ""}
    assert client.get(f"/people/{person.pk}/profile/occupation").status_code == 200
    assert client.post(f"/people/{person.pk}/profile/occupation", told).status_code == 302
    with seen_by("caseworker"):
        assert Person.objects.get(pk=person.pk).record["headline"] == "welder"


def test_words_get_their_concepts_without_a_new_revision() -> None:
    from crosswalk_platform.people.actions import name_concepts

    person = person_of()
    before = person.revision
    with seen_by("person") as by:
        skills = [{"text": "pull cables", "uri": "urn:crosswalk:skill:pull-electrical-cables"}]
        assert name_concepts(by=by, person=person, revision=before, parts={"skills": skills})
    found = own()
    assert found.revision == before
    assert found.words_read == before
    assert found.record["skills"] == skills


def test_the_worker_names_concepts_as_whoever_wrote_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    from crosswalk.taxonomy import Taxonomy
    from crosswalk.taxonomy.linking import Linker
    from crosswalk_platform.people import tasks

    taxonomy = Taxonomy.starter()
    few = ["urn:crosswalk:occupation:cook", "urn:crosswalk:skill:lay-bricks", "urn:crosswalk:skill:drive-bus"]
    concepts = taxonomy.concepts.filter(pl.col("uri").is_in(few) | pl.col("uri").str.contains("occupation:.*nurse"))
    labels = taxonomy.labels.join(concepts.select("uri"), on="uri", how="semi")
    linker = Linker.build(concepts, labels, cache=tmp_path)
    monkeypatch.setattr(tasks, "_linker", lambda: (linker, taxonomy))
    client = begun()
    save(client, "skills/new", text="lay bricks", level="")
    assert "being read" in client.get("/me/profile/skills").content.decode()
    tasks.read_words.func(str(own().pk), str(user("person").pk))
    assert own().record["skills"][0]["uri"] == "urn:crosswalk:skill:lay-bricks"
    assert own().words_read == own().revision
    assert "being read" not in client.get("/me/profile/skills").content.decode()
    tasks.read_words.func(str(own().pk), str(user("employer").pk))
    assert own().words_read == own().revision, "somebody who does not see the record does nothing"
