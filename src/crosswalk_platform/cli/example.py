"""The example site: an operator, organisations of a corridor, an account for each role; passwords are shown once."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from crosswalk_platform.accounts.models import User
from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import NOBODY
from crosswalk_platform.organisations.models import Agreement, Membership, Organisation

__all__ = ["load_example"]

#: Name, kind, country, and who sits there with which roles. All of them are invented.
ORGANISATIONS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "Crosswalk example site",
        "operator",
        "",
        {"admin": "administrator", "approver": "approver", "auditor": "auditor"},
    ),
    (
        "Agence de l'emploi (exemple)",
        "origin_government",
        "MAR",
        {"origin": "caseworker", "origin.lead": "coordinator"},
    ),
    (
        "Bundesamt für Beispiele",
        "destination_government",
        "DEU",
        {"destination": "caseworker", "destination.sign": "signatory"},
    ),
    (
        "Harbour of Skills",
        "ngo",
        "JOR",
        {
            "caseworker": "caseworker",
            "protection": "protection_officer",
            "coordinator": "coordinator",
            "records": "archivist",
        },
    ),
    (
        "Klinikum am Beispielsee",
        "employer",
        "DEU",
        {"employer": "recruitment_officer", "employer.lead": "coordinator"},
    ),
)


@transaction.atomic
def load_example() -> None:
    """Make the example once; a site that has an operator is left alone."""
    if Organisation.objects.filter(kind="operator").exists():
        return
    print("Accounts of the example site. These passwords are shown once:")
    for name, kind, country, people in ORGANISATIONS:
        founder, approver = User.objects.create_user(f"founder@{kind}.example"), None
        made = _organisation(name, kind, country, founder, approver)
        for login, role in people.items():
            password = secrets.token_urlsafe(12)
            user = _account(f"{login}@example.org", password)
            Membership.objects.create(organisation=made, user=user, name=login.replace(".", " ").title(), roles=[role])
            print(f"  {login}@example.org  {password}  {role} · {name}")
    _agreement("Harbour of Skills", "Klinikum am Beispielsee", "offer_work")
    password = secrets.token_urlsafe(12)
    _account("person@example.org", password)
    print(f"  person@example.org  {password}  a person without an organisation", flush=True)
    record("site.example_loaded", by=NOBODY)


def _organisation(name: str, kind: str, country: str, founder: User, approver: Any) -> Organisation:
    approver = approver or User.objects.create_user(f"approver@{kind}.example")
    return Organisation.objects.create(
        name=name,
        kind=kind,
        country=country,
        status="active",
        registered_by=founder.pk,
        approved_by=approver.pk,
        approved_at=timezone.now(),
    )


def _account(email: str, password: str) -> User:
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _agreement(proposer: str, partner: str, purpose: str) -> None:
    sides = {each.name: each for each in Organisation.objects.filter(name__in=[proposer, partner])}
    proposed = Membership.objects.filter(organisation=sides[proposer], roles__contains=["coordinator"]).get()
    signed = Membership.objects.filter(organisation=sides[partner]).first()
    assert signed is not None
    Agreement.objects.create(
        proposer=sides[proposer],
        partner=sides[partner],
        purposes=[purpose],
        proposed_by=proposed.user_id,
        signed_by=signed.user_id,
        signed_at=timezone.now(),
    )
