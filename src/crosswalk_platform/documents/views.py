"""Sending in a CV, and checking what was read in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.documents import actions
from crosswalk_platform.documents.forms import ReviewForm, SendForm
from crosswalk_platform.documents.models import KEPT_FOR, Document
from crosswalk_platform.documents.sniffing import too_large
from crosswalk_platform.documents.tasks import begin_reading
from crosswalk_platform.documents.uploads import was_too_large
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.tasks import read_words_later
from crosswalk_platform.people.views.subject import Subject, changing

__all__ = ["cv", "review"]


@changing
def cv(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Send a CV in, see how far its reading has come, or erase it."""
    waiting = _waiting(subject.person)
    if request.method == "POST" and "erase" in request.POST:
        if waiting is not None:
            actions.erase_document(by=subject.viewer, document=waiting)
            messages.success(request, _("The file is erased."))
        return redirect(subject.url("cv"))
    form = SendForm()
    if request.method == "POST":
        form = SendForm(request.POST, request.FILES)
        if was_too_large(request):
            form.errors["file"] = form.error_class([too_large()])
        elif form.is_valid():
            content = form.cleaned_data["file"].read()
            sent = attempt(form, actions.send_document, by=subject.viewer, person=subject.person, content=content)
            if sent is not None:
                begin_reading(sent)
                messages.success(request, _("The file is here. Reading it takes up to a minute."))
                return redirect(subject.url("cv"))
    told = {"form": form, "subject": subject, "document": waiting, "check": subject.url("review_cv")}
    return render(request, "documents/cv.html", told, status=422 if form.errors else 200)


@changing
def review(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Check what was read: only what is ticked enters the record; then the file is erased."""
    document = _waiting(subject.person)
    if document is None or document.status != Document.Status.READ:
        return redirect(subject.url("cv"))
    person = subject.person
    form = ReviewForm(document.found, person.record, posted(request), initial={"revision": person.revision})
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"revision": form.cleaned_data["revision"], "taken": form.taken()}
        attempt(form, actions.review_document, by=subject.viewer, document=document, **given)
        if not form.errors:
            if given["taken"]:
                person.refresh_from_db()
                read_words_later(person, subject.viewer)
            messages.success(request, _("Saved. The file is erased."))
            return redirect(subject.home)
        form.renew(person.revision)
    told = {"form": form, "subject": subject, "document": document}
    return render(request, "documents/review.html", told, status=422 if form.errors else 200)


def _waiting(person: Person) -> Document | None:
    """What was sent in and is not a week old."""
    return Document.objects.filter(person=person, sent_at__gt=timezone.now() - KEPT_FOR).first()
