"""Pages about duplicates: the list of proposals, and two records side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crosswalk_platform.authorization import Permission, page, viewer_in
from crosswalk_platform.design.forms import attempt, posted
from crosswalk_platform.duplicates import actions
from crosswalk_platform.duplicates.forms import MergeForm
from crosswalk_platform.duplicates.merging import differences
from crosswalk_platform.duplicates.models import Merge, Proposal
from crosswalk_platform.duplicates.queries import organisations_deciding, people_compared, proposals_seen
from crosswalk_platform.duplicates.tasks import look_later
from crosswalk_platform.duplicates.words import told_reasons
from crosswalk_platform.people.actions import list_people, look_at
from crosswalk_platform.people.models import Person

__all__ = ["compare", "different", "look", "proposals", "undo"]

_ROWS = 25


@page(Permission.DECIDE_DUPLICATES)
def proposals(request: HttpRequest) -> HttpResponse:
    """Pairs to be decided, the likest first; with `decided`, those that were, the last first."""
    viewer = viewer_in(request)
    decided = "decided" in request.GET
    seen = proposals_seen(viewer)
    wanted = (
        seen.exclude(status="open").order_by("-decided_at", "pk") if decided else seen.filter(status="open")
    )  # fmt: skip
    number = request.GET.get("page", "1")
    found = Paginator(wanted, _ROWS).get_page(number)
    people = people_compared(found)
    rows = [_row(each, people) for each in found]
    told = {"rows": rows, "pages": found, "decided": decided, "organisations": organisations_deciding(viewer)}
    answer = render(request, "duplicates/proposals.html", told)
    list_people(by=viewer, opens=Permission.DECIDE_DUPLICATES, listed=len(people), searched=False)
    return answer


@require_POST
@page(Permission.DECIDE_DUPLICATES)
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have the people of an organisation compared."""
    look_later(get_object_or_404(organisations_deciding(viewer_in(request)), pk=pk), viewer_in(request))
    messages.success(request, _("We are looking. Come back to this page in a minute."))
    return redirect("duplicates")


@page(Permission.DECIDE_DUPLICATES)
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two records side by side, why they may be of one person, and the form that puts them together."""
    viewer = viewer_in(request)
    proposal = get_object_or_404(proposals_seen(viewer).select_related("organisation"), pk=pk)
    both = _both(proposal)
    reasons = told_reasons(proposal.reasons)
    told: dict[str, Any] = {"proposal": proposal, "reasons": reasons}
    told["against"] = any(not each.speaks_for for each in reasons)
    if proposal.status != Proposal.Status.OPEN:
        merges = Merge.objects.filter(proposal=proposal, undone_at=None)
        told["kept"] = merges.values_list("kept", flat=True).first()
        return render(request, "duplicates/compare.html", told)
    if both is None:
        raise Http404
    form = MergeForm(*both, proposal.organisation.name, data=posted(request))
    if request.method == "POST" and form.is_valid():
        given = {"organisation": proposal.organisation, "proposal": proposal}
        merge = attempt(form, actions.decide_same, by=viewer, **given, **form.decision())
        if merge is not None:
            messages.success(request, _("The two records are one now. This can be undone for 90 days."))
            return redirect("duplicate", pk)
    for person in both:
        look_at(by=viewer, person=person, purpose=_("Is it twice in the caseload?"))
    told |= {
        "form": form,
        "differences": differences(*both, proposal.organisation.name),
        "first": both[0],
        "second": both[1],
    }
    told["accounts"] = any(person.account_id for person in both)
    return render(request, "duplicates/compare.html", told, status=422 if form.errors else 200)


@require_POST
@page(Permission.DECIDE_DUPLICATES)
def different(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They are two people."""
    return _decided(request, pk, actions.decide_different, _("Noted: two people. We will not ask again."))


@require_POST
@page(Permission.DECIDE_DUPLICATES)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the decision back."""
    return _decided(request, pk, actions.undo_decision, _("Undone."))


def _decided(request: HttpRequest, pk: UUID, act: Any, done: str) -> HttpResponse:
    proposal = get_object_or_404(proposals_seen(viewer_in(request)).select_related("organisation"), pk=pk)
    try:
        act(by=viewer_in(request), organisation=proposal.organisation, proposal=proposal)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("duplicate", pk)


def _both(proposal: Proposal) -> tuple[Person, Person] | None:
    people = people_compared([proposal])
    if len(people) != 2:
        return None
    return people[proposal.first], people[proposal.second]


def _row(proposal: Proposal, people: dict[UUID, Person]) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "names": [_name(people.get(number)) for number in (proposal.first, proposal.second)],
        "reasons": [each for each in told_reasons(proposal.reasons) if each.speaks_for][:2],
    }


def _name(person: Person | None) -> str:
    if person is None:
        return "–"
    names = f"{person.record.get('given_names', '')} {person.record.get('family_name', '')}".strip()
    return names or str(person.pk)[:8]
