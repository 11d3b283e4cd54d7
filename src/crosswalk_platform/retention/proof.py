"""The number that proves an erasure: a digest of what was erased, which says nothing of it."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date

from django.db import connection

from crosswalk_platform.people.models import Person

__all__ = ["erased_on", "in_groups", "proof_of", "proof_of_person"]

_DIGITS = 24


def proof_of(content: str) -> str:
    """The proof of what is about to be erased; 96 bits, so that nobody meets one by trying."""
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]


def proof_of_person(person: Person) -> str:
    """The proof of a record that is about to be erased, with what it says of the family."""
    told = {"record": person.record, "family": person.family}
    return proof_of(json.dumps(told, sort_keys=True, ensure_ascii=False) + str(person.pk))


def in_groups(proof: str) -> str:
    """A proof as people read and retype it."""
    return " ".join(proof[place : place + 4] for place in range(0, len(proof), 4)).upper()


def erased_on(number: str) -> date | None:
    """The day of the erasure that a number proves; None where it proves none."""
    proof = re.sub(r"[\s-]", "", number).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{_DIGITS}}}", proof):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT erased_on(%s)", [proof])
        day: date | None = cursor.fetchone()[0]
    return day
