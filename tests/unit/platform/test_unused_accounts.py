"""Accounts nobody uses, and records that end soon: who is told when, what is closed, and what stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from site_world import organisation_of, seen_by, user

if TYPE_CHECKING:
    from crosswalk_platform.accounts.models import User

pytestmark = pytest.mark.usefixtures("database")


def account(name: str, *, joined: int, used: int | None = None, verified: bool = True) -> User:
    """An account that was made and last used so many days ago."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from crosswalk_platform.accounts.models import User

    now = timezone.now()
    made = User.objects.create_user(
        f"{name}@example.net", date_joined=now - timedelta(days=joined),
        last_login=None if used is None else now - timedelta(days=used), language="fr",
    )  # fmt: skip
    EmailAddress.objects.create(user=made, email=made.email, verified=verified, primary=True)
    return made


def there(account: User) -> bool:
    return type(account).objects.filter(pk=account.pk, is_active=True).exists()


def told() -> list[Any]:
    """What was sent, the last first; without the letters of the example itself."""
    from django.core import mail

    return [each for each in reversed(mail.outbox) if "example.net" in each.to[0]]


def days_later(days: int) -> None:
    """Shift what was told into the past, as if so many days had gone by."""
    from django.db.models import F

    from crosswalk_platform.retention.models import Notice
    from crosswalk_platform.retention.run import retaining

    with retaining():
        Notice.objects.update(sent_on=F("sent_on") - timedelta(days=days), day=F("day") - timedelta(days=days))


@pytest.fixture(autouse=True)
def outbox() -> None:
    from django.core import mail

    mail.outbox.clear()


@pytest.mark.parametrize(("days", "stays"), [(30, True), (31, False)])
def test_an_account_whose_address_was_never_confirmed_is_closed_after_thirty_days(days: int, stays: bool) -> None:
    from crosswalk_platform.retention.run import apply

    found = account("never", joined=days, verified=False)
    apply()
    assert there(found) is stays
    assert not told(), "an address that nobody confirmed gets no mail"


def test_an_unused_account_is_told_once_in_its_language_and_closed_a_month_later() -> None:
    from crosswalk_platform.retention.run import apply
    from crosswalk_platform.retention.telling import tell

    found = account("unused", joined=900, used=740)
    assert apply()["accounts"] == 0, "not before it was told"
    assert tell()["account"] == 1
    assert tell()["account"] == 0
    assert told()[0].to == ["unused@example.net"]
    days_later(30)
    assert apply()["accounts"] == 0, "the last day still belongs to the time"
    days_later(1)
    assert apply()["accounts"] == 1
    assert not there(found)


def test_an_account_that_is_used_after_the_mail_stays_and_is_told_anew_years_later() -> None:
    from django.utils import timezone

    from crosswalk_platform.retention.run import apply
    from crosswalk_platform.retention.telling import tell

    found = account("back", joined=900, used=740)
    tell()
    days_later(10)
    type(found).objects.filter(pk=found.pk).update(last_login=timezone.now())
    days_later(40)
    assert apply()["accounts"] == 0
    type(found).objects.filter(pk=found.pk).update(last_login=timezone.now() - timedelta(days=720))
    days_later(800)
    assert tell()["account"] == 1
    assert there(found)


@pytest.mark.parametrize("used", [600, 690])
def test_an_account_that_was_used_within_two_years_is_not_told(used: int) -> None:
    from crosswalk_platform.retention.telling import tell

    account("young", joined=900, used=used)
    assert tell()["account"] == 0


def test_somebody_who_sits_in_an_organisation_keeps_the_account() -> None:
    from crosswalk_platform.accounts.models import User
    from crosswalk_platform.retention.run import apply
    from crosswalk_platform.retention.telling import tell

    sitting = user("caseworker")
    long_ago = sitting.date_joined - timedelta(days=900)
    User.objects.filter(pk=sitting.pk).update(date_joined=long_ago, last_login=long_ago)
    assert tell()["account"] == 0
    apply()
    assert there(sitting)


def test_a_profile_of_ones_own_keeps_the_account_until_the_profile_is_erased_by_its_own_schedule() -> None:
    from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
    from crosswalk_platform.people.actions import begin_own_record
    from crosswalk_platform.people.models import Person
    from crosswalk_platform.retention.run import apply
    from crosswalk_platform.retention.telling import tell

    found = account("owner", joined=900, used=800)
    with behind_the_wall(found.pk):
        person = begin_own_record(by=viewer_of(found), user=found)
        long_ago = person.changed_at - timedelta(days=740)
    assert tell()["account"] == 0
    with behind_the_wall(found.pk):
        Person.objects.filter(pk=person.pk).update(changed_at=long_ago, confirmed_at=long_ago)
    assert apply()["people"] == 1
    assert there(found)
    assert tell()["account"] == 1


def test_a_record_that_an_organisation_holds_too_stays_with_it_when_the_account_is_closed() -> None:
    from crosswalk_platform.people.models import Person
    from crosswalk_platform.retention.run import apply
    from crosswalk_platform.retention.telling import tell

    found = account("advised", joined=900, used=800)
    place = organisation_of("caseworker")
    with seen_by("caseworker"):
        person = Person(organisation=place, record={"given_names": "Sami"})
        person.save(force_insert=True)
    _give(person, found)
    assert tell()["account"] == 1
    days_later(31)
    assert apply()["accounts"] == 1
    assert not there(found)
    with seen_by("caseworker"):
        person.refresh_from_db()
    assert (person.account_id, person.organisation_id) == (None, place.pk)


def _give(person: Any, owner: User) -> None:
    """Join a record to an account, as an organisation and a person do who know each other."""
    from crosswalk_platform.authorization.viewer import behind_the_wall
    from crosswalk_platform.people.models import Person

    with seen_by("caseworker"):
        if Person.objects.filter(pk=person.pk).update(account=owner):
            return
    with behind_the_wall(owner.pk):
        assert Person.objects.filter(pk=person.pk).update(account=owner)


def test_an_account_that_once_had_a_seat_is_emptied_and_not_removed() -> None:
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from crosswalk_platform.organisations.models import Membership
    from crosswalk_platform.retention.run import apply
    from crosswalk_platform.retention.telling import tell

    found = account("former", joined=900, used=800)
    place = organisation_of("coordinator")
    with seen_by("coordinator"):
        seat = Membership.objects.get(organisation=place, user=user("caseworker"))
        Membership.objects.filter(pk=seat.pk).update(user=found, ended_at=timezone.now())
    tell()
    days_later(31)
    assert apply()["accounts"] == 1
    found.refresh_from_db()
    assert (found.email, found.is_active) == (f"{found.pk}@erased.invalid", False)
    assert not EmailAddress.objects.filter(user=found).exists()
    assert apply()["accounts"] == 0


def test_somebody_with_an_account_is_told_a_month_before_their_profile_is_erased() -> None:
    from django.utils import timezone

    from crosswalk_platform.authorization.viewer import behind_the_wall, viewer_of
    from crosswalk_platform.people.actions import begin_own_record
    from crosswalk_platform.people.models import Person
    from crosswalk_platform.retention.telling import tell

    found = account("asked", joined=900, used=1)
    with behind_the_wall(found.pk):
        person = begin_own_record(by=viewer_of(found), user=found)

    def last_changed(days: int) -> None:
        at = timezone.now() - timedelta(days=days)
        with behind_the_wall(found.pk):
            Person.objects.filter(pk=person.pk).update(changed_at=at, confirmed_at=at)

    last_changed(690)
    assert tell()["record"] == 0
    last_changed(705)
    assert tell()["record"] == 1
    assert tell()["record"] == 0
    assert str((timezone.localdate() + timedelta(days=26)).year) in told()[0].body
    last_changed(0)
    assert tell()["record"] == 0
    with behind_the_wall(found.pk):
        Person.objects.filter(pk=person.pk).update(
            held_until=timezone.localdate() + timedelta(days=90), hold_reason="court"
        )
    last_changed(706)
    assert tell()["record"] == 0, "what is held is not erased"


def test_a_letter_about_an_end_names_nothing_that_stands_in_the_record() -> None:
    from pathlib import Path

    import crosswalk_platform.retention

    folder = Path(str(crosswalk_platform.retention.__file__)).parent / "templates" / "retention"
    for name in ("record_ends.txt", "account_ends.txt"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "{{ " not in text.replace("{{ day }}", "")


def test_outside_a_run_nobody_learns_whose_record_ends() -> None:
    from django.db import connection

    with seen_by("records"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_ending(10000)")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM retention_notice")
        assert cursor.fetchone() == (0,)
