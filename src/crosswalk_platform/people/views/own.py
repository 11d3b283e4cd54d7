"""What only the person has: what they confide for protection, and who looked at their record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from crosswalk_platform.authorization import page
from crosswalk_platform.authorization.roles import role_named
from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.design.lists import comma
from crosswalk_platform.design.paging import page_after
from crosswalk_platform.organisations.models import Organisation
from crosswalk_platform.people import actions
from crosswalk_platform.people.forms import ProtectionForm
from crosswalk_platform.people.queries import confided_to, consents_now, looks_at
from crosswalk_platform.people.views.subject import purpose_of_looks, subject_of
from crosswalk_platform.people.words import PARTS

__all__ = ["looked", "protection"]


@page("signed_in")
def protection(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """What the person confides for their protection, for themselves and the protection officers whom they chose."""
    subject = subject_of(request, pk)
    if subject is None:
        return redirect("me")
    confided = confided_to(subject.viewer, subject.person)
    if confided is None:
        raise Http404
    if not subject.own:
        purpose = purpose_of_looks(request, subject)
        if purpose is None:
            return redirect(subject.home)
        actions.look_at(by=subject.viewer, person=subject.person, purpose=purpose)
    if request.method == "POST" and not ProtectionForm.base_fields.keys() & request.POST.keys():
        return redirect(subject.url("protection"))  # no answer of the form: it erases nothing
    form = ProtectionForm(posted(request), initial=confided)
    if request.method == "POST" and form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if value}
        attempt(form, actions.confide, by=subject.viewer, person=subject.person, confided=typed)
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect(subject.url("protection"))
    chosen = consents_now().filter(person=subject.person, purpose="protection").select_related("organisation")
    told = {"form": form, "subject": subject, "chosen": chosen if subject.own else None}
    return render(request, "people/protection.html", told, status=422 if form.errors else 200)


@page("signed_in")
def looked(request: HttpRequest) -> HttpResponse:
    """Who looked at one's record or changed it, when and why: organisations and roles, never names of staff."""
    subject = subject_of(request, None)
    if subject is None:
        return redirect("me")
    events, following = page_after(request.GET.get("after", ""), 50, looks_at(subject.person))
    names = dict(Organisation.objects.filter(pk__in={each.organisation for each in events}).values_list("pk", "name"))
    rows = [
        {
            "at": each.at,
            "who": names.get(each.organisation) or _("This site"),  # type: ignore[arg-type]
            "roles": comma().join(str(role_named(name).title) for name in each.details.get("roles", [])),
            "what": _told(each.action),
            "parts": comma().join(str(PARTS.get(part, "")) for part in each.details.get("parts", []) if part in PARTS),
            "why": each.purpose,
        }
        for each in events
    ]
    return render(request, "people/looked.html", {"rows": rows, "following": following})


def _told(action: str) -> str:
    """An action of the log in plain words."""
    words = {
        "person.looked_at": _("looked at your record"),
        "person.registered": _("registered you"),
        "person.changed": _("changed your record"),
        "person.attested": _("said how a fact of your record is known"),
        "person.attestation_withdrawn": _("took back how a fact of your record is known"),
        "person.confirmed": _("confirmed with you that it is right"),
        "person.words_read": _("looked up the words of your record"),
        "consent.taken": _("wrote down that you agreed"),
        "consent.withdrawn": _("wrote down that you agree no more"),
        "document.sent": _("sent in a CV for you"),
        "document.read": _("had your CV read"),
        "document.reviewed": _("checked your CV with you"),
        "document.erased": _("erased your CV"),
    }
    return words.get(action, _("did something with your record"))
