"""Whose record a page is about: one's own under /me/, somebody else's under /people/, and what is asked before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from crosswalk_platform.authorization import Viewer, page, viewer_in
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people.actions import look_at
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import confiding_person, own_person, people_seen, seen_how
from crosswalk_platform.people.visibility import Sight, shown

__all__ = ["Subject", "allow_looks", "changing", "purpose_of_looks", "subject_of", "viewer_in"]

#: So long a purpose that was given covers further pages of the same record.
LOOKS_LAST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody's record, and why the viewer sees it."""

    person: Person
    seen: Sight
    viewer: Viewer

    @property
    def own(self) -> bool:
        """Whether it is the viewer's own."""
        return self.seen.reason == "self"

    @property
    def place(self) -> str:
        """Name of the viewer's organisation; empty for oneself."""
        place = self.seen.organisation
        return "" if place is None else Organisation.objects.get(pk=place).name

    @property
    def record(self) -> dict[str, Any]:
        """The record as the viewer reads it, with the family."""
        return shown(self.person, self.seen, self.place)

    def url(self, page_name: str, /, **parts: str) -> str:
        """Address of a page of this record."""
        return reverse(page_name, kwargs=parts if self.own else {"pk": str(self.person.pk)} | parts)

    @property
    def home(self) -> str:
        """The page from which all others of this record are reached."""
        return reverse("me") if self.own else reverse("person", args=[self.person.pk])


def subject_of(request: HttpRequest, pk: UUID | None) -> Subject | None:
    """Whose record it is; None where it is one's own, and not begun.

    Raises:
        Http404: There is nobody of that number whom the viewer sees; the same answer as for nobody at all.
    """
    viewer = viewer_in(request)
    if pk is None:
        own = own_person(viewer)
        return Subject(own, Sight("self"), viewer) if own else None
    person = people_seen(viewer).filter(pk=pk).first() or confiding_person(viewer, pk)
    seen = seen_how(viewer, person) if person else None
    if person is None or seen is None:
        raise Http404
    return Subject(person, seen, viewer)


def changing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page on which a record is changed, by the person or by an adviser; the view takes the subject.

    An adviser's look is noted, however they ask, for an answer to what they send shows the record too; one from outside
    the caseload has to have said why before.
    """

    @page("signed_in")
    @wraps(view)
    def found(request: HttpRequest, /, pk: UUID | None = None, **parts: Any) -> HttpResponse:
        subject = subject_of(request, pk)
        if subject is None:
            return redirect("me")
        if not subject.seen.changes:
            raise Http404
        if not subject.own:
            purpose = purpose_of_looks(request, subject)
            if purpose is None:
                return redirect(subject.home)
            look_at(by=subject.viewer, person=subject.person, purpose=purpose)
        return view(request, subject, **parts)

    return found


def purpose_of_looks(request: HttpRequest, subject: Subject) -> str | None:
    """Why the viewer looks; empty for the own caseload, None where it has to be asked."""
    if subject.seen.reason == "caseload":
        return ""
    given = request.session.get("looks", {}).get(str(subject.person.pk))
    if given is None or datetime.fromisoformat(given["until"]) < timezone.now():
        return None
    return str(given["purpose"])


def allow_looks(request: HttpRequest, subject: Subject, purpose: str) -> None:
    """Remember for an hour why the viewer looks at this record."""
    looks = request.session.get("looks", {})
    until = (timezone.now() + LOOKS_LAST).isoformat()
    request.session["looks"] = looks | {str(subject.person.pk): {"purpose": purpose, "until": until}}
