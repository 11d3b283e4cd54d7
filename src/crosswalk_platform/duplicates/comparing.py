"""Compares a caseload in parts, so that a large one needs little memory and no long transaction.

A part is a share of the keys under which people are compared (see blocking.py), as their records keep them; it holds
whoever stands under one of these keys together with somebody else. Every pair that shares a key is in some part.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from django.db import connection

from crosswalk_platform.duplicates.blocking import pairs_in
from crosswalk_platform.duplicates.likeness import (
    PROPOSED_FROM,
    Likeness,
    Shares,
    Traits,
    likeness,
    traits_of,
    worth_showing,
)
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.search import BLOCK, SOUND

__all__ = ["Found", "part_alike", "parts_of"]

#: So many people of the caseload make one part more; each stands under some eight keys.
PEOPLE_A_PART = 2000
_READ_AT_ONCE = 500

_BLOCKS = """
SELECT array_agg(kept.id ORDER BY kept.id) FROM people_person AS kept, unnest(kept.keys) AS key
WHERE kept.organisation_id = %s AND starts_with(key, %s) AND abs(hashtext(key)::bigint) %% %s = %s
GROUP BY key HAVING count(*) > 1
"""
_BEARERS = """
SELECT substr(key, %s), count(*) FROM people_person AS kept, unnest(kept.keys) AS key
WHERE kept.organisation_id = %s AND key = ANY (%s) GROUP BY key
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs that a human should look at, the likest first, and how many people were compared."""

    pairs: list[tuple[UUID, UUID, Likeness]]
    people: int


def parts_of(organisation: Organisation) -> int:
    """Into how many parts the comparison of a caseload is divided."""
    return max(1, ceil(Person.objects.filter(organisation=organisation).count() / PEOPLE_A_PART))


def part_alike(organisation: Organisation, part: int, parts: int) -> Found:
    """Compare one part of a caseload: who shares a key with somebody.

    Args:
        organisation: Whose caseload it is.
        part: Which part, from 0.
        parts: Into how many it is divided.
    """
    blocks: list[list[UUID]] = [row[0] for row in _rows(_BLOCKS, [organisation.pk, BLOCK, parts, part])]
    members = {each for block in blocks for each in block}
    records = Person.objects.filter(organisation=organisation, pk__in=members).values_list("pk", "record")
    people = {pk: traits_of(record) for pk, record in records.iterator(chunk_size=_READ_AT_ONCE)}
    shares = _shares(organisation, people)
    there = ([each for each in block if each in people] for block in blocks)  # nobody was erased in between
    wanted = {pair for block in there for pair in pairs_in(block, people.__getitem__)}
    found = [
        (one, other, likeness(people[one], people[other], shares))
        for one, other in wanted
        if worth_showing(people[one], people[other], shares)
    ]
    alike = (each for each in found if each[2].value >= PROPOSED_FROM)
    return Found(sorted(alike, key=lambda each: (-each[2].value, each[:2])), len(people))


def _shares(organisation: Organisation, people: dict[UUID, Traits]) -> Shares:
    """How common the names of these people are in the whole caseload."""
    sounds = {max(part.sounds) for each in people.values() for part in each.given + each.family}
    wanted = [SOUND + sound for sound in sorted(sounds) if sound]
    bearers = dict(_rows(_BEARERS, [len(SOUND) + 1, organisation.pk, wanted]))
    return Shares(Person.objects.filter(organisation=organisation).count(), bearers)


def _rows(query: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
