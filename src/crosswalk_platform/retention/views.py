"""Taking everything out, erasing, proving an erasure, and the records of an organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from crosswalk_platform.accounts.models import User
from crosswalk_platform.authorization import Permission, Viewer, page, viewer_in
from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.people.actions import erase_person
from crosswalk_platform.people.models import Person
from crosswalk_platform.retention import actions, forms
from crosswalk_platform.retention.export import everything
from crosswalk_platform.retention.proof import erased_on, in_groups
from crosswalk_platform.retention.queries import records_kept

__all__ = ["erase", "erase_record", "export", "hold", "kept_record", "proof", "records", "release"]


@page("signed_in")
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of whoever asks, in one file."""
    if request.method != "POST":
        return render(request, "retention/export.html")
    user = _account(request)
    actions.take_out(by=viewer_in(request), user=user)
    answer = HttpResponse(everything(viewer_in(request), user), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="crosswalk.zip"'
    return answer


@page("signed_in")
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's account; the answer is the proof."""
    user = _account(request)
    form = forms.EraseAccountForm(user.email, posted(request))
    if request.method == "POST" and form.is_valid():
        number = attempt(form, actions.erase_account, by=viewer_in(request), user=user)
        if number:
            logout(request)
            request.viewer = Viewer()  # type: ignore[attr-defined]
            return _proven(request, number)
    return _form(request, "retention/erase.html", form)


@page("everybody")
def proof(request: HttpRequest) -> HttpResponse:
    """On which day the data were erased that a number stands for; nothing else is told."""
    form = forms.ProofForm(posted(request))
    day, asked = None, request.method == "POST" and form.is_valid()
    if asked:
        day = erased_on(form.cleaned_data["number"])
    status = 422 if form.errors else 404 if asked and day is None else 200
    return render(request, "retention/proof.html", {"form": form, "day": day, "asked": asked}, status=status)


@page(Permission.HOLD_RECORDS)
def records(request: HttpRequest) -> HttpResponse:
    """Records of the viewer's organisation, the next to be erased first; `show` narrows them down."""
    show = request.GET.get("show", "")
    found = records_kept(viewer_in(request), show)
    shown = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "retention/records.html", {"records": shown, "show": show, "today": timezone.localdate()})


@page(Permission.HOLD_RECORDS)
def kept_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One record: its dates, and what can be done."""
    return render(request, "retention/record.html", {"record": _kept(request, pk), "today": timezone.localdate()})


@page(Permission.HOLD_RECORDS)
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a record from being erased."""
    person = _kept(request, pk)
    form = forms.HoldForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = {"by": viewer_in(request), "organisation": person.organisation, "person": person}
        attempt(form, actions.place_hold, **given, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The record is held."))
            return redirect("record", pk)
    return _form(request, "design/form_page.html", form, title=_("Hold this record"), submit=_("Hold it"))


@page(Permission.HOLD_RECORDS)
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a hold."""
    person = _kept(request, pk)
    form = forms.ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = {"by": viewer_in(request), "organisation": person.organisation, "person": person}
        attempt(form, actions.lift_hold, **given, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The record is no longer held."))
            return redirect("record", pk)
    return _form(request, "design/form_page.html", form, title=_("End the hold"), submit=_("End it"))


@page(Permission.ERASE_RECORDS)
def erase_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Erase a record of the organisation; the answer is the proof."""
    person = _kept(request, pk)
    form = forms.EraseRecordForm(str(pk), posted(request))
    if request.method == "POST" and form.is_valid():
        number = attempt(form, erase_person, by=viewer_in(request), person=person)
        if number:
            return _proven(request, number)
    return _form(request, "retention/erase_record.html", form, record=person)


def _account(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return User.objects.get(pk=request.user.pk)


def _kept(request: HttpRequest, pk: UUID) -> Person:
    return get_object_or_404(records_kept(viewer_in(request)).select_related("organisation"), pk=pk)


def _proven(request: HttpRequest, number: str) -> HttpResponse:
    return render(request, "retention/proven.html", {"number": in_groups(number), "day": timezone.localdate()})


def _form(request: HttpRequest, template: str, form: BaseForm, **told: Any) -> HttpResponse:
    return render(request, template, {"form": form, **told}, status=422 if form.errors else 200)
