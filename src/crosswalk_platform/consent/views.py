"""What one has agreed to, with whom, until when; agreeing, with what the other would see; and withdrawing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crosswalk_platform.authorization import page, viewer_in
from crosswalk_platform.consent import actions
from crosswalk_platform.consent.forms import AgreementForm, TakenForm
from crosswalk_platform.consent.purposes import Purpose, purpose_named
from crosswalk_platform.consent.queries import (
    consents_of,
    consents_read,
    country_unknown,
    partners,
    purposes_taken,
    purposes_with,
)
from crosswalk_platform.design.forms import attempt
from crosswalk_platform.people.models import Person
from crosswalk_platform.people.queries import consents_now
from crosswalk_platform.people.telling import Section, sections
from crosswalk_platform.people.views.subject import Subject, changing, subject_of
from crosswalk_platform.people.visibility import Sight, shown

__all__ = ["agree", "choose", "consents", "take", "withdraw"]


@page("signed_in")
def consents(request: HttpRequest) -> HttpResponse:
    """Everything that the person agreed to."""
    subject = subject_of(request, None)
    if subject is None:
        return redirect("me")
    given = [(each, purpose_named(each.purpose)) for each in consents_of(subject.person)]
    today = timezone.localdate()
    now = [pair for pair in given if pair[0].withdrawn_at is None and pair[0].until >= today]
    ended = [pair for pair in given if pair not in now]
    return render(request, "consent/consents.html", {"now": now, "ended": ended, "subject": subject})


@page("signed_in")
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the organisation to agree with, from those that take part."""
    subject = subject_of(request, None)
    if subject is None:
        return redirect("me")
    found = Paginator(partners(viewer_in(request), request.GET.get("name", "")), 30).get_page(request.GET.get("page"))
    return render(request, "consent/choose.html", {"organisations": found})


@page("signed_in")
def agree(request: HttpRequest, partner: UUID) -> HttpResponse:
    """What can be agreed with an organisation, each purpose with its words and what would be seen."""
    subject = subject_of(request, None)
    if subject is None:
        return redirect("me")
    other = get_object_or_404(partners(subject.viewer), pk=partner)
    purposes = purposes_with(subject.person, other)
    asked = request.POST.get("purpose")
    forms = {
        each.name: AgreementForm(request.POST if each.name == asked else None, prefix=each.name) for each in purposes
    }
    form = forms.get(asked or "")
    if form is not None and form.is_valid():
        attempt(
            form,
            actions.give_consent,
            by=subject.viewer,
            person=subject.person,
            partner=other,
            purpose=asked,
            language=(get_language() or "en").partition("-")[0],
            until=form.cleaned_data["until"],
        )
        if not form.errors:
            messages.success(request, _("You have agreed. You can withdraw it here at any time."))
            return redirect("consents")
    offers = [(each, _preview(subject.person, each), forms[each.name]) for each in purposes]
    wrong = form is not None and bool(form.errors)
    told = {"organisation": other, "offers": offers, "wrong": wrong, "form": form}
    told["nationality_first"] = country_unknown(subject.person, other)
    return render(request, "consent/agree.html", told, status=422 if wrong else 200)


@changing
def take(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Write down what somebody without an account agrees to before an adviser, who reads them the words of it."""
    purposes = purposes_taken(subject.viewer, subject.person)
    if not purposes:
        raise Http404
    asked = request.POST.get("purpose")
    forms = {each.name: TakenForm(request.POST if each.name == asked else None, prefix=each.name) for each in purposes}
    form = forms.get(asked or "")
    if form is not None and form.is_valid():
        given = {"organisation": subject.person.organisation, "person": subject.person, "purpose": asked}
        attempt(form, actions.take_consent, by=subject.viewer, taken=form.taken(), **given)
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect(subject.home)
    standing = {
        each.purpose: each.until
        for each in consents_read(subject.viewer, subject.person).filter(
            pk__in=consents_now(), organisation=subject.person.organisation
        )
    }
    offers = [(each, forms[each.name], standing.get(each.name)) for each in purposes]
    told = {"subject": subject, "offers": offers, "form": form}
    return render(request, "consent/take.html", told, status=422 if form is not None and form.errors else 200)


@require_POST
@changing
def withdraw(request: HttpRequest, subject: Subject, consent: UUID) -> HttpResponse:
    """Withdraw at once; an adviser does so for somebody without an account."""
    mine: Any = consents_of(subject.person).filter(withdrawn_at=None)
    if not subject.own:
        mine = consents_read(subject.viewer, subject.person).filter(
            withdrawn_at=None, organisation=subject.seen.organisation
        )
        if subject.person.account_id is not None:
            raise Http404
    actions.withdraw_consent(by=subject.viewer, consent=get_object_or_404(mine, pk=consent))
    messages.success(request, _("Withdrawn. From now on they see nothing of this."))
    return redirect("consents" if subject.own else subject.home)


def _preview(person: Person, purpose: Purpose) -> list[Section]:
    """What an organisation would see for a purpose, as it stands now; nothing for what only counts."""
    if purpose.name not in {"advice", "offers"}:
        return []
    return sections(shown(person, Sight(purpose.name)))
