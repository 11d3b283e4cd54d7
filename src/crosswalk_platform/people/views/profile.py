"""The profile: an overview of its steps, a page for each, and a page for each entry of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crosswalk_platform.authorization import page, viewer_in
from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.people import actions
from crosswalk_platform.people.attesting import attested_facts
from crosswalk_platform.people.entries import find_entry, without_entry
from crosswalk_platform.people.forms import ENTRY_FORMS, STEP_FORMS, EntryForm, StepForm, UnpaidForm
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import own_person
from crosswalk_platform.people.steps import Step, expiring, progress, step_named
from crosswalk_platform.people.tasks import read_words_later
from crosswalk_platform.people.telling import sections
from crosswalk_platform.people.unpaid import with_confirmed
from crosswalk_platform.people.views.subject import Subject, changing
from crosswalk_platform.people.words import PARTS, how_known

__all__ = ["begin", "entry", "form_page", "me", "nothing", "overview", "right", "step", "unpaid"]


@page("signed_in")
def me(request: HttpRequest) -> HttpResponse:
    """One's own profile: its steps, what is confirmed since when, and what runs out."""
    person = own_person(viewer_in(request))
    return render(request, "people/me.html", {"overview": overview(person) if person else None})


def overview(person: Person) -> dict[str, Any]:
    """The steps of a profile with how far each has come."""
    found = progress(person)
    done = sum(each.answered for each in found)
    return {"person": person, "steps": found, "done": done, "all": len(found), "expiring": expiring(person)}


@require_POST
@page("signed_in")
def begin(request: HttpRequest) -> HttpResponse:
    """Make one's record."""
    viewer = viewer_in(request)
    if own_person(viewer) is None:
        actions.begin_own_record(by=viewer, user=request.user)
    return redirect("me")


@changing
def step(request: HttpRequest, subject: Subject, name: str) -> HttpResponse:
    """One step: a form, or the entries of a list."""
    shown = _step(name)
    return _entries(request, subject, shown) if shown.many else _plain(request, subject, shown)


def _plain(request: HttpRequest, subject: Subject, shown: Step) -> HttpResponse:
    person = subject.person
    initial = {part: person.record.get(part) for part in shown.parts} | {"revision": person.revision}
    form = STEP_FORMS[shown.name](posted(request), initial=initial)
    if request.method == "POST" and form.is_valid() and _save(form, subject, form.parts()):
        return _next(request, subject)
    attested = attested_facts(subject.record, shown)
    return form_page(request, subject, form, shown.title, lead=shown.about, attested=attested)


def _entries(request: HttpRequest, subject: Subject, shown: Step) -> HttpResponse:
    person = subject.person
    told = sections(subject.record, unread=person.words_read < person.revision)
    facts = next((each.facts for each in told if each.step is shown), [])
    entries = [(fact, subject.url("entry", name=shown.name, key=fact.key)) for fact in facts]
    urls = {
        "new": subject.url("entry", name=shown.name, key="new"),
        "none": subject.url("nothing", name=shown.name),
        "unpaid": subject.url("unpaid"),
    }
    answered = _kept(person, shown) is not None
    return render(
        request,
        "people/entries.html",
        {"step": shown, "entries": entries, "urls": urls, "subject": subject, "answered": answered},
    )


@changing
def entry(request: HttpRequest, subject: Subject, name: str, key: str) -> HttpResponse:
    """One entry of a list: a new one, or one that is there."""
    shown, person = _step(name), subject.person
    if not shown.many:
        raise Http404
    entries = _kept(person, shown) or []
    place = None if key == "new" else find_entry(entries, key)
    if key != "new" and place is None:
        messages.warning(request, _("This entry was changed or taken out meanwhile. Here is what stands there now."))
        return redirect(subject.url("step", name=name))
    before = entries[place] if place is not None else None
    form = ENTRY_FORMS[name](posted(request), initial={**(before or {}), "revision": person.revision})
    if request.method == "POST" and "end" in request.POST and place is not None:
        form = EntryForm(request.POST)
        if form.is_valid() and _save(form, subject, {shown.parts[0]: without_entry(entries, place)}):
            messages.success(request, _("Taken out."))
            return redirect(subject.url("step", name=name))
    elif request.method == "POST" and form.is_valid():
        changed = [*entries[: len(entries) if place is None else place], form.entry(before)]
        changed += entries[place + 1 :] if place is not None else []
        if _save(form, subject, {shown.parts[0]: changed}):
            messages.success(request, _("Saved."))
            return redirect(subject.url("step", name=name))
    end = _("Take this out") if place is not None else ""
    attested = attested_facts(subject.record, shown, key)
    return form_page(request, subject, form, shown.title, end=end, attested=attested)


@require_POST
@changing
def nothing(request: HttpRequest, subject: Subject, name: str) -> HttpResponse:
    """Say that a list has no entry; it is an answer, and not the same as silence."""
    shown = _step(name)
    if shown.none and not _kept(subject.person, shown):
        _save(StepForm({"revision": subject.person.revision}), subject, {shown.parts[0]: []})
    return _next(request, subject)


@require_POST
@changing
def right(request: HttpRequest, subject: Subject, name: str) -> HttpResponse:
    """Say that a step is still right."""
    actions.confirm_step(by=subject.viewer, person=subject.person, step=_step(name).name)
    return _next(request, subject)


@changing
def unpaid(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Guided questions on work that nobody calls work; what is ticked becomes a skill."""
    person = subject.person
    asked = set(request.POST.getlist("groups")) if request.method == "POST" else set()
    second = "skills_asked" in request.POST
    form = UnpaidForm(
        asked, request.POST if second else None, initial={"revision": person.revision, "groups": list(asked)}
    )
    if second and form.is_valid():
        skills = with_confirmed(person.record.get("skills") or [], form.cleaned_data["skills"])
        if _save(form, subject, {"skills": skills}):
            messages.success(request, _("Saved."))
            return redirect(subject.url("step", name="skills"))
    lead = _(
        "Care, cooking, selling, farming and repairing are work too. Tick what you have done; then we ask once more."
    )
    title, told = _("Skills from home and life"), bool(asked)
    return form_page(request, subject, form, title, lead=lead, submit=_("Go on"), skills_asked=told)


def _step(name: str) -> Step:
    try:
        return step_named(name)
    except KeyError:
        raise Http404 from None


def _kept(person: Person, shown: Step) -> list[dict[str, Any]] | None:
    """Entries of a list; None where nothing was said of it."""
    return person.family if shown.name == "family" else person.record.get(shown.parts[0])


def _save(form: Any, subject: Subject, parts: dict[str, Any]) -> bool:
    """Save these parts; where somebody else was faster, the form is told, and can be saved over it the next time."""
    form.is_valid()
    given: dict[str, Any] = {"by": subject.viewer, "person": subject.person, "revision": form.cleaned_data["revision"]}
    if "family" in parts:
        saved = attempt(form, actions.change_family, **given, family=parts["family"])
    else:
        saved = attempt(form, actions.change_record, **given, parts=parts)
    if saved is None:
        form.renew(subject.person.revision)
        return False
    if {"headline", "experience", "skills"} & set(parts):
        read_words_later(subject.person, subject.viewer)
    return True


def _next(request: HttpRequest, subject: Subject) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(subject.home)


def form_page(
    request: HttpRequest, subject: Subject, form: Any, title: Any, *, lead: Any = "", submit: str = "",
    attested: Iterable[tuple[str, dict[str, Any]]] = (), **more: Any,
) -> HttpResponse:  # fmt: skip
    """A page with a form about a record; where somebody else was faster, with what stands there now.

    Args:
        request, subject, form, title: What the page is about.
        lead: What is said before the form.
        submit: Words of the button.
        attested: How what can be changed here is known by others, which is told before it is lost.
        more: Further values for the template.
    """
    conflict = any(error.code == "conflict" for error in form.non_field_errors().as_data()) if form.errors else False
    now = sections(subject.record) if conflict else []
    told = {"form": form, "title": title, "lead": lead, "submit": submit or _("Save"), "subject": subject, "now": now}
    told["attested"] = [f"{PARTS[part]}: {how_known(evidence)}" for part, evidence in attested]
    return render(request, "people/step.html", told | more, status=422 if form.errors else 200)
