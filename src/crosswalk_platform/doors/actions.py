"""The writes about my doors: a person saves or erases their own answers."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from crosswalk_platform.audit.record import record
from crosswalk_platform.authorization import Viewer, action
from crosswalk_platform.doors.given import Given, is_sensitive
from crosswalk_platform.doors.models import DoorAnswers
from crosswalk_platform.people.keys import seal
from crosswalk_platform.people.models import Person

__all__ = ["forget_answers", "save_answers"]

#: The sealed part is filled up to a multiple of this, so that its length does not tell what was told.
BLOCK = 2_048


@action("own")
def save_answers(*, by: Viewer, person: Person, given: Given) -> None:
    """Keep what a person told; the sensitive part is sealed.

    Raises:
        PermissionDenied: It is somebody else's record.
    """
    _own(by, person)
    plain, private = _parted(given)
    key, sealed = seal(_filled(private), person.pk)
    DoorAnswers.objects.update_or_create(
        person=person, defaults={"plain": plain, "key": key, "sealed": sealed, "changed_at": timezone.now()}
    )
    record("doors.answered", by=by, subject=person)


@action("own")
def forget_answers(*, by: Viewer, person: Person) -> None:
    """Erase all that a person answered for my doors.

    Raises:
        PermissionDenied: It is somebody else's record.
    """
    _own(by, person)
    DoorAnswers.objects.filter(person=person).delete()
    record("doors.forgotten", by=by, subject=person)


def _own(by: Viewer, person: Person) -> None:
    if by.user is None or person.account_id != by.user:
        raise PermissionDenied


def _parted(given: Given) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is kept plainly, and what is sealed: answers and passed questions that are sensitive."""
    plain = given.plain()
    private: dict[str, Any] = {"answers": {}, "passed": {}}
    for part, kept in private.items():
        for name in [name for name in plain[part] if is_sensitive(name)]:
            kept[name] = plain[part].pop(name)
    return plain, private


def _filled(private: dict[str, Any]) -> dict[str, Any]:
    short = -len(json.dumps(private, ensure_ascii=False).encode()) % BLOCK
    return {**private, "filling": "." * short}
