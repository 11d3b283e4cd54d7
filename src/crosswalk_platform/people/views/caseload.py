"""People as advisers and employers meet them: the list, one person, and registering somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from crosswalk_platform.authorization import Permission, page
from crosswalk_platform.consent.purposes import purpose_named
from crosswalk_platform.consent.queries import consents_read, purposes_taken
from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.design.paging import page_after
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people import actions
from crosswalk_platform.people.attesting import fact_part
from crosswalk_platform.people.forms import PurposeForm, RegisterForm
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import (
    as_listed,
    caseload,
    confided_to,
    confiding,
    consents_now,
    named_to,
    people_agreed,
)
from crosswalk_platform.people.steps import STEPS
from crosswalk_platform.people.telling import Fact, Section, sections
from crosswalk_platform.people.views.known import may_attest
from crosswalk_platform.people.views.profile import overview
from crosswalk_platform.people.views.subject import (
    Subject,
    allow_looks,
    purpose_of_looks,
    subject_of,
    viewer_in,
)

__all__ = ["confided", "people", "person", "register"]

_ROWS = 25


@page(Permission.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """The own caseload, which can be searched by name, or the people who agreed to be seen."""
    viewer = viewer_in(request)
    registers = viewer.may(Permission.REGISTER_PERSON)
    agreed = "agreed" in request.GET or not registers
    name = "" if agreed else request.POST.get("name", "")  # what is searched for stands in no address
    after = (request.POST or request.GET).get("after", "")
    if agreed:
        found, following = people_agreed(viewer, after, _ROWS)
    else:
        found, following = page_after(after, _ROWS, *map(as_listed, caseload(viewer, name)))
    rows = _rows(found, named_to(viewer, found))
    told = {"rows": rows, "shown": "agreed" if agreed else "caseload", "name": name, "following": following}
    return _listed(request, told, Permission.SEE_PEOPLE if agreed else Permission.REGISTER_PERSON, bool(name))


@page(Permission.SEE_PROTECTION)
def confided(request: HttpRequest) -> HttpResponse:
    """People who chose the viewer's organisation for advice on protection: their numbers, and until when."""
    found, following = page_after(request.GET.get("after", ""), _ROWS, confiding(viewer_in(request)))
    rows = [
        {
            "url": reverse("person", args=[each.person_id]),
            "name": short_name(Person(pk=each.person_id)),
            "told": _("until %(day)s") % {"day": date_format(each.until)},
        }
        for each in found
    ]
    return _listed(request, {"rows": rows, "shown": "confided", "following": following}, Permission.SEE_PROTECTION)


def _listed(request: HttpRequest, told: dict[str, Any], opens: Permission, searched: bool = False) -> HttpResponse:
    """The answer, noted in the organisations in which the permission opens this list."""
    viewer = viewer_in(request)
    told |= {
        "registers": viewer.may(Permission.REGISTER_PERSON),
        "protects": viewer.may(Permission.SEE_PROTECTION),
    }
    answer = render(request, "people/people.html", told)
    actions.list_people(by=viewer, opens=opens, listed=len(told["rows"]), searched=searched)
    return answer


def _rows(found: list[Any], named: set[UUID]) -> list[dict[str, str]]:
    """What a list tells of people, with the number where two are called alike; a template would take twice as long."""
    there, changed = reverse("people"), _("changed on %(day)s")

    @cache  # many rows tell of one day
    def told(day: date) -> str:
        return changed % {"day": date_format(day)}

    names = [
        (f"{each.given_names or ''} {each.family_name or ''}".strip() if each.pk in named else "") or short_name(each)
        for each in found
    ]
    shared = {name for name, times in Counter(names).items() if times > 1}
    return [
        {
            "url": f"{there}{each.pk}/",
            "name": name,
            "headline": each.headline or "",
            "told": told(localtime(each.changed_at).date()) + (f" · {short_name(each)}" if name in shared else ""),
        }
        for each, name in zip(found, names, strict=True)
    ]


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
    parts = subject.record
    names = f"{parts.get('given_names', '')} {parts.get('family_name', '')}".strip()
    told = {
        "subject": subject,
        "title": names or short_name(subject.person),
        "sections": [(each.step, list(_with_urls(subject, each))) for each in sections(parts)],
        "protection": confided_to(subject.viewer, subject.person) is not None,
        "purpose": purpose,
    }
    if subject.seen.changes:
        told |= overview(subject.person)
        told["links"] = [(each, _steps_url(subject, each.name)) for each in STEPS]
        agreed = consents_read(subject.viewer, subject.person).filter(pk__in=consents_now())
        told["consents"] = [(each, purpose_named(each.purpose).title) for each in agreed]
        told["takes"] = bool(purposes_taken(subject.viewer, subject.person))
        told["cv"] = subject.url("cv")
    answer = render(request, "people/person.html", told)
    actions.look_at(by=subject.viewer, person=subject.person, purpose=purpose)
    return answer


def _with_urls(subject: Subject, section: Section) -> Iterator[tuple[Fact, str | None]]:
    """Each fact with the page on which the viewer can say how it is known."""
    attests, step = may_attest(subject), section.step
    for fact in section.facts:
        can = attests and fact_part(step, fact.key) is not None
        yield fact, subject.url("known", name=step.name, fact=fact.key) if can else None


def _steps_url(subject: Subject, name: str) -> str:
    return subject.url("step", name=name)


def _ask_why(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = PurposeForm(posted(request))
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
    form = RegisterForm(choices, posted(request))
    if request.method == "POST" and form.is_valid():
        place = places[UUID(form.cleaned_data["organisation"])]
        given = {"organisation": place, "parts": form.parts(), "taken": form.taken()}
        given["number"] = _of_page(viewer.user, form.cleaned_data["number"] or str(uuid4()))
        done = attempt(form, actions.register_person, by=viewer, **given) or _sent_before(place, given)
        if done is not None:
            messages.success(request, _("Registered."))
            return redirect("person", done.pk)
    told = {"form": form, "words": purpose_named("advice").words}
    return render(request, "people/register.html", told, status=422 if form.errors else 200)


def _of_page(user: UUID | None, page: str) -> UUID:
    """The number that somebody gets who is registered with a page; nobody can have it made that of another record."""
    return UUID(bytes=salted_hmac("people.register", f"{user} {page}", algorithm="sha256").digest()[:16])


def _sent_before(place: Organisation, given: dict[str, Any]) -> Person | None:
    """Who was registered with this page, where the same was sent a moment ago: a button that was pressed twice."""
    there = Person.objects.filter(pk=given["number"], organisation=place).first()
    same = there is not None and given["parts"].items() <= there.record.items()
    return there if same else None
