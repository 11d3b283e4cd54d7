"""People as advisers and employers meet them: the list, one person, and registering somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from crosswalk_platform.authorization import Permission, page
from crosswalk_platform.consent.actions import Taken
from crosswalk_platform.consent.purposes import purpose_named
from crosswalk_platform.design.forms import attempt
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people import actions
from crosswalk_platform.people.forms import FoundForm, PurposeForm, RegisterForm
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import caseload, confided_to, consents_now, people_agreed
from crosswalk_platform.people.steps import STEPS
from crosswalk_platform.people.telling import sections
from crosswalk_platform.people.views.profile import overview
from crosswalk_platform.people.views.subject import (
    Subject,
    allow_looks,
    purpose_of_looks,
    subject_of,
    viewer_in,
)
from crosswalk_platform.people.visibility import shown

__all__ = ["people", "person", "register"]

_ROWS = 25


@page(Permission.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """The own caseload, which can be searched by name, or the people who agreed to be seen."""
    viewer = viewer_in(request)
    registers = viewer.may(Permission.REGISTER_PERSON)
    agreed = "agreed" in request.GET or not registers
    name = "" if agreed else FoundForm(request.GET).data.get("name", "")
    number = min(max(int(request.GET["page"]), 1), 1_000) if request.GET.get("page", "").isdecimal() else 1
    start = (number - 1) * _ROWS  # no count of all: behind row-level security it would look at every row
    stop = start + _ROWS + 1
    rows = people_agreed(viewer, start, stop - start) if agreed else list(caseload(viewer, name)[start:stop])
    listed = {each.pk: each for each in rows[:_ROWS]}  # once each
    told = {
        "rows": [_row(each, named=viewer.may(Permission.EDIT_PERSON)) for each in listed.values()],
        "agreed": agreed,
        "registers": registers,
        "name": name,
        "number": number,
        "next": number + 1 if len(rows) > _ROWS else None,
    }
    answer = render(request, "people/people.html", told)
    actions.list_people(by=viewer, listed=len(listed), searched=bool(name))
    return answer


def _row(each: Person, *, named: bool) -> dict[str, object]:
    names = f"{each.record.get('given_names', '')} {each.record.get('family_name', '')}".strip() if named else ""
    return {
        "pk": each.pk,
        "name": names or short_name(each),
        "headline": each.record.get("headline", ""),
        "changed": each.changed_at,
    }


def short_name(person: Person) -> str:
    """What somebody is called whose name is not shown."""
    return _("Person %(number)s") % {"number": str(person.pk)[:8]}


@page(Permission.SEE_PEOPLE)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person, as far as the viewer sees them; outside the own caseload it is asked why first."""
    subject = subject_of(request, pk)
    assert subject is not None
    if subject.own:
        return redirect("me")
    purpose = purpose_of_looks(request, subject)
    if purpose is None:
        return _ask_why(request, subject)
    parts = shown(subject.person, subject.seen)
    advises = subject.seen.reason != "offers"
    names = f"{parts.get('given_names', '')} {parts.get('family_name', '')}".strip()
    told = {
        "subject": subject,
        "title": names or short_name(subject.person),
        "sections": [(each, _steps_url(subject, each.step.name)) for each in sections(parts)],
        "protection": confided_to(subject.viewer, subject.person) is not None,
        "purpose": purpose,
    }
    if advises:
        told |= overview(subject.person)
        told["links"] = [(each, _steps_url(subject, each.name)) for each in STEPS]
        agreed = consents_now().filter(person=subject.person).exclude(purpose="protection")
        told["consents"] = [(each, purpose_named(each.purpose).title) for each in agreed]
        told["cv"] = subject.url("cv")
    answer = render(request, "people/person.html", told)
    actions.look_at(by=subject.viewer, person=subject.person, purpose=purpose)
    return answer


def _steps_url(subject: Subject, name: str) -> str:
    return subject.url("step", name=name)


def _ask_why(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        allow_looks(request, subject, form.cleaned_data["purpose"])
        return redirect(subject.home)
    told = {"form": form, "title": short_name(subject.person), "submit": _("Look at the record")}
    return render(request, "design/form_page.html", told, status=422 if form.errors else 200)


@page(Permission.REGISTER_PERSON)
def register(request: HttpRequest) -> HttpResponse:
    """Register somebody who has no account, with the words that were read to them and how they agreed."""
    viewer = viewer_in(request)
    places = Organisation.objects.in_bulk(viewer.organisations(Permission.REGISTER_PERSON))
    choices = [(str(pk), place.name) for pk, place in places.items()]
    form = RegisterForm(choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        place = places[UUID(told["organisation"])]
        taken = Taken(how=told["how"], on=told["on"], language=told["language"])
        done = attempt(form, actions.register_person, by=viewer, organisation=place, parts=form.parts(), taken=taken)
        if done is not None:
            messages.success(request, _("Registered."))
            return redirect("person", done.pk)
    told = {"form": form, "words": purpose_named("advice").words}
    return render(request, "people/register.html", told, status=422 if form.errors else 200)
