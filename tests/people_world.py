"""People with records of every kind, for tests of the site; import it inside a test, once Django is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_world import organisation_of, seen_by, user

if TYPE_CHECKING:
    from crosswalk_platform.people.models import Person

__all__ = ["FULL", "join", "person_of", "person_registered_by"]

#: A record with something in every part; nobody is meant.
FULL: dict[str, Any] = {
    "given_names": "Amina",
    "family_name": "Example",
    "email": "amina@example.org",
    "phone": "+212 600 000 000",
    "birth_date": "1994-05-06",
    "sex": "female",
    "nationalities": ["MAR"],
    "residence": "JOR",
    "headline": "electrician",
    "summary": "I wire houses.",
    "experience": [{"title": "electrician", "employer": "Lights", "country": "MAR", "start": "2015-03-01"}],
    "education": [{"level": "upper_secondary", "title": "Electrics", "completed": True}],
    "languages": [{"language": "ar", "native": True}, {"language": "fr", "level": "B2"}],
    "skills": [{"text": "pull cables"}],
    "credentials": [{"name": "Passport", "kind": "travel_document", "country": "MAR", "until": "2027-01-01"}],
    "destinations": ["DEU"],
    "available_from": "2027-02-01",
}


def person_of(login: str = "person", *purposes: tuple[str, str], **parts: Any) -> Person:
    """The record of somebody with an account, who agreed to these purposes of these people's organisations."""
    from crosswalk_platform.consent.actions import give_consent
    from crosswalk_platform.people.actions import begin_own_record, change_record

    partners = [(organisation_of(other), purpose) for other, purpose in purposes]
    with seen_by(login) as by:
        person = begin_own_record(by=by, user=user(login))
        change_record(by=by, person=person, revision=1, parts={**FULL, **parts})
        for partner, purpose in partners:
            give_consent(by=by, person=person, partner=partner, purpose=purpose, language="en")
    return person


def person_registered_by(login: str = "caseworker", **parts: Any) -> Person:
    """The record of somebody without an account, as an adviser registers it."""
    from django.utils import timezone

    from crosswalk_platform.consent.actions import Taken
    from crosswalk_platform.people.actions import register_person

    place = organisation_of(login)
    taken = Taken(how="in_person", on=timezone.localdate(), language="ar")
    with seen_by(login) as by:
        return register_person(by=by, organisation=place, parts={**FULL, **parts}, taken=taken)


def join(login: str, place: Any) -> None:
    """Give somebody a second seat, as a caseworker."""
    from datetime import timedelta

    from django.utils import timezone

    from crosswalk_platform.organisations.actions import accept_invitation, digest
    from crosswalk_platform.organisations.models import Invitation

    with seen_by("admin") as by:
        Invitation.objects.create(
            organisation=place, email=f"{login}@example.org", name="x", roles=["caseworker"], digest=digest("second"),
            invited_by=by.user, until=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    with seen_by(login) as by:
        accept_invitation(by=by, user=user(login), token="second")
