"""ASVS V2: what is typed is held against rules on the server, limits are those that are documented, writes are whole."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from canary_world import routes, savepoint
from people_world import person_of
from site_world import client_of, organisation_of, seen_by

pytestmark = pytest.mark.usefixtures("database")

ROOT = Path(__file__).resolve().parents[3]
TOLD = ROOT / "docs" / "explanation" / "security.md"
#: Days that no life, paper or agreement has.
ODD_DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")


def form_classes() -> dict[str, type[Any]]:
    """Every form of the site by name."""
    from django.forms import BaseForm

    found: dict[str, type[Any]] = {}
    for path in sorted((ROOT / "src" / "crosswalk_platform").rglob("forms*/**/*.py")) + sorted(
        (ROOT / "src" / "crosswalk_platform").rglob("forms.py")
    ):
        name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for one, each in inspect.getmembers(importlib.import_module(name), inspect.isclass):
            if issubclass(each, BaseForm) and each.__module__ == name:
                found[f"{name}.{one}"] = each
    return found


def fields() -> Iterator[tuple[str, Any]]:
    for name, form in form_classes().items():
        for field_name, field in form.base_fields.items():
            yield f"{name}.{field_name}", field
            yield from ((f"{name}.{field_name}", part) for part in getattr(field, "fields", ()))


def test_every_text_has_a_longest_and_every_number_its_bounds() -> None:
    from django import forms

    seen, loose = 0, []
    for where, field in fields():
        seen += 1
        if isinstance(field, forms.IntegerField):
            limits = {each.code for each in field.validators if hasattr(each, "limit_value")}
            if not {"min_value", "max_value"} <= limits:
                loose.append(f"{where}: a number without bounds")
        elif isinstance(field, forms.CharField | forms.FileField) and not field.max_length:
            loose.append(f"{where}: a text of any length")
    assert seen > 60
    assert not loose


def test_no_list_takes_what_is_not_in_it() -> None:
    from django import forms
    from django.core.exceptions import ValidationError

    seen = 0
    for _where, field in fields():
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            many = isinstance(field, forms.MultipleChoiceField)
            seen += 1
            with pytest.raises(ValidationError):
                field.clean(["no such choice"] if many else "no such choice")
    assert seen > 15


def pages_with_a_day() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Login, address, the field with a day, and what else its form needs."""
    from people_world import person_registered_by

    person = person_of("person")
    kept = person_registered_by("caseworker")
    coordinator, partner = organisation_of("coordinator"), organisation_of("employer")
    revision = {"revision": person.revision}
    yield "person", "/me/profile/about", "birth_date", revision
    yield "person", "/me/profile/when", "available_from", revision
    for field in ("issued", "until"):
        yield "person", "/me/profile/documents/new", field, revision | {"kind": "licence", "name": "N"}
    yield "person", f"/me/consents/new/{partner.pk}", "offers-until", {"purpose": "offers"}
    yield (
        "coordinator",
        f"/organisations/{coordinator.pk}/agreements/new",
        "until",
        {"partner": str(partner.pk), "purposes": ["train"]},
    )
    told = {
        "organisation": str(coordinator.pk),
        "language": "en",
        "how": "in_person",
        "agreed": "on",
        "given_names": "N",
    }
    yield "caseworker", "/people/new", "on", told
    yield "records", f"/records/{kept.pk}/hold", "until", {"reason": "R"}


def test_no_day_of_another_age_is_taken_on_any_page() -> None:
    """Nor a day that is none; the answer stands beside the field, with status 422."""
    asked = 0
    for login, address, field, more in pages_with_a_day():
        client = client_of(login)
        for day in ODD_DAYS:
            with savepoint():
                answer = client.post(address, more | {field: day})
            assert answer.status_code == 422, f"{address} {field} {day}"
            assert "There is something to mend" in answer.content.decode(), address
            asked += 1
    assert asked == 8 * len(ODD_DAYS)


def test_a_number_of_the_catalogue_that_is_too_large_is_refused_at_once() -> None:
    from crosswalk_platform.doors.catalogue import every_fact
    from crosswalk_platform.doors.forms import QuestionForm

    seen = 0
    for fact in every_fact().values():
        if fact.shape != "number" or fact.options:
            continue
        for typed in ("1e999999", "9" * 4_000, "NaN", "-Infinity", "-1e400"):
            form = QuestionForm(fact, {"value": typed})
            assert not form.is_valid(), (fact.name, typed)
        seen += 1
        if seen > 40:
            break
    assert seen > 10


@pytest.mark.parametrize("typed", ["\x00", "9" * 3_000, "\u202e", "../../etc", "' OR 1=1"])
def test_no_page_breaks_on_what_stands_behind_its_question_mark(typed: str) -> None:
    from urllib.parse import quote

    person_of("person")
    asked = 0
    for login in ("person", "caseworker", "records", "auditor"):
        client = client_of(login)
        for route in sorted({route for route, _ in routes() if "<" not in route and "(" not in route}):
            if route.startswith(("account/", "doors/", "leave", "languagesetlang")):
                continue
            for name in ("name", "page", "show", "next", "agreed"):
                if route in {"", "health"} and name != "page":
                    continue
                status = client.get(f"/{route}?{name}={quote(typed)}").status_code
                assert status < 500, f"{login} {route}?{name}"
                asked += 1
    assert asked > 300


def test_things_that_go_together_are_held_against_each_other() -> None:
    """Pairs of which each half is right alone."""
    person = person_of("person")
    revision = {"revision": person.revision}
    client = client_of("person")
    work = {"title": "T", "start_month": "5", "start_year": "2020", "end_month": "4", "end_year": "2020"}
    for address, told, field in (
        ("/me/profile/work/new", work, "end"),
        ("/me/profile/work/new", work | {"end_year": "2021", "ongoing": "on"}, "end"),
        ("/me/profile/documents/new",
         {"kind": "licence", "name": "N", "issued": "2021-02-02", "until": "2021-02-01"}, "until"),
        ("/me/profile/where", {"destinations": "Germany", "destinations_excluded": "Germany"}, "destinations_excluded"),
        ("/me/profile/education/new", {"level": "", "title": ""}, ""),
    ):  # fmt: skip
        answer = client.post(address, revision | told)
        assert answer.status_code == 422, (address, told)
        assert "There is something to mend" in answer.content.decode()
        assert not field or f'id="id_{field}_error"' in answer.content.decode(), (address, field)
    place = organisation_of("coordinator")
    told = {"name": "N", "email": "n@example.org", "roles": ["caseworker", "auditor"]}
    assert client_of("coordinator").post(f"/organisations/{place.pk}/invite", told).status_code == 422


def test_steps_of_a_flow_cannot_be_skipped_or_taken_twice() -> None:
    """Read before review, proposed before signed, approved before active, asked why before looked at."""
    from django.core.exceptions import PermissionDenied, ValidationError

    from crosswalk_platform.organisations import actions
    from crosswalk_platform.organisations.models import Organisation

    person = person_of("person", ("employer", "offers"))
    assert client_of("person").post("/me/cv/check", {"revision": 1}).headers["Location"] == "/me/cv"
    page = client_of("employer").get(f"/people/{person.pk}/").content.decode()
    assert "Why do you look" in page
    proposer, signer = organisation_of("coordinator"), organisation_of("destination.sign")
    with seen_by("coordinator") as by:
        offered = actions.propose_agreement(by=by, organisation=proposer, partner=signer, purposes=["train"])
    with seen_by("destination.sign") as by:
        actions.sign_agreement(by=by, organisation=signer, agreement=offered)
        with pytest.raises(ValidationError):
            actions.sign_agreement(by=by, organisation=signer, agreement=offered)
    with seen_by("admin") as by:
        made = actions.register_organisation(by=by, name="New", kind="ngo", country="KEN")
        with pytest.raises(ValidationError):
            actions.suspend_organisation(by=by, suspended=made, reason="r")
        with pytest.raises(PermissionDenied):
            actions.approve_organisation(by=by, registered=made)
        assert Organisation.objects.get(pk=made.pk).status == "registered"


def test_two_people_take_part_in_what_weighs_much() -> None:
    """Bringing an organisation onto the site, and binding two organisations, are never one person's doing."""
    from django.db import IntegrityError

    from crosswalk_platform.organisations.models import Agreement, Organisation

    with seen_by("admin") as by, pytest.raises(IntegrityError), savepoint():
        Organisation.objects.filter(kind="ngo").update(approved_by=models_f("registered_by"))
    with seen_by("coordinator") as by, pytest.raises(IntegrityError), savepoint():
        Agreement.objects.create(
            proposer=organisation_of("coordinator"), partner=organisation_of("employer"), purposes=["train"],
            proposed_by=by.user, signed_by=by.user, signed_at="2026-01-01T00:00:00Z",
        )  # fmt: skip


def models_f(name: str) -> Any:
    """A column of the same row."""
    from django.db.models import F

    return F(name)


def test_a_write_that_fails_at_its_end_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an action has written is taken back when its last line, the entry in the log, fails."""
    from crosswalk_platform.organisations import actions
    from crosswalk_platform.organisations.models import Invitation, Organisation
    from crosswalk_platform.people import actions as of_people

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    person = person_of("person")
    monkeypatch.setattr(actions, "record", breaks)
    monkeypatch.setattr(of_people, "record", breaks)
    with seen_by("admin") as by:
        with pytest.raises(RuntimeError):
            actions.register_organisation(by=by, name="Half", kind="ngo", country="KEN")
        assert not Organisation.objects.filter(name="Half").exists()
    with seen_by("coordinator") as by:
        place = organisation_of("coordinator")
        with pytest.raises(RuntimeError):
            actions.invite(by=by, organisation=place, email="half@example.org", name="N", roles=["caseworker"])
        assert not Invitation.objects.filter(email="half@example.org").exists()
    with seen_by("person") as by:
        with pytest.raises(RuntimeError):
            of_people.change_record(by=by, person=person, revision=person.revision, parts={"headline": "half"})
        person.refresh_from_db()
        assert person.record["headline"] != "half"


@pytest.mark.parametrize("savepoint", [True, False])
def test_every_request_and_every_action_is_one_transaction(savepoint: bool) -> None:
    from django.core.exceptions import ValidationError
    from django.db import connections, transaction

    from crosswalk_platform.authorization.access import action
    from crosswalk_platform.people.models import Person

    @action("own", savepoint=savepoint)
    def half(*, by: Any) -> None:
        Person.objects.create(account_id=by.user)
        raise ValidationError("half")

    assert all(each.settings_dict["ATOMIC_REQUESTS"] for each in connections.all())
    with seen_by("person") as by:
        with pytest.raises(ValidationError), transaction.atomic():
            half(by=by)
        assert not Person.objects.exists()


def test_what_can_be_done_once_is_done_once_though_two_do_it_together() -> None:
    """A seat that is offered once is locked while it is taken; a record is changed from the revision that was seen."""
    from django.core.exceptions import ValidationError

    from crosswalk_platform.organisations import actions
    from crosswalk_platform.people.actions import change_record

    assert "select_for_update" in inspect.getsource(actions.accept_invitation)
    person = person_of("person")
    with seen_by("person") as by:
        change_record(by=by, person=person, revision=person.revision, parts={"headline": "first"})
        with pytest.raises(ValidationError):
            change_record(by=by, person=person, revision=person.revision - 1, parts={"headline": "second"})


def section(title: str) -> str:
    """What docs/explanation/security.md says under a heading."""
    text = TOLD.read_text(encoding="utf-8")
    assert f"## {title}" in text, f"security.md has no section {title}"
    return text.partition(f"## {title}")[2].partition("\n## ")[0]


def test_the_rules_for_what_is_typed_are_told_as_they_are() -> None:
    """The table names each kind of thing; its figures are those of the code."""
    from crosswalk_platform.people.forms.others import ProtectionForm
    from crosswalk_platform.people.forms.steps import NameForm, OccupationForm
    from crosswalk_platform.people.forms.typed import _FIRST_DAY, _LAST_DAY
    from crosswalk_platform.people.keeping import _MOST_RELATIVES

    told = section("What is typed")
    fields = (NameForm.base_fields["given_names"], OccupationForm.base_fields["summary"])
    for field in (*fields, ProtectionForm.base_fields["reasons"]):
        assert f"{field.max_length:,} characters" in told
    assert f"{_FIRST_DAY.year} to {_LAST_DAY.year}" in told
    assert f"{_MOST_RELATIVES} relatives" in told
    for each in ("E-mail", "Telephone", "Country", "Language", "Day", "Website", "Number", "go together"):
        assert each in told, each


def test_limits_are_told_as_they_are() -> None:
    from django.conf import settings

    from crosswalk_platform.authorization.pace import LIMITS
    from crosswalk_platform.consent.actions import LONGEST_DAYS
    from crosswalk_platform.organisations.actions import INVITATION_DAYS, LONGEST_AGREEMENT
    from crosswalk_platform.retention.actions import LONGEST_HOLD

    told = section("How much, how often")
    rows = {cells[1]: cells for line in told.splitlines() if len(cells := [c.strip() for c in line.split("|")]) > 4}
    for kind, limits in LIMITS.items():
        assert rows[f"`{kind}`"][3] == "; ".join(f"{each.most:,} in {span(each.seconds)}" for each in limits), kind
    assert f"{INVITATION_DAYS} days" in told
    assert f"{LONGEST_DAYS} days" in told
    assert f"{LONGEST_AGREEMENT.days // 365} years" in told
    assert f"{LONGEST_HOLD // timedelta(days=365)} years" in told
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000} MB" in told
    assert f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} fields" in told


def span(seconds: int) -> str:
    """A time in words."""
    return {10: "10 seconds", 60: "a minute", 600: "10 minutes", 3_600: "an hour"}[seconds]


def test_a_form_that_is_too_large_is_refused() -> None:
    person_of("person")
    client = client_of("person")
    assert client.post("/me/profile/occupation", {"summary": "a" * 3_000_000}).status_code == 400
    assert client.post("/me/profile/occupation", {f"f{n}": "" for n in range(2_001)}).status_code == 400
