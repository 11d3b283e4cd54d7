"""Pages of my doors. Somebody without an account sends what was told along with each page; it is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from crosswalk.pathways import assess
from crosswalk.pathways.cliffs import cliffs
from crosswalk.pathways.remedy import remedies
from crosswalk_platform.authorization import page
from crosswalk_platform.doors.catalogue import MINOR, every_fact, every_pathway
from crosswalk_platform.doors.doors import (
    GROUPS,
    cheapest_way,
    closing_days,
    doors_of,
    free_countries,
    next_question,
    what_it_decides,
)
from crosswalk_platform.doors.forms import QuestionForm, WishesForm, question_form
from crosswalk_platform.doors.given import PASSES, Given, is_sensitive
from crosswalk_platform.doors.in_page import UnreadableError
from crosswalk_platform.doors.session import Visit, visit_of
from crosswalk_platform.doors.told import told_in_words

__all__ = ["door", "forget", "overview", "question", "wishes"]

View = Callable[..., HttpResponse]


def _quiet(view: View) -> View:
    """One answer to all that cannot be read; a language that was chosen on the page holds from this answer on."""

    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.get("language", "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        try:
            response = view(request, *args, **kwargs)
        except UnreadableError:
            response = render(request, "doors/unreadable.html", status=400)
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                samesite="Lax",
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response

    return guarded


@page("everybody")
@_quiet
def overview(request: HttpRequest) -> HttpResponse:
    """Which doors are open, undecided and closed; before anything was told, what is looked for."""
    visit = visit_of(request)
    if request.method != "POST" and visit.given == Given() and not visit.of_record:
        return _render(request, visit, "doors/begin.html", form=WishesForm())
    return _overview(request, visit)


@page("everybody")
@_quiet
def wishes(request: HttpRequest) -> HttpResponse:
    """What somebody looks for: countries, where they live, which work."""
    visit = visit_of(request)
    given = visit.given
    sent = request.method == "POST" and "wishes" in request.POST
    initial = {"destinations": given.destinations, "residence": given.residence, "occupation": given.occupation}
    form = WishesForm(request.POST if sent else None, initial=initial)
    if not sent or not form.is_valid():
        return _render(request, visit, "doors/begin.html", status=422 if sent else 200, form=form)
    told = {**form.cleaned_data, "destinations": tuple(form.cleaned_data["destinations"])}
    changed = Given(answers=given.answers, passed=given.passed, **told)
    visit = visit.telling(changed)
    if visit.has_account and (changed != Given() or visit.of_record):
        return redirect("doors")
    return _overview(request, visit)


@page("everybody")
@_quiet
def question(request: HttpRequest) -> HttpResponse:
    """One question; its answer leads to the next most useful one."""
    visit = visit_of(request)
    name = request.POST.get("fact", "")
    if name and name not in every_fact():
        raise Http404
    how = request.POST.get("do", "")
    if name and how in PASSES:
        return _told(request, visit.telling(visit.given.passing(name, how)))
    if name and how == "answer":
        form = question_form(every_fact()[name], request.POST)
        if not form.is_valid():
            return _ask(request, visit, form, status=422)
        if "answer" in form.cleaned_data:
            return _told(request, visit.telling(visit.given.told(name, form.cleaned_data["answer"])))
        return _ask(request, visit, _form(visit, name, form.cleaned_data["group"]))
    if name:
        return _ask(request, visit, _form(visit, name, "" if how == "group" else request.POST.get("within", "")))
    return _next(request, visit)


@page("everybody")
@_quiet
def door(request: HttpRequest, name: str) -> HttpResponse:
    """One pathway: every criterion with its law, what would open it, and days ahead on which it changes."""
    pathway = next((each for each in every_pathway() if each.id == name), None)
    if pathway is None:
        raise Http404
    visit = visit_of(request)
    whole = Given(destinations=(pathway.file.destination,))
    shown = next(each for each in doors_of(whole, visit.facts, visit.day) if each.pathway.id == name)
    return _render(
        request,
        visit,
        "doors/door.html",
        door=shown,
        told=told_in_words(pathway, visit),
        routes=assess(pathway, visit.facts, visit.day).routes,
        ways=remedies(pathway, visit.facts, visit.day, at_most=2, show=3) if shown.group == "closed" else (),
        cliffs=[each for each in cliffs(pathway, visit.facts, visit.day) if each.before != each.after or each.criteria],
        free=free_countries(visit.facts, [shown]),
    )


@require_POST
@page("everybody")
@_quiet
def forget(request: HttpRequest) -> HttpResponse:
    """Erase everything told here, and begin again."""
    return _render(request, visit_of(request).forgetting(), "doors/begin.html", form=WishesForm())


def _overview(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _render(
        request,
        visit,
        "doors/overview.html",
        groups=[(group, [each for each in visit.doors if each.group == group]) for group in GROUPS],
        question=next_question(visit.doors, visit.facts, visit.given),
        way=cheapest_way(visit.doors, visit.facts, visit.day),
        free=free_countries(visit.facts, visit.doors),
        closing_days=closing_days(visit.doors, visit.facts, visit.day),
    )


def _told(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The next question; with an account under an address of its own, so that the browser can go back to it."""
    return redirect("doors_question") if visit.has_account else _next(request, visit)


def _next(request: HttpRequest, visit: Visit) -> HttpResponse:
    found = next_question(visit.doors, visit.facts, visit.given)
    if found is None:
        return _overview(request, visit)
    return _ask(request, visit, _form(visit, found.fact), found=found)


def _form(visit: Visit, fact: str, within: str = "") -> QuestionForm:
    """A question that was not answered yet; of an occupation, within a group once that was chosen."""
    return question_form(every_fact()[fact], within=within, wished=visit.given.occupation[:MINOR])


def _ask(
    request: HttpRequest, visit: Visit, form: QuestionForm, *, status: int = 200, found: Any = None
) -> HttpResponse:
    counts = {group: sum(each.group == group for each in visit.doors) for group in GROUPS}
    sensitive = is_sensitive(form.fact.name)
    found = found or what_it_decides(form.fact.name, visit.doors, visit.facts)
    return _render(
        request, visit, "doors/question.html", status, form=form, found=found, counts=counts, sensitive=sensitive
    )


def _render(request: HttpRequest, visit: Visit, template: str, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, template, {"visit": visit, **more}, status=status)
