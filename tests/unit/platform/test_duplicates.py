"""Duplicates: likeness across scripts, and what a human decides, with undo."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from site_world import client_of, organisation_of, seen_by, user

if TYPE_CHECKING:
    from crosswalk_platform.duplicates.models import Proposal

PAIRS = Path(__file__).parents[2] / "data" / "duplicates" / "pairs.yaml"
FIELDS = ("given_names", "family_name", "birth_date", "phone", "email", "nationalities", "occupation")
in_the_site = pytest.mark.usefixtures("database")


def as_record(values: list[Any]) -> dict[str, Any]:
    told = {name: str(value) for name, value in zip(FIELDS, values, strict=True) if value is not None}
    return told | ({"nationalities": [told["nationalities"]]} if "nationalities" in told else {})


def common_names() -> Any:
    """A caseload in which some names are borne by many."""
    from crosswalk_platform.duplicates.likeness import Shares, traits_of

    common = "Mohamed Ahmed Ali Hassan Abdul Rahman Carlos Rodriguez".split()
    chance = random.Random(1)
    crowd = [
        traits_of({"given_names": chance.choice(common), "family_name": chance.choice(common)}) for _ in range(400)
    ]
    crowd += [traits_of({"given_names": "Xquenda", "family_name": "Quorvath"})] * 3_600
    return Shares.of(crowd)


def test_the_reviewed_pairs_are_told_apart() -> None:
    from crosswalk_platform.duplicates.likeness import PROPOSED_FROM, likeness, traits_of

    rows, shares = yaml.safe_load(PAIRS.read_text(encoding="utf-8")), common_names()
    assert len(rows) >= 60
    wrong = {True: [], False: []}
    for row in rows:
        a, b = (traits_of(as_record(row[side])) for side in "ab")
        if (likeness(a, b, shares).value >= PROPOSED_FROM) != row["same"]:
            wrong[row["same"]].append(row["why"])
    assert not wrong[False]
    assert len(wrong[True]) <= 2, wrong


def test_likeness_does_not_depend_on_the_order_and_says_why() -> None:
    from crosswalk_platform.duplicates.likeness import likeness, traits_of

    for row in yaml.safe_load(PAIRS.read_text(encoding="utf-8")):
        a, b = (traits_of(as_record(row[side])) for side in "ab")
        assert likeness(a, b).value == likeness(b, a).value, row["why"]
        assert 0 <= likeness(a, b).value <= 1
    found = likeness(a, a)
    assert {"given_names.same", "family_name.same", "birth_date.same"} <= {each.code for each in found.reasons}


def test_what_is_unknown_speaks_neither_for_nor_against() -> None:
    from crosswalk_platform.duplicates.likeness import likeness, traits_of

    assert likeness(traits_of({}), traits_of({})).reasons == ()
    assert likeness(traits_of({}), traits_of({"given_names": "Amina"})).value < Decimal("0.001")


def test_every_probability_of_a_comparison_has_its_words() -> None:
    from crosswalk_platform.duplicates.likeness import PROBABILITIES

    text = (Path(__file__).parents[3] / "src/crosswalk_platform/duplicates/words.py").read_text(encoding="utf-8")
    assert all(f'"{code}"' in text for code in PROBABILITIES)


def test_pairs_that_share_a_key_are_found_among_many_and_most_are_never_compared() -> None:
    from crosswalk_platform.duplicates.blocking import pairs
    from crosswalk_platform.duplicates.likeness import traits_of

    rows = [row for row in yaml.safe_load(PAIRS.read_text(encoding="utf-8")) if row["same"]]
    caseload = [traits_of(as_record(row[side])) for row in rows for side in "ab"]
    found = pairs(caseload)
    missed = [row["why"] for place, row in enumerate(rows) if (2 * place, 2 * place + 1) not in found]
    assert len(missed) <= 1, missed
    assert len(found) < len(caseload) * 5


def registered(*records: dict[str, Any]) -> list[Any]:
    """People whom the caseworker registered."""
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken
    from crosswalk_platform.people.actions import register_person

    taken = Taken(how="in_person", on=timezone.localdate(), language="en")
    place = organisation_of("caseworker")
    with seen_by("caseworker") as by:
        return [register_person(by=by, organisation=place, parts=each, taken=taken) for each in records]


AMINA = {"given_names": "Amina", "family_name": "Boudjemaa", "birth_date": "1999-10-10", "skills": [{"text": "sewing"}]}
AMINAH = {"given_names": "أمينة", "family_name": "بوجمعة", "birth_date": "1999-10-10", "phone": "+213555010203",
          "skills": [{"text": "wiring"}], "employers_excluded": ["A Ltd"]}  # fmt: skip


def proposed() -> Proposal:
    from crosswalk_platform.duplicates.actions import propose_duplicates
    from crosswalk_platform.duplicates.models import Proposal

    place = organisation_of("caseworker")
    with seen_by("caseworker") as by:
        assert propose_duplicates(by=by, organisation=place) == 1
        return Proposal.objects.get()


def merge(proposal: Proposal, kept: Any, gone: Any, **takes: str) -> Any:
    from crosswalk_platform.duplicates.actions import decide_same

    revisions = {kept.pk: kept.revision, gone.pk: gone.revision}
    place = organisation_of("caseworker")
    with seen_by("caseworker") as by:
        return decide_same(
            by=by, organisation=place, proposal=proposal, keep=kept.pk, revisions=revisions, takes=takes
        )  # fmt: skip


@in_the_site
def test_a_merge_is_what_was_chosen_and_its_undo_brings_both_records_back() -> None:
    from crosswalk_platform.consent.models import Consent
    from crosswalk_platform.duplicates.actions import undo_decision
    from crosswalk_platform.people.models import Person

    kept, gone = registered(AMINA, AMINAH)
    before = {each.pk: (each.record, each.organisation_id, each.created_at) for each in (kept, gone)}
    consents = {each.pk: (each.person_id, each.withdrawn_at) for each in Consent.objects.none()}
    with seen_by("caseworker"):
        consents = {each.pk: (each.person_id, each.withdrawn_at) for each in Consent.objects.all()}
    proposal = proposed()
    merge(proposal, kept, gone, family_name="gone", skills="both")
    with seen_by("caseworker"):
        assert not Person.objects.filter(pk=gone.pk).exists()
        one = Person.objects.get(pk=kept.pk)
        assert one.record["given_names"] == "Amina"
        assert one.record["family_name"] == "بوجمعة"
        assert one.record["phone"] == "+213555010203"
        assert one.record["employers_excluded"] == ["A Ltd"]
        assert [each["text"] for each in one.record["skills"]] == ["sewing", "wiring"]
        assert {each.person_id for each in Consent.objects.all()} == {kept.pk}
        assert Consent.objects.filter(withdrawn_at=None, purpose="advice").count() == 1
    place = organisation_of("caseworker")
    with seen_by("caseworker") as by:
        undo_decision(by=by, organisation=place, proposal=proposal)
        for each in Person.objects.all():
            assert (each.record, each.organisation_id, each.created_at) == before[each.pk]
        assert Person.objects.count() == 2
        assert {each.pk: (each.person_id, each.withdrawn_at) for each in Consent.objects.all()} == consents
        proposal.refresh_from_db()
        assert (proposal.status, proposal.decided_by) == ("open", None)
        assert proposal.undone_at is not None


@in_the_site
def test_what_changed_in_the_kept_record_since_stays_at_undo() -> None:
    from crosswalk_platform.duplicates.actions import undo_decision
    from crosswalk_platform.people.actions import change_record
    from crosswalk_platform.people.models import Person

    kept, gone = registered(AMINA, AMINAH)
    proposal = proposed()
    merge(proposal, kept, gone, family_name="gone")
    place = organisation_of("caseworker")
    with seen_by("caseworker") as by:
        one = Person.objects.get(pk=kept.pk)
        change_record(by=by, person=one, revision=one.revision, parts={"phone": "+213555999999"})
        undo_decision(by=by, organisation=place, proposal=proposal)
        one.refresh_from_db()
        assert one.record["phone"] == "+213555999999"
        assert one.record["family_name"] == "Boudjemaa"


@in_the_site
def test_two_people_are_not_proposed_again() -> None:
    from crosswalk_platform.duplicates.actions import decide_different, propose_duplicates
    from crosswalk_platform.duplicates.models import Proposal

    registered(AMINA, AMINAH)
    proposal = proposed()
    place = organisation_of("caseworker")
    with seen_by("caseworker") as by:
        decide_different(by=by, organisation=place, proposal=proposal)
        assert propose_duplicates(by=by, organisation=place) == 0
        assert not Proposal.objects.filter(status="open").exists()


@in_the_site
def test_somebody_with_an_account_is_never_merged_by_others() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.people.models import Person

    kept, gone = registered(AMINA, AMINAH)
    proposal = proposed()
    with seen_by("caseworker"):
        Person.objects.filter(pk=gone.pk).update(account=user("person"))
    for keep, go in ((kept, gone), (gone, kept)):
        with pytest.raises(ValidationError, match="has an account"):
            merge(proposal, keep, go)


@in_the_site
def test_a_record_that_changed_meanwhile_or_is_held_is_not_merged() -> None:
    from datetime import timedelta

    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from crosswalk_platform.people.models import Person

    kept, gone = registered(AMINA, AMINAH)
    proposal = proposed()
    gone.revision = 7
    with pytest.raises(ValidationError, match="changed meanwhile"):
        merge(proposal, kept, gone)
    gone.revision = 1
    with seen_by("caseworker"):
        Person.objects.filter(pk=gone.pk).update(held_until=timezone.localdate() + timedelta(9), hold_reason="court")
    with pytest.raises(ValidationError, match="is held"):
        merge(proposal, kept, gone)


@in_the_site
def test_who_withdrew_on_one_record_is_not_advised_through_the_other() -> None:
    from crosswalk_platform.consent.actions import withdraw_consent
    from crosswalk_platform.consent.models import Consent

    kept, gone = registered(AMINA, AMINAH)
    proposal = proposed()
    with seen_by("caseworker") as by:
        withdraw_consent(by=by, consent=Consent.objects.get(person=gone))
    merge(proposal, kept, gone)
    with seen_by("caseworker"):
        assert not Consent.objects.filter(withdrawn_at=None).exists()


@in_the_site
@pytest.mark.parametrize("login", ["origin", "destination", "protection", "coordinator", "employer", "admin", None])
def test_no_other_organisation_and_no_other_role_sees_a_proposal(login: str | None) -> None:
    from django.core.exceptions import PermissionDenied

    from crosswalk_platform.duplicates import actions
    from crosswalk_platform.duplicates.models import Merge, Proposal

    kept, gone = registered(AMINA, AMINAH)
    proposal = proposed()
    merge(proposal, kept, gone)
    place = organisation_of("caseworker")
    with seen_by(login) as by:
        assert not Proposal.objects.exists()
        assert not Merge.objects.exists()
        for act in (actions.decide_different, actions.undo_decision):
            with pytest.raises(PermissionDenied):
                act(by=by, organisation=place, proposal=proposal)
        with pytest.raises(PermissionDenied):
            actions.propose_duplicates(by=by, organisation=place)
    if login:
        assert client_of(login).get(f"/duplicates/{proposal.pk}/").status_code in {403, 404}


@in_the_site
def test_people_of_two_organisations_are_never_compared() -> None:
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken
    from crosswalk_platform.duplicates.actions import propose_duplicates
    from crosswalk_platform.people.actions import register_person

    registered(AMINA)
    taken = Taken(how="in_person", on=timezone.localdate(), language="en")
    elsewhere, here = organisation_of("origin"), organisation_of("caseworker")
    with seen_by("origin") as by:
        register_person(by=by, organisation=elsewhere, parts=AMINAH, taken=taken)
        assert propose_duplicates(by=by, organisation=elsewhere) == 0
    with seen_by("caseworker") as by:
        assert propose_duplicates(by=by, organisation=here) == 0


@in_the_site
def test_without_a_merge_a_caseworker_erases_nobody() -> None:
    from crosswalk_platform.people.models import Person

    kept, _ = registered(AMINA, AMINAH)
    with seen_by("caseworker"):
        Person.objects.filter(pk=kept.pk)._raw_delete("default")
        assert Person.objects.filter(pk=kept.pk).exists()


@in_the_site
def test_erasing_the_kept_record_erases_the_copy_of_the_other() -> None:
    from crosswalk_platform.duplicates.models import Merge, Proposal
    from crosswalk_platform.people.actions import erase_person
    from crosswalk_platform.people.models import Person

    kept, gone = registered(AMINA, AMINAH)
    merge(proposed(), kept, gone)
    with seen_by("records") as by:
        erase_person(by=by, person=Person.objects.get(pk=kept.pk))
    with seen_by("caseworker"):
        assert not Merge.objects.exists()
        assert not Proposal.objects.exists()


@in_the_site
def test_the_pages_lead_from_the_list_to_a_merge_and_back() -> None:
    from crosswalk_platform.people.models import Person

    kept, gone = registered(AMINA, AMINAH)
    proposal = proposed()
    client = client_of("caseworker")
    assert "Boudjemaa" in client.get("/duplicates/").content.decode()
    page = client.get(f"/duplicates/{proposal.pk}/").content.decode()
    assert "The day of birth is the same." in page
    assert "بوجمعة" in page
    told = {"keep": "first", "first_revision": 1, "second_revision": 1}
    assert client.post(f"/duplicates/{proposal.pk}/", told).status_code == 422
    told |= {"given_names": "first", "family_name": "second", "skills": "both"}
    assert client.post(f"/duplicates/{proposal.pk}/", told).status_code == 302
    with seen_by("caseworker"):
        assert Person.objects.count() == 1
        (left,) = Person.objects.all()
    assert f'href="/people/{left.pk}/"' in client.get(f"/duplicates/{proposal.pk}/").content.decode()
    assert "one person" in client.get("/duplicates/?decided").content.decode()
    assert client.post(f"/duplicates/{proposal.pk}/undo").status_code == 302
    with seen_by("caseworker"):
        assert {each.pk for each in Person.objects.all()} == {kept.pk, gone.pk}


@in_the_site
def test_the_worker_compares_as_whoever_asked() -> None:
    from crosswalk_platform.duplicates.models import Proposal
    from crosswalk_platform.duplicates.tasks import look_for_duplicates

    registered(AMINA, AMINAH)
    place = organisation_of("caseworker")
    look_for_duplicates.call(str(place.pk), str(user("employer").pk))
    with seen_by("caseworker"):
        assert not Proposal.objects.exists()
    look_for_duplicates.call(str(place.pk), str(user("caseworker").pk))
    with seen_by("caseworker"):
        assert Proposal.objects.count() == 1


@in_the_site
def test_lists_that_differ_are_shown_in_words_one_entry_a_line() -> None:
    """Neither codes nor brackets of the stored record, whichever list it is."""
    from crosswalk_platform.duplicates.forms import MergeForm
    from crosswalk_platform.duplicates.merging import differences

    tested = {"assurance": "tested", "by": "Harbour of Skills"}
    one = {
        "skills": [{"text": "weld pipes", "level": "advanced", "uri": "urn:skill:1", "evidence": tested}, {"text": "<b>cook"}],
        "experience": [{"title": "Welder", "employer": "Dock", "country": "MAR", "start": "2015-03-01", "paid": False}],
        "education": [], "languages": [{"language": "ar", "native": True}], "nationalities": ["MAR", "SDN"],
        "credentials": [{"name": "Class B", "kind": "driving_licence", "until": "2031-01-01"}], "destinations": ["DEU"],
    }  # fmt: skip
    two = {
        "skills": [{"text": "weld"}], "experience": [{"title": "Cook"}], "education": [{"level": "bachelor"}],
        "languages": [{"language": "fr", "level": "B2"}], "nationalities": ["SDN"],
        "credentials": [{"name": "Passport", "kind": "travel_document"}], "destinations": ["CAN"],
    }  # fmt: skip
    first, second = registered({**AMINA, **one}, {**AMINAH, **two})
    told = {each.part: each for each in differences(first, second, "Harbour of Skills")}
    assert told["skills"].first == ("weld pipes · Well; I show others how · tested by Harbour of Skills", "<b>cook")
    assert told["nationalities"].first == ("Morocco", "Sudan")
    assert told["education"].first == ("None.",)
    assert told["languages"].second[0].startswith("French · B2")
    assert 'class="line">weld pipes' in str(MergeForm(first, second, "Harbour of Skills"))
    shown = client_of("caseworker").get(f"/duplicates/{proposed().pk}/").content.decode()
    for raw in ("{&#x27;", "[&#x27;", "urn:skill", "driving_licence", "2015-03-01", "MAR", "<b>cook"):
        assert raw not in shown
    assert shown.count('<bdi class="line">weld pipes') == 2


def crowd(many: int) -> list[Any]:
    """A caseload in which everybody is there twice, some under common names, written as other hands write."""
    from people_world import person_registered_by

    chance = random.Random(5)
    given = ["Mohammed", "محمد", "Amina", "أمينة", "Yusuf", "يوسف", "Olena", "Олена"]
    family = ["Haddad", "حداد", "Mansour", "منصور", "Kovalenko", "Коваленко", "Boudjemaa", "بوجمعة"]
    people = []
    for number in range(many // 2):
        one = chance.randrange(4)
        other, born = chance.randrange(4), f"{1960 + number % 40}-{1 + number % 12:02}-{2 + number % 26:02}"
        for side in (0, 1):
            parts = {"given_names": given[2 * one + side], "family_name": family[2 * other + side]}
            phone = f"+2126{number:08}" if number % 3 else None
            people.append(person_registered_by("caseworker", birth_date=born, phone=phone, email=None, **parts))
    return people


@in_the_site
def test_the_parts_of_a_caseload_find_the_pairs_that_the_whole_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    from crosswalk_platform.duplicates import comparing
    from crosswalk_platform.duplicates.blocking import alike
    from crosswalk_platform.duplicates.likeness import traits_of

    people = sorted(crowd(240), key=lambda each: each.pk)
    whole = {(people[a].pk, people[b].pk, kept.value) for a, b, kept in alike([traits_of(p.record) for p in people])}
    assert len(whole) >= 100
    monkeypatch.setattr(comparing, "PEOPLE_A_PART", 50)
    place = organisation_of("caseworker")
    with seen_by("caseworker"):
        parts = comparing.parts_of(place)
        found = [comparing.part_alike(place, part, parts) for part in range(parts)]
    assert parts == 5
    assert {(one, other, kept.value) for each in found for one, other, kept in each.pairs} == whole
    assert max(each.people for each in found) < len(people)


@in_the_site
def test_a_part_that_failed_is_made_up_and_parts_can_be_done_again() -> None:
    from crosswalk_platform.duplicates.actions import propose_duplicates
    from crosswalk_platform.duplicates.models import Proposal

    crowd(60)
    place = organisation_of("caseworker")
    with seen_by("caseworker") as by:
        for part in (3, 0):
            propose_duplicates(by=by, organisation=place, part=part, parts=4)
        some = Proposal.objects.count()
        new = sum(propose_duplicates(by=by, organisation=place, part=part, parts=4) for part in range(4))
        assert Proposal.objects.count() == some + new
        assert propose_duplicates(by=by, organisation=place) == 0, "nothing is missing"


@in_the_site
def test_each_part_is_a_task_of_its_own_and_somebodys_cv_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from django_tasks_db.models import DBTaskResult

    from crosswalk_platform.documents.tasks import read_document
    from crosswalk_platform.duplicates import comparing
    from crosswalk_platform.duplicates.models import Proposal
    from crosswalk_platform.duplicates.tasks import look_for_duplicates, look_later
    from crosswalk_platform.people.tasks import read_words

    monkeypatch.setattr(comparing, "PEOPLE_A_PART", 20)
    crowd(60)
    DBTaskResult.objects.all().delete()
    with seen_by("caseworker") as by:
        look_later(organisation_of("caseworker"), by)
        look_later(organisation_of("caseworker"), by)
    assert DBTaskResult.objects.count() == 1, "it waits to be done already"
    for _ in range(3):
        read_words.enqueue("x", "y")
    read_document.enqueue("x", "y", "en")
    order = []
    while (task := DBTaskResult.objects.ready().first()) is not None:
        order.append(task.task_path.rpartition(".")[2])
        arguments = task.args_kwargs["args"]
        task.delete()
        if order[-1] == "look_for_duplicates":
            look_for_duplicates.call(*arguments)
    assert order == ["read_document", *["read_words"] * 3, *["look_for_duplicates"] * 3]
    with seen_by("caseworker"):
        assert Proposal.objects.count() >= 25


@in_the_site
def test_records_side_by_side_tell_who_confirmed_a_fact_only_where_it_is_the_own_organisation() -> None:
    theirs = {"assurance": "tested", "by": "Ministry of Somewhere", "on": "2026-01-02", "source": "Permit to stay"}
    own = theirs | {"by": "Harbour of Skills", "source": "Licence"}
    one = {"skills": [{"text": "weld pipes", "evidence": theirs}, {"text": "cook", "evidence": own}]}
    registered({**AMINA, **one}, {**AMINAH, "skills": [{"text": "weld"}]})
    page = client_of("caseworker").get(f"/duplicates/{proposed().pk}/").content.decode()
    assert "weld pipes · tested, Jan. 2, 2026" in page
    assert "tested by Harbour of Skills, Jan. 2, 2026 · Licence" in page
    for hidden in ("Ministry of Somewhere", "Permit to stay"):
        assert hidden not in page
