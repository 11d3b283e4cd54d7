"""Fills a site with invented people for bench/site.py, as the owner of its database.

    python bench/site_people.py FOLDER PEOPLE PASSWORD

Most organisations hold few people and one holds all that are asked for, so that pages can be compared: `many@` sees
PEOPLE, `few@` sees a dozen, and the employer of `offers@` is shown a twentieth of them, who agreed to it.
"""

# ruff: noqa: PLC0415 - Django is set up first
from __future__ import annotations

import json
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

SEED, BATCH, FEW, ORGANISATIONS = 20261122, 2_000, 12, 12
#: What the record does not hold: it is the key of the row, or confided for protection.
APART = {"person_id", "legal_status", "reasons"}


def records(count: int) -> Iterator[dict[str, Any]]:
    """Records of invented people, as the site keeps them."""
    from crosswalk.records.strict import sparse
    from crosswalk.synthetic import people_in_batches
    from crosswalk.taxonomy import Taxonomy

    for batch in people_in_batches(count, Taxonomy.starter(), seed=SEED):
        for row in batch.iter_rows(named=True):
            plain = json.loads(json.dumps(sparse(row), default=str))
            yield {name: value for name, value in plain.items() if name not in APART}


def caseload_of(organisation: Any, count: int, consents: list[tuple[Any, str, int]]) -> None:
    """Give an organisation people; to each other organisation every so-manieth of them agrees, for a purpose."""
    from django.utils import timezone

    from crosswalk_platform.consent.models import Consent
    from crosswalk_platform.people.models import Person
    from crosswalk_platform.people.search import keys_of

    draw, now = random.Random(f"{SEED} {organisation.name}"), timezone.now()
    rows: list[Any] = []
    given: list[Any] = []

    def write() -> None:
        Person.objects.bulk_create(rows)
        Consent.objects.bulk_create(given)
        rows.clear()
        given.clear()

    for number, record in enumerate(records(count)):
        day = now - timedelta(minutes=draw.randrange(600 * 24 * 60))
        person = Person(id=uuid.UUID(int=draw.getrandbits(128), version=4), organisation=organisation, record=record)
        person.created_at = person.changed_at = person.confirmed_at = day
        for name, key in keys_of(record).items():
            setattr(person, name, key)
        rows.append(person)
        kept = {"version": 1, "language": "en", "given_at": day, "until": now.date() + timedelta(days=300)}
        for place, purpose, every in consents:
            if number % every == 0:
                given.append(Consent(person=person, organisation=place, purpose=purpose, **kept))
        if len(rows) == BATCH:
            write()
    write()


def seat(login: str, role: str, organisation: Any, password: str) -> None:
    """An account with a seat in an organisation."""
    from allauth.account.models import EmailAddress

    from crosswalk_platform.accounts.models import User
    from crosswalk_platform.organisations.models import Membership

    user = User.objects.create_user(f"{login}@example.org", password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(organisation=organisation, user=user, name=login.title(), roles=[role])


def organisation(name: str, kind: str, country: str) -> Any:
    """An active organisation."""
    from django.utils import timezone

    from crosswalk_platform.organisations.models import Organisation

    by = {"registered_by": uuid.uuid4(), "approved_by": uuid.uuid4(), "approved_at": timezone.now()}
    return Organisation.objects.create(name=name, kind=kind, country=country, status="active", **by)


def main() -> None:
    """Migrate, and fill."""
    folder, count, password = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    from crosswalk_platform.cli.migrating import migrate

    migrate(folder)
    from django.db import connection

    large = organisation("Port of Call", "ngo", "JOR")
    employer = organisation("Works at the Lake", "employer", "DEU")
    small = [organisation(f"Advice centre {number}", "municipality", "ITA") for number in range(ORGANISATIONS)]
    seat("many", "caseworker", large, password)
    seat("few", "caseworker", small[0], password)
    seat("offers", "recruitment_officer", employer, password)
    for number, each in enumerate(small):
        caseload_of(each, FEW * (1 + number) ** 2, [])
    caseload_of(large, count, [(employer, "offers", 20), (small[-1], "advice", 50)])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
