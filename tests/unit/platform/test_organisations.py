"""Organisations: who may do what, and what separation of duties forbids."""

from __future__ import annotations

import pytest

from site_world import client_of, organisation_of, seen_by, user

pytestmark = pytest.mark.usefixtures("database")


def test_an_organisation_works_once_somebody_else_has_approved_it() -> None:
    from django.core.exceptions import PermissionDenied

    from crosswalk_platform.organisations import actions

    with seen_by("admin") as admin:
        made = actions.register_organisation(by=admin, name="Ministry", kind="destination_government", country="FRA")
        with pytest.raises(PermissionDenied):
            actions.approve_organisation(by=admin, registered=made)
    with seen_by("approver") as approver:
        actions.approve_organisation(by=approver, registered=made)
        made.refresh_from_db()
    assert made.status == "active"


def test_a_recruiter_without_a_licence_is_refused() -> None:
    from crosswalk_platform.organisations import actions

    with seen_by("admin") as admin:
        made = actions.register_organisation(by=admin, name="Agency", kind="recruiter", country="PHL")
    answer = client_of("approver").post(f"/organisations/{made.pk}/approve", follow=True)
    assert answer.status_code == 200
    assert "without the number of its licence" in answer.content.decode()
    assert "Registered, not yet approved" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "told", "words"),
    [
        ("ngo", {}, "Choose the country"),
        ("recruiter", {"country": "PHL"}, "Give the number of the licence"),
        ("international_organisation", {}, None),
    ],
)
def test_what_a_kind_of_organisation_needs_is_asked_when_it_is_registered(
    kind: str, told: dict[str, str], words: str | None
) -> None:
    answer = client_of("admin").post("/organisations/new", {"name": f"A new {kind}", "kind": kind, **told})
    assert answer.status_code == (422 if words else 302)
    assert (words or "") in answer.content.decode()
    assert "organisations_stand_in" not in answer.content.decode()


def test_what_was_done_in_another_tab_is_told_and_not_done_again() -> None:
    from crosswalk_platform.organisations import actions

    ngo, ministry = organisation_of("coordinator"), organisation_of("destination.sign")
    with seen_by("coordinator") as by:
        offered = actions.propose_agreement(by=by, organisation=ngo, partner=ministry, purposes=["train"])
    signs, place = client_of("destination.sign"), f"/organisations/{ministry.pk}/agreements/{offered.pk}"
    for way, words in (("sign", "signed or ended already"), ("end", "ended already")):
        assert words not in signs.post(f"{place}/{way}", follow=True).content.decode()
        again = signs.post(f"{place}/{way}", follow=True)
        assert again.status_code == 200
        assert words in again.content.decode()
    again = client_of("approver").post(f"/organisations/{ngo.pk}/approve", follow=True)
    assert "approved it already" in again.content.decode()


def test_an_agreement_that_ran_out_is_ended() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from crosswalk_platform.organisations.models import Agreement

    today = timezone.localdate()
    states = [
        Agreement(signed_at=timezone.now(), until=until).state for until in (None, today, today - timedelta(days=1))
    ]
    assert states == ["signed", "signed", "ended"]


def test_who_has_a_seat_is_not_seated_twice() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.organisations import actions
    from crosswalk_platform.organisations.models import Invitation, Membership

    place = organisation_of("coordinator")
    told = {"organisation": place, "name": "P", "roles": ["caseworker"]}
    with seen_by("coordinator") as by:
        with pytest.raises(ValidationError, match="has a seat here already"):
            actions.invite(by=by, email="Caseworker@example.org", **told)
        _, older = actions.invite(by=by, email="person@example.org", **told)
        newer, token = actions.invite(by=by, email="Person@example.org", **told)
        assert Invitation.objects.filter(email="person@example.org").get() == newer, "the newest alone works"
    assert client_of("person").post(f"/organisations/join/{older}").status_code == 403
    with seen_by("person"):
        Membership.objects.create(organisation=place, user=user("person"), name="P", roles=["caseworker"])
    answer = client_of("person").post(f"/organisations/join/{token}", follow=True)
    assert answer.status_code == 200
    assert "You have a seat there already" in answer.content.decode()


@pytest.mark.parametrize("login", ["coordinator", "admin"])
def test_an_invitation_that_went_astray_is_taken_back(login: str) -> None:
    from crosswalk_platform.organisations import actions

    place = organisation_of("coordinator")
    with seen_by("coordinator") as by:
        offered, token = actions.invite(
            by=by, organisation=place, email="person@example.org", name="P", roles=["caseworker"]
        )
    page = client_of(login)
    assert "person@example.org" in page.get(f"/organisations/{place.pk}/").content.decode()
    address = f"/organisations/{place.pk}/invitations/{offered.pk}/withdraw"
    assert client_of("origin.lead").post(address).status_code == 404
    assert page.post(address).status_code == 302
    assert page.post(address).status_code == 404
    assert client_of("person").post(f"/organisations/join/{token}").status_code == 403


def test_an_approver_finds_what_waits() -> None:
    from crosswalk_platform.organisations import actions

    with seen_by("admin") as admin:
        actions.register_organisation(by=admin, name="Waiting Ministry", kind="ngo", country="FRA")
    assert "Waiting for approval" in client_of("approver").get("/organisations/").content.decode()
    assert "Waiting for approval" not in client_of("coordinator").get("/organisations/").content.decode()


def test_roles_that_are_kept_apart_are_not_given_together() -> None:
    from django.core.exceptions import ValidationError

    from crosswalk_platform.organisations import actions

    place = organisation_of("coordinator")
    with seen_by("coordinator") as by, pytest.raises(ValidationError, match="kept apart"):
        actions.invite(by=by, organisation=place, email="x@example.org", name="X", roles=["caseworker", "auditor"])


def test_an_invitation_works_once_and_for_its_address_only() -> None:
    from django.core.exceptions import PermissionDenied

    from crosswalk_platform.organisations import actions

    place = organisation_of("coordinator")
    with seen_by("coordinator") as by:
        _, token = actions.invite(by=by, organisation=place, email="person@example.org", name="P", roles=["caseworker"])
    with seen_by("employer") as by, pytest.raises(PermissionDenied):
        actions.accept_invitation(by=by, user=user("employer"), token=token)
    with seen_by("person") as by:
        seat = actions.accept_invitation(by=by, user=user("person"), token=token)
        assert seat.roles == ["caseworker"]
        with pytest.raises(PermissionDenied):
            actions.accept_invitation(by=by, user=user("person"), token=token)


def test_a_change_made_on_an_old_page_is_refused_and_told() -> None:
    place = organisation_of("coordinator")
    client = client_of("coordinator")
    told = {"name": place.name, "website": "https://new.example/", "revision": place.revision}
    assert client.post(f"/organisations/{place.pk}/edit", told).status_code == 302
    answer = client.post(f"/organisations/{place.pk}/edit", told | {"website": "https://other.example/"})
    assert answer.status_code == 422
    assert "Somebody else has changed this page" in answer.content.decode()
    assert "https://other.example/" in answer.content.decode()


def test_nobody_takes_a_name_that_another_has_nor_another_name_than_the_approved_one() -> None:
    """People trust a name, and it stands beside every fact that an organisation has confirmed."""
    from django.core.exceptions import ValidationError

    from crosswalk_platform.organisations import actions

    place = organisation_of("coordinator")
    with seen_by("admin") as by, pytest.raises(ValidationError, match="is here already"):
        actions.register_organisation(by=by, name=place.name.upper() + "!", kind="ngo", country="KEN")
    with seen_by("coordinator") as by, pytest.raises(ValidationError, match="was approved"):
        actions.edit_organisation(by=by, organisation=place, revision=place.revision, name="Another", website="")


def test_an_agreement_holds_once_the_other_side_has_signed() -> None:
    from crosswalk_platform.organisations import actions

    ngo, ministry = organisation_of("coordinator"), organisation_of("destination.sign")
    with seen_by("coordinator") as by:
        offered = actions.propose_agreement(by=by, organisation=ngo, partner=ministry, purposes=["refer_people"])
    with seen_by("destination.sign") as by:
        actions.sign_agreement(by=by, organisation=ministry, agreement=offered)
        offered.refresh_from_db()
    assert offered.signed_by == user("destination.sign").pk


def test_the_administrator_invites_the_first_member_and_nobody_after() -> None:
    from crosswalk_platform.organisations import actions

    with seen_by("admin") as admin:
        made = actions.register_organisation(by=admin, name="Ministry", kind="destination_government", country="FRA")
    with seen_by("approver") as approver:
        actions.approve_organisation(by=approver, registered=made)
    told = {"name": "First", "email": "person@example.org", "roles": ["coordinator"]}
    assert client_of("admin").post(f"/organisations/{made.pk}/invite", told).status_code == 302
    with seen_by("admin") as admin:
        _, token = actions.invite_first_member(
            by=admin, registered=made, email="person@example.org", name="First", roles=["coordinator"]
        )
    with seen_by("person") as person:
        actions.accept_invitation(by=person, user=user("person"), token=token)
    assert client_of("admin").post(f"/organisations/{made.pk}/invite", told).status_code == 403


def test_every_permission_has_words_and_every_kind_has_its_bounds() -> None:
    from crosswalk_platform.authorization import Permission
    from crosswalk_platform.authorization.kinds import OrganisationKind
    from crosswalk_platform.authorization.permissions import PERMITS
    from crosswalk_platform.organisations.sight import never_seen, opened

    assert set(PERMITS) == set(Permission)
    confided = "What they confided for their protection"
    protecting = {str(kind) for kind in OrganisationKind for each in opened(kind) if confided in map(str, each.parts)}
    assert protecting == {"international_organisation", "ngo"}
    for kind in OrganisationKind:
        never = " ".join(str(each) for each in never_seen(kind, "SDN", "en"))
        assert ("nationals of its own country (Sudan)" in never) == (kind in protecting)
        assert ("whether they confided anything" in never) != (kind in protecting)
    offered = {str(part) for each in opened("employer") for part in each.parts}
    assert not {"Given names", "Date of birth", "Nationalities", "Family", "E-mail"} & offered
    assert "Given names · Family name" in " ".join(map(str, never_seen("employer", "DEU", "en")))


def test_what_members_can_see_is_told_to_all_and_their_names_to_those_who_may_see_them() -> None:
    place = organisation_of("coordinator")
    for login, named in (("person", False), ("origin.lead", False), ("coordinator", True), ("admin", True)):
        page = client_of(login).get(f"/organisations/{place.pk}/access").content.decode()
        assert "People who agreed to be advised by this organisation" in page
        assert ("<bdi>Caseworker</bdi>" in page) == named, login
