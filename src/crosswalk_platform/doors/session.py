"""Where one visit keeps what is told: in the page itself, or with the person who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from crosswalk.pathways.facts import Value
from crosswalk_platform.authorization import Viewer, viewer_in
from crosswalk_platform.doors.actions import forget_answers, save_answers
from crosswalk_platform.doors.doors import Door, doors_of
from crosswalk_platform.doors.given import Given
from crosswalk_platform.doors.in_page import carried, held
from crosswalk_platform.doors.queries import facts_of_record, own_answers
from crosswalk_platform.people.actions import begin_own_record
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import own_person

__all__ = ["Visit", "visit_of"]


@dataclass(frozen=True)
class Visit:
    """One request about my doors.

    Attributes:
        given: What was told so far.
        person: The viewer's own record; None without an account, or before anything is kept.
        by: Who asks.
        user: The account behind the request.
        day: The day whose law counts.
    """

    given: Given
    person: Person | None
    by: Viewer
    user: Any
    day: date

    @property
    def has_account(self) -> bool:
        """Whether answers are kept with an account."""
        return self.by.user is not None

    @property
    def held(self) -> str:
        """What the page has to carry on; nothing where answers are kept with an account."""
        return "" if self.has_account else held(self.given)

    @cached_property
    def of_record(self) -> Mapping[str, Value]:
        """Facts that the person's record tells."""
        record = self.person.record if self.person else {}
        return facts_of_record(record, self.given.occupation, self.day) if record else {}

    @cached_property
    def facts(self) -> dict[str, Value]:
        """All facts: those of the record, and before them what was answered here."""
        return {**self.of_record, **self.given.facts()}

    @cached_property
    def doors(self) -> tuple[Door, ...]:
        """Every door of the countries of interest."""
        return doors_of(self.given, self.facts, self.day)

    def telling(self, given: Given) -> Visit:
        """The visit after something was told; with an account it is kept."""
        person = self.person
        if self.has_account:
            person = person or begin_own_record(by=self.by, user=self.user)
            save_answers(by=self.by, person=person, given=given)
        return Visit(given, person, self.by, self.user, self.day)

    def forgetting(self) -> Visit:
        """The visit after everything told here was erased."""
        if self.person is not None:
            forget_answers(by=self.by, person=self.person)
        return Visit(Given(), self.person, self.by, self.user, self.day)


def visit_of(request: HttpRequest) -> Visit:
    """What this request knows.

    Raises:
        UnreadableError: The page carried something that this site did not sign.
    """
    by = viewer_in(request)
    person = own_person(by)
    given = own_answers(by, person) if by.user else carried(request.POST.get("held", ""))
    return Visit(given, person, by, request.user, timezone.localdate())
